package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"slices"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/plain"
)

// encode writes v as JSON, and a line end. It writes characters that could steer
// a terminal or a CI system as \u escapes, which mean the same to a JSON reader.
func encode(w *bufio.Writer, v any, indent string) error {
	return encodeTo(plainJSON{w}, v, "", indent)
}

// plainJSON makes a JSON text plain that is written to it at once.
type plainJSON struct{ w io.Writer }

func (p plainJSON) Write(text []byte) (int, error) {
	_, err := p.w.Write(plain.JSON(text))
	return len(text), err
}

// marshal returns what encode writes, with a prefix before each line but the first.
func marshal(v any, prefix, indent string) ([]byte, error) {
	var b bytes.Buffer
	err := encodeTo(plainJSON{&b}, v, prefix, indent)
	return b.Bytes(), err
}

// encodeTo writes v with one call of Write: encoding/json does so.
func encodeTo(w plainJSON, v any, prefix, indent string) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent(prefix, indent)
	return e.Encode(v)
}

// withoutNulls returns a copy of the report in which no list that is always
// written is nil, so that readers never see null.
func withoutNulls(r *finding.Report) *finding.Report {
	out := *withoutNullsButFindings(r)
	out.Findings = make([]finding.Finding, len(r.Findings))
	for i := range r.Findings {
		out.Findings[i] = *findingWithoutNulls(&r.Findings[i])
	}
	return &out
}

// withoutNullsButFindings is withoutNulls for all of a report except its findings, which
// may be many.
func withoutNullsButFindings(r *finding.Report) *finding.Report {
	out := *r
	out.Ledger = ledgerWithoutNulls(&out.Ledger)
	out.Sources = slices.Clone(out.Sources)
	for i := range out.Sources {
		out.Sources[i].Ledger = ledgerWithoutNulls(&out.Sources[i].Ledger)
	}
	out.Findings = []finding.Finding{}
	return &out
}

func ledgerWithoutNulls(l *finding.Ledger) finding.Ledger {
	out := *l
	out.Skipped, out.Errors, out.Suppressed, out.Notes = slices.Clone(list(l.Skipped)), list(l.Errors), list(l.Suppressed), list(l.Notes)
	for i := range out.Skipped {
		s := &out.Skipped[i]
		s.Examples = list(s.Examples)
	}
	return out
}

func findingWithoutNulls(f *finding.Finding) *finding.Finding {
	out := *f
	out.Tags, out.AlsoRules, out.Locations = list(out.Tags), list(out.AlsoRules), list(out.Locations)
	out.Exposure.Settings = list(out.Exposure.Settings)
	out.Shares = slices.Clone(out.Shares)
	for i := range out.Shares {
		s := &out.Shares[i].Exposure
		s.Settings = list(s.Settings)
	}
	return &out
}

// list returns s, or an empty list for nil.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
