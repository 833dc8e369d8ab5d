package engine

import (
	"iter"

	"github.com/sluicesec/sluice/internal/literal"
	"github.com/sluicesec/sluice/internal/pattern"
)

// A matcher finds the match of a hit. It is a [pattern.Pattern], made of a regex,
// or a [nameMatcher], which reads names and values.
type matcher interface {
	Outline() *pattern.Outline
	Neighbours(k int) (prev, next *literal.ByteSet)
	Reach(k int) (before, after int)
	Around(k, size, at int) pattern.Span
	Window(k int, data []byte, at int) pattern.Span
	Look(k int, data []byte, at int) pattern.Chance
	Excludes(k int, data []byte, at int) bool
	Confirm(s *pattern.Scratch, k int, text []byte, at int) (match, secret pattern.Span, ok bool)
	FindAll(text []byte) iter.Seq2[pattern.Span, pattern.Span]
	Heavy() bool
}
