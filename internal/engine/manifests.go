package engine

import (
	"encoding/base64"
	"iter"

	"github.com/sluicesec/sluice/internal/candidate"
	"github.com/sluicesec/sluice/internal/literal"
	"github.com/sluicesec/sluice/internal/pattern"
)

// A severalMatcher finds more than one match for a hit.
type severalMatcher interface {
	// ConfirmAll returns all matches that belong to a hit, as Confirm returns one.
	ConfirmAll(s *pattern.Scratch, k int, text []byte, at int) iter.Seq2[pattern.Span, pattern.Span]
}

// A manifestMatcher matches all secrets in the manifest of a Kubernetes Secret.
type manifestMatcher struct{ outline pattern.Outline }

func newManifestMatcher() *manifestMatcher {
	m := &manifestMatcher{}
	m.outline.Longest = 2 * candidate.ManifestReach
	for _, word := range candidate.ManifestWords() {
		m.outline.Anchors = append(m.outline.Anchors, pattern.Anchor{
			Text: word, Before: candidate.ManifestReach, After: candidate.ManifestReach - len(word),
		})
	}
	return m
}

func (m *manifestMatcher) Outline() *pattern.Outline { return &m.outline }

func (m *manifestMatcher) Neighbours(int) (prev, next *literal.ByteSet) { return nil, nil }

func (m *manifestMatcher) Reach(int) (before, after int) {
	return candidate.ManifestReach, candidate.ManifestReach
}

func (m *manifestMatcher) Around(_, size, at int) pattern.Span {
	return pattern.Span{Start: max(0, at-candidate.ManifestReach), End: min(size, at+candidate.ManifestReach)}
}

func (m *manifestMatcher) Window(k int, data []byte, at int) pattern.Span {
	return m.Around(k, len(data), at)
}

func (m *manifestMatcher) Look(int, []byte, int) pattern.Chance { return pattern.Maybe }

func (m *manifestMatcher) ConfirmAll(s *pattern.Scratch, k int, text []byte, at int) iter.Seq2[pattern.Span, pattern.Span] {
	s.Steps += int64(len(text))
	return func(yield func(match, secret pattern.Span) bool) {
		for c := range candidate.Manifest(text, at, at+len(m.outline.Anchors[k].Text)) {
			value := c.Value.Of(text)
			if plain, err := base64.StdEncoding.DecodeString(string(value)); err == nil && (isPlaceholder(plain) || isSampleWord(plain)) {
				continue
			}
			if !yield(pattern.Span{Start: c.Name.Start, End: c.Value.End}, pattern.Span(c.Value)) {
				return
			}
		}
	}
}

func (m *manifestMatcher) Excludes(int, []byte, int) bool { return false }

// Confirm returns the first match alone.
func (m *manifestMatcher) Confirm(s *pattern.Scratch, k int, text []byte, at int) (match, secret pattern.Span, ok bool) {
	for match, secret := range m.ConfirmAll(s, k, text, at) {
		return match, secret, true
	}
	return match, secret, false
}

func (m *manifestMatcher) FindAll([]byte) iter.Seq2[pattern.Span, pattern.Span] {
	return func(func(match, secret pattern.Span) bool) {}
}

func (m *manifestMatcher) Heavy() bool { return false }
