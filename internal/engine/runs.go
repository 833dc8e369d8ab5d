package engine

import (
	"bytes"
	"strings"

	"github.com/sluicesec/sluice/internal/lazyregexp"
	"github.com/sluicesec/sluice/internal/pattern"
)

// In binary content, names with values and URLs with passwords are looked for in runs of
// printable characters: a name in one string of a program has nothing to do with a value in
// the next. To their rules, every other byte is the end of a line. They see the window of a
// hit only, so that an edited version of the content inherits these matches like all others.
//
// Machine code, fonts and tables of strings without anything between them hold words
// that look like names, so more is asked of a match here than in text.
const (
	maxRun      = 256 // bytes of a run; compilers put strings beside each other in longer ones
	minRunValue = 6   // bytes of a value
	minRunWord  = 3   // letters of a keyword
)

// inRuns reports whether the k-th literal of a rule is looked for in binary content. The rule
// is not marked Binary.
func (c *compiledRule) inRuns(k int) bool {
	text := c.anchors()[k].Text
	if c.names == nil {
		return strings.Contains(text, "://")
	}
	return len(strings.Trim(text, "_-.=: \"'")) >= minRunWord
}

// judgeRun is judge for a rule that looks into runs.
func (s *Scanner) judgeRun(data []byte, anchor int32, at int) found {
	a := s.d.anchor(anchor)
	f := found{at: at, anchor: anchor}
	var gap pattern.Span
	if a.names != nil && !operatorAhead(data[at:min(len(data), at+maxRun)]) {
		if gap = serialized(data, at); gap.Len() == 0 {
			return f
		}
	}
	w := a.pattern.Window(a.index, data, at)
	text := s.printable(data[w.Start:w.End])
	if gap.Len() > 0 && gap.End <= w.End {
		assign(text[gap.Start-w.Start : gap.End-w.Start])
	}
	var match, secret pattern.Span
	var scored *scored
	ok := false
	if a.names != nil {
		match, secret, _, scored = a.names.judge(&s.scratch, a, text, at-w.Start)
		ok = scored != nil
	} else {
		match, secret, ok = a.pattern.Confirm(&s.scratch, a.index, text, at-w.Start)
	}
	if !ok || !a.isInRun(text, match, secret) {
		return f
	}
	if f = a.filterMatch(f, text, match, secret, at-w.Start); f.confirmed {
		f.scored = scored
	}
	return f
}

// isInRun reports whether a match is in one run of text. Between a name and its value must
// be an operator, and nothing before the name that it could be the rest of.
func (a *ruleAnchor) isInRun(text []byte, match, secret pattern.Span) bool {
	start := bytes.LastIndexByte(text[:match.Start], '\n') + 1
	size := bytes.IndexByte(text[start:], '\n')
	if size < 0 {
		size = len(text) - start
	}
	if match.End > start+size || size > maxRun || !isRunValue(text[secret.Start:secret.End]) {
		return false
	}
	return a.names == nil || bytes.ContainsAny(text[match.Start:secret.Start], "=:") &&
		(match.Start == start || bytes.IndexByte([]byte(" \t\"'`;&,?/{[(<-"), text[match.Start-1]) >= 0)
}

// operatorAhead reports whether a run has an operator. It is a quick look: most words that
// look like names have none.
func operatorAhead(run []byte) bool {
	for _, b := range run {
		switch {
		case b == '=' || b == ':':
			return true
		case !isPrintable(b):
			return false
		}
	}
	return false
}

// isRunValue reports whether a value is no word and no format of printf.
func isRunValue(value []byte) bool {
	isSign := func(r rune) bool { return !('a' <= r|0x20 && r|0x20 <= 'z') }
	return len(value) >= minRunValue && bytes.ContainsFunc(value, isSign) && !(bytes.IndexByte(value, '%') >= 0 && format().Match(value))
}

// format matches what printf replaces most often. Other letters behind a percent sign are in passwords as well.
var format = lazyregexp.New(`%[-+ #0-9.*l]*[sdvxqucXp]`)

// printable returns a copy of text in which every byte that is not printable ASCII is
// a line end. It is valid until the next call.
func (s *Scanner) printable(text []byte) []byte {
	s.run = append(s.run[:0], text...)
	for i, b := range s.run {
		if !isPrintable(b) {
			s.run[i] = '\n'
		}
	}
	return s.run
}

func isPrintable(b byte) bool { return ' ' <= b && b <= '~' || b == '\t' }
