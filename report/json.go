package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/sluicesec/sluice/scan"
)

// writeJSON writes the report as it is: one object, whose names are stable.
func writeJSON(w *bufio.Writer, r *scan.Report, _ Options) error {
	return encode(w, withoutNulls(r), "  ")
}

// ReadJSON reads a report that the json format wrote. Lists are never nil but
// for those that may be absent. JSON is Unicode: bytes that were not UTF-8
// come back as U+FFFD. A report of another schema is an error, unknown fields
// are not.
func ReadJSON(r io.Reader) (*scan.Report, error) {
	var out scan.Report
	d := json.NewDecoder(r)
	if err := d.Decode(&out); err != nil {
		return nil, fmt.Errorf("read report: %w", err)
	}
	if out.Schema != scan.SchemaV1 {
		return nil, fmt.Errorf("read report: schema is %q, not %q", out.Schema, scan.SchemaV1)
	}
	switch _, err := d.Token(); {
	case err == nil:
		return nil, errors.New("read report: something follows the report")
	case !errors.Is(err, io.EOF):
		return nil, fmt.Errorf("read report: %w", err)
	}
	return withoutNulls(&out), nil
}

// withoutNulls returns a copy of the report where every list that is always
// written is a list, so that readers need not expect null.
func withoutNulls(r *scan.Report) *scan.Report {
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

// encode writes v as JSON and a line end. Characters that could steer a
// terminal stand as \u escapes: to a JSON reader they are the same.
func encode(w *bufio.Writer, v any, indent string) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(v); err != nil {
		return err
	}
	escapeJSON(w, b.Bytes())
	return nil
}

// escapeJSON copies valid JSON. Unprintable characters past ASCII's controls
// (encoding/json escapes those) can only stand within strings. U+FFFD is
// escaped as encoding/json does where a byte is not UTF-8, so that a report
// that was read is written as before.
func escapeJSON(w *bufio.Writer, text []byte) {
	for len(text) > 0 {
		plain := bytes.IndexFunc(text, func(r rune) bool { return r >= 0x7f })
		if plain < 0 {
			plain = len(text)
		}
		w.Write(text[:plain])
		if text = text[plain:]; len(text) == 0 {
			return
		}
		r, size := utf8.DecodeRune(text)
		switch {
		case r != utf8.RuneError && !unprintable(r):
			w.Write(text[:size])
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(w, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(w, `\u%04x`, r)
		}
		text = text[size:]
	}
}
