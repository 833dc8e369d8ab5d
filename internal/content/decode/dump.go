package decode

import "bytes"

// A dump is what xxd, hexdump -C and od -t x1 write: lines with an address, bytes in
// hexadecimal, and often the same bytes as characters. The lines of a dump are one
// paragraph.

// widestDump is the most bytes of a line of a dump.
const widestDump = 160

// isDump reports whether a line of a dump begins at an offset.
func isDump(data []byte, at int) bool {
	first, _ := dumpHead(data, at)
	return first > 0 && first+2 < len(data) && (data[first+2] == ' ' || inNumber(data[first+2]))
}

// dumpHead returns where the bytes begin in the line of a dump at an offset, 0 if it is
// no such line, and whether there is a colon behind the address, as in those of xxd.
func dumpHead(data []byte, at int) (first int, colon bool) {
	i := at
	for i < min(len(data), at+16) && inNumber(data[i]) {
		i++
	}
	if i-at < 6 || i+4 > len(data) {
		return 0, false
	}
	if data[i] == ':' {
		colon = true
		i++
	}
	blank := i
	for i < blank+2 && isBlank(data[i]) {
		i++
	}
	if i == blank || i+1 >= len(data) || !inNumber(data[i]) || !inNumber(data[i+1]) {
		return 0, false
	}
	return i, colon
}

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

// dumpLine calls add with the bytes in the line of a dump, and their places.
func dumpLine(line []byte, at int, add func(b byte, at int)) {
	i, colon := dumpHead(line, at)
	for i > 0 && i+1 < len(line) {
		if blanks := skipBlanks(line, i) - i; blanks > 2 || blanks == 2 && colon {
			return // the characters
		} else if i += blanks; i+1 >= len(line) {
			return
		}
		h, l := hexValues[line[i]], hexValues[line[i+1]]
		if h|l == noValue {
			return
		}
		add(h<<4|l, i)
		i += 2
	}
}

// eachDumped calls add with the bytes in a dump that begins at an offset, and returns
// where it ends.
func eachDumped(data []byte, at int, add func(b byte, at int)) (end int) {
	for {
		end = lineEnd(data, at)
		dumpLine(data[:end], at, add)
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
	longest := 0 // part of a line that a look cannot miss
	stretch, last, group := start, start, 0
	end = eachDumped(s.data, start, func(_ byte, at int) {
		if group++; at != last {
			group = 1
		}
		if at-last > 2 || group > 3 {
			stretch = at
		}
		last = at + 2
		longest = max(longest, last-stretch)
	})
	if bytes.IndexByte(s.data[start:end], '\n') < 0 {
		return 0
	}
	if longest >= leastStretch {
		s.runs = append(s.runs, Run{Bytes, start, end})
	}
	return end
}
