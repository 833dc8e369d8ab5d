package candidate

import "bytes"

// Possible reports whether a candidate can follow a keyword that ends at an offset
// of some text, by what comes right behind it. It is a quick look: of most keywords
// in source code it says no.
func Possible(text []byte, end int) bool {
	for end > 0 && !isNameByte(text[end-1]) {
		end-- // pw= and its kin
	}
	behind := text[end:]
	i := 0
	for i < len(behind) && isNameByte(behind[i]) {
		if i++; i > maxNameSide {
			return false
		}
	}
	if i == len(behind) {
		return true
	}
	if i > 0 && behind[i-1] == '-' && behind[i] == '>' {
		return true
	}
	from := i
	for i < len(behind) && i-from < 8 {
		switch behind[i] {
		case '"', '\'', '`', '\\', ']', ')', '*':
			i++
			continue
		}
		break
	}
	spaced := i < len(behind) && (behind[i] == ' ' || behind[i] == '\t')
	for i < len(behind) && (behind[i] == ' ' || behind[i] == '\t') {
		i++
	}
	if i == len(behind) {
		return true
	}
	switch b := behind[i]; b {
	case ':', '=', '?', '|', '>', '<', ',', '(', '-', '&', '%', '+', '.', '!', '[', ';', '/':
		return true
	case '\n', '\r':
		return i > from || beginsValue(behind[i:])
	default:
		return spaced
	}
}

// beginsValue reports whether the next line may give the value of a name that is a
// value itself: "value: x" below "name: PASSWORD".
func beginsValue(lines []byte) bool {
	lines = bytes.TrimLeft(lines, " \t\r\n")
	return len(lines) == 0 || bytes.IndexByte([]byte("vVdDcC\"'<"), lines[0]) >= 0
}
