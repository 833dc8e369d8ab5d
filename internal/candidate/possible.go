package candidate

// Possible reports whether a candidate can follow a keyword, by what comes right
// behind it. It is a quick look: of most keywords in source code it says no.
func Possible(behind []byte) bool {
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
		return i > from // "name: PASSWORD" before "value: x"
	case '"', '\'', '`', '$', '#', '@', '_':
		return spaced
	default:
		return spaced && (isNameByte(b))
	}
}
