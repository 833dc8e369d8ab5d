package decode

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// Programs also write a list of characters with some text around each number: calls such
// as chr(103) + chr(104), casts such as (byte)0x67, suffixes such as 0x67u8, and escapes
// that only one language has, such as #103#104, \67 \68 or u{67}u{68}. The text from the end
// of a number to the beginning of the next one is the frame. In a list it is always the
// same, so nobody has to know the languages.

const (
	frameLook    = 24 // bytes that a look reads
	frameStride  = 104
	widestFramed = frameLook / 2 // bytes of a number and the frame behind it; one more with 0x
	leastFramed  = frameStride + frameLook + widestFramed + 1
	longestDigit = 8    // digits of a number, as in \U00000041
	printables   = 0x7f // the first number that is no character of ASCII
)

// frames finds lists of numbers in frames. A look is at every hundredth byte or so, and sees two
// numbers of a list with the same byte before them.
func (s *search) frames(from int) {
	done := from
	for i := from; i < s.to && i+frameLook <= len(s.data); i += frameStride {
		a, b := binary.LittleEndian.Uint64(s.data[i:]), binary.LittleEndian.Uint64(s.data[i+8:])
		if a, b = digitsOf(a), digitsOf(b); a|b == 0 || i < done {
			continue
		}
		c := digitsOf(binary.LittleEndian.Uint64(s.data[i+16:]))
		digits := bitsOf(a) | bitsOf(b)<<8 | bitsOf(c)<<16
		if at := s.twoNumbers(i, digits&^(digits<<1)); at >= 0 {
			done = s.framedAt(at, done)
		}
	}
}

// digitsOf has the highest bit of each of eight bytes that is a digit.
func digitsOf(x uint64) uint64 {
	x ^= '0' * ones // digits become 0 to 9
	return ^(x&^highs + 0x76*ones | x) & highs
}

// bitsOf has a bit for each of eight bytes of which the highest bit is set, and no other.
func bitsOf(x uint64) uint64 { return x >> 7 * 0x0102040810204080 >> 56 }

// twoNumbers returns where a number begins that may be in a list, of which the next number or
// the one behind that has the same byte before it, and -1 if there is none. starts has a bit for
// each byte from an offset on where digits begin.
func (s *search) twoNumbers(from int, starts uint64) int {
	for ; starts != 0; starts &= starts - 1 {
		at := from + bits.TrailingZeros64(starts)
		if at == 0 || !s.isLead(at) {
			continue
		}
		for next := starts & (starts - 1); next != 0; next &= next - 1 {
			if s.data[from+bits.TrailingZeros64(next)-1] == s.data[at-1] {
				if s.data[at-1]|0x20 == 'x' {
					return at - 2
				}
				return at
			}
		}
	}
	return -1
}

// isLead reports whether the byte before digits is one that frames end with: no text, date or
// list of numbers has it. Octal numbers have a zero instead.
func (s *search) isLead(at int) bool {
	switch b := s.data[at-1]; b {
	case '(', ')', '[', ']', '{', '#', '$', '+', '\\', '`':
		return true
	case 'x', 'X':
		return at > 1 && s.data[at-2] == '0'
	case 'H', 'h':
		return at > 1 && s.data[at-2] == '&'
	case ' ', ',':
		if b == ' ' && at > 1 && s.data[at-2] == ')' { // a cast
			return true
		}
		return at+2 < len(s.data) && s.data[at] == '0' && isDigit(s.data[at+1]) && isDigit(s.data[at+2])
	}
	return false
}

// framedAt notes the list that has a number at an offset. It returns where the list ends, and
// done if there is none.
func (s *search) framedAt(start, done int) (end int) {
	data := s.data
	frame := frameAt(data, start)
	if frame == nil {
		return done
	}
	for {
		before := numberBefore(data, start-len(frame))
		if before < 0 || start-before > widest(data, before) || !bytes.Equal(data[start-len(frame):start], frame) {
			break
		}
		start = before
	}
	end, _ = framedList(data, start, nil)
	if end-start >= leastFramed {
		if _, ok := framedNumbers(data[start:end]); ok {
			s.runs = append(s.runs, Run{Bytes, start, end})
		}
	}
	return max(end, done)
}

