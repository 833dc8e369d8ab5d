package decode

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
)

// Programs also write a list of characters with some text around each number: calls such
// as chr(103) + chr(104), casts such as (byte)0x67, and escapes that only one language has,
// such as \67 \68 or u{67}u{68}. The text from the end of a number to the beginning of the
// next one is the frame. In a list it is always the same, so nobody has to know the languages.
//
// A frame has one of the signs that other passes search for, ends with a parenthesis, or is
// short and has a sign of those that looks for lists see, as in 67.68 and "67", "68".

const (
	widestFramed = 16                                         // bytes of a number and the frame behind it
	frameStride  = 280                                        // bytes from one look for parentheses to the next
	frameLook    = 16                                         // bytes that are looked at
	leastInCalls = frameStride + frameLook + widestFramed + 1 // bytes of a list of calls that a look cannot miss
	longestDigit = 8                                          // digits of a number, as in \U00000041
	signReach    = 9                                          // bytes from a sign to the number behind it
	printables   = 0x7f                                       // the first number that is no character of ASCII
)

// frameSigns are the signs.
const frameSigns = "+&|\\`"

// frames finds lists of numbers in calls and casts.
func (s *search) frames(from int) {
	for i := from; i < s.to && i+frameLook <= len(s.data); i += frameStride {
		a, b := parens(binary.LittleEndian.Uint64(s.data[i:])), parens(binary.LittleEndian.Uint64(s.data[i+8:]))
		if a|b == 0 {
			continue
		}
		for ; a != 0; a &= a - 1 {
			s.numberBehind(i + bits.TrailingZeros64(a)/8)
		}
		for ; b != 0; b &= b - 1 {
			s.numberBehind(i + 8 + bits.TrailingZeros64(b)/8)
		}
	}
}

// parens has the highest bit of the first of eight bytes that is a parenthesis. It has those
// of the others, and perhaps of more behind it.
func parens(x uint64) uint64 {
	x = x&(0xfe*ones) ^ '('*ones // zero for a parenthesis
	return (x - ones) &^ x & highs
}

// numberBehind looks at a parenthesis, which may have a number of a list behind it.
func (s *search) numberBehind(i int) {
	if i+2 >= len(s.data) {
		return
	}
	if s.data[i+1] == ' ' {
		i++
	}
	if isDigit(s.data[i+1]) {
		s.framedAt(i + 1)
	}
}

// signAt looks at a sign, which may be before a number of a list.
func (s *search) signAt(i int) {
	if i+signReach < len(s.data) && !hasDigit(binary.LittleEndian.Uint64(s.data[i+1:])) && !isDigit(s.data[i+signReach]) {
		return
	}
	behind := s.data[i+1 : min(len(s.data), i+1+signReach)]
	for k, b := range behind {
		switch signs[b] {
		case isNumber:
			s.framedAt(i + 1 + k)
			return
		case isSignEnd:
			if b != ' ' || k > 0 {
				return
			}
		}
	}
}

// hasDigit reports whether one of eight bytes is a digit.
func hasDigit(x uint64) bool {
	x ^= '0' * ones // less than ten for a digit
	return (x&^highs+(0x80-10)*ones|x)&highs != highs
}

// What a byte behind a sign is.
const (
	isBehindSign = iota // perhaps a part of the text between a sign and a number
	isNumber
	isSignEnd
)

// signs is what each byte is.
var signs = func() (t [256]uint8) {
	for b := range t {
		switch {
		case isDigit(byte(b)):
			t[b] = isNumber
		case b <= ' ' || strings.IndexByte(`"';=./`, byte(b)) >= 0:
			t[b] = isSignEnd
		}
	}
	return t
}()

// apartSigns are those that looks for lists see, although lists without frames do not have them.
const apartSigns = "./~*@!\"'"

// isApart has them.
var isApart = func() (t [256]bool) {
	for _, b := range []byte(apartSigns) {
		t[b] = true
	}
	return t
}()

// apartAt returns where a number begins that has the same sign before and behind it, one of apartSigns that
// is among some bytes at an offset, and 0 if there is none.
func apartAt(data []byte, at int) int {
	for i := at; i < at+look; i++ {
		if !isApart[data[i]] {
			continue
		}
		k := behindPrefix(data, i+1)
		start := k
		for k < len(data) && k-start < 3 && inNumber(data[k]) {
			k++
		}
		if k-start >= 2 && k < len(data) && data[k] == data[i] {
			return i + 1
		}
	}
	return 0
}

// widestApart is how many bytes a frame has, at most, that has none but apartSigns.
const widestApart = 4

// isApartFrame reports whether a frame is one that looks for lists see.
func isApartFrame(frame []byte) bool {
	signs := false
	for _, b := range frame {
		signs = signs || isApart[b]
		if !isApart[b] && (!inNumbers[b] || isAlnum(b)) {
			return false
		}
	}
	return signs && len(frame) <= widestApart
}

// isDense reports whether the first numbers of a list in frames have two digits or three, so
// that a look cannot miss them.
func isDense(run []byte) bool {
	n, dense := 0, true
	framedList(run, 0, func(digits []byte, _ int) {
		n++
		dense = dense && (n > leastNumbers || len(digits) == 2 || len(digits) == 3)
	})
	return dense
}

// hasSign reports whether a frame has a sign from which signAt finds the number behind it.
func hasSign(frame []byte) bool {
	i := bytes.LastIndexAny(frame, frameSigns)
	if i < 0 || len(frame)-i > signReach {
		return false
	}
	behind := frame[i+1:]
	if frame[i] == '\\' && len(behind) > 0 && bytes.IndexByte([]byte("oN$U"), behind[0]) < 0 {
		return false // the pass for escapes leaves it out
	}
	return !slices.ContainsFunc(bytes.TrimPrefix(behind, []byte(" ")), endsSign)
}

// endsSign reports whether a byte is none that is between a sign and a number.
func endsSign(b byte) bool { return signs[b] == isSignEnd }

// framedAt notes the list that has a number at an offset.
func (s *search) framedAt(start int) {
	if s.framed.Start <= start && start < s.framed.End {
		return
	}
	data := s.data
	frame := frameAt(data, start)
	if frame == nil {
		return
	}
	for {
		before := numberBefore(data, start-len(frame))
		if before < 0 || start-before > widestFramed || !bytes.Equal(data[start-len(frame):start], frame) {
			break
		}
		start = before
	}
	end, n := framedList(data, start, nil)
	s.framed = Run{Bytes, start, end}
	if n < leastNumbers || end-start < leastInCalls && !hasSign(frame) && !(isApartFrame(frame) && isDense(data[start:end])) {
		return
	}
	if _, ok := framedNumbers(data[start:end]); ok {
		s.runs = append(s.runs, s.framed)
	}
}

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

// frameAt returns the frame behind the number at an offset, nil if there is none.
func frameAt(data []byte, at int) []byte {
	end := numberEnd(data, at)
	if end == 0 {
		return nil
	}
	next := nextNumber(data, end, at+widestFramed+1)
	if next <= end {
		return nil
	}
	frame := data[end:next]
	if last := bytes.TrimSuffix(frame, []byte(" ")); len(last) > 0 && (last[len(last)-1] == '(' || last[len(last)-1] == ')') || hasSign(frame) || isApartFrame(frame) {
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
		if next == 0 || next+len(frame)-at > widestFramed {
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
