package decode

import "bytes"

// inNumbers has the bytes of lists of numbers.
var inNumbers = func() (t [256]bool) {
	for _, b := range []byte("0123456789abcdefABCDEFxXhHuU$#,:;-_ \t\r\n") {
		t[b] = true
	}
	return t
}()

// inListLine has those of them that do not end a line.
var inListLine = func() [256]bool {
	t := inNumbers
	t['\n'] = false
	return t
}()

func inNumber(b byte) bool { return hexValues[b] != noValue }

// leastNumbers is how many numbers of a list must be characters.
const leastNumbers = 12

const (
	stride       = 24                // bytes from one look for a list to the next
	look         = 8                 // bytes that are looked at
	leastStretch = stride + look - 1 // bytes of a part of a list in which no number is wide
)

// isWide reports whether a number and the separator before it are so long that a look may
// see only one digit.
func isWide(separator, number int) bool {
	return separator > look-2 || separator > 2 && number < 2
}

// numbersAt notes the lists in the part of the data around an offset that has only bytes of
// such lists. It returns where that part ends. No list begins before least.
func (s *search) numbersAt(at, least int) int {
	if end := s.dumpAt(at, least); end > 0 {
		return end
	}
	i, stop := at, at
	for i > least && (inListLine[s.data[i-1]] || s.inList(i-1)) {
		i--
	}
	for stop < len(s.data) && (inListLine[s.data[stop]] || s.inList(stop)) {
		stop++
	}
	for data := s.data[:stop]; i < stop; {
		if !isAlnum(data[i]) {
			i++
			continue
		}
		next := i
		if inNumber(data[i]) && (i == 0 || !isAlnum(data[i-1])) && !isSmall(data[i:]) {
			next = s.listAt(data, i)
		}
		if next == i {
			for next++; next < stop && isAlnum(data[next]); { // no list begins within a word
				next++
			}
		}
		i = next
	}
	return i
}

// listAt notes the list that begins at an offset, and returns where the next may begin: the
// offset if nothing is known of what is behind it.
func (s *search) listAt(data []byte, at int) (next int) {
	for _, form := range formsOf(data[at:]) {
		if form == noForm {
			break
		}
		end, failed := form.list(data, at)
		if end > at {
			s.runs = append(s.runs, Run{Bytes, at, end})
			return end
		}
		if form == prefix { // those that begin between are in the same form
			return failed
		}
	}
	return at
}

// inList reports whether the byte at an offset may be one of a list, and the list goes on behind it.
func (s *search) inList(i int) bool {
	switch b := s.data[i]; {
	case b == '\n':
		return connected(s.data, i) && !atEdge(s.data, i)
	case b == '\\':
		return endsPart(s.data, i)
	default:
		return inNumbers[b]
	}
}

// endsPart reports whether a backslash behind a comma ends a line of a list, as in files of the
// registry of Windows.
func endsPart(data []byte, at int) bool {
	return data[at] == '\\' && at > 0 && data[at-1] == ',' && at+1 < len(data) && (data[at+1] == '\n' || data[at+1] == '\r')
}

// isSmall reports whether text begins with a number of one digit that is no character of a
// text, so that no list begins with it. Tables of results are full of them.
func isSmall(text []byte) bool {
	return len(text) > 1 && text[0] != '9' && !inNumber(text[1]) && text[1]|0x20 != 'x'
}

// list returns where the list ends that begins at an offset, or the offset if there is
// none. Of numbers with 0x, no list begins between the offset and failed, then.
func (f form) list(data []byte, at int) (end, failed int) {
	n, packed := 0, f.packs(data, at)
	end = at
	stretch, longest, bad, firstBad := at, 0, 0, 0
	for n < longestRun/4 {
		b, digits, next := f.next(data, end, n > 0)
		if next == 0 {
			break
		}
		isGap := b == 0 && n%2 == 1 && f == pairs // of UTF-16
		if n < leastNumbers && !printable(b) && !isGap && !packed {
			return at, next
		}
		if n > 0 && (isWide(digits-end, next-digits) || digits-end > 2 && bytes.IndexByte(data[end:digits], '\\') >= 0) { // nor has a look a backslash
			stretch = next
		}
		if n, end = n+1, next; !printable(b) && !isGap && !packed {
			if bad++; bad == 1 {
				firstBad = next
			}
			if bad > leastNumbers/2+n/16 { // numbers of something else, and more so without the first
				return at, firstBad
			}
		}
		longest = max(longest, end-stretch)
	}
	switch {
	case n < leastNumbers:
		return at, end
	case longest >= leastStretch && (f != fours && f != binaries || longest >= 2*stride): // a look may see digits of such alone
		return end, 0
	}
	return at, at
}

