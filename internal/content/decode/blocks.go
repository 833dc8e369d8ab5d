package decode

import (
	"math/bits"
	"strings"

	"github.com/sluicesec/sluice/internal/mask"
)

// The sets of bytes by which words, lists and marks are found.
const (
	isMark   = iota // a byte of ASCII that by itself may be a mark, or begin one
	isWord          // it is one of base64
	isList          // it is one of a list of numbers
	isLimit         // it may end a literal, or begin one
	isBeside        // it may be beside the place where a secret was cut
	isGap           // it may be between two literals
	isSoft          // it is the "=" or the "D" of "=3D"
	isHigh          // a character above ASCII that may be a mark begins with it
)

// table has the sets.
var table = func() *mask.Table {
	all := func(has func(b byte) bool) string {
		var set strings.Builder
		for b := range 256 {
			if has(byte(b)) {
				set.WriteByte(byte(b))
			}
		}
		return set.String()
	}
	return mask.New([mask.Sets]string{
		isMark: "\x00\x1b\\%&|^+", isWord: all(inWord), isList: all(func(b byte) bool { return inNumbers[b] }),
		isLimit: "\"'`", isBeside: all(joinable), isGap: all(func(b byte) bool { return inSeam[b] }),
		isSoft: "=D", isHigh: "\xc2\xcd\xe1\xe2\xe3\xea\xef",
	})
}()

// blocks finds the words, lists and marks that begin at an offset or behind it.
func (s *search) blocks(from int) {
	var masks [8]mask.Block
	var longWords, longLists streak
	beside, soft := uint64(1)<<63, uint64(0) // of the block before
	for at := from; at < s.to; {
		end := at + (s.to-at+mask.Size-1)/mask.Size*mask.Size
		n := table.Blocks(masks[:], s.data[at:min(len(s.data), end)])
		for i := range masks[:n] {
			m := &masks[i]
			within := ^uint64(0)
			if left := s.to - at; left < mask.Size {
				within = 1<<left - 1
			}
			if marks := (m[isMark] | m[isHigh]) & within; marks != 0 {
				s.marksAt(at, marks)
			}
			if limits := m[isLimit] & (m[isBeside]<<1 | beside>>63) & (m[isGap]>>1 | 1<<63) & within; limits != 0 {
				s.limitsAt(at, limits, m)
			}
			if quoted := m[isSoft] & (m[isSoft]<<2 | soft>>62) & within; quoted != 0 {
				s.quotedAt(at, quoted)
			}
			if long := longWords.grow(m[isWord]&within, shortestWord); long != 0 {
				s.wordsAt(at, long)
			}
			if long := longLists.grow(m[isList]&within, leastStretch); long != 0 {
				s.listsAt(at, long)
			}
			beside, soft = m[isBeside], m[isSoft]
			at += mask.Size
		}
	}
}

// A streak is the state of a search for runs of bytes of a set: by their logarithm, where
// runs of one, two, four, eight and sixteen ended in the last block.
type streak [5]uint64

// grow returns where in the next block there is a byte of a set before which, with it, there are so many,
// from 17 to 31.
func (s *streak) grow(mask uint64, least int) uint64 {
	two := mask & (mask<<1 | s[0]>>63)
	four := two & (two<<2 | s[1]>>62)
	eight := four & (four<<4 | s[2]>>60)
	sixteen := eight & (eight<<8 | s[3]>>56)
	more := least - 16
	long := sixteen & (sixteen<<more | s[4]>>(64-more))
	*s = streak{mask, two, four, eight, sixteen}
	return long
}

// notBefore returns the bits of a mask that are not before an offset behind its first.
func notBefore(mask uint64, offset int) uint64 { return mask & (^uint64(0) << max(0, offset)) }

// wordsAt looks at the words of which ends, the bits of bytes from an offset on, says that
// they are long.
func (s *search) wordsAt(at int, ends uint64) {
	for ends = notBefore(ends, s.wordEnd-at); ends != 0; ends = notBefore(ends, s.wordEnd-at) {
		i := at + bits.TrailingZeros64(ends)
		s.wordEnd = s.wordAt(max(i+1-shortestWord, s.wordEnd), s.wordEnd)
	}
}

// listsAt looks at what may be lists. It looks at eight bytes of every stride, all before one of
// ends, the bits of bytes from an offset on, and so at some of every stretch.
func (s *search) listsAt(at int, ends uint64) {
	for ends = notBefore(ends, s.nextLook+look-1-at); ends != 0; ends = notBefore(ends, s.nextLook+look-1-at) {
		i := at + bits.TrailingZeros64(ends) + 1 - look
		s.nextLook = i + stride
		if hasDigits(s.data[i : i+look]) {
			s.listEnd = s.numbersAt(i, s.listEnd)
			s.nextLook = max(s.listEnd, i+1)
		}
	}
}

// limitsAt looks at quotes that may end literals which are joined with others. All but
// blanks and signs between them and the next quote excludes that.
func (s *search) limitsAt(at int, limits uint64, m *mask.Block) {
	for ; limits != 0; limits &= limits - 1 {
		b := bits.TrailingZeros64(limits)
		gap := bits.TrailingZeros64(^m[isGap] >> b >> 1)
		next := bits.TrailingZeros64(m[isLimit] >> b >> 1)
		if next > gap+1 && b+gap+3 < mask.Size {
			continue
		}
		s.limitAt(at + b)
	}
}

func (s *search) limitAt(i int) {
	if i == 0 || i+1 >= len(s.data) {
		return
	}
	switch b := s.data[i+1]; {
	case !inSeam[b], s.data[i] != '`' && b >= '0':
		return
	}
	s.seamAt(i)
}

// marksAt looks at bytes that may be marks.
func (s *search) marksAt(at int, marks uint64) {
	for ; marks != 0; marks &= marks - 1 {
		i := at + bits.TrailingZeros64(marks)
		switch b := s.data[i]; b {
		case '\\':
			s.backslashAt(i)
		case '%':
			s.percentAt(i)
		case '&':
			s.ampersandAt(i)
		case '|':
			s.pipeAt(i)
		case '^':
			s.caretAt(i)
		case '+':
			s.plusAt(i)
		case 0, 0x1b:
			s.invisible(i)
		default:
			if i+2 < len(s.data) && special(b, s.data[i+1], s.data[i+2]) {
				s.invisible(i)
			}
		}
	}
}

// quotedAt looks at what may be the "D" of "=3D".
func (s *search) quotedAt(at int, soft uint64) {
	for ; soft != 0; soft &= soft - 1 {
		if i := at + bits.TrailingZeros64(soft); s.data[i] == 'D' && s.data[i-1] == '3' && s.data[i-2] == '=' {
			s.softAt(i)
		}
	}
}
