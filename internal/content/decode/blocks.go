package decode

import (
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
	isOdd           // a capital letter or a digit, which words do not have; or a sign that only gaps have
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
		isMark: controls + "\x1b\\%&|^+`<", isWord: all(inWord), isList: all(func(b byte) bool { return inNumbers[b] || isApart[b] }),
		isLimit: "\"'`", isBeside: all(joinable), isGap: all(func(b byte) bool { return inSeam[b] || b == ';' }),
		isOdd: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" + "*~>", isHigh: leads,
	})
}()

// blocks finds the words, lists and marks that begin at an offset or behind it.
func (s *search) blocks(from int) {
	var masks [9]mask.Block      // the first is the one before the others
	masks[0][isBeside] = 1 << 63 // what is before the first block may be anything
	var words, lists uint64      // of the block before, as of this one below
	for at := from; at < s.to; {
		end := at + (s.to-at+mask.Size-1)/mask.Size*mask.Size
		n := table.Blocks(masks[1:], s.data[at:min(len(s.data), end)])
		for i := range masks[:n] {
			last, m := &masks[i], &masks[i+1]
			within := ^uint64(0)
			if left := s.to - at; left < mask.Size {
				within = 1<<left - 1
			}
			if marks := (m[isMark] | m[isHigh]) & within; marks != 0 {
				s.marksAt(at, marks)
			}
			if limits := m[isLimit] & (m[isBeside]<<1 | last[isBeside]>>63) & (m[isGap]>>1 | 1<<63) & within; limits != 0 {
				s.limitsAt(at, limits, m, last)
			}
			if soft := m[isOdd] & (m[isOdd]<<1 | last[isOdd]>>63) & (ends(m)<<2 | ends(last)>>62) & within; soft != 0 {
				s.quotedAt(at, soft)
			}
			// Of eight bytes that are all in a set there is one bit, that of the first.
			word, list := eights(m[isWord]&within), eights(m[isList]&within)
			if pairs := word & (word<<8 | words>>56); pairs != 0 {
				s.wordsAt(at, pairs, m, last, within)
			}
			if threes := list & (list<<8 | lists>>56) & (list<<16 | lists>>48); threes != 0 {
				s.listsAt(at, threes)
			}
			words, lists = word, list
			at += mask.Size
		}
		masks[0] = masks[n]
	}
}

// ends are the "=" of "=3D", and few other signs.
func ends(m *mask.Block) uint64 { return m[isBeside] &^ m[isWord] }

// cuts are the "_" of a name, and two other signs.
func cuts(m *mask.Block) uint64 { return m[isWord] & m[isGap] }

// random are the bytes by which isRandom knows what is no word, and some others.
func random(m *mask.Block) uint64 { return m[isOdd]&m[isWord] | cuts(m) | ends(m) }

// eights returns which of the eight parts of a mask have all bits, as their first bits.
func eights(mask uint64) uint64 {
	mask &= mask >> 1
	mask &= mask >> 2
	return mask & (mask >> 4) & ones
}

// notBefore returns the bits of a mask that are not before an offset behind its first.
func notBefore(mask uint64, offset int) uint64 { return mask & (^uint64(0) << max(0, offset)) }

// wordsAt looks at words that may be long: each has eight bytes before one of the bits, and eight
// from there on. What has no capital letter and no digit is no base64, and with short parts between the
// separators of paths and names it is in no other alphabet.
func (s *search) wordsAt(at int, pairs uint64, m, last *mask.Block, within uint64) {
	word := m[isWord] & within
	for pairs = notBefore(pairs, s.wordEnd+1-at); pairs != 0; pairs = notBefore(pairs&(pairs-1), s.wordEnd+1-at) {
		b := bits.TrailingZeros64(pairs)
		n := bits.LeadingZeros64(^(word<<(mask.Size-b) | last[isWord]>>b))
		more := bits.TrailingZeros64(^(word >> b))
		if n+more < shortestWord && b+more != mask.Size {
			continue
		}
		if b+more < mask.Size && n < mask.Size && isCutWord(m, last, b, n, more) {
			// Lines of a mail may go on beside it all the same.
			if start, end := at+b-n, at+b+more; !(end < len(s.data) && s.data[end] == '=') && !(start > 0 && s.data[start-1] == '\n') {
				continue
			}
		}
		s.wordEnd = s.wordAt(max(at+b-n, s.wordEnd), s.wordEnd)
	}
}

