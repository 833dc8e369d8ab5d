package report

import (
	"bufio"
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/plain"
)

// SchemaCompact is the schema that the first line of the compact format names.
const SchemaCompact = "sluice.compact/v1"

// compactHead is the first line of the compact format. It comes first, so that a reader
// who reads no more still has the totals, and can tell that a file was cut short.
type compactHead struct {
	Schema   string   `json:"schema"`
	Complete bool     `json:"complete"`
	Missed   []string `json:"missed,omitempty"` // why the scan is not complete
	Rules    string   `json:"rules,omitempty"`  // by which rules it judged, unless they are the built-in ones
	Aside    []string `json:"aside,omitempty"`  // how much was left out, allowed, filtered out, or is less sure
	Notes    []string `json:"notes,omitempty"`
	Findings int      `json:"findings"`
	Critical int      `json:"critical"`
	High     int      `json:"high"`
	Medium   int      `json:"medium"`
	Low      int      `json:"low"`
	Columns  []string `json:"columns"`
}

// compactColumns names the elements of each line after the first.
var compactColumns = [...]string{"severity", "confidence", "rule", "fingerprint", "at", "places", "do"}

// writeCompact writes a report for a language model or another program that pays for each
// word: a line with the totals, and then an array for each finding. It never writes the
// value of a secret, not even of a report that has values in clear.
func writeCompact(w *bufio.Writer, r *finding.Report, _ Options) error {
	values := valuesOf(r)
	head := compactHead{Schema: SchemaCompact, Complete: r.Complete, Missed: hideAll(values, missed(r)), Aside: setAside(r), Notes: hideAll(values, slices.Clone(r.Ledger.Notes)), Findings: len(r.Findings), Columns: compactColumns[:]}
	if r.Rules.Source != "" && !r.Rules.AsBuilt() {
		head.Rules = values.Replace(r.Rules.String())
	}
	for i := range r.Findings {
		switch r.Findings[i].Severity {
		case finding.SeverityCritical:
			head.Critical++
		case finding.SeverityMedium:
			head.Medium++
		case finding.SeverityLow:
			head.Low++
		default:
			head.High++ // of a rule without a severity, too
		}
	}
	if err := encodeCompact(w, head); err != nil {
		return err
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		at := "unknown place"
		if places := locations(f); len(places) > 0 {
			at = place(&places[0])
		}
		line := [len(compactColumns)]any{
			f.Severity, f.Confidence, f.RuleID, f.Fingerprint, values.Replace(at),
			cmp.Or(f.LocationCount, len(f.Locations)), todo(r, f),
		}
		if err := encodeCompact(w, line); err != nil {
			return err
		}
	}
	return nil
}

func encodeCompact(w *bufio.Writer, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Write(plain.JSON(text))
	return w.WriteByte('\n')
}

// todo says in five words what to do about a finding.
func todo(r *finding.Report, f *finding.Finding) string {
	switch {
	case f.Mode == "test":
		return "replace it with a placeholder"
	case r.Scan.Kind == finding.ScanStaged:
		return "read it from the environment"
	case f.Revoke == "":
		return "replace it, then remove it"
	}
	return "revoke it, then replace it"
}

// hideAll hides values in texts.
func hideAll(values *strings.Replacer, texts []string) []string {
	for i := range texts {
		texts[i] = values.Replace(texts[i])
	}
	return texts
}

// valuesOf hides the values that a report has in clear. A file that is found by its path
// has that path as its secret, which is no secret.
func valuesOf(r *finding.Report) *strings.Replacer {
	var values []string
	add := func(secret string) {
		if len(secret) > 3 && !slices.Contains(values, secret) {
			values = append(values, secret)
		}
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Redacted || f.ByPath {
			continue
		}
		add(f.Secret)
		add(printable(f.Secret))
		for j := range f.Locations {
			for _, p := range f.Locations[j].Parts {
				add(p.Secret)
				add(printable(p.Secret))
			}
		}
	}
	slices.SortFunc(values, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b)) })
	var pairs []string
	for _, v := range values {
		pairs = append(pairs, v, "[secret]")
	}
	return strings.NewReplacer(pairs...)
}
