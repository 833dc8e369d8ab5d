package engine

import (
	"bytes"
	"strings"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/content/decode"
)

// A list of bytes, the base64 of an LDIF file, or what a program decodes, is the value of a
// name that is not in what is encoded. So such a value is scanned a second time, behind its
// name.

// farthestName is how many bytes before a run its name may begin.
const farthestName = 128

// longestNamed is the most bytes of a value that is scanned with its name.
const longestNamed = 256

// nameOf returns the name of which the value is a run, on the same line or on the one above, if
// the run is behind its end, "" if there is none.
func nameOf(data []byte, r decode.Run) string {
	line := data[max(0, r.Start-farthestName):r.Start]
	if i := bytes.LastIndexByte(line, '\n'); i >= 0 && r.Kinds == decode.Bytes && opensList(line[:i], line[i+1:]) {
		line = line[:i]
	}
	line = bytes.TrimRight(line[bytes.LastIndexByte(line, '\n')+1:], " \t\r")
	switch {
	case r.Kinds == decode.Bytes:
	case r.IsWord() && (bytes.HasSuffix(line, []byte("::")) || isDecoder(line)): // RFC 2849
	default:
		return ""
	}
	line = withoutType(line)
	line = bytes.TrimRight(line, "=: \t&")
	for len(line) > 0 && line[len(line)-1] == ']' { // the size of an array
		line = bytes.TrimRight(line[:max(0, bytes.LastIndexByte(line, '['))], ":& \t")
	}
	line = bytes.TrimRight(line, `"'`)
	start := len(line)
	for start > 0 && isNameByte(line[start-1]) {
		start--
	}
	return string(line[start:])
}

// opensList reports whether a line ends where a list begins that is on the next line, of which
// the part before a number is known. These lines are one paragraph, see package decode.
func opensList(line, next []byte) bool {
	line = bytes.TrimSuffix(line, []byte("\r"))
	if len(line) == 0 || len(next) > widestIndent {
		return false
	}
	switch next = bytes.TrimLeft(next, " \t"); line[len(line)-1] {
	case '{', '[', '(':
		return len(next) == 0
	case ':':
		return string(next) == "- "
	}
	return false
}

// widestIndent is the most bytes of a line before a list that has its name on the line above.
const widestIndent = 32

// withoutType cuts a line behind the sign between a name and a value. What says how the value is
// written is behind the sign: a type of the registry of Windows, the class of a method, or the form of
// a buffer in JSON.
func withoutType(line []byte) []byte {
	if i := bytes.LastIndex(line, []byte(`{"type":"Buffer","data":`)); i >= 0 {
		line = line[:i]
	}
	for {
		i := bytes.LastIndexAny(line, "=:")
		switch {
		case i > 0 && i+1 < len(line) && line[i] == ':' && line[i-1] == ':':
			line = line[:i-1]
		case i > 0 && i+1 == len(line) && bytes.LastIndex(line, []byte("=hex")) > 0:
			return line[:bytes.LastIndex(line, []byte("=hex"))]
		default:
			return line[:i+1]
		}
	}
}

// isDecoder reports whether a line up to what is encoded ends in the call of a function that
// decodes, or in the echo of a shell.
func isDecoder(line []byte) bool {
	line = bytes.TrimRight(line, `"'`)
	if bytes.HasSuffix(line, []byte("(echo")) || bytes.HasSuffix(line, []byte("(echo -n")) {
		return true
	}
	callee, called := bytes.CutSuffix(line, []byte("("))
	if !called {
		return false
	}
	start := len(callee)
	for start > 0 && isNameByte(callee[start-1]) {
		start--
	}
	name := bytes.ToLower(callee[start:])
	for _, word := range [...]string{"64", "hex", "atob", "decode", "buffer.from"} {
		if bytes.Contains(name, []byte(word)) {
			return true
		}
	}
	return false
}

func isNameByte(b byte) bool {
	return 'a' <= b|0x20 && b|0x20 <= 'z' || '0' <= b && b <= '9' || b == '_' || b == '-' || b == '.'
}

// named returns the matches of the rules that ask for a name, in a text that was
// decoded from a run, with offsets in it.
func (d *decoder) named(name string, text *decode.Text, r decode.Run) (found []Match) {
	value := strings.TrimRight(string(text.Data), "\x00\r\n") // the end of a string of C, or of a line
	if name == "" || value == "" || len(value) > longestNamed || strings.ContainsFunc(value, func(c rune) bool { return c <= ' ' || c == '"' || c == '\\' || c == 0x7f }) {
		return nil
	}
	before := name + ` = "`
	line := []byte(before + value + "\"\n")
	for _, m := range d.s.Finish(line, d.s.RawLast(line, content.Text, nil, nil)) {
		if m.SecretStart < len(before) || m.SecretEnd > len(before)+len(value) {
			continue
		}
		m.move(func(at int) int { return min(max(at-len(before), 0), len(value)) })
		m.Layers = text.Layers(m.Start, m.End)
		m.decoded = decoded{text: d.texts, secret: m.secretSpan(), before: m.SecretStart - m.Start, word: r.IsWord()}
		found = append(found, m)
	}
	return found
}