// hasDigits reports whether these may be a part of a list.
func hasDigits(part []byte) bool {
	digits := 0
	for _, b := range part {
		if !inNumbers[b] {
			return false
		}
		if inNumber(b) {
			digits++
		}
	}
	return 2 <= digits && digits < len(part)
}

// A form is a way to write a list of bytes.
type form int

const (
	noForm   form = iota
	decimal       // 103, 104
	prefix        // 0x67, 0x68 or 0x67u8, 0x68u8
	pairs         // 67:68, 67 68, 67-68, 67_68, 67, 68 or $67, $68
	octal         // 0147, 0150
	bare          // 147, 150 in octal
	binaries      // 01100111 01101000 or 0b01100111, 0b01101000
	suffix        // 67h, 68h
	based         // 16#67#, 16#68#
	fours         // 67687067 6768..., as dumps of memory have them
)

// formsOf returns how the list may be written that text begins with: perhaps in the
// second way if not in the first.
func formsOf(text []byte) [2]form {
	switch {
	case len(text) < 4:
		return [2]form{}
	case text[0] == '0' && text[1]|0x20 == 'x':
		return [2]form{prefix}
	case binaryDigits(text) >= leastBits:
		return [2]form{binaries}
	case isDigit(text[0]) && hasSuffix(text):
		return [2]form{suffix}
	case bytes.HasPrefix(text, []byte("16#")):
		return [2]form{based}
	case isFour(text) && text[8] == ' ' && isFour(text[9:]):
		return [2]form{fours}
	case text[0] == '0' && isDigit(text[1]) && isDigit(text[2]):
		return [2]form{octal, decimal}
	case inNumber(text[1]) && text[2] == ',':
		return [2]form{decimal, pairs}
	case inNumber(text[1]) && isBetween[text[2]] && (inNumber(text[3]) || len(text) > 4 && isBetween[text[3]] && inNumber(text[4])):
		third := 5
		if isBetween[text[3]] {
			third++
		}
		if text[2] != ':' && len(text) > third && isDigit(text[third]) { // 67 104
			return [2]form{decimal, bare}
		}
		if text[2] == '\n' {
			return [2]form{decimal, pairs}
		}
		return [2]form{pairs}
	case isDigit(text[0]):
		return [2]form{decimal, bare}
	}
	return [2]form{}
}

// leastBits is how many digits a number has, at least, that is written with binary ones.
const leastBits = 7

// binaryDigits returns how many binary digits a number has that text begins with, perhaps
// behind 0b.
func binaryDigits(text []byte) (n int) {
	if text[0] == '0' && text[1]|0x20 == 'b' {
		text = text[2:]
	}
	for n < len(text) && n <= 8 && text[n]|1 == '1' {
		n++
	}
	return n
}

// hasSuffix reports whether text begins with a hexadecimal number with an "h" behind it.
func hasSuffix(text []byte) bool {
	n := 1
	for n < 4 && inNumber(text[n]) {
		n++
	}
	return n < len(text) && n > 1 && text[n]|0x20 == 'h'
}

