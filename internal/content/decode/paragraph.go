package decode

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/bits"
)

const (
	// Margin is how many bytes beside a newline decide whether the line goes on behind
	// it.
	Margin = widestDump + 32
	// nearMargin is the same for all but the lines of dumps.
	nearMargin = widestSeam + 16
	// widestIndent is the most blanks before a line that goes on from the one above.
	widestIndent = 32
)

// Paragraphs returns the paragraphs in which a change of data[from:to] may have changed
// runs, as data[start:end]. What is before least is known: start is not less.
func Paragraphs(data []byte, least, from, to int) (start, end int) {
	start = lineStart(data, least, from)
	for start > least {
		open := endsOpen(data, start-1)
		if isConnected := open && from-start < nearMargin || connectedIf(open, data, start-1) ||
			from-start < widestDumpHead && isDumpAbove(data, start-1) || from-start < widestUu && isUuAbove(data, start-1); !isConnected { // nor was it before
			break
		}
		start = lineStart(data, least, start-1)
	}
	end = lineEnd(data, to)
	for end < len(data) {
		open := endsOpen(data, end)
		if isConnected := end-to < nearMargin && (open || wasOpen(data, to, end)) || connectedIf(open, data, end) ||
			open && end-to < Margin && endsStatement(data, lastOf(data, end)) ||
			end-to < Margin && isRow(data, end+1); !isConnected {
			break
		}
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

// lineStart returns where the line begins that an offset is on, of what begins at least.
func lineStart(data []byte, least, at int) int {
	return least + lastNewline(data[least:max(least, at)]) + 1
}

// lastNewline is bytes.LastIndexByte, which is slow.
func lastNewline(data []byte) int {
	for len(data) >= 8 {
		x := binary.LittleEndian.Uint64(data[len(data)-8:]) ^ '\n'*ones
		if other := (x&^highs + ^uint64(highs)) | x | ^uint64(highs); other != math.MaxUint64 {
			return len(data) - 1 - bits.LeadingZeros64(^other)/8
		}
		data = data[:len(data)-8]
	}
	return bytes.LastIndexByte(data, '\n')
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
	return connectedIf(endsOpen(data, newline), data, newline)
}

// connectedIf is connected for a line of which is known whether it may go on.
func connectedIf(open bool, data []byte, newline int) bool {
	if newline+1 == len(data) {
		return false
	}
	if isDump(data, newline+1) && isDumpAbove(data, newline) || areUu(data, newline) {
		return true
	}
	if !open {
		return false
	}
	at := lastOf(data, newline)
	next := skipBlanks(data, newline+1)
	switch b := data[at]; {
	case inWord(b) && (wrapped(data, at+1) || foldedLine(data, at+1)):
		return true
	case b == '=' && softBreak(data, at) > newline, goesOnInMail(data, at, next):
		return true
	case (b == ',' || inNumber(b) || b == ' ' && at > 0 && data[at-1] == ',') && next < len(data) && inNumber(data[next]):
		return true
	case b == '\\' && at > 0 && data[at-1] == ',' && next < len(data) && inNumber(data[next]): // a file of the registry
		return true
	case inNumber(b) && next+2 < len(data) && data[next] == '-' && data[next+1] == ' ' && inNumber(data[next+2]): // a list of YAML
		return true
	case beginsList(b) && next+1 < len(data) && (isDigit(data[next]) && isAlnum(data[next+1]) || data[next] == '-' && data[next+1] == ' '): // the list of a name
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
	case inNumber(b) && at > 0 && (at < 3 || !isAlnum(data[at-2]) || data[at-2] == 'x' || isDigit(b) && (data[at-3] == ' ' || data[at-3] == '\n')):
		return true
	case inWord(b):
		return isSeparator(b) || at+1 >= shortestPart && areWord(data[at+1-shortestPart:at+1])
	case b == ',':
		return at > 0 && (inNumber(data[at-1]) || data[at-1] == '"' || data[at-1] == '\'')
	case b == ';' || b == ')':
		return endsStatement(data, at)
	case beginsList(b):
		return true
	case b == '=', inSeam[b] && b != '(' && b != '*' && b != '/':
		return true
	}
	return false
}

// beginsList reports whether a list may begin behind a line that ends with a byte.
func beginsList(b byte) bool { return b == '{' || b == '[' || b == '(' || b == ':' }

// wasOpen reports whether a line that is not open may have been before a change, of
// which data[to:newline] is no part.
func wasOpen(data []byte, to, newline int) bool {
	at := lastOf(data, newline)
	return at-to < 4 || areWord(data[max(to, at+1-wrappedLine):at+1])
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
