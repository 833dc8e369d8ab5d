package engine

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"sort"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/model"
	"github.com/sluicesec/sluice/internal/pattern"
	"github.com/sluicesec/sluice/rules"
)

// A Step is what became of one hit: a literal of a rule in some data, or a match
// of a rule without a literal, such as one for whole files.
type Step struct {
	Rule *rules.Rule
	At   int // offset of the literal, in bytes
	Len  int // its length, in bytes

	// Where the regex matched around it, and the secret in that; all 0 if it did not.
	Start, End, SecretStart, SecretEnd int

	Score   float32        // of the model, 0 if the rule is not scored
	Reasons []model.Reason // what weighed most in it, the heaviest first

	Reported bool
	Outcome  string // in words, with figures; never a part of the data
}

// Explain returns what became of every hit that begins on a line of a view, and
// why, sorted by offset: the answer for someone who wonders why something was or
// was not found. path is that of the file which the view is of, or "" for none. No
// commit is known. Lines count from 1; 0 asks for all. Steps are made as they are
// asked for: a megabyte can have millions.
func (d *Detector) Explain(v *content.View, path string, line int) iter.Seq[Step] {
	return func(yield func(Step) bool) {
		s, data := d.NewScanner(), v.Data
		raw := s.Raw(data, v.Class)
		var dropped []found // by the filters of rules of whole files
		if d.IsWhole(path, int64(len(data))) {
			raw, _ = s.RawFile(context.Background(), data, v.Class)
			dropped = d.droppedWhole(data, v.Class)
		}
		finished := s.Finish(data, raw)
		kept, _ := d.Resolve(finished, path, "")
		e := explainer{path: path, d: d, s: s, data: data, class: v.Class, finished: finished, kept: kept, missed: map[int32]missedWindow{}}

		from, to := lineSpan(data, line)
		hits := d.find(nil, data, from, to)
		slices.Sort(hits)
		unanchored := foundWithin(sorted(slices.Concat(raw.unanchored, dropped)), from, to)
		unanchored = slices.DeleteFunc(slices.Clone(unanchored), func(f found) bool { return d.forOtherFiles(f, path) })
		for len(hits)+len(unanchored) > 0 {
			at := len(data)
			if len(hits) > 0 {
				at = hits[0].At()
			}
			if len(unanchored) > 0 {
				at = min(at, unanchored[0].at)
			}
			e.steps = e.steps[:0]
			for ; len(hits) > 0 && hits[0].At() == at; hits = hits[1:] {
				for _, i := range d.anchorsOf(hits[0].ID()) {
					e.hit(i, at)
				}
			}
			for ; len(unanchored) > 0 && unanchored[0].at == at; unanchored = unanchored[1:] {
				e.matched(unanchored[0])
			}
			slices.SortStableFunc(e.steps, func(a, b Step) int { return cmp.Compare(a.Rule.ID, b.Rule.ID) })
			for _, step := range e.steps {
				if !yield(step) {
					return
				}
			}
		}
	}
}

// lineSpan returns where a line is, counted from 1; 0 is all of data.
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

const (
	noMatch = "no match around it"
	noRun   = "the content is binary, and this is not in a short run of characters, or no value for one"
)

type explainer struct {
	path           string
	d              *Detector
	s              *Scanner
	data           []byte
	class          content.Class
	finished, kept []Match
	steps          []Step // at one offset

	// The last window of each anchor in which nothing matched, and where the hit is
	// in it. Where text repeats, so do windows.
	missed map[int32]missedWindow
}

type missedWindow struct {
	text []byte
	at   int
}

