package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/sourcegraph/conc/stream"

	"github.com/sluicesec/sluice/finding"
)

// writeJSON writes the report as it is: one object, whose names are stable. The
// findings, its last member, are encoded side by side, as there may be many.
func writeJSON(w *bufio.Writer, r *finding.Report, _ Options) error {
	whole := withoutNulls(r)
	findings := whole.Findings
	whole.Findings = []finding.Finding{}
	frame, err := marshal(whole, "", "  ")
	if err != nil || len(findings) == 0 {
		w.Write(frame)
		return err
	}
	open := bytes.LastIndex(frame, []byte("[]")) + 1
	w.Write(frame[:open])
	separator := "\n    "
	s := stream.New().WithMaxGoroutines(runtime.GOMAXPROCS(0))
	for i := range findings {
		s.Go(func() stream.Callback {
			text, failed := marshal(&findings[i], "    ", "  ")
			return func() {
				err = errors.Join(err, failed)
				w.WriteString(separator)
				w.Write(bytes.TrimSuffix(text, []byte("\n")))
				separator = ",\n    "
			}
		})
	}
	s.Wait()
	w.WriteString("\n  ")
	w.Write(frame[open:])
	return err
}

// ReadJSON reads a report that the json format wrote. Lists are never nil but
// for those that may be absent. JSON is Unicode: bytes that were not UTF-8
// come back as U+FFFD. A report of another schema is an error, unknown fields
// are not.
func ReadJSON(r io.Reader) (*finding.Report, error) {
	var out finding.Report
	d := json.NewDecoder(r)
	if err := d.Decode(&out); err != nil {
		return nil, fmt.Errorf("read report: %w", err)
	}
	if out.Schema != finding.SchemaV1 {
		return nil, fmt.Errorf("read report: schema is %q, not %q", out.Schema, finding.SchemaV1)
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

// encode writes v as JSON and a line end. Characters that could steer a
// terminal stand as \u escapes: to a JSON reader they are the same.
func encode(w *bufio.Writer, v any, indent string) error {
	text, err := marshal(v, "", indent)
	w.Write(text)
	return err
}

// marshal gives what encode writes, each line but the first after a prefix.
func marshal(v any, prefix, indent string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent(prefix, indent)
	err := e.Encode(v)
	return escapeJSON(b.Bytes()), err
}

// escapeJSON escapes valid JSON further. Unprintable characters past ASCII's controls
// (encoding/json escapes those) can only stand within strings. U+FFFD is
// escaped as encoding/json does where a byte is not UTF-8, so that a report
// that was read is written as before.
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
