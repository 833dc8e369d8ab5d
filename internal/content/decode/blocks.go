package decode

import (
	"encoding/binary"
	"math/bits"
)

const (
	ones  = 0x0101010101010101
	highs = 0x80 * ones
)

// blocks finds words, lists of numbers, joined literals, and characters above ASCII. It
// looks at eight bytes at once. A word that is long enough has sixteen bytes from a
// multiple of eight on of which none is below "+", and a list of numbers has sixteen of
// which none is above "f". Both are rare.
func (s *search) blocks(from int) {
	data := s.data
	words, numbers := from, from // where the last ones ended
	below, above := uint64(1), uint64(1)
	i := from
	for ; i < s.to && i+9 <= len(data); i += 8 {
		x := binary.LittleEndian.Uint64(data[i:])
		wasBelow, wasAbove := below, above
		below = (x - '+'*ones) &^ x & highs
		above = (x + (0x7f-'f')*ones | x) & highs
		if below|wasBelow == 0 && i > words && isWord(data[i-8:i+8]) {
			words = s.wordAt(i-8, words)
		}
		if above|wasAbove == 0 && i > numbers && hasDigits(data[i-8:i+8]) {
			numbers = s.numbersAt(i-8, numbers)
		}
		// Bytes that are ", #, & or ' become zero. Those before a byte below "0" may be
		// the end of a literal that is joined with another one.
		quote, next := x&(0xfa*ones)^'"'*ones, binary.LittleEndian.Uint64(data[i+1:])
		quote = (quote - ones) &^ quote & ((next - '0'*ones) &^ next) & highs
		for ; quote != 0; quote &= quote - 1 {
			s.quoteAt(i + bits.TrailingZeros64(quote)/8)
		}
		for high := x & highs; high != 0; high &= high - 1 {
			s.highAt(i + bits.TrailingZeros64(high)/8)
		}
	}
	for ; i < s.to; i++ {
		s.quoteAt(i)
		s.highAt(i)
	}
}

// quoteAt looks at what may be the end of a literal.
func (s *search) quoteAt(i int) {
	if i > 0 && i+1 < len(s.data) && (s.data[i] == '"' || s.data[i] == '\'') && isJoinable[s.data[i-1]] && inSeam[s.data[i+1]] {
		s.seamAt(i)
	}
}

// highAt looks at what may be a byte of a character above ASCII.
func (s *search) highAt(i int) {
	if i+2 < len(s.data) && special(s.data[i], s.data[i+1], s.data[i+2]) {
		s.invisible(i)
	}
}

func isWord(b []byte) bool {
	for _, c := range b {
		if !inWord(c) {
			return false
		}
	}
	return true
}

// hasDigits reports whether a part of a list of numbers can look like this.
func hasDigits(b []byte) bool {
	n := 0
	for _, c := range b {
		if !inNumbers[c] {
			return false
		}
		if inNumber(c) {
			n++
		}
	}
	return 4 <= n && n < len(b)
}