// hit explains a hit of an anchor.
func (e *explainer) hit(anchor int32, at int) {
	a := e.d.anchor(anchor)
	step := Step{Rule: a.rule, At: at, Len: a.len}
	switch {
	case e.class != content.Text && !a.rule.Binary && !a.inRuns:
		step.Outcome = "the content is binary, and the rule is for text"
	case a.pattern.Look(a.index, e.data, at) != pattern.Maybe:
		step.Outcome = noMatch
	default:
		w := a.pattern.Window(a.index, e.data, at)
		text := e.data[w.Start:w.End]
		if last, ok := e.missed[anchor]; ok && last.at == at-w.Start && bytes.Equal(last.text, text) {
			step.Outcome = noMatch
			break
		}
		seen, inRun := text, e.class != content.Text && !a.rule.Binary
		if inRun {
			seen = e.s.printable(text)
		}
		match, secret, ok := a.pattern.Confirm(&e.s.scratch, a.index, seen, at-w.Start)
		if !ok {
			e.missed[anchor] = missedWindow{text, at - w.Start}
			step.Outcome = noMatch
			break
		}
		if inRun && !a.isInRun(seen, match, secret) {
			step.Outcome = noRun
			break
		}
		step.Start, step.End = match.Start+w.Start, match.End+w.Start
		step.SecretStart, step.SecretEnd = secret.Start+w.Start, secret.End+w.Start
		f := a.filterMatch(found{at: at, anchor: anchor}, text, match, secret, at-w.Start)
		if f.confirmed {
			e.confirmed(f)
			return
		}
		step.Outcome = a.filter.reason(text[match.Start:match.End], text[secret.Start:secret.End])
	}
	e.steps = append(e.steps, step)
}

// matched explains a match of a rule that is not searched for by a literal.
func (e *explainer) matched(f found) {
	if f.confirmed {
		e.confirmed(f)
		return
	}
	m := e.d.match(f)
	e.steps = append(e.steps, Step{
		Rule: m.Rule, At: f.at, Start: m.Start, End: m.End, SecretStart: m.SecretStart, SecretEnd: m.SecretEnd,
		Outcome: m.rule.filter.reason(e.data[m.Start:m.End], e.data[m.SecretStart:m.SecretEnd]),
	})
}

// confirmed explains what became of a match that no filter dropped.
func (e *explainer) confirmed(f found) {
	m := e.d.match(f)
	step := Step{
		Rule: m.Rule, At: f.at, Len: e.d.anchor(f.anchor).len,
		Start: m.Start, End: m.End, SecretStart: m.SecretStart, SecretEnd: m.SecretEnd,
	}
	defer func() { e.steps = append(e.steps, step) }()
	i, ok := slices.BinarySearchFunc(e.finished, m, byOffset)
	if !ok {
		step.Outcome = "a part that the rule requires is missing"
		if m.rule.needsKeyword() && !m.rule.keywords.heldBy(e.data) {
			step.Outcome = "none of the rule's keywords is in the file"
		}
		return
	}
	m = e.finished[i]
	_, step.Reported = slices.BinarySearchFunc(e.kept, m, func(a, b Match) int {
		return cmp.Or(cmp.Compare(a.SecretStart, b.SecretStart), byOffset(a, b))
	})
	// The secrets that are kept do not overlap each other.
	k := sort.Search(len(e.kept), func(k int) bool { return e.kept[k].SecretEnd > m.SecretStart })
	if m.scored != nil {
		step.Score, step.Reasons = m.explainAt(e.path)
	}
	switch {
	case step.Reported && m.scored != nil:
		step.Outcome = fmt.Sprintf("reported with confidence %s: the score is %.1f%s", m.confidenceAt(e.path), step.Score, m.bounds())
	case m.scored != nil && m.confidenceAt(e.path) == "":
		step.Outcome = fmt.Sprintf("the score is %.2f, and must be %.2f", step.Score, model.Least)
	case step.Reported:
		step.Outcome = "reported"
	case m.Allowed != "":
		step.Outcome = "allowed: " + m.Allowed
	case m.Rule.SkipReport:
		step.Outcome = "the rule only serves as a part of others"
	case k < len(e.kept) && e.kept[k].secretSpan().Overlaps(m.secretSpan()):
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
