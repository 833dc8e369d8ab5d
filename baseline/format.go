package baseline

import (
	"encoding/hex"
	"strconv"
	"strings"
)

// version is the version of the format.
const version = 1

// Header is the first line of every baseline that this package writes.
const Header = "# Sluice baseline: the findings that are known here and are not reported. Commit this file."

// legend explains the lines.
const legend = "# FINGERPRINT RULE STATE PATH [until=DATE] [# NOTE]; STATE is known, false, test or accepted"

// Format returns the text of a file.
func (f *File) Format() []byte {
	var b strings.Builder
	b.WriteString(Header + "\n" + legend + "\n")
	for _, c := range f.Comments {
		b.WriteString(c + "\n")
	}
	b.WriteString("version " + strconv.Itoa(version) + "\n")
	if f.Key != nil {
		b.WriteString("key " + hex.EncodeToString(f.Key) + "\n")
	}
	for _, e := range f.Entries {
		b.WriteString(e.String() + "\n")
	}
	return []byte(b.String())
}

// String returns the line of the entry.
func (e Entry) String() string {
	line := e.Fingerprint + " " + word(e.Rule) + " " + word(string(e.State)) + " " + word(e.Path)
	if e.Until != "" {
		line += " until=" + e.Until
	}
	if e.Note != "" {
		line += " # " + note(e.Note)
	}
	return line
}

// word returns a text as one word of a line, quoted if need be.
func word(s string) string {
	if s == "" || s[0] == '#' || s[0] == '"' || strings.Contains(s, " ") || !printable(s) {
		return strconv.Quote(s)
	}
	return s
}

// note returns a text as the end of a line, quoted if need be.
func note(s string) string {
	if s[0] == '"' || s[0] == ' ' || s[len(s)-1] == ' ' || !printable(s) {
		return strconv.Quote(s)
	}
	return s
}

// printable reports whether a text can be shown as it is. Besides what has no shape,
// such as ends of lines and marks that turn the direction of writing, a backslash
// cannot: it begins an escape in a quoted text, and a reader would take it for one.
func printable(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r == '\\' || r == '\uFFFD' || !strconv.IsPrint(r) })
}
