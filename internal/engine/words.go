package engine

import (
	"bytes"
	"strings"
	"sync"

	"github.com/sluicesec/sluice/internal/literal"
)

// words are words that a text may hold, in any case.
type words struct {
	list []string

	once  sync.Once
	set   *literal.Set
	of    []int32 // words of the literals
	other []int32 // words that are no literals: of one byte, or with letters beyond ASCII
}

func newWords(list []string) *words { return &words{list: list} }

// prepare makes the set of literals.
func (w *words) prepare() {
	var literals []literal.Literal
	for i, word := range w.list {
		if len(word) < 2 || strings.ContainsFunc(word, func(r rune) bool { return r >= 0x80 }) {
			w.other = append(w.other, int32(i))
			continue
		}
		literals = append(literals, literal.Literal{Text: word, Fold: true})
		w.of = append(w.of, int32(i))
	}
	w.set = literal.New(literals)
}

// heldBy reports whether a text holds one of the words.
func (w *words) heldBy(text []byte) (held bool) {
	for range w.in(text) {
		return true
	}
	return false
}

// insertedIn reports whether one of the words is, at least in part, in what no copy covers,
// or crosses from one copy to the next. Copies are sorted by where they are in text.
func (w *words) insertedIn(text []byte, copies []Copy) bool {
	reach := 0
	for _, word := range w.list {
		reach = max(reach, 3*len(word)) // in lower case, letters beyond ASCII can be shorter
	}
	done := 0
	for i := range len(copies) + 1 {
		next, end := len(text), len(text)
		if i < len(copies) {
			next, end = copies[i].At, copies[i].At+copies[i].Len
		}
		from := max(0, done-reach)
		if w.heldBy(text[from:max(from, min(len(text), next+reach))]) {
			return true
		}
		done = max(done, end)
	}
	return false
}

// in goes through the indexes of the words that a text holds. It may give one several times.
func (w *words) in(text []byte) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		w.once.Do(w.prepare)
		if len(w.other) > 0 {
			lower := bytes.ToLower(text)
			for _, i := range w.other {
				if bytes.Contains(lower, []byte(strings.ToLower(w.list[i]))) && !yield(int(i)) {
					return
				}
			}
		}
		if len(w.of) == 0 {
			return
		}
		var hits []literal.Hit
		for from := 0; from < len(text); from += batch {
			hits = w.set.Append(hits[:0], text, from, min(from+batch, len(text)))
			for _, h := range hits {
				if !yield(int(w.of[h.ID()])) {
					return
				}
			}
		}
	}
}
