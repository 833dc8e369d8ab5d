package engine

import (
	"bytes"
	"strings"
	"time"

	"github.com/sluicesec/sluice/internal/lazyregexp"
	"github.com/sluicesec/sluice/internal/pattern"
)

// Someone who knows that a match is no secret can say so beside it, in a comment
// with one of the words below. Such a comment hides a finding, so it must be one
// that a person wrote there for this match, and that a reviewer sees:
//
//   - The line is of ordinary length: it has at most ordinaryLine bytes besides
//     the match. A comment at the end of a minified file says nothing about a
//     secret in the middle of it.
//   - The comment is behind the secret, or, for a match of several lines, behind
//     its last line or before its first. A comment marker begins it, which does
//     not touch the secret, as the fragment of a URL does. Neither the marker nor
//     the words are inside a string: that is data, and maybe a part of the value.
//   - Or the words name the rule: "sluice:allow github-pat". Such a note needs no
//     comment marker, as there are none in JSON, and may stand anywhere on the
//     line. It allows only the matches of the rules that it names.
//   - What is inside the match is never a comment.
//
// Behind the words, "until=2027-01-31" says up to which day the comment counts. A comment
// with a day that is none counts never.
var allowWords = [...]string{"sluice:allow", "gitleaks:allow"}

// ordinaryLine is the most bytes that a line can have besides a match for a
// comment on it to count.
const ordinaryLine = 1000

// commentMarkers begin a comment in some language.
var commentMarkers = [...]string{"#", "//", "--", ";", "/*", "<!--", "%", "rem ", "REM ", "{#", "(*"}

// Inline is what Match.Allowed says of a match that a comment allows.
const Inline = "inline"

// allow reports whether a comment on a match's lines allows it.
func (s *surroundings) allow(m *Match) bool {
	first, last := s.trimmed(m)
	w := s.of(pattern.Span{Start: first, End: last})
	if w.Len()-(last-first) > ordinaryLine {
		return false
	}
	before, behind := s.data[w.Start:first], s.data[last:w.End]
	comment := m.SecretEnd // where a comment behind the secret can begin
	newline := bytes.LastIndexByte(s.data[first:last], '\n')
	severalLines := newline >= 0
	if severalLines {
		comment = max(comment, first+newline+1)
	}
	for _, word := range allowWords {
		for at := range occurrences(behind, word) {
			if named, ours := s.names(behind[at+len(word):], m); named {
				if ours && s.counts(behind[at:], m) {
					return true
				}
			} else if s.commented(m, w, comment, pattern.Span{Start: last + at, End: last + at + len(word)}) && s.counts(behind[at:], m) {
				return true
			}
		}
		for at := range occurrences(before, word) {
			if named, ours := s.names(before[at+len(word):], m); named {
				if ours && s.counts(before[at:], m) {
					return true
				}
			} else if severalLines && s.commented(m, w, w.Start, pattern.Span{Start: w.Start + at, End: w.Start + at + len(word)}) && s.counts(before[at:], m) {
				return true
			}
		}
	}
	return false
}

// until is how a comment says the last day on which it counts: until=2027-01-31. People
// write it in other ways, too: a comment with "Until: 2027-01-31" must not count forever. What
// follows, as many bytes as a day has, is the second group.
var until = lazyregexp.New(`(?i)\buntil[ \t]*([=:]?)[ \t]*([^ \t]{0,10})`)

// counts reports whether a comment still counts, of which text is the part from the words
// on. If it does not, the match notes why.
func (s *surroundings) counts(text []byte, m *Match) bool {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	for _, says := range until().FindAllSubmatch(line, -1) {
		day := string(says[2])
		if string(says[1]) != "=" && (day == "" || day[0] < '0' || day[0] > '9') {
			continue // a reason, such as "until the release"
		}
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			m.Ended = "no day"
			return false
		}
		if s.today > day {
			m.Ended = day
			return false
		}
	}
	return true
}

// trimmed returns where a match begins and ends without the white space around
// it: a rule may take the end of the line for the end of the token.
func (s *surroundings) trimmed(m *Match) (first, last int) {
	first, last = m.Start, m.End
	for first < m.SecretStart && isSpace(s.data[first]) {
		first++
	}
	for last > m.SecretEnd && isSpace(s.data[last-1]) {
		last--
	}
	return first, last
}

func isSpace(b byte) bool { return b == ' ' || '\t' <= b && b <= '\r' }

// names reports whether the words are followed by ids or aliases of rules, such as "a-rule"
// or "a-rule,another", and whether the match's rule is one of them. Any other
// text is a reason.
func (s *surroundings) names(text []byte, m *Match) (named, ours bool) {
	text = bytes.TrimLeft(text, " \t")
	end := 0
	for end < len(text) && (isWord(text[end]) || text[end] == ',' || text[end] == '.') {
		end++
	}
	for id := range strings.SplitSeq(string(text[:end]), ",") {
		if id != "" && s.isRule(id) {
			named = true
			ours = ours || m.Rule.IsCalled(id)
		}
	}
	return named, ours
}

// occurrences goes through the offsets of a word in a text, where it stands by
// itself.
func occurrences(text []byte, word string) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for from := 0; ; {
			i := bytes.Index(text[from:], []byte(word))
			if i < 0 {
				return
			}
			at := from + i
			from = at + len(word)
			alone := (at == 0 || !isWord(text[at-1])) && (from == len(text) || !isWord(text[from-1]) || !isWord(text[from]))
			if alone && !yield(at) {
				return
			}
		}
	}
}

func isWord(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' || b == '-' || b == '_'
}

// commented reports whether a comment marker stands in front of a word, at from or
// later. A marker that is a part of something else, such as the // of a URL, begins
// no comment. lines are those of the match.
func (s *surroundings) commented(m *Match, lines pattern.Span, from int, word pattern.Span) bool {
	if s.inString(lines, word.Start, word.End) {
		return false
	}
	for _, marker := range commentMarkers {
		for at := from; ; at++ {
			i := bytes.Index(s.data[at:word.Start], []byte(marker))
			if i < 0 {
				break
			}
			at += i
			apart := at == 0 || strings.IndexByte(" \t\r\n\"'`,;()[]{}<>*", s.data[at-1]) >= 0
			if at == m.SecretEnd { // here it may go on with the value
				apart = marker == ";" && isSpace(s.data[at+1])
			}
			if apart && !s.inString(lines, at, word.End) {
				return true
			}
		}
	}
	return false
}

// inString reports whether at is inside a string of its line, which goes on beyond
// end. An apostrophe between letters is none that begins or ends a string.
func (s *surroundings) inString(lines pattern.Span, at, end int) bool {
	start := lines.Start + bytes.LastIndexByte(s.data[lines.Start:at], '\n') + 1
	quote := byte(0) // the one that began the string
	for i := start; i < at; i++ {
		switch b := s.data[i]; {
		case b == '\\' && quote != 0:
			i++
		case b == '\'' && i > start && isWord(s.data[i-1]) && isWord(s.data[i+1]):
		case b == quote:
			quote = 0
		case quote == 0 && (b == '"' || b == '\'' || b == '`'):
			quote = b
		}
	}
	return quote != 0 && bytes.IndexByte(s.data[end:lines.End], quote) >= 0
}
