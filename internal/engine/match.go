package engine

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/lines"
	"github.com/sluicesec/sluice/internal/pattern"
	"github.com/sluicesec/sluice/rules"
)

// A Match is one rule's view of one secret in some data. It holds all that is
// needed of the data. Its offsets count bytes of the data.
type Match struct {
	Rule                   *rules.Rule
	Start, End             int
	SecretStart, SecretEnd int
	Text                   string // of the whole match
	Secret                 string
	Span                   finding.Span  // lines and columns of the secret; zero in a path
	Where                  finding.Where // of the whole match; zero in a path
	Quote                  Quote         // what stands around the secret on its line; empty in a path
	Entropy                float64       // Shannon entropy of the secret, in bits per byte

	// Parts are the parts of the rule that are near, in the rule's order.
	Parts []Part

	// AlsoRules are the ids of other rules that saw the same secret, sorted.
	AlsoRules []string

	// Layers name what was undone to get the text of the match, such as "base64" and
	// "gzip", the outermost encoding first. There are none for the data itself.
	Layers []string

	Index int // of the caller of Resolve, which keeps it

	// Allowed is "" or what allows the match: Inline for a comment beside it,
	// Encoded for base64 data around it, "allowlist", or "allowlist ID".
	Allowed string

	// Ended is the last day of a comment that would allow the match, if that day has
	// passed, or "no day" if what the comment says is none; else "".
	Ended string

	// Confidence is how surely the secret is one, at the place that Resolve was
	// asked about; "" before that.
	Confidence finding.Confidence

	lacks   bool    // a keyword that its rule asks for was not seen yet
	scored  *scored // nil unless the model judges the match
	decoded decoded

	rule     *compiledRule  // nil in a match that no detector made
	open     []*allowlist   // allowlists that have yet to judge the path or the commit
	from     lines.Position // of the whole match
	lastLine int            // of the whole match, counted from 0
}

// Forget drops what Resolve needs of the match and nobody else: what the model has read
// around it, some hundred bytes. Resolve must not get the match any more.
func (m *Match) Forget() { m.scored = nil }

func (m *Match) span() pattern.Span { return pattern.Span{Start: m.Start, End: m.End} }

func (m *Match) secretSpan() pattern.Span {
	return pattern.Span{Start: m.SecretStart, End: m.SecretEnd}
}

// BeforeSecret returns the part of Text before the secret.
func (m *Match) BeforeSecret() string {
	if m.decoded.run != 0 {
		return m.Text[:m.decoded.before]
	}
	return m.Text[:m.SecretStart-m.Start]
}

// move maps the offsets of a match and of its parts.
func (m *Match) move(to func(at int) int) {
	m.Start, m.End, m.SecretStart, m.SecretEnd = to(m.Start), to(m.End), to(m.SecretStart), to(m.SecretEnd)
	for i := range m.Parts {
		p := &m.Parts[i]
		p.Start, p.End = to(p.Start), to(p.End)
	}
}

// shift moves the match by some bytes.
func (m *Match) shift(by int) {
	m.move(func(at int) int { return at + by })
	if m.decoded.run != 0 {
		m.decoded.run += by
	}
}

// Finish turns what Raw returned for data into matches, sorted by offset: it does
// what needs more of the data than a literal's window. That is the comments and
// allowlists that judge whole lines, and the parts of a rule.
func (s *Scanner) Finish(data []byte, raw *Raw) []Match {
	return withKeywords(s.finish(data, raw))
}

// finish is Finish that leaves in the matches that lack a keyword in data.
func (s *Scanner) finish(data []byte, raw *Raw) []Match {
	if s.measured != nil {
		defer since(time.Now(), &s.measured.Finish)
	}
	if raw == nil || raw.Len() == 0 {
		return nil
	}
	matches := s.matches(data, lines.Position{}, raw)
	s.d.lookForKeywords(data, matches)
	s.work += int64(len(matches))
	if !slices.ContainsFunc(matches, func(m Match) bool { return len(m.Rule.Parts) > 0 }) {
		return matches
	}
	return compose(matches, 0, len(matches))
}

// matches makes matches of what was found, each once, sorted. begin is the
// position of data in the text that lines are counted in.
func (s *Scanner) matches(data []byte, begin lines.Position, raw *Raw) []Match {
	var matches []Match
	for _, list := range [][]found{raw.near, raw.far, raw.unanchored} {
		for _, f := range list {
			if f.confirmed {
				m := s.d.match(f)
				s.d.score(&m, f, data)
				matches = append(matches, m)
			}
		}
	}
	slices.SortStableFunc(matches, byOffset)
	matches = slices.CompactFunc(matches, func(a, b Match) bool { return byOffset(a, b) == 0 })
	around, counter := surroundings{data: data, inline: !s.noInline, today: s.today, isRule: s.d.isRule}, lines.New(data, begin)
	lastBreak := bytes.LastIndexByte(data, '\n')
	for i := range matches {
		m := &matches[i]
		m.read(data, counter, lastBreak)
		m.judgeLines(&around)
	}
	if !s.noKeywords {
		wantKeywords(matches)
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

// match makes a match of a confirmed hit, without what has to be read in the data.
func (d *Detector) match(f found) Match {
	a := d.anchor(f.anchor)
	match, secret := f.match.from(f.at), f.secret.from(f.at)
	m := Match{
		Rule: a.rule, rule: a.compiledRule,
		Start: match.Start, End: match.End,
		SecretStart: secret.Start, SecretEnd: secret.End,
	}
	if f.allowed > 0 {
		m.Allowed = a.filter.allowlists[f.allowed-1].label
	}
	return m
}

// read adds what has to be read in the data, whose last line break is at an offset. The
// counter is left where the match begins.
func (m *Match) read(data []byte, counter *lines.Counter, lastBreak int) {
	m.Text, m.Secret = string(data[m.Start:m.End]), string(data[m.SecretStart:m.SecretEnd])
	m.Entropy = Entropy(data[m.SecretStart:m.SecretEnd])
	m.from = counter.Position(m.Start)
	m.Where = finding.Where{Line: m.from.Line + 1, Byte: counter.InLine(m.Start), Unended: m.Start+len(strings.Trim(m.Text, "\n")) > lastBreak}
	ahead := *counter
	m.Span = ahead.Span(m.SecretStart, m.SecretEnd)
	m.Quote = quote(data, m.SecretStart, m.SecretEnd)
	m.lastLine = ahead.Position(m.End).Line
}
