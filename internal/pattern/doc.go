// Package pattern compiles a rule's regex into what makes it fast: literals to
// search for, windows around them, and matchers for those windows. It knows
// nothing of rules, of files, or of how the literals are searched for.
//
//	p, err := pattern.New(pattern.Spec{Expr: `\b(acme_[a-z0-9]{32})\b`})
//	p.Outline().Anchors                         // search for these: "acme_"
//	p.Look(0, data, at) == pattern.Maybe        // a hit at an offset of data: is it worth more?
//	w := p.Window(0, data, at)
//	p.Confirm(&scratch, 0, data[w.Start:w.End], at-w.Start)
//
// Running some hundred regexes over everything reads a megabyte in a second.
// Nearly all of that work is in vain, because a text without secrets holds
// neither "acme_" nor anything else that a match cannot be without.
//
// # What is derived
//
// A regex is parsed by regexp/syntax and turned into a syntax tree over bytes
// (syntax.go). From the tree come, once for each pattern:
//
//   - anchors: literals of which every match holds at least one, the rarest that
//     can be found, by how common their bytes are in source code (literals.go,
//     spelling.go); for each, the bytes that can stand beside it (neighbours.go)
//     and how far the ends of a match can be from it (length.go);
//   - the longest run of bytes of one set that every match holds, such as 32 hex
//     digits (run.go);
//   - whether the pattern is a literal and repeats behind it (onepass.go).
//
// They are the pattern's [Outline], which is plain data. The rest is made when a literal
// is first found: of some hundred patterns a scan needs a few. The tree is shared by all
// that is made of it, so that no regex is parsed or analysed twice.
//
// A [Store] collects patterns with their outlines, one-pass matchers and position
// automata. A pattern that was stored ([Prebuilt]) finds what the pattern finds, and
// is parsed only for a hit that gets as far as the backtracker.
//
// # The window
//
// What a regex leaves open is cut: white space (\s*) is followed for 128 bytes
// beyond its least length; what crosses lines freely ((?s:.), [\s\S]), and
// everything unbounded in a multi-line pattern, for 32 KiB; anything else for
// 4 KiB. If the regex has an assertion, such as a word boundary or a line's
// beginning, one more byte counts on each side. The bytes from the furthest that
// a match can begin to the furthest that it can end are the window of a hit.
//
// In source code, JSON and logs a token may stand right behind an escape sequence: in
// "\nghp_" no word begins at the token. So if a regex begins with the edge of a token,
// \b or (?:^|[^a-z]), and the token begins at the same distance from the literal in
// every match, of 108 bytes at most, then the window of a hit begins there if right
// before it stands an escape sequence: \n, \r, \t, the code of what is no part of a
// word, as in %3D, \x3d, \u003d, \075 or =3D, or the colour of a terminal, as in
// ESC[32m or \u001b[32m.
//
// The match of a hit is the first among the leftmost-first matches of the regex
// in the window, none overlapping another, that covers the literal and goes no
// further from it than was derived. There is none if the bytes up to [LookReach]
// show that the regex cannot continue from the literal. The regex sees bytes, not
// characters (RE2's Latin-1 mode): . matches any byte but a line end, so that
// broken UTF-8 hides nothing.
//
// So the bytes of the window alone decide whether a hit is a match. Data can be
// scanned in pieces, and an edited version of it can take over the matches whose
// windows have not changed.
//
// # The engines, in the order in which they are asked
//
//  1. The neighbours of the literal, two table lookups. Most hits of a short
//     literal end here.
//  2. The one-pass matcher (onepass.go), for patterns that are a literal and
//     repeats: most tokens that identify themselves. It gives the answer, and
//     nothing else is asked.
//  3. The longest run (run.go): is there anything in the window that looks like
//     a secret? It looks at every few bytes only. Most hits of a service's name
//     end here.
//  4. The position automaton (glushkov.go): can the bytes behind the literal
//     continue a match? It reads up to 128 bytes, each once.
//  5. The backtracker (prog.go, lookahead.go, backtrack.go), which is compiled
//     only now. It finds the match and its groups, with lookahead by one byte and
//     bounded in its steps.
//  6. RE2 (regex.go), for what is too large for the backtracker, and for patterns
//     without an anchor.
//
// [Pattern.Look] asks 1, 3 and 4; [Pattern.Confirm] asks 2 or 5 or 6. Each engine
// gives what the plain regex gives: that is the law that the tests of this
// package state, with Go's own regexp as the oracle.
package pattern
