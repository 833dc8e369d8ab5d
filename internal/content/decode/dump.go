package decode

import "bytes"

// A dump is what xxd, hexdump -C and od -t x1 write: lines with an address, bytes in
// hexadecimal, and often the same bytes as characters. The lines of a dump are one
// paragraph.

// widestDump is the most bytes of a line of a dump.
const widestDump = 160

// widestDumpHead is how many bytes of a line decide whether it is one of a dump, at most.
const widestDumpHead = 32

// isDump reports whether a line of a dump begins at an offset.
func isDump(data []byte, at int) bool {
	first, _ := dumpHead(data, at)
	return first > 0 && first+2 < len(data) && (data[first+2] == ' ' || inNumber(data[first+2])) || isCharDump(data, at)
}

// dumpHead returns where the bytes begin in the line of a dump at an offset, 0 if it is
// no such line, and whether there is a colon behind the address, as in those of xxd.
func dumpHead(data []byte, at int) (first int, colon bool) {
	if at+2 < len(data) && data[at] == '\t' && data[at+1] == '0' && data[at+2] == 'x' { // tcpdump
		at += 3
	}
	i := at
	for i < min(len(data), at+16) && inNumber(data[i]) {
		i++
	}
	digits := i - at
	if digits < leastAddress || i+4 > len(data) {
		return 0, false
	}
	if data[i] == ':' {
		colon = true
		i++
	}
	blank := i
	for i < min(len(data), blank+3) && isBlank(data[i]) {
		i++
	}
	if i == blank || i+1 >= len(data) || !inNumber(data[i]) || !inNumber(data[i+1]) {
		return 0, false
	}
	if digits < 6 && (i < blank+2 || i+2 >= len(data) || data[i+2] != ' ' && !colon) { // not of Wireshark
		return 0, false
	}
	return i, colon
}

// leastAddress is how many digits an address has, at least.
const leastAddress = 4

// atEdge reports whether a dump begins or ends at a newline.
func atEdge(data []byte, newline int) bool {
	return isDump(data, newline+1) != isDumpAbove(data, newline)
}

// isDumpAbove reports whether the line that a newline ends is one of a dump.
func isDumpAbove(data []byte, newline int) bool {
	start := max(0, newline-widestDump)
	i := lastNewline(data[start:newline])
	if i < 0 && start > 0 {
		return false
	}
	return isDump(data[:newline], start+i+1)
}

// dumpLine calls add with the bytes in the line of a dump, and their places. Groups of digits
// are bytes in hexadecimal one behind the other, but for some forms of od, and two of xxd. In
// words, the lower bytes may be first.
func dumpLine(line []byte, at int, little bool, add func(b byte, at int)) {
	first, colon := dumpHead(line, at)
	if first == 0 && isCharDump(line, at) {
		charLine(line, at, add)
		return
	}
	eachGroup(line, at, func(group []byte, at int) {
		switch n := len(group); {
		case !colon && (n == 5 || n == 10): // decimal, see decimalDump
			add(0, at)
		case !colon && n == 6 && allBelow(group, 8): // a word in octal, the lower byte first
			if v, ok := number(group, 8); ok && v <= 0xffff {
				add(byte(v), at)
				add(byte(v>>8), at)
			}
		case !colon && n == 3 && allBelow(group, 8): // od -b
			if v, ok := number(group, 8); ok && v <= 0xff {
				add(byte(v), at)
			}
		case !colon && (n == 4 || n == 8 || n == 16), little: // od -x, hexdump
			for i := n - 2; i >= 0; i -= 2 {
				add(hexValues[group[i]]<<4|hexValues[group[i+1]], at)
			}
		case colon && n == 8 && allBelow(group, 2): // xxd -b
			v, _ := number(group, 2)
			add(byte(v), at)
		default:
			for i := 0; i+1 < n; i += 2 {
				add(hexValues[group[i]]<<4|hexValues[group[i+1]], at+i)
			}
		}
	})
}

// isLittle reports whether the words of a dump of xxd have their lower bytes first: the character in
// the last column of a line is that of the last byte of a word and not of its first.
func isLittle(dump []byte) bool {
	for at := 0; at < len(dump); {
		line := dump[:lineEnd(dump, at)]
		if _, colon := dumpHead(line, at); !colon {
			return false
		}
		var word []byte
		last := 0
		eachGroup(line, at, func(group []byte, at int) {
			if word == nil {
				word = group
			}
			last = at + len(group)
		})
		n := len(word)
		if chars := skipBlanks(line, last); n >= 4 && n%4 == 0 && chars < len(line) {
			first, final := hexValues[word[0]]<<4|hexValues[word[1]], hexValues[word[n-2]]<<4|hexValues[word[n-1]]
			if c := line[chars]; first != final && (c == first || c == final) {
				return c == final
			}
		}
		at = len(line) + 1
	}
	return false
}

