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

// nameOf returns the name of which the value is a run, on the same line, "" if there is
// none.
func nameOf(data []byte, r decode.Run) string {
	line := data[max(0, r.Start-farthestName):r.Start]
	line = bytes.TrimRight(line[bytes.LastIndexByte(line, '\n')+1:], " \t")
	switch {
	case r.Kinds == decode.Bytes:
	case r.IsWord() && (bytes.HasSuffix(line, []byte("::")) || isDecoder(line)): // RFC 2849
	default:
		return ""
	}
	line = line[:max(0, bytes.LastIndexAny(line, "=:")+1)]
	line = bytes.TrimRight(line, "=: \t")
	for len(line) > 0 && line[len(line)-1] == ']' { // the size of an array
		line = bytes.TrimRight(line[:max(0, bytes.LastIndexByte(line, '['))], ": \t")
	}
	line = bytes.TrimRight(line, `"'`)
	start := len(line)
	for start > 0 && isNameByte(line[start-1]) {
		start--
	}
	return string(line[start:])
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
	value := string(text.Data)
	if name == "" || len(value) > longestNamed || strings.ContainsFunc(value, func(c rune) bool { return c <= ' ' || c == '"' || c == '\\' || c == 0x7f }) {
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
