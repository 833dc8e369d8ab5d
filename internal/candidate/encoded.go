package candidate

import "bytes"

// longLine is how long the lines of encoded data are at least, in bytes: base64 and
// base85 are cut at 60 to 80. Longer ones than longestLine are not looked at.
const (
	longLine    = 60
	longestLine = 100
	manySigns   = 8 // different ones on a line

	blockAhead = 2*longestLine + 4 // how far behind the start of a name inBlock looks
)

// inBlock reports whether a name is in a block of encoded data: its line and those
// before and behind it have the same length and no space, and the line has no quote.
// A name at the beginning of its line is none unless the line has many signs, as in
// base85: lines of settings may be as long as each other, too.
func inBlock(text []byte, at int) bool {
	start := at
	for start > 0 && text[start-1] != '\n' {
		if at-start > longestLine || isBlank(text[start-1]) {
			return false
		}
		start--
	}
	end := at
	for end < len(text) && text[end] != '\n' {
		if end-start > longestLine || isBlank(text[end]) {
			return false
		}
		end++
	}
	n := end - start
	if at == start && signs(text[start:end]) < manySigns || bytes.ContainsAny(text[start:end], `"'`) {
		return false
	}
	if n < longLine || n > longestLine {
		return false
	}
	before := start > n && text[start-1] == '\n' && (start == n+1 || text[start-n-2] == '\n') && bytes.IndexByte(text[start-n-1:start-1], ' ') < 0 && bytes.IndexByte(text[start-n-1:start-1], '\n') < 0
	after := end+1+n < len(text) && text[end+1+n] == '\n' && bytes.IndexByte(text[end+1:end+1+n], ' ') < 0 && bytes.IndexByte(text[end+1:end+1+n], '\n') < 0
	return before && after
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
