package engine

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"github.com/sluicesec/sluice/rules"
)

// A Match is one rule's view of one secret in some data. Its offsets count
// bytes of the data.
type Match struct {
	Rule                   *rules.Rule
	Start, End             int
	SecretStart, SecretEnd int
	Entropy                float64 // Shannon entropy of the secret, in bits per byte

	// Parts are the parts of the rule that stand near, in the rule's order.
	Parts []Part

	// AlsoRules are the ids of other rules that saw the same secret, sorted.
	AlsoRules []string

	// Allowed is "" or what allows the match: "inline" for a comment that
	// holds sluice:allow or gitleaks:allow on one of its lines, "allowlist",
	// or "allowlist ID".
	Allowed string

	rule *matcher
	open []*allow // allowlists that have yet to judge the path or the commit
}

func (m *Match) secret() span { return span{m.SecretStart, m.SecretEnd} }

// moved is m with other offsets.
func (m Match) moved(to func(offset int) int) Match {
	m.Start, m.End, m.SecretStart, m.SecretEnd = to(m.Start), to(m.End), to(m.SecretStart), to(m.SecretEnd)
	m.Parts = slices.Clone(m.Parts)
	for i := range m.Parts {
		p := &m.Parts[i]
		p.Start, p.End = to(p.Start), to(p.End)
	}
	return m
}

// lineCap bounds what counts as the lines of a match: this many bytes before
// and behind it. No comment belongs to a secret that far away, and a file may
// be one line of 50 MB.
const lineCap = 4 << 10

// Finish turns what Raw gave for data into matches, sorted by offset: it does
// what needs more of the data than a literal's window. That is the comments
// and allowlists that judge whole lines, and the parts of a rule.
func (s *Scanner) Finish(data []byte, raw *Raw) []Match {
	if s.tally != nil {
		defer since(time.Now(), &s.tally.Finish)
	}
	if raw == nil || raw.Len() == 0 {
		return nil
	}
	matches := s.d.matches(data, raw)
	if !hasParts(matches) {
		return matches
	}
	placed := place(data, position{}, matches)
	matches = matches[:0]
	for _, m := range compose(placed, 0, len(placed)) {
		matches = append(matches, m.Match)
	}
	return matches
}

// matches makes matches of what was found, each once, sorted.
func (d *Detector) matches(data []byte, raw *Raw) []Match {
	var matches []Match
	lines := liner{data: data}
	for _, list := range [][]found{raw.near, raw.far, raw.slow} {
		for _, f := range list {
			if f.confirmed {
				matches = append(matches, d.match(data, f))
			}
		}
	}
	slices.SortFunc(matches, byOffset)
	matches = slices.CompactFunc(matches, func(a, b Match) bool { return byOffset(a, b) == 0 })
	for i := range matches {
		matches[i].judgeLines(&lines)
	}
	return matches
}

// byOffset is the order of matches. Only equal matches are equal in it.
func byOffset(a, b Match) int {
	return cmp.Or(
		cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End),
		cmp.Compare(a.SecretStart, b.SecretStart), cmp.Compare(a.SecretEnd, b.SecretEnd),
		cmp.Compare(a.Rule.ID, b.Rule.ID))
}

func (d *Detector) match(data []byte, f found) Match {
	l := &d.landmarks[f.landmark]
	text, secret := f.match.from(f.at), f.secret.from(f.at)
	m := Match{
		Rule: l.rule, rule: l.matcher,
		Start: text.start, End: text.end,
		SecretStart: secret.start, SecretEnd: secret.end,
		Entropy: Entropy(data[secret.start:secret.end]),
	}
	if f.allowed > 0 {
		m.Allowed = l.filter.allows[f.allowed-1].label
	}
	return m
}

// judgeLines applies what depends on the lines of a match, and notes the
// allowlists that have yet to judge its path or commit.
func (m *Match) judgeLines(lines *liner) {
	if m.Allowed == "" && lines.allows(span{m.Start, m.End}) {
		m.Allowed = "inline"
	}
	for _, a := range m.rule.filter.allows {
		if m.Allowed != "" {
			return
		}
		if a.textOnly() {
			continue
		}
		line := absent
		if a.target == "line" && len(a.regexes) > 0 {
			line = a.byLine(lines.text(span{m.Start, m.End}))
		}
		content := a.judge(a.byText(lines.data[m.Start:m.End], lines.data[m.SecretStart:m.SecretEnd]), line)
		needsPlace := len(a.paths)+len(a.commits) > 0
		switch {
		case content == yes && (!a.all || !needsPlace):
			m.Allowed = a.label
		case needsPlace && (!a.all || content != no):
			m.open = append(m.open, a)
		}
	}
}

// A liner gives the lines around matches that come in order of offset.
type liner struct {
	data   []byte
	known  span // the lines of the last match
	asked  bool
	answer bool
}

// text is the lines that a match stands on, within lineCap.
func (l *liner) text(m span) []byte {
	w := l.lines(m)
	return l.data[w.start:w.end]
}

func (l *liner) lines(m span) span {
	w := span{max(0, m.start-lineCap), min(len(l.data), m.end+lineCap)}
	if i := bytes.LastIndexByte(l.data[w.start:m.start], '\n'); i >= 0 {
		w.start += i + 1
	}
	if i := bytes.IndexByte(l.data[m.end:w.end], '\n'); i >= 0 {
		w.end = m.end + i
	}
	return w
}

// allows reports whether a comment on a match's lines allows it.
func (l *liner) allows(m span) bool {
	w := l.lines(m)
	if !l.asked || w != l.known {
		text := l.data[w.start:w.end]
		l.asked, l.known = true, w
		l.answer = bytes.Contains(text, []byte("sluice:allow")) || bytes.Contains(text, []byte("gitleaks:allow"))
	}
	return l.answer
}
