package report

import (
	"bufio"
	"bytes"
	"encoding/json"

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
	return plain.JSON(b.Bytes()), err
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