// isCutWord reports whether a word has n bytes before a bit, which may be in the block before, and more from there on, and
// has no capital letter, no digit, and no long part without separators around the bit. Each long part of a
// word has such a bit.
func isCutWord(m, last *mask.Block, b, n, more int) bool {
	before, behind := ^uint64(0)<<(mask.Size-n), uint64(1)<<more-1 // of the bits of the word
	if odd := (m[isOdd]<<(mask.Size-b)|last[isOdd]>>b)&before | m[isOdd]>>b&behind; odd != 0 {
		return false
	}
	letters, lastLetters := m[isWord]&^cuts(m), last[isWord]&^cuts(last)
	before &= letters<<(mask.Size-b) | lastLetters>>b
	behind &= letters >> b
	return bits.LeadingZeros64(^before)+bits.TrailingZeros64(^behind) < shortestWord
}

// listsAt looks at what may be lists: each has sixteen bytes before one of the bits, and
// eight from there on, as every stretch has.
func (s *search) listsAt(at int, threes uint64) {
	for threes = notBefore(threes, s.listEnd-at); threes != 0; threes = notBefore(threes&(threes-1), s.listEnd-at) {
		if i := at + bits.TrailingZeros64(threes); hasDigits(s.data[i : i+look]) {
			s.listEnd = s.numbersAt(i, s.listEnd)
		} else if number := apartAt(s.data, i); number > 0 {
			s.framedAt(number)
		}
	}
}

// limitsAt looks at quotes that may end literals which are joined with others. All but
// blanks and signs between them and the next quote excludes that.
//
// To add the first byte of each gap to the mask of gaps carries a bit to where the gap has
// ended. So one addition finds the ends of all of them.
//
// Nearly all gaps have no sign in them and stand behind a word. There, only a few things join.
func (s *search) limitsAt(at int, limits uint64, m, last *mask.Block) {
	quotes, gaps := m[isLimit], m[isGap]&^m[isLimit]
	first := limits << 1
	ends := (first&gaps+gaps)&^gaps | first&quotes
	behind := ends & (quotes | m[isBeside]&(quotes>>1)) // a quote, perhaps with the prefix of a literal before it
	signs := m[isGap] & (m[isMark] | m[isBeside] | m[isOdd])
	mayJoin := nearBefore(random(m), random(last)) | quotes<<2 | 3 // or a literal of one character
	done := 0
	for ; ends != 0; ends &= ends - 1 {
		end := bits.TrailingZeros64(ends)
		limit := mask.Size - 1 - bits.LeadingZeros64(limits&(1<<end-1))
		done = limit + 1
		if gap := uint64(1)<<end - 2<<limit; gap != 0 && signs&gap == 0 && mayJoin>>limit&1 == 0 && cuts(m)>>end&6 == 0 && end < mask.Size-2 {
			continue
		}
		if behind>>end&1 != 0 || end == mask.Size-1 || s.mayGoOn(at+limit, at+end) {
			s.limitAt(at + limit)
		}
	}
	if limits = notBefore(limits, done); limits != 0 { // the gap is longer than the block
		s.limitAt(at + bits.TrailingZeros64(limits))
	}
}

// nearRandom is how many bytes of a literal isRandom looks at, at most.
const nearRandom = 12

// nearBefore returns which bits have one of a mask so many bits or fewer before them. before is the mask
// of the block before.
func nearBefore(m, before uint64) uint64 {
	n := m << 1
	n |= n << 1
	n |= n << 2
	n |= n << 4
	n |= n << (nearRandom - 8)
	return n | (1<<bits.Len64(before>>(mask.Size-nearRandom)) - 1)
}

// mayGoOn reports whether the gap behind the quote at an offset, which ends at another and not with
// a quote, may go on with a comment, with the name of a method, or with the next statement.
func (s *search) mayGoOn(quote, end int) bool {
	switch first, last := s.data[quote+1], s.data[end-1]; {
	case first == ',':
		return end-quote > 3 && isInComment(s.data[quote+1:end])
	case last == '.' && (first == '.' || first == ')'):
		return true
	case end-quote > 3 && isInComment(s.data[quote+1:end]):
		return true
	default:
		return appended(s.data, quote) > 0
	}
}

// isInComment reports whether a comment begins in a gap.
func isInComment(gap []byte) bool {
	for i := 1; i < len(gap); i++ { // gaps are short
		if gap[i] == '*' && gap[i-1] == '/' {
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
		switch i := at + bits.TrailingZeros64(soft); {
		case i < 2 || s.data[i-2] != '=':
		case s.data[i] == 'D' && s.data[i-1] == '3':
			s.softAt(i)
		default:
			s.byteAt(i - 2)
		}
	}
}
