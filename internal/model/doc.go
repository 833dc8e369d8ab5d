// Package model judges candidates: how likely is it that a value under some name,
// at some place, is a secret?
//
//	var x model.Vector
//	x.Read(text, &c)                          // a candidate in the text around it
//	if model.Text(&x) < model.LeastText { ... // it is none, whatever the path
//	x.Place(path)
//	level := model.Level(model.Score(&x))
//
// A rule made of a regex and allowlists mends one case and breaks two. People see
// at once that one value is a secret and another a message; they do it by many
// weak signs. So the signs are features, and gradient-boosted trees weigh them.
// The trees were fitted by benchmarks/fit/fit.py on labelled files; docs/explain/model.md tells on
// which, how well it works and what it cannot do. Nothing but Go runs here: the
// trees are data, and a score is some hundred comparisons.
//
// # Two parts
//
// The first trees see the text alone; the last also see the path. In a history
// the text is read long before its paths are known, and one text has many. So the
// first part is judged once, where nearly all candidates end, and what is left is
// judged at each place.
package model
