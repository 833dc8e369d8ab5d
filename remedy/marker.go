package remedy

import "strings"

// Texts that are searched for: short ones are in anything.
const (
	minMarker     = 4   // bytes
	minMarkerLine = 20  // bytes of a line that stands for a block
	maxMarker     = 256 // bytes
)

// marker returns the part of a form that shows that the secret is there: all of it; of a
// very long one the end, because tokens and keys of one kind begin alike; or, of several
// lines, the last of the longest, which is the same with other line ends and other
// indentation. It is "" if there is none.
func marker(text string) string {
	if !strings.Contains(text, "\n") {
		if len(text) < minMarker {
			return ""
		}
		return text[max(0, len(text)-maxMarker):]
	}
	longest := ""
	for line := range strings.Lines(text) {
		line = strings.Trim(line, " \t\r\n\"'+,;\\")
		if len(line) >= len(longest) && !strings.HasPrefix(line, "-----") {
			longest = line
		}
	}
	if len(longest) < minMarkerLine {
		return ""
	}
	return longest[max(0, len(longest)-maxMarker):]
}

// latin1 writes each byte as the code point of that number, so that JSON can hold it.
func latin1(text string) string {
	runes := make([]rune, len(text))
	for i := range len(text) {
		runes[i] = rune(text[i])
	}
	return string(runes)
}

// fromLatin1 undoes latin1. It is "" for a text that latin1 did not write.
func fromLatin1(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r > 0xff {
			return ""
		}
		b.WriteByte(byte(r))
	}
	return b.String()
}
