package engine

import (
	"iter"

	"github.com/sluicesec/sluice/internal/content/decode"
)

// Missed is a set of reasons why encoded text was not decoded, or not to its end.
type Missed uint8

// The reasons.
const (
	ExpandsTooMuch Missed = 1 << iota // see decodedBytes
	TooDeep                           // the depth was reached, and there is still encoded text
	TooLong                           // a line of a stream that is too long to hold
)

var missedNames = [...]string{"encoded text that expands too much", "encoded text nested too deep", "encoded text that is too long"}

// Reasons gives the names of the reasons, for the ledger.
func (m Missed) Reasons() iter.Seq[string] {
	return func(yield func(string) bool) {
		for i, name := range missedNames {
			if m&(1<<i) != 0 && !yield(name) {
				return
			}
		}
	}
}

// AllMissed has all reasons.
const AllMissed = ExpandsTooMuch | TooDeep | TooLong

// Missed returns why encoded text was not decoded since the last call.
func (s *Scanner) Missed() Missed {
	m := s.missed
	s.missed = 0
	return m
}

// isEncoded reports whether a text that was decoded still has an encoded word. If the
// text is no word itself, only words count that it has and its original lacks.
func isEncoded(text *decode.Text, word bool) bool {
	const enough = 4 << 10 // bytes of what is compressed
	for _, r := range decode.Find(nil, text.Data, 0, len(text.Data)) {
		if !r.IsWord() || !word && len(text.Layers(r.Start, r.End)) == 0 {
			continue
		}
		if _, ok := r.Decode(text.Data, enough); ok {
			return true
		}
	}
	return false
}
