package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/report"
)

// A place is an entry of a report in gitleaks' format: one value at one place.
type place struct {
	RuleID, Secret, File, Commit string
	StartLine, EndLine           int

	fields map[string]any // all that the entry has; numbers are as they are written
}

func (p *place) UnmarshalJSON(data []byte) error {
	type plain place
	if err := json.Unmarshal(data, (*plain)(p)); err != nil {
		return err
	}
	p.File = path.Clean(p.File)
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return d.Decode(&p.fields)
}

// overlaps reports whether two places share a line.
func (p *place) overlaps(q *place) bool { return p.StartLine <= q.EndLine && q.StartLine <= p.EndLine }

// A known value is what sluice says of a value in all.
type known struct {
	reported bool // with medium confidence or more, which it reports by default
	at       []finding.Location
}

// A side is what one tool reports. Values are by themselves, and known is nil for
// gitleaks.
type side struct {
	places []place
	known  map[string]*known
}

// read reads the reports in a folder.
func read(dir string) (theirs, ours side, err error) {
	if theirs.places, err = readEntries(filepath.Join(dir, theirReport)); err != nil {
		return theirs, ours, err
	}
	if ours.places, err = readEntries(filepath.Join(dir, ourEntries)); err != nil {
		return theirs, ours, err
	}
	f, err := os.Open(filepath.Join(dir, ourReport))
	if err != nil {
		return theirs, ours, err
	}
	defer f.Close()
	r, err := report.ReadJSON(f)
	if err != nil {
		return theirs, ours, err
	}
	ours.known = values(r)
	return theirs, ours, nil
}

// values joins the findings of a report, and the parts that are listed with them, by
// their values.
func values(r *finding.Report) map[string]*known {
	all := map[string]*known{}
	add := func(value string, f *finding.Finding, at ...finding.Location) {
		k := all[value]
		if k == nil {
			k = &known{}
			all[value] = k
		}
		k.reported = k.reported || f.Confidence.Compare(finding.ConfidenceMedium) >= 0
		k.at = append(k.at, at...)
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		add(f.Secret, f, f.Locations...)
		for j := range f.Locations {
			for _, p := range f.Locations[j].Parts {
				there := f.Locations[j]
				there.Span = p.Span
				add(p.Secret, f, there)
			}
		}
	}
	return all
}

func readEntries(path string) ([]place, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var all []place
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return all, nil
}