// decimalDump calls add with the bytes in a dump of decimal numbers, and their places: bytes, or words of which
// the lower byte is first. It reports whether the numbers have two digits and three: no other dump has both.
func decimalDump(dump []byte, add func(b byte, at int)) (mixed bool) {
	widest, digits := 0, [4]bool{}
	for _, do := range [...]func(n, size, at int){
		func(_, size, _ int) {
			widest = max(widest, size)
			digits[min(size, 3)] = true
		},
		func(n, _, at int) {
			for size := 1 << min(widest/4, 2); size > 0; size-- { // 3, 5 or 10 digits
				add(byte(n), at)
				n >>= 8
			}
		},
	} {
		for at := 0; at < len(dump); {
			end := lineEnd(dump, at)
			i, _ := dumpHead(dump[:end], at)
			for i > 0 && i < end {
				n, start := 0, i
				for i < end && isDigit(dump[i]) && i-start < 10 {
					n = n*10 + int(dump[i]-'0')
					i++
				}
				if i == start {
					break
				}
				do(n, i-start, start)
				i = skipBlanks(dump[:end], i)
			}
			at = end + 1
		}
	}
	return widest == 3 && digits[2]
}

// eachGroup calls add with the groups of digits in the line of a dump, and their places.
func eachGroup(line []byte, at int, add func(group []byte, at int)) {
	const mostApart = 16 // bytes of a line in which the characters are as far from the bytes as these are from each other
	i, colon := dumpHead(line, at)
	apart := i > 2 && isBlank(line[i-3])
	for n := 0; i > 0 && i < len(line) && !(apart && n == mostApart); n++ {
		if blanks := skipBlanks(line, i) - i; blanks > 2 || blanks == 2 && colon {
			return // the characters
		} else {
			i += blanks
		}
		start := i
		for i < len(line) && inNumber(line[i]) {
			i++
		}
		if i == start {
			return
		}
		add(line[start:i], start)
	}
}

// allBelow reports whether all digits are below a number.
func allBelow(digits []byte, base byte) bool {
	for _, b := range digits {
		if hexValues[b] >= base {
			return false
		}
	}
	return true
}

// eachDumped calls add with the bytes in a dump that begins at an offset, and returns
// where it ends.
func eachDumped(data []byte, at int, add func(b byte, at int)) (end int) {
	little := isLittle(data[at:])
	for {
		end = lineEnd(data, at)
		dumpLine(data[:end], at, little, add)
		if end == len(data) || !isDumpAbove(data, end) || !isDump(data, end+1) {
			return end
		}
		at = end + 1
	}
}

// dumpAt notes the dump of several lines that has a line at an offset, and returns where
// it ends, 0 if there is none. It begins at least or behind it.
func (s *search) dumpAt(at, least int) (end int) {
	lineStart := func(at int) int {
		start := max(least, at-widestDump)
		return start + bytes.LastIndexByte(s.data[start:at], '\n') + 1
	}
	start := lineStart(at)
	if start > 0 && s.data[start-1] != '\n' || !isDump(s.data, start) {
		return 0
	}
	for start > least && isDumpAbove(s.data, start-1) {
		start = lineStart(start - 1)
	}
	found, stretch, widest := false, 0, 0 // a stretch is a part that a look cannot miss
	end = start
	for line := start; ; line = end + 1 {
		end = lineEnd(s.data, line)
		first, _ := dumpHead(s.data[:end], line)
		for i, digits := line, 0; i < end; i++ {
			if b := s.data[i]; !inNumbers[b] {
				stretch, widest, digits = 0, 0, 0
				continue
			} else if !inNumber(b) {
				digits = 0
			} else if digits++; digits > widest && i >= first {
				widest = digits
			}
			stretch++
			found = found || stretch >= leastStretch+widest/look*look // a look may see digits alone
		}
		stretch++
		if end == len(s.data) || !isDumpAbove(s.data, end) || !isDump(s.data, end+1) {
			break
		}
	}
	if bytes.IndexByte(s.data[start:end], '\n') < 0 {
		return 0
	}
	if found {
		s.runs = append(s.runs, Run{Bytes, start, end})
	}
	return end
}
