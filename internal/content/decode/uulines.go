package decode

import "encoding/binary"

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

// uuStride is how many bytes are from one look for lines of uuencode to the next. A look is at sixteen
// bytes, so it sees each line of so many bytes and fifteen more.
const uuStride = 32

// uuLines finds lines of uuencode.
func (s *search) uuLines(from int) {
	for i, done := from, from; i < s.to && i+16 <= len(s.data); i += uuStride {
		if !areUuChars(binary.LittleEndian.Uint64(s.data[i:])) || !areUuChars(binary.LittleEndian.Uint64(s.data[i+8:])) || i < done {
			continue
		}
		start := max(done, i-widestUu)
		start += lastNewline(s.data[start:i]) + 1
		for start > done && areUu(s.data, start-1) {
			start = done + lastNewline(s.data[done:start-1]) + 1
		}
		done = s.uuAt(start)
	}
}

// areUuChars reports whether each of eight bytes is a character of uuencode.
func areUuChars(x uint64) bool {
	return x&highs == 0 && (x+0x1f*ones)&highs == 0 && (x|x<<1)&(0x40*ones) == 0x40*ones
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

// areUu reports whether both the line that a newline ends and the next are lines of uuencode.
func areUu(data []byte, newline int) bool {
	return uuLine(data, newline+1) > 0 && isUuAbove(data, newline)
}

// isUuAbove reports whether the line that a newline ends is one of uuencode.
func isUuAbove(data []byte, newline int) bool {
	start := max(0, newline-widestUu)
	i := lastNewline(data[start:newline])
	return (i >= 0 || start == 0) && uuLine(data[:newline], start+i+1) > 0
}

// isRow reports whether a line begins at an offset that is one of several which are read together.
func isRow(data []byte, at int) bool { return isDump(data, at) || uuLine(data, at) > 0 }

// isRowAbove reports that of the line that a newline ends.
func isRowAbove(data []byte, newline int) bool {
	return isDumpAbove(data, newline) || isUuAbove(data, newline)
}
