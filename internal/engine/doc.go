// Package detect finds secrets in bytes by a set of rules. It knows nothing
// of files, git or reports.
//
//	d, err := detect.New(cfg)
//	for m, err := range d.Scan(ctx, data) { ... }
//
// # Many rules, one pass
//
// Running some hundred regexes over everything reads a megabyte in a second.
// So [New] derives from each regex literals of which every match must hold
// one, such as "ghp_"; package detect/literal finds all literals of all rules
// in one pass; and a rule's regex runs only around a hit of its literal. Most
// tokens look so plain ("ghp_" and 36 letters or digits) that not even then a
// regex is needed. For the others two cheap looks come first, which nearly all
// hits fail: whether the bytes around the literal hold the longest run that
// every match holds, such as 32 hex digits, and whether those behind it can go
// on as the pattern does. What is left goes to a small backtracking matcher,
// bounded in its steps, which at a fork of the pattern tells by the next byte
// what ways are open; RE2 stands behind it for what takes more steps. A rule is
// not compiled before a hit has passed those looks. The keywords of a rule are
// not needed, and not used.
//
// # What a match is
//
// Each derived literal knows how far the ends of a match can be from it, in
// bytes. What the regex leaves open is cut: white space (\s*) is followed for
// 128 bytes beyond its least length; what crosses lines freely ((?s:.),
// [\s\S]), and everything unbounded in a rule marked Multiline, for 32 KiB;
// anything else for 4 KiB. If the regex asks for a word boundary or a line's
// beginning or end, one byte more counts on each side. The bytes from the one
// end to the other, as far as there are any, are the window of a hit.
//
// In source code and JSON a token may stand right behind an escape sequence:
// "\nghp_" holds no boundary of words before the token. So if a regex begins
// with \b, and all its matches begin at the same distance from the literal, of
// 122 bytes at most, then the window of a hit begins there if right before that
// stands \n, \r, \t, or the code of a space, ", &, ' or = as in %3D, \x3d or
// \u003d.
//
// The match of a hit is the first among the leftmost-first matches of the
// regex in the hit's window, none overlapping another, that covers the
// literal and goes no further from it than was derived. There is none if the
// next bytes show that the regex cannot go on from the literal (128 from the
// literal's start are looked at). The matches of a rule in some data are those
// of all hits, each once. The regex sees bytes, not characters (RE2's Latin-1
// mode): . matches any byte but a line end, so that broken UTF-8 hides nothing.
//
// So whether a hit is a match is told by the bytes of its window alone, and
// two things follow. Data may be scanned in pieces that overlap, with the
// same result ([Detector.Stream]). And data that was made from other data by
// an edit inherits the literals in all bytes that were copied, and all matches
// whose windows were copied along ([Scanner.RawEdited]): most blobs in a git
// history are such edits.
//
// A regex in which no literal of two bytes must stand is run over everything,
// in stripes of 64 KiB; [Detector.SlowRules] names such rules.
//
// # Steps
//
// [Scanner.Raw] judges what a window can tell: the regex, and the cheap
// filters on the match itself, such as entropy. [Scanner.Finish] judges what
// needs the lines around it or other matches: the parts of a rule, such as the
// id of a key, are looked for among all matches of the whole data, so they need
// nothing from an earlier version of it. [Detector.Resolve] judges what
// needs the path and the commit, and leaves one match for each secret.
// [Detector.Scan] and [Detector.ScanReader] do all three.
//
// Rules without a regex judge paths alone: [Detector.MatchPath] does. What meets
// the names of files long before their folders asks [Detector.FileNames] which
// of them can matter.
package engine
