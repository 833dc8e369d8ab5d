package decode

import "bytes"

const (
	// Margin is how many bytes beside a newline decide whether the line goes on behind
	// it.
	Margin = widestSeam + 8
	// widestIndent is the most blanks before a line that goes on from the one above.
	widestIndent = 32
)

// Paragraphs returns the paragraphs in which a change of data[from:to] may have changed
// runs, as data[start:end]. What is before least is known: start is not less.
func Paragraphs(data []byte, least, from, to int) (start, end int) {
	lineStart := func(at int) int { return least + bytes.LastIndexByte(data[least:max(least, at)], '\n') + 1 }
	start = lineStart(from)
	for start > least && (from-start < Margin && endsOpen(data, start-1) || connected(data, start-1)) { // or was perhaps connected before
		start = lineStart(start - 1)
	}
	end = lineEnd(data, to)
	for end < len(data) && (end-to < Margin && wasOpen(data, to, end) || connected(data, end)) {
		end = lineEnd(data, end+1)
	}
	return start, end
}

// LastParagraph returns where the last paragraph ends that is complete, of those that begin
// at from, whatever is behind the data. It is less than 0 if there is none.
func LastParagraph(data []byte, from int) int {
	for end := len(data) - Margin; end > from; {
		end = from + bytes.LastIndexByte(data[from:end], '\n')
		if end <= from {
			break
		}
		if !connected(data, end) {
			return end
		}
	}
	return -1
}

// lineEnd returns where the line ends that an offset is on.
func lineEnd(data []byte, at int) int {
	if n := bytes.IndexByte(data[at:], '\n'); n >= 0 {
		return at + n
	}
	return len(data)
}

// connected reports whether the line goes on behind a newline.
func connected(data []byte, newline int) bool {
	if newline+1 == len(data) || !endsOpen(data, newline) {
		return false
	}
	at := lastOf(data, newline)
	next := skipBlanks(data, newline+1)
	switch b := data[at]; {
	case inWord(b) && next < len(data) && inWord(data[next]) && wrapped(data, at+1):
		return true
	case b == '=' && softBreak(data, at) > newline:
		return true
	case (b == ',' || inNumber(b)) && next < len(data) && inNumber(data[next]):
		return true
	}
	return seamAcross(data, newline)
}

// lastOf returns the offset of the last byte of the line that a newline ends, -1 if there
// is none.
func lastOf(data []byte, newline int) int {
	if newline > 1 && data[newline-1] == '\r' {
		newline--
	}
	return newline - 1
}

// endsOpen reports whether a line may go on behind its newline. The bytes before that
// alone decide.
func endsOpen(data []byte, newline int) bool {
	at := lastOf(data, newline)
	if at < 0 {
		return false
	}
	switch b := data[at]; {
	case inNumber(b) && at > 1 && (!isAlnum(data[at-2]) || data[at-2] == 'x'):
		return true
	case inWord(b):
		return isSeparator(b) || at >= wrappedLine && areWord(data[at+1-wrappedLine:at+1])
	case b == ',':
		return at > 0 && (inNumber(data[at-1]) || data[at-1] == '"' || data[at-1] == '\'')
	case b == '=', inSeam[b]:
		return true
	}
	return false
}

// wasOpen reports whether a line may have gone on behind its newline before a change, of
// which data[to:newline] is no part.
func wasOpen(data []byte, to, newline int) bool {
	at := lastOf(data, newline)
	return at-to < 2 || areWord(data[max(to, at+1-wrappedLine):at+1]) || endsOpen(data, newline)
}

// areWord reports whether all of some bytes are characters of base64.
func areWord(b []byte) bool {
	for _, c := range b {
		if !inWord(c) {
			return false
		}
	}
	return true
}

func isBlank(b byte) bool { return b == ' ' || b == '\t' }

// skipBlanks returns the offset of the first byte that is no space or tab, at most some
// bytes on.
func skipBlanks(data []byte, at int) int {
	for end := min(len(data), at+widestIndent); at < end && isBlank(data[at]); {
		at++
	}
	return at
}
