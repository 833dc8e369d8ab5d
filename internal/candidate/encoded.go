package candidate

import "bytes"

// longLine is how long the lines of encoded data are at least, in bytes: base64 and
// base85 are cut at 60 to 101. Longer ones than longestLine are not looked at.
const (
	longLine    = 60
	longestLine = 110
	manySigns   = 8  // different ones on a line
	mostSigns   = 12 // so many only base85 has, quotes among them

	blockAhead = 2*longestLine + 4 // how far behind the start of a name inBlock looks
)

// inBlock reports whether a name is in a block of encoded data: its line and those
// before and behind it have the same length and no space, and the line has no quote unless it has the signs
// of base85. PostScript may end lines in a carriage return alone.
// A name at the beginning of its line is none unless the line has many signs, as in
// base85: lines of settings may be as long as each other, too.
func inBlock(text []byte, at int) bool {
	start := at
	for start > 0 && !endsLine(text, start-1) {
		if at-start > longestLine || isBlank(text[start-1]) {
			return false
		}
		start--
	}
	end := at
	for end < len(text) && !endsLine(text, end) {
		if end-start > longestLine || isBlank(text[end]) {
			return false
		}
		end++
	}
	n, signs := end-start, signs(text[start:end])
	if at == start && signs < manySigns || signs < mostSigns && bytes.ContainsAny(text[start:end], `"'`) {
		return false
	}
	if n < longLine || n > longestLine {
		return false
	}
	before := start > n && endsLine(text, start-1) && (start == n+1 || endsLine(text, start-n-2)) && isLine(text[start-n-1:start-1])
	after := end+1+n < len(text) && endsLine(text, end+1+n) && isLine(text[end+1:end+1+n])
	return before && after
}

// endsLine reports whether a line ends with the byte at an offset.
func endsLine(text []byte, at int) bool {
	return text[at] == '\n' || text[at] == '\r' && (at+1 == len(text) || text[at+1] != '\n')
}

// isLine reports whether some bytes have no space and no line end.
func isLine(line []byte) bool {
	return bytes.IndexByte(line, ' ') < 0 && bytes.IndexByte(line, '\n') < 0
}

// signs returns how many different ASCII signs a line has.
func signs(line []byte) int {
	var seen [128]bool
	n := 0
	for _, b := range line {
		if b < 0x80 && !seen[b] && !isLetter(b) && !('0' <= b && b <= '9') {
			seen[b] = true
			n++
		}
	}
	return n
}
