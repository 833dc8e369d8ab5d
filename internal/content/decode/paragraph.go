package decode

import "bytes"

// Margin is how many bytes before and behind a paragraph have a part in where it ends.
const Margin = 128

// Paragraphs returns the paragraphs that data[from:to] is in, or that its bytes have a
// part in.
func Paragraphs(data []byte, from, to int) (start, end int) {
	start, end = max(0, from-Margin), min(len(data), to+Margin)
	start = bytes.LastIndexByte(data[:start], '\n') + 1
	for start > 0 && connected(data, start-1) {
		start = bytes.LastIndexByte(data[:start-1], '\n') + 1
	}
	for {
		n := bytes.IndexByte(data[end:], '\n')
		if n < 0 {
			return start, len(data)
		}
		if end += n; !connected(data, end) {
			return start, end
		}
		end++
	}
}

// connected reports whether the line goes on behind a newline.
func connected(data []byte, newline int) bool {
	at := newline - 1
	if at > 0 && data[at] == '\r' {
		at--
	}
	if at < 0 || newline+1 == len(data) {
		return false
	}
	switch b := data[at]; {
	case inWord(b) && wrapped(data, at+1):
		return true
	case b == '=' && softBreak(data, at) > newline:
		return true
	case b == ',' || inNumber(b):
		next := newline + 1
		for next < len(data) && next-newline < Margin/4 && isBlank(data[next]) {
			next++
		}
		if next < len(data) && inNumber(data[next]) {
			return true
		}
	}
	return seamAcross(data, newline)
}

func isBlank(b byte) bool { return b == ' ' || b == '\t' }

// skipBlanks returns the offset of the first byte that is no space or tab, at most some
// bytes on.
func skipBlanks(data []byte, at int) int {
	for end := min(len(data), at+Margin/4); at < end && isBlank(data[at]); {
		at++
	}
	return at
}
