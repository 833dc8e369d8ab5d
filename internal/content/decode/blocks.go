package decode

import (
	"bytes"
	"math/bits"
	"strings"
	"unicode/utf8"

	"github.com/sluicesec/sluice/internal/mask"
)

const (
	ones  = 0x0101010101010101
	highs = 0x80 * ones
)

// The sets of bytes by which words, lists and marks are found.
const (
	isMark   = iota // a byte of ASCII that by itself may be a mark, or begin one
	isWord          // it is one of base64
	isList          // it is one of a list of numbers
	isLimit         // it may end a literal, or begin one
	isBeside        // it may be beside the place where a secret was cut
	isGap           // it may be between two literals
	isSoft          // it is the "=" of "=3D"
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
		isMark: controls + "\x1b\\%&|^+`<", isWord: all(inWord), isList: all(func(b byte) bool { return inNumbers[b] }),
		isLimit: "\"'`", isBeside: all(joinable), isGap: all(func(b byte) bool { return inSeam[b] || b == ';' }),
		isSoft: "=", isHigh: leads,
	})
}()

// blocks finds the words, lists and marks that begin at an offset or behind it.
func (s *search) blocks(from int) {
	var masks [8]mask.Block
	last := edge{beside: 1 << 63} // what is before the first block may be anything
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
			if limits := m[isLimit] & (m[isBeside]<<1 | last.beside>>63) & (m[isGap]>>1 | 1<<63) & within; limits != 0 {
				s.limitsAt(at, limits, m)
			}
			if soft := m[isList] & (m[isWord]<<1 | last.word>>63) & (m[isSoft]<<2 | last.soft>>62) & within; soft != 0 {
				s.quotedAt(at, soft)
			}
			// Of eight bytes that are all in a set there is one bit, that of the first.
			word, list := eights(m[isWord]&within), eights(m[isList]&within)
			if pairs := word & (word<<8 | last.words>>56); pairs != 0 {
				s.wordsAt(at, pairs, m[isWord]&within, last.word)
			}
			if threes := list & (list<<8 | last.lists>>56) & (list<<16 | last.lists>>48); threes != 0 {
				s.listsAt(at, threes)
			}
			last = edge{m[isBeside], m[isSoft], m[isWord], word, list}
			at += mask.Size
		}
	}
}

// An edge is what matters of a block for the next one.
type edge struct{ beside, soft, word, words, lists uint64 }

// eights returns which of the eight parts of a mask have all bits, as their first bits.
func eights(mask uint64) uint64 {
	mask &= mask >> 1
	mask &= mask >> 2
	return mask & (mask >> 4) & ones
}

// notBefore returns the bits of a mask that are not before an offset behind its first.
func notBefore(mask uint64, offset int) uint64 { return mask & (^uint64(0) << max(0, offset)) }

// wordsAt looks at words that may be long: each has eight bytes before one of the bits, and eight
// from there on. word are the bytes of words, in this block and the one before.
func (s *search) wordsAt(at int, pairs, word, before uint64) {
	for pairs = notBefore(pairs, s.wordEnd+1-at); pairs != 0; pairs = notBefore(pairs&(pairs-1), s.wordEnd+1-at) {
		b := bits.TrailingZeros64(pairs)
		n := bits.LeadingZeros64(^(word<<(mask.Size-b) | before>>b))
		if more := bits.TrailingZeros64(^(word >> b)); n+more >= shortestWord || b+more == mask.Size {
			s.wordEnd = s.wordAt(max(at+b-n, s.wordEnd), s.wordEnd)
		}
	}
}

// listsAt looks at what may be lists: each has sixteen bytes before one of the bits, and
// eight from there on, as every stretch has.
func (s *search) listsAt(at int, threes uint64) {
	for threes = notBefore(threes, s.listEnd-at); threes != 0; threes = notBefore(threes&(threes-1), s.listEnd-at) {
		if i := at + bits.TrailingZeros64(threes); hasDigits(s.data[i : i+look]) {
			s.listEnd = s.numbersAt(i, s.listEnd)
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
		if next > gap+1 && b+gap+3 < mask.Size && !s.mayGoOn(at+b+1, gap) {
			continue
		}
		s.limitAt(at + b)
	}
}

// mayGoOn reports whether a gap of some bytes between literals may go on with a comment, with
// the name of a method, or with the next statement.
func (s *search) mayGoOn(at, gap int) bool {
	text := s.data[at:min(len(s.data), at+gap)]
	n := len(text)
	if n > 0 && text[0] != ',' && bytes.IndexByte(text, '\n') >= 0 && appended(s.data, at-1) > 0 {
		return true
	}
	if n > 0 && text[n-1] == '.' && (text[0] == '.' || text[0] == ')') {
		return true
	}
	for i := 1; n > 2 && i < n; i++ { // gaps are short
		if text[i] == '*' && text[i-1] == '/' {
			return true
		}
	}
	return false
}

func (s *search) limitAt(i int) {
	if i == 0 || i+1 >= len(s.data) {
		return
	}
	switch b := s.data[i+1]; {
	case !inSeam[b] && b != ';', s.data[i] != '`' && b >= '0' && b != ';':
		return
	case b == ',' && s.data[i] != '`' && !s.mayBeListed(i):
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
			s.signAt(i)
			s.ampersandAt(i)
		case '|':
			s.signAt(i)
			s.pipeAt(i)
		case '^':
			s.caretAt(i)
		case '+':
			s.signAt(i)
			s.plusAt(i)
		case '`':
			s.signAt(i)
		case '<':
			s.tagAt(i)
		case 0x1b:
			s.invisible(i)
		default:
			if b < utf8.RuneSelf || i+2 < len(s.data) && special(b, s.data[i+1], s.data[i+2]) {
				s.invisible(i)
			}
		}
	}
}

// quotedAt looks at what may be the last characters of bytes in quoted-printable.
func (s *search) quotedAt(at int, soft uint64) {
	for ; soft != 0; soft &= soft - 1 {
		if i := at + bits.TrailingZeros64(soft); s.data[i] == 'D' && s.data[i-1] == '3' {
			s.softAt(i)
		} else {
			s.byteAt(i - 2)
		}
	}
}
