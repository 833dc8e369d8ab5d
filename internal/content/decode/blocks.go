package decode

import (
	"encoding/binary"
	"math/bits"
)

const (
	ones  = 0x0101010101010101
	highs = 0x80 * ones
)

// blocks finds words, joined literals, and characters above ASCII. It looks at eight
// bytes at once. A word that is long enough has sixteen bytes from a multiple of eight on
// of which none is below "+", which is rare.
func (s *search) blocks(from int) {
	done := from // where the last word ended
	below := uint64(1)
	i := from
	for rest := s.data[from:]; i < s.to && len(rest) >= 9; i, rest = i+8, rest[8:] {
		x, next := binary.LittleEndian.Uint64(rest), binary.LittleEndian.Uint64(rest[1:])
		was := below
		below = (x - '+'*ones) &^ x & highs
		if below|was == 0 && i > done && areWord(s.data[i-8:i+8]) {
			done = s.wordAt(i-8, done)
		}
		// Bytes that are ", #, & or ' become zero. Those before a byte below "0" may be
		// the end of a literal that is joined with another one.
		quote := x&(0xfa*ones) ^ '"'*ones
		quote = (quote - ones) &^ quote & ((next - '0'*ones) &^ next) & highs
		lead := x & (x << 1) & highs // the first byte of a character
		if quote|lead == 0 {
			continue
		}
		for ; quote != 0; quote &= quote - 1 {
			s.quoteAt(i + bits.TrailingZeros64(quote)/8)
		}
		for ; lead != 0; lead &= lead - 1 {
			s.highAt(i + bits.TrailingZeros64(lead)/8)
		}
	}
	if last := len(s.data) - 16; s.to == len(s.data) && last >= done && areWord(s.data[last:]) {
		s.wordAt(last, done)
	}
	for ; i < s.to; i++ {
		s.quoteAt(i)
		s.highAt(i)
	}
}

// quoteAt looks at what may be the end of a literal.
func (s *search) quoteAt(i int) {
	if i > 0 && i < s.to && i+1 < len(s.data) && (s.data[i] == '"' || s.data[i] == '\'') && isJoinable[s.data[i-1]] && s.data[i+1] < '0' && inSeam[s.data[i+1]] {
		if s.data[i+1] != ',' || s.mayBeListed(i) {
			s.seamAt(i)
		}
	}
}

// highAt looks at what may be a byte of a character above ASCII.
func (s *search) highAt(i int) {
	if i < s.to && i+2 < len(s.data) && isLead[s.data[i]] && special(s.data[i], s.data[i+1], s.data[i+2]) {
		s.invisible(i)
	}
}
