package decode

import "bytes"

// Lines of uuencode (POSIX, uuencode) that stand alone, without the lines before and behind them. A line
// has a character for its length, and then four for each three bytes. None of them is a small letter,
// and nearly no other line has the length that its first character says.

// widestUu is the most bytes of a line, with its end.
const widestUu = 64

// uuLine returns where the line of uuencode ends that begins at an offset, 0 if there is none.
func uuLine(data []byte, at int) (end int) {
	if at >= len(data) || data[at] <= ' ' || data[at] > 'M' {
		return 0
	}
	end = at + 1 + (int(data[at]-' ')+2)/3*4
	switch {
	case end > len(data):
		return 0
	case end == len(data), data[end] == '\n', data[end] == '\r' && (end+1 == len(data) || data[end+1] == '\n'):
	default:
		return 0
	}
	for _, b := range data[at:end] {
		if b < ' ' || b > '`' {
			return 0
		}
	}
	return end
}

// A full line, which begins with an "M", says that lines are of uuencode.
const (
	full    = 'M'
	fullLen = 61
)

// uuLines finds lines of uuencode.
func (s *search) uuLines(from int) {
	for i := from; i+fullLen <= len(s.data) && i < s.to; i++ {
		n := bytes.IndexByte(s.data[i:s.to], full)
		if n < 0 {
			return
		}
		if i += n; i == 0 || s.data[i-1] == '\n' {
			i = s.uuAt(i)
		}
	}
}

// uuAt notes the lines of uuencode that begin at an offset, which is that of a line. It returns where they end.
func (s *search) uuAt(at int) (end int) {
	if end = uuLine(s.data, at); end == 0 {
		return at
	}
	for newline := lineEnd(s.data, end); newline < s.to && areUu(s.data, newline); newline = lineEnd(s.data, end) {
		end = uuLine(s.data, newline+1)
	}
	if text := uuLines(s.data[at:end]); len(text.Data) >= leastHead && begins(text.Data[:min(len(text.Data), headLen)]) && worthIt(text.Data[:min(len(text.Data), 4*headLen)]) {
		s.runs = append(s.runs, Run{Uuencode, at, end})
	}
	return end
}

// uuLines returns the bytes that some lines encode.
func uuLines(run []byte) (text Text) {
	text.layers = Uuencode.Names()
	value := func(i int) byte { return (run[i] - ' ') & 0x3f }
	for at := 0; at < len(run); {
		end := uuLine(run, at)
		if end == 0 {
			break
		}
		known := len(text.Data)
		for i := at + 1; i < end; i += 4 {
			a, b, c, d := value(i), value(i+1), value(i+2), value(i+3)
			text.add(a<<2|b>>4, i)
			text.add(b<<4|c>>2, i+1)
			text.add(c<<6|d, i+2)
		}
		known += int(value(at))
		text.Data, text.At = text.Data[:known], text.At[:known]
		at = lineEnd(run, end) + 1
	}
	text.At = append(text.At, int32(len(run)))
	return text
}

// areUu reports whether the line that a newline ends is a full line of uuencode, and the next is one, too.
func areUu(data []byte, newline int) bool {
	return isUuAbove(data, newline) && uuLine(data, newline+1) > 0
}

// isUuAbove reports whether the line that a newline ends is a full one of uuencode.
func isUuAbove(data []byte, newline int) bool {
	at := lastOf(data, newline) + 1 - fullLen
	return at >= 0 && data[at] == full && (at == 0 || data[at-1] == '\n') && uuLine(data[:newline], at) > 0
}

// isRow reports whether a line begins at an offset that is one of several which are read together.
func isRow(data []byte, at int) bool { return isDump(data, at) || uuLine(data, at) > 0 }
