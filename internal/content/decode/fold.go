package decode

import "strings"

// A word may be cut into parts of equal length, of which the last may be shorter: into short lines,
// or on one line with blanks, the tag <br> or an encoded newline between. Such parts are one word if the first
// begins as encoded text does. Longer lines need not be equal, see block.

const (
	shortestPart = 24  // bytes of a part, as many as a look for words cannot miss
	longestPart  = 128 // bytes of a part
)

// folds are what may be between two parts on a line.
var folds = [...]string{" ", "\t", "<br>", "<br/>", "<br />", `\u003cbr\u003e`, "&#10;", "&#xA;", "&#xa;", "&#13;&#10;", "&#xD;&#xA;", "%0A", "%0a", "%0D%0A", "%0d%0a", `\u000a`, `\u000A`, `\x0a`, `\x0A`, `\012`}

// mayFold has the bytes that they begin with, and the ends of lines.
var mayFold = func() (t [256]bool) {
	t['\n'], t['\r'] = true, true
	for _, f := range folds {
		t[f[0]] = true
	}
	return t
}()

// foldBreak returns where the next part begins, if a part ends at an offset on the same line, and
// 0 otherwise.
func foldBreak(data []byte, at int) int {
	for _, f := range folds {
		if len(data)-at >= len(f) && string(data[at:at+len(f)]) == f {
			return at + len(f)
		}
	}
	return 0
}

// goesOn reports whether a part of n bytes may go on with the one at an offset, and be one word.
func goesOn(data []byte, n, next int) bool {
	if n < shortestPart || n > longestPart || n%4 != 0 || next == 0 {
		return false
	}
	m := 0
	for m <= n && next+m < len(data) && inWord(data[next+m]) {
		m++
	}
	switch {
	case m == 0 || m > n:
		return false
	case m == n || next+m == len(data):
		return true
	}
	return data[next+m] == '=' || m%4 == 0 && strings.IndexByte("\n\r\"'<\\", data[next+m]) >= 0
}

// foldedLine reports whether a line that ends at an offset with a part goes on in the next line. It has
// less than wrappedLine bytes.
func foldedLine(data []byte, end int) bool {
	start := end
	for start > 0 && end-start < wrappedLine && inWord(data[start-1]) {
		start--
	}
	return end-start < wrappedLine && goesOn(data, end-start, lineBreak(data, end))
}

// folded returns where the word ends of which the first part is between two offsets.
func folded(data []byte, start, end int) int {
	if end-start < shortestPart || end >= len(data) || !mayFold[data[end]] || wordKind(data[start:end]) == 0 {
		return end
	}
	for most := min(len(data), start+longestRun); end < most && mayFold[data[end]]; {
		next := 0
		if data[end] == '\n' || data[end] == '\r' {
			if foldedLine(data, end) {
				next = lineBreak(data, end)
			}
		} else if next = foldBreak(data, end); next == 0 {
			next = lineBreak(data, end)
		}
		if !goesOn(data, end-start, next) {
			break
		}
		n := end - start
		start, end = next, next
		for end < most && end-start < n && inWord(data[end]) {
			end++
		}
		if end-start < n {
			break
		}
	}
	return end
}
