package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/plain"
)

// encode writes v as JSON, and a line end. It writes characters that could steer
// a terminal or a CI system as \u escapes, which mean the same to a JSON reader.
func encode(w *bufio.Writer, v any, indent string) error {
	text, err := marshal(v, "", indent)
	w.Write(text)
	return err
}

// marshal returns what encode writes, with a prefix before each line but the first.
func marshal(v any, prefix, indent string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent(prefix, indent)
	err := e.Encode(v)
	return plain.JSON(escapeJSON(b.Bytes())), err
}

// escapeJSON also escapes the unprintable characters that encoding/json leaves as
// they are. In valid JSON they can only be within strings. It escapes U+FFFD as
// encoding/json does for a byte that is not UTF-8, so that a report that was read
// is written as it was before.
func escapeJSON(text []byte) []byte {
	plain := func(b byte) bool { return b < 0x7f }
	if !slices.ContainsFunc(text, func(b byte) bool { return !plain(b) }) {
		return text
	}
	out := make([]byte, 0, len(text)+len(text)/8)
	for len(text) > 0 {
		if plain(text[0]) {
			out = append(out, text[0])
			text = text[1:]
			continue
		}
		r, size := utf8.DecodeRune(text)
		switch {
		case r != utf8.RuneError && !unprintable(r):
			out = append(out, text[:size]...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		text = text[size:]
	}
	return out
}

// withoutNulls returns a copy of the report in which no list that is always
// written is nil, so that readers never see null.
func withoutNulls(r *finding.Report) *finding.Report {
	out := *r
	l := &out.Ledger
	l.Skipped, l.Errors, l.Suppressed, l.Notes = list(l.Skipped), list(l.Errors), list(l.Suppressed), list(l.Notes)
	for i := range l.Skipped {
		s := &l.Skipped[i]
		s.Examples = list(s.Examples)
	}
	out.Findings = list(out.Findings)
	for i := range out.Findings {
		f := &out.Findings[i]
		f.Tags, f.AlsoRules, f.Locations = list(f.Tags), list(f.AlsoRules), list(f.Locations)
	}
	return &out
}

// list copies s; the copy is never nil.
func list[T any](s []T) []T { return append(make([]T, 0, len(s)), s...) }