// isFour reports whether text begins with four bytes in hexadecimal, and something behind them.
func isFour(text []byte) bool {
	if len(text) < 9 {
		return false
	}
	for _, b := range text[:8] {
		if !inNumber(b) {
			return false
		}
	}
	return true
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// isBetween has the bytes that are between the numbers of a list. A backslash may be, too.
var isBetween = func() (t [256]bool) {
	for b := range t {
		t[b] = inNumbers[b] && !isAlnum(byte(b))
	}
	return t
}()

// next reads the number at an offset, behind a separator if there is to be one, and returns where it
// begins and ends. The end is 0 if there is none.
func (f form) next(data []byte, at int, separated bool) (b byte, begin, end int) {
	i := at
	if separated {
		for most := min(len(data), at+widestIndent); i < most && (isBetween[data[i]] || data[i] == '\\' && endsPart(data, i)); {
			i++
		}
		if i == at && f != fours {
			return 0, 0, 0
		}
	}
	begin = i
	base := 16
	switch f {
	case decimal:
		base = 10
	case prefix:
		if i+1 >= len(data) || data[i] != '0' || data[i+1]|0x20 != 'x' {
			return 0, 0, 0
		}
		i += 2
	case bare:
		base = 8
	case binaries:
		base = 2
		if i+1 < len(data) && data[i] == '0' && data[i+1]|0x20 == 'b' {
			i += 2
		}
	case octal:
		base = 8
		if i >= len(data) || data[i] != '0' {
			return 0, 0, 0
		}
	case based:
		if !bytes.HasPrefix(data[i:], []byte("16#")) {
			return 0, 0, 0
		}
		i += len("16#")
	}
	most := 4
	switch f {
	case fours:
		most = 2
	case binaries:
		most = 8
	}
	n, start := 0, i
	for ; i < len(data) && i-start < most; i++ {
		v := int(hexValues[data[i]])
		if v >= base {
			break
		}
		n = n*base + v
	}
	digits := i - start
	switch {
	case f == suffix && (i >= len(data) || data[i]|0x20 != 'h'), f == based && (i >= len(data) || data[i] != '#'):
		return 0, 0, 0
	case f == suffix, f == based:
		i++
	case f == prefix && i+1 < len(data) && data[i] == 'u' && data[i+1] == '8':
		i += len("u8")
	}
	if digits == 0 || n > 0xff || (f == pairs || f == fours) && digits != 2 || f == binaries && digits < leastBits || f != fours && i < len(data) && (isAlnum(data[i]) || data[i] == '.') {
		return 0, 0, 0
	}
	return byte(n), begin, i
}

func decodeNumbers(run []byte, most int) (text Text, ok bool) {
	return numbers(run).plain(most)
}

// widestNumber is how many bytes of a list a number and the separator before it have, at most, where
// the list was cut.
const widestNumber = 8

// numbers returns the bytes that a run of numbers is, or the beginning of one.
func numbers(run []byte) (text Text) {
	text.layers = Bytes.Names()
	if isLiteral(run) {
		text.literal(run)
	}
	if isDump(run, 0) && bytes.IndexByte(run, '\n') >= 0 || isCharDump(run, 0) {
		eachDumped(run, 0, text.add)
		var read Text
		if mixed := decimalDump(run, read.add); (mixed || !isFilled(text.Data)) && isFilled(read.Data) {
			text.Data, text.At = read.Data, read.At
		}
	}
	for _, form := range formsOf(run) {
		read, ok := form.read(run)
		if ok && (len(text.Data) == 0 || !isFilled(text.Data) && isFilled(read.Data)) { // 147 is octal, or decimal
			text.Data, text.At = read.Data, read.At
		}
	}
	if glued, ok := gluedNumbers(run); ok {
		text.Data, text.At = glued.Data, glued.At
	}
	if !isFilled(text.Data) {
		if framed, ok := framedNumbers(run); ok {
			return framed
		}
	}
	text.At = append(text.At, int32(len(run)))
	return text
}

// leastGluedNumbers is how many numbers there are, at least, that have nothing between them: any
// long number is such a list.
const leastGluedNumbers = 16

// isDigits reports whether a word is a list of numbers with nothing between them, see gluedNumbers.
func isDigits(word []byte) bool {
	if len(word) < 3*leastGluedNumbers || !isDigit(word[0]) || !isDigit(word[1]) || !isDigit(word[2]) {
		return false
	}
	text, ok := gluedNumbers(word)
	return ok && isASCII(text.Data)
}

// gluedNumbers returns the bytes that digits are: binary ones, eight for each byte, or decimal ones, three for
// each.
func gluedNumbers(word []byte) (text Text, ok bool) {
	size, base := 3, 10
	if allBelow(word, 2) {
		size, base = 8, 2
	}
	if len(word) < size*leastGluedNumbers || len(word)%size != 0 {
		return text, false
	}
	for at := 0; at < len(word); at += size {
		v, ok := number(word[at:at+size], base)
		if !ok || v > 0xff {
			return Text{}, false
		}
		text.add(byte(v), at)
	}
	return text, true
}

// read returns the numbers of a run in a form, but not those behind which the run was cut. ok is false
// if they are in another form.
func (f form) read(run []byte) (text Text, ok bool) {
	if f == noForm {
		return text, false
	}
	for at := 0; at < len(run); {
		b, _, end := f.next(run, at, at > 0)
		if end == 0 {
			return text, len(text.Data) >= leastNumbers && len(run)-at <= widestNumber
		}
		text.add(b, at)
		at = end
	}
	return text, true
}
