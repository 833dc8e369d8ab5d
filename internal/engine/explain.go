package engine

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
)

// A Step is what became of one candidate: a literal of a rule in some data,
// or a match of a rule without one.
type Step struct {
	Rule *rules.Rule
	At   int // offset of the literal, in bytes
	Len  int // its length, in bytes

	// Where the regex matched around it, and the secret in that; all 0 if it did not.
	Start, End, SecretStart, SecretEnd int

	Reported bool
	Outcome  string // in words, with figures; never a part of the data
}

// Explain tells, for someone who wonders why something was or was not found,
// what became of every candidate that begins on a line of a view, sorted by offset. Lines
// count from 1; 0 asks for all. No path and no commit is known.
func (d *Detector) Explain(v *content.View, line int) []Step {
	s, data, c := d.NewScanner(), v.Data, v.Class
	raw := s.Raw(data, c)
	finished := s.Finish(data, raw)
	kept, _ := d.Resolve(finished, "", "")
	e := explainer{d: d, data: data, finished: finished, kept: kept}

	from, to := lineSpan(data, line)
	for _, h := range d.literals.Append(nil, data, from, to) {
		for _, i := range d.byLiteral[h.ID()] {
			e.candidate(s, c, i, h.At())
		}
	}
	for _, f := range foundWithin(raw.slow, from, to) {
		e.confirmed(f)
	}
	slices.SortStableFunc(e.steps, func(a, b Step) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Rule.ID, b.Rule.ID))
	})
	return e.steps
}

// lineSpan is where a line is, counted from 1; 0 is all of data.
func lineSpan(data []byte, line int) (from, to int) {
	if line == 0 {
		return 0, len(data)
	}
	for range line - 1 {
		i := bytes.IndexByte(data[from:], '\n')
		if i < 0 {
			return len(data), len(data)
		}
		from += i + 1
	}
	if i := bytes.IndexByte(data[from:], '\n'); i >= 0 {
		return from, from + i
	}
	return from, len(data)
}

const noMatch = "the regex does not match around it"

type explainer struct {
	d              *Detector
	data           []byte
	finished, kept []Match
	steps          []Step
}

// candidate explains a hit of a landmark.
func (e *explainer) candidate(s *Scanner, c content.Class, landmark int32, at int) {
	l := &e.d.landmarks[landmark]
	step := Step{Rule: l.rule, At: at, Len: len(l.text)}
	switch {
	case c != content.Text && !l.rule.Binary:
		step.Outcome = "the content is binary, and the rule is for text"
	case !l.allows(e.data, at):
		step.Outcome = noMatch
	default:
		w := l.window(e.data, at)
		text := e.data[w.start:w.end]
		match, secret, ok := l.confirm(&s.machine, text, at-w.start)
		if !ok {
			step.Outcome = noMatch
			break
		}
		step.Start, step.End = match.start+w.start, match.end+w.start
		step.SecretStart, step.SecretEnd = secret.start+w.start, secret.end+w.start
		f := l.filterMatch(found{at: at, landmark: landmark}, text, match, secret, at-w.start)
		if f.confirmed {
			e.confirmed(f)
			return
		}
		step.Outcome = l.filter.reason(text[match.start:match.end], text[secret.start:secret.end])
	}
	e.steps = append(e.steps, step)
}

// confirmed explains what became of a match that its own text allows.
func (e *explainer) confirmed(f found) {
	m := e.d.match(e.data, f)
	step := Step{
		Rule: m.Rule, At: f.at, Len: len(e.d.landmarks[f.landmark].text),
		Start: m.Start, End: m.End, SecretStart: m.SecretStart, SecretEnd: m.SecretEnd,
	}
	defer func() { e.steps = append(e.steps, step) }()
	i, ok := slices.BinarySearchFunc(e.finished, m, byOffset)
	if !ok {
		step.Outcome = "a part that the rule requires is missing"
		return
	}
	m = e.finished[i]
	_, step.Reported = slices.BinarySearchFunc(e.kept, m, func(a, b Match) int {
		return cmp.Or(cmp.Compare(a.SecretStart, b.SecretStart), byOffset(a, b))
	})
	k := slices.IndexFunc(e.kept, func(k Match) bool { return k.secret().overlaps(m.secret()) })
	switch {
	case step.Reported:
		step.Outcome = "reported"
	case m.Allowed != "":
		step.Outcome = "allowed: " + m.Allowed
	case m.Rule.SkipReport:
		step.Outcome = "the rule only serves as a part of others"
	case k >= 0:
		step.Outcome = fmt.Sprintf("rule %q reports the same secret", e.kept[k].Rule.ID)
	default:
		step.Outcome = "the secret is allowed for a more specific rule, or the rule is for certain paths"
	}
}

// reason says why the filter drops a match.
func (f *filter) reason(match, secret []byte) string {
	switch d, _ := f.judge(match, secret); d {
	case dropEntropy:
		return fmt.Sprintf("the entropy is %.2f bits a byte, and must be %.2f", Entropy(secret), f.entropy)
	case dropCounts:
		digits, upper, lower := count(secret)
		return fmt.Sprintf("the secret has %d digits, %d upper and %d lower case letters, and must have %d, %d and %d",
			digits, upper, lower, f.digits, f.upper, f.lower)
	default:
		return string(d)
	}
}
