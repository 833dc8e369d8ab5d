package engine

import (
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/sluicesec/sluice/internal/candidate"
	"github.com/sluicesec/sluice/internal/literal"
	"github.com/sluicesec/sluice/internal/model"
	"github.com/sluicesec/sluice/internal/pattern"
)

// A nameMatcher matches a name that holds a keyword, and the value that belongs
// to it, if the text alone does not tell that the value is no secret. Its anchors
// are the keywords.
type nameMatcher struct {
	outline pattern.Outline
	own     []bool     // by keyword: it is none that the model knows
	vectors *sync.Pool // of *model.Vector
	least   float32    // score of a text from which on a candidate is a match
}

func newNameMatcher(keywords []string, least float32) *nameMatcher {
	m := &nameMatcher{least: least, vectors: &sync.Pool{New: func() any { return new(model.Vector) }}}
	m.outline.Longest = candidate.Before + candidate.After
	known := candidate.Keywords()
	for _, k := range keywords {
		m.own = append(m.own, !slices.Contains(known, k))
		m.outline.Anchors = append(m.outline.Anchors, pattern.Anchor{
			Edge: -1,
			Text: k, Fold: true, Before: candidate.Before, After: candidate.After - len(k),
		})
	}
	return m
}

func (m *nameMatcher) Outline() *pattern.Outline { return &m.outline }

// How many bytes before and behind a keyword are looked at of nearly all names that turn
// out to have no value. The hits of the others are kept, in case that they get one.
const (
	nameBefore = 64
	nameAfter  = 96
)

// Neighbours leaves out the letters behind a keyword that make it the beginning of
// a common word of code, such as author, class and passed, so that most of these
// words are no hits.
func (m *nameMatcher) Neighbours(k int) (prev, next *literal.ByteSet) {
	if m.own[k] {
		return nil, nil
	}
	letters := candidate.NeverBehind(m.outline.Anchors[k].Text)
	if letters == "" {
		return nil, nil
	}
	next = new(literal.ByteSet)
	for b := range 256 {
		if strings.IndexByte(letters, byte(b)) < 0 {
			next.Add(byte(b))
		}
	}
	return nil, next
}

func (m *nameMatcher) Reach(int) (before, after int) { return candidate.Before, candidate.After }

func (m *nameMatcher) Around(_, size, at int) pattern.Span {
	return pattern.Span{Start: max(0, at-candidate.Before), End: min(size, at+candidate.After)}
}

func (m *nameMatcher) Window(k int, data []byte, at int) pattern.Span {
	return m.Around(k, len(data), at)
}

func (m *nameMatcher) Look(k int, data []byte, at int) pattern.Chance {
	end := at + len(m.outline.Anchors[k].Text)
	start := max(0, at-nameBefore)
	if !candidate.Possible(data[start:min(len(data), at+nameAfter)], at-start, end-start) {
		return pattern.Never
	}
	return pattern.Maybe
}

func (m *nameMatcher) Excludes(int, []byte, int) bool { return false }

func (m *nameMatcher) Confirm(s *pattern.Scratch, k int, text []byte, at int) (match, secret pattern.Span, ok bool) {
	c, x, ok := m.read(s, k, text, at)
	if !ok {
		return match, secret, false
	}
	defer m.vectors.Put(x)
	match, secret = spans(&c)
	return match, secret, true
}

// judge is Confirm that also returns which part of the text decided, and what the
// model has to know of the match at a place. scored is nil if there is no match.
func (m *nameMatcher) judge(s *pattern.Scratch, a *ruleAnchor, text []byte, at int) (match, secret, seen pattern.Span, scored *scored) {
	c, x, ok := m.read(s, a.index, text, at)
	if !ok {
		return match, secret, pattern.Span(c.Seen), nil
	}
	defer m.vectors.Put(x)
	match, secret = spans(&c)
	return match, secret, pattern.Span(c.Seen), newScored(a, text, &c, x)
}

// read returns the candidate of a hit and its features, if its text alone does not
// tell that it is no secret. The caller puts x back into m.vectors.
func (m *nameMatcher) read(s *pattern.Scratch, k int, text []byte, at int) (c candidate.Candidate, x *model.Vector, ok bool) {
	if c, ok = m.candidate(k, text, at); !ok {
		s.Steps += candidateSteps / 8
		return c, nil, false
	}
	s.Steps += candidateSteps
	x = m.vectors.Get().(*model.Vector)
	x.Read(text, &c)
	if model.Text(x) < m.least {
		m.vectors.Put(x)
		return c, nil, false
	}
	return c, x, true
}

// spans returns the match and the secret that a candidate is.
func spans(c *candidate.Candidate) (match, secret pattern.Span) {
	secret = pattern.Span(c.Value)
	return pattern.Span{Start: min(c.Name.Start, secret.Start), End: max(c.Name.End, secret.End)}, secret
}

// candidateSteps is the work of judging a candidate, in the steps of
// pattern.Scratch: bytes looked at and comparisons of trees.
const candidateSteps = 1000

// candidate returns the candidate of a hit of the k-th anchor in its window.
func (m *nameMatcher) candidate(k int, text []byte, at int) (candidate.Candidate, bool) {
	end := at + len(m.outline.Anchors[k].Text)
	if m.own[k] {
		return candidate.AtOwn(text, at, end)
	}
	return candidate.At(text, at, end)
}

func (m *nameMatcher) FindAll([]byte) iter.Seq2[pattern.Span, pattern.Span] {
	return func(func(match, secret pattern.Span) bool) {}
}

func (m *nameMatcher) Heavy() bool { return false }