// widest is how many bytes the number at an offset and the frame behind it have, at most.
func widest(data []byte, at int) int { return widestFramed + min(behindPrefix(data, at)-at, 1) }

// nextNumber returns where the next number begins, before an offset, and -1 if there is none.
func nextNumber(data []byte, at, before int) int {
	for i := at; i < min(before, len(data)); i++ {
		if data[i] == '\n' {
			return -1
		}
		if isDigit(data[i]) && numberEnd(data, i) > 0 {
			return i
		}
	}
	return -1
}

// numberEnd returns where the number ends that begins at an offset, 0 if there is none: it
// has hexadecimal digits of which the first is a decimal one, perhaps behind 0x.
func numberEnd(data []byte, at int) int {
	if at > 0 && isAlnum(data[at-1]) && (data[at-1]|0x20 != 'h' || at < 2 || data[at-2] != '&') { // &H67
		return 0
	}
	i := behindPrefix(data, at)
	if i >= len(data) || !isDigit(data[i]) {
		return 0
	}
	start := i
	for i < len(data) && inNumber(data[i]) {
		if i++; i-start > longestDigit {
			return 0
		}
	}
	return i
}

// behindPrefix returns where the digits of a number begin: behind 0x, if it is there.
func behindPrefix(data []byte, at int) int {
	if at+2 < len(data) && data[at] == '0' && data[at+1]|0x20 == 'x' {
		return at + 2
	}
	return at
}

// numberBefore returns where the number begins that ends at an offset, and -1 if there is none.
func numberBefore(data []byte, end int) int {
	i := end
	for i > 0 && i > end-longestDigit && inNumber(data[i-1]) {
		i--
	}
	if i > 1 && data[i-1]|0x20 == 'x' && data[i-2] == '0' {
		i -= 2
	}
	if i < 0 || i >= end || !isDigit(data[i]) || numberEnd(data, i) != end {
		return -1
	}
	return i
}

// frameAt returns the frame behind the number at an offset, nil if there is none. Lists that
// have only what other lists of numbers have between them are found by numbers, but
// for octal ones.
func frameAt(data []byte, at int) []byte {
	end := numberEnd(data, at)
	next := nextNumber(data, end, at+widest(data, at)+1)
	if end == 0 || next <= end {
		return nil
	}
	frame := data[end:next]
	for _, b := range frame {
		if !inNumbers[b] {
			return frame
		}
	}
	if data[at] == '0' && end > at+2 && isDigit(data[at+1]) {
		return frame
	}
	return nil
}

// framedList calls add, if it is not nil, with the numbers of the list that begins at an
// offset, as their digits and their places. It returns where the list ends and how many
// numbers it has.
func framedList(data []byte, at int, add func(digits []byte, at int)) (end, n int) {
	frame := frameAt(data, at)
	for {
		next := numberEnd(data, at)
		if next == 0 || next+len(frame)-at > widest(data, at) {
			return end, n
		}
		end = next
		if n++; add != nil {
			add(data[behindPrefix(data, at):end], at)
		}
		if frame == nil || !bytes.HasPrefix(data[end:], frame) {
			return end, n
		}
		if at = end + len(frame); at >= len(data) || !isDigit(data[at]) {
			return end, n
		}
	}
}

// framedNumbers returns the bytes that a list of numbers in frames is, and whether they are
// text. The notation is the one of decimal, hexadecimal and octal in which the fewest are
// no characters.
func framedNumbers(run []byte) (text Text, ok bool) {
	least := 0
	for _, base := range [...]int{10, 16, 8} {
		t, bad := framedBytes(run, base)
		if n := len(t.Data); n-bad >= leastNumbers && bad*leastNumbers <= n && (!ok || bad < least) {
			text, ok, least = t, true, bad
		}
	}
	return text, ok
}

// framedBytes returns the bytes that a list of numbers is in a notation, and how many of them
// are no characters.
func framedBytes(run []byte, base int) (text Text, bad int) {
	text = Text{layers: Bytes.Names()}
	framedList(run, 0, func(digits []byte, at int) {
		r, ok := number(digits, base)
		if !ok || r >= printables || !printable(byte(r)) {
			bad++
			r = 0
		}
		text.add(byte(r), at)
	})
	text.At = append(text.At, int32(len(run)))
	return text, bad
}
