package engine

import (
	"bytes"

	"github.com/sluicesec/sluice/internal/pattern"
)

// lineCap bounds what counts as the lines of a match: this many bytes before
// and behind it. No comment belongs to a secret that far away, and a file may
// be one line of 50 MB.
const lineCap = 4 << 10

// surroundings are the lines around matches.
type surroundings struct {
	data   []byte
	inline bool                   // comments can allow a match
	today  string                 // the day on which they must count, 2026-01-31; "" for any
	isRule func(name string) bool // a rule has this id or alias; not called unless inline
}

// of returns the lines that a match is on, within lineCap.
func (s *surroundings) of(m pattern.Span) pattern.Span {
	w := pattern.Span{Start: max(0, m.Start-lineCap), End: min(len(s.data), m.End+lineCap)}
	if i := bytes.LastIndexByte(s.data[w.Start:m.Start], '\n'); i >= 0 {
		w.Start += i + 1
	}
	if i := bytes.IndexByte(s.data[m.End:w.End], '\n'); i >= 0 {
		w.End = m.End + i
	}
	return w
}

// text returns the text of the lines that a match is on.
func (s *surroundings) text(m pattern.Span) []byte {
	w := s.of(m)
	return s.data[w.Start:w.End]
}

// judgeLines applies what depends on the lines of a match: comments, base64 data
// around it, and allowlists. It notes the allowlists that have yet to judge its
// path or commit.
func (m *Match) judgeLines(around *surroundings) {
	if m.Allowed == "" && around.inline && around.allow(m) {
		m.Allowed = Inline
	}
	if m.Allowed == "" && !m.Rule.LikeGitleaks && around.encoded(m) { // gitleaks reports it
		m.Allowed = Encoded
	}
	for _, a := range m.rule.filter.allowlists {
		if m.Allowed != "" {
			return
		}
		if a.textOnly() {
			continue
		}
		line := absent
		if a.target == "line" && len(a.regexes) > 0 {
			line = a.byLine(around.text(m.span()))
		}
		content := a.judge(a.byText(around.data[m.Start:m.End], around.data[m.SecretStart:m.SecretEnd]), line)
		needsPlace := len(a.paths)+len(a.commits) > 0
		switch {
		case content == yes && (!a.all || !needsPlace):
			m.Allowed = a.label
		case needsPlace && (!a.all || content != no):
			m.open = append(m.open, a)
		}
	}
}
