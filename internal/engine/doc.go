// Package engine finds secrets in bytes by a set of rules: the machine behind
// package detect, and behind scans of whole histories. It knows nothing of files,
// git or reports.
//
//	d, err := engine.New(cfg)
//	s := d.NewScanner()                           // one for each goroutine
//	raw := s.Raw(data, content.Text)              // what the bytes say by themselves
//	matches := s.Finish(data, raw)                // with lines and parts
//	kept, dropped := d.Resolve(matches, path, "") // for one place of the data
//
// # Many rules, one pass
//
// Package pattern turns the regex of each rule into anchors: literals of which
// every match must hold one. The literals of all rules are searched for at once,
// by package literal, in one pass over the data. Each hit of a literal is one of
// an anchor, or of several anchors where rules share a literal. For each, the
// bytes around it say whether it is worth judging; if so, the rule's pattern
// confirms it within its window, and the rule's filters judge the match. A rule
// is not compiled before a hit of it is worth judging. The keywords of a rule are
// not needed, and not used.
//
// What follows from the built-in rules is embedded in the program, see package
// prebuilt: their patterns, and for exactly these rules the anchors and the set of all
// literals. [New] derives it for any others. Tests hold the one to the other.
//
// # What a match is
//
// Package pattern defines the match of a hit. The matches of a rule in some data
// are those of all hits, each once. Whether a hit has a match depends on the
// bytes of its window alone, and two things follow:
//
//   - Data can be scanned in pieces that overlap, with the same result
//     ([Scanner.Stream]).
//   - Data that was made from other data by an edit takes over the literals in all
//     bytes that were copied, and all matches whose windows were copied along
//     ([Scanner.RawEdited]). Most blobs in a git history are such edits.
//
// A rule whose matches need not hold any literal of two bytes has no anchor. Its
// regex runs over everything, in stripes of 64 KiB; [Detector.UnanchoredRules]
// names such rules.
//
// # Steps
//
// [Scanner.Raw] judges what a window can show: the regex, and the filters on the
// match itself, such as entropy, the cheapest first. [Scanner.Finish] judges what
// needs the lines around a match, or other matches: the parts of a rule, such as
// the id of a key, are searched for among all matches of the whole data, so they
// need nothing from an earlier version of it. [Detector.Resolve] judges what
// needs the path and the commit, and keeps one match for each secret.
//
// Rules without a regex judge paths alone: [Detector.MatchPath] does. Rules of whole
// files need the path before they look at the bytes: [Detector.IsWhole] says which
// files they are for, and [Scanner.RawFile] asks them. A source that meets the names
// of files long before their folders asks [Detector.FileNames] which of them can
// matter for either.
package engine
