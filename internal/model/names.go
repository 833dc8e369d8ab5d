package model

// features names each feature for the fit.
var features = func() (list [count]struct{ name string }) {
	for i := range firstWord {
		list[i].name = plainNames[i]
	}
	for i, w := range nameWords {
		list[int(nameWord)+i].name = "name " + w
	}
	for i, w := range lastWords {
		list[int(lastWord)+i].name = "last " + w
	}
	for i, w := range aroundWords {
		list[int(aroundWord)+i].name = "around " + w
	}
	for i, w := range pathWords {
		list[int(pathWord)+i].name = "path " + w
	}
	for i, w := range pathEnds {
		list[int(pathEnd)+i].name = "file " + w
	}
	list[pathKnown].name, list[pathDepth].name = "file known", "path depth"
	return list
}()
