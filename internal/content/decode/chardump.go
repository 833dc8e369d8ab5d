package decode

// od -c and hexdump -c write characters instead of numbers: an address, and then four columns for each
// byte, with the character at the right, its escape, or three octal digits.

const (
	charAddress = 7 // digits of an address
	charColumns = 4
	widestChars = charAddress + 16*charColumns
)

// isCharDump reports whether such a line begins at an offset. A blank is before each character.
func isCharDump(data []byte, at int) bool {
	end := at
	for most := min(len(data), at+widestChars+1); end < most && data[end] != '\n'; end++ {
		switch n := end - at; {
		case n < charAddress && !inNumber(data[end]), n >= charAddress && (n-charAddress)%charColumns == 0 && data[end] != ' ':
			return false
		}
	}
	n := end - at
	return n >= charAddress+charColumns && n <= widestChars && (n-charAddress)%charColumns == 0
}

// charLine calls add with the bytes in such a line, and their places.
func charLine(line []byte, at int, add func(b byte, at int)) {
	for at += charAddress; at+charColumns <= len(line); at += charColumns {
		switch cell := line[at+1 : at+charColumns]; {
		case cell[1] == '\\':
			if r, n := escape(cell[1:]); n == 2 {
				add(byte(r), at)
			} else {
				add(0, at)
			}
		case cell[0] != ' ':
			if r, ok := number(cell, 8); ok && r <= 0xff {
				add(byte(r), at)
			}
		default:
			add(cell[2], at)
		}
	}
}

// charsAt notes the dump of characters that has the escape of a control character at an offset, and
// blanks around it.
func (s *search) charsAt(i int) {
	if i < s.charEnd || i < charAddress+2 || s.data[i-1] != ' ' || s.data[i-2] != ' ' {
		return
	}
	lineOf := func(at int) int { return max(0, at-widestChars) + lastNewline(s.data[max(0, at-widestChars):at]) + 1 }
	start := lineOf(i)
	if !isCharDump(s.data, start) || start > 0 && s.data[start-1] != '\n' {
		return
	}
	for start > 0 && isDumpAbove(s.data, start-1) {
		above := lineOf(start - 1)
		if above > 0 && s.data[above-1] != '\n' || !isCharDump(s.data, above) {
			break
		}
		start = above
	}
	end := lineEnd(s.data, start)
	for end+1 < len(s.data) && isCharDump(s.data, end+1) {
		end = lineEnd(s.data, end+1)
	}
	s.charEnd = end
	s.runs = append(s.runs, Run{Bytes, start, end})
}
