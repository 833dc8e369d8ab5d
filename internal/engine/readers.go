package engine

import (
	"encoding/base64"
	"iter"

	"github.com/sluicesec/sluice/internal/candidate"
	"github.com/sluicesec/sluice/internal/literal"
	"github.com/sluicesec/sluice/internal/pattern"
	"github.com/sluicesec/sluice/rules"
)

// A severalMatcher finds more than one match for a hit.
type severalMatcher interface {
	// ConfirmAll returns all matches that belong to a hit, as Confirm returns one.
	ConfirmAll(s *pattern.Scratch, k int, text []byte, at int) iter.Seq2[pattern.Span, pattern.Span]
}

// A reader finds the values in a structure, such as a manifest or a table, by one of
// several words that are in it.
type reader struct {
	words         []string
	fold          bool // words are in lower case, and stand for any case
	before, after int  // how many bytes around the start of a word belong to the structure, at most
	// values returns the values in the structure around text[at:end], a word.
	values func(text []byte, at, end int) iter.Seq[candidate.Candidate]
	// may says by the bytes near a word whether there can be any. nil: there can.
	may func(text []byte, at, end int) bool
}

// readerOf returns the reader that a rule names.
func readerOf(name string) *reader {
	switch name {
	case rules.KubernetesSecret:
		return &reader{
			words: candidate.ManifestWords(), before: candidate.ManifestReach, after: candidate.ManifestReach, values: manifest,
		}
	case rules.SQLRows:
		return &reader{
			words: candidate.SQLWords(), fold: true, before: candidate.SQLBefore, after: candidate.SQLAfter, values: candidate.SQLRows,
		}
	case rules.MarkupRows:
		return tableReader(candidate.MarkupRows, candidate.MarkupMarks)
	case rules.ValueRows:
		return tableReader(candidate.ValueRows, candidate.ValueMarks)
	}
	return nil
}

func tableReader(values func([]byte, int, int) iter.Seq[candidate.Candidate], marks string) *reader {
	return &reader{
		words: candidate.TableWords(), fold: true, before: candidate.TableBefore, after: candidate.TableAfter, values: values,
		may: func(text []byte, at, end int) bool { return candidate.MayBeHead(text, at, end, marks) },
	}
}

// manifest returns the values of a manifest that are no samples, in base64 or not.
func manifest(text []byte, at, end int) iter.Seq[candidate.Candidate] {
	return func(yield func(candidate.Candidate) bool) {
		for c := range candidate.Manifest(text, at, end) {
			plain, err := base64.StdEncoding.DecodeString(string(c.Value.Of(text)))
			if err == nil && (isPlaceholder(plain) || isSampleWord(plain)) {
				continue
			}
			if !yield(c) {
				return
			}
		}
	}
}

// A readerMatcher matches the values that a reader finds.
type readerMatcher struct {
	*reader
	outline pattern.Outline
}

func newReaderMatcher(r *reader) *readerMatcher {
	m := &readerMatcher{reader: r}
	m.outline.Longest = r.before + r.after
	for _, word := range r.words {
		m.outline.Anchors = append(m.outline.Anchors, pattern.Anchor{
			Edge: -1,
			Text: word, Fold: r.fold, Before: r.before, After: r.after - len(word),
		})
	}
	return m
}

func (m *readerMatcher) Outline() *pattern.Outline { return &m.outline }

func (m *readerMatcher) Neighbours(int) (prev, next *literal.ByteSet) { return nil, nil }

func (m *readerMatcher) Reach(int) (before, after int) { return m.before, m.after }

func (m *readerMatcher) Around(_, size, at int) pattern.Span {
	return pattern.Span{Start: max(0, at-m.before), End: min(size, at+m.after)}
}

func (m *readerMatcher) Window(k int, data []byte, at int) pattern.Span {
	return m.Around(k, len(data), at)
}

func (m *readerMatcher) Look(k int, data []byte, at int) pattern.Chance {
	if m.may == nil {
		return pattern.Maybe
	}
	start := max(0, at-1)
	if !m.may(data[start:min(len(data), at+pattern.LookReach)], at-start, at-start+len(m.words[k])) {
		return pattern.Never
	}
	return pattern.Maybe
}

func (m *readerMatcher) Excludes(int, []byte, int) bool { return false }

func (m *readerMatcher) ConfirmAll(s *pattern.Scratch, k int, text []byte, at int) iter.Seq2[pattern.Span, pattern.Span] {
	s.Steps += int64(len(text))
	return func(yield func(match, secret pattern.Span) bool) {
		for c := range m.values(text, at, at+len(m.words[k])) {
			match := pattern.Span(c.Value) // a name in the head of a table is far away
			if c.Sep == candidate.Colon {
				match.Start = c.Name.Start
			}
			if !yield(match, pattern.Span(c.Value)) {
				return
			}
		}
	}
}

// Confirm returns the first match alone.
func (m *readerMatcher) Confirm(s *pattern.Scratch, k int, text []byte, at int) (match, secret pattern.Span, ok bool) {
	for match, secret := range m.ConfirmAll(s, k, text, at) {
		return match, secret, true
	}
	return match, secret, false
}

func (m *readerMatcher) FindAll([]byte) iter.Seq2[pattern.Span, pattern.Span] {
	return func(func(match, secret pattern.Span) bool) {}
}

func (m *readerMatcher) Heavy() bool { return false }
