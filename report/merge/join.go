package merge

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// join makes a report of groups, which are sorted by name.
func join(groups []*group) *finding.Report {
	if len(groups) == 0 {
		return nil
	}
	if len(groups) == 1 && len(groups[0].sources) == 1 {
		s := groups[0].sources[0]
		r := &finding.Report{Schema: finding.SchemaV1, Tool: s.Tool, Scan: s.Scan, Complete: s.Complete, Ledger: s.Ledger, Rules: s.Rules, Findings: groups[0].findings}
		if s.Name != r.Source().Name { // somebody gave it the name, which only Sources can hold
			r.Sources = []finding.Source{s}
			r.Findings = joined(groups)
		}
		return r
	}
	var sources []finding.Source
	for _, g := range groups {
		sources = append(sources, g.sources...)
	}
	r := together(sources)
	r.Findings = joined(groups)
	return r
}

// An identity is the same for findings of the same secret.
type identity struct{ rule, fingerprint, source string }

// identify returns the identity of a finding of a source.
func identify(f *finding.Finding, source string) identity {
	id := identity{rule: f.RuleID, fingerprint: f.Fingerprint}
	if f.PrintedByPlace() {
		id.source = source
	}
	return id
}

// joined returns the findings of all groups, in the order of their places.
func joined(groups []*group) []finding.Finding {
	n := 0
	for _, g := range groups {
		n += len(g.findings)
	}
	all := make([]finding.Finding, 0, n)
	owner := make([]string, 0, n) // the first source of each
	at := make(map[identity]int, n)
	for _, g := range groups {
		for i := range g.findings {
			f := &g.findings[i]
			for j := range f.Locations {
				f.Locations[j].Source = g.name
			}
			id := identify(f, g.name)
			known, ok := at[id]
			if !ok || owner[known] == g.name || shares(&all[known], g.name) {
				at[id] = len(all)
				all, owner = append(all, *f), append(owner, g.name)
				if len(f.Locations) == 0 { // nothing else names its source
					all[len(all)-1].Shares = []finding.Share{shareOf(f, g.name)}
				}
				continue
			}
			if first := &all[known]; len(first.Shares) == 0 {
				first.Shares = []finding.Share{shareOf(first, owner[known])}
			}
			all[known] = joinedWith(all[known], *f, g.name)
		}
	}
	return sorted(all)
}

// sorted sorts findings by their places. Those of plain reports are in order already, and
// a finding is large.
func sorted(all []finding.Finding) []finding.Finding {
	if !slices.IsSortedFunc(all, compareFindings) {
		slices.SortStableFunc(all, compareFindings)
	}
	return all
}

// shares reports whether a source has a share in a finding. Two findings of one report
// stay two, even if they have the same fingerprint.
func shares(f *finding.Finding, source string) bool {
	return slices.ContainsFunc(f.Shares, func(s finding.Share) bool { return s.Source == source })
}

func shareOf(f *finding.Finding, source string) finding.Share {
	return finding.Share{
		Source: source, Confidence: f.Confidence, Severity: f.Severity, SeverityNote: f.SeverityNote, Verification: f.Verification,
		Exposure: f.Exposure, LocationCount: f.LocationCount,
	}
}

// joinedWith adds what another source says to a finding.
func joinedWith(f, other finding.Finding, source string) finding.Finding {
	share := shareOf(&other, source)
	f.Locations = append(f.Locations, other.Locations...)
	f.Shares = append(f.Shares, share)
	if compareTexts(&other, &f) > 0 {
		other.Locations, other.Shares = f.Locations, f.Shares
		f = other
	}
	first := f.Shares[0]
	f.Severity, f.SeverityNote, f.Confidence, f.Verification = first.Severity, first.SeverityNote, first.Confidence, first.Verification
	exposures, count, cut := []finding.Exposure{}, 0, false
	for _, s := range f.Shares {
		raise(&f, s.Severity, s.SeverityNote)
		f.Confidence = higher(f.Confidence, s.Confidence)
		f.Verification = higher(f.Verification, s.Verification)
		exposures = append(exposures, s.Exposure)
		cut = cut || s.LocationCount > 0
	}
	f.Exposure = exposed(exposures)
	f.LocationCount = 0
	if cut {
		for _, s := range f.Shares {
			count += max(s.LocationCount, listedOf(&f, s.Source))
		}
		f.LocationCount = count
	}
	return f
}

func listedOf(f *finding.Finding, source string) (n int) {
	for i := range f.Locations {
		if f.Locations[i].Source == source {
			n++
		}
	}
	return n
}

// raise gives the finding the higher of two severities. The note of a lowered severity
// stays only if no source has the secret at that severity without one.
func raise(f *finding.Finding, severity finding.Severity, note string) {
	switch order := severity.Compare(f.Severity); {
	case order > 0:
		f.Severity, f.SeverityNote = severity, note
	case order == 0 && (note == "" || f.SeverityNote == ""):
		f.SeverityNote = ""
	case order == 0:
		f.SeverityNote = max(f.SeverityNote, note)
	}
}

func higher[T interface{ Compare(T) int }](a, b T) T {
	if a.Compare(b) < 0 {
		return b
	}
	return a
}

// compareTexts orders findings of the same secret by what they say of it that is true in
// all places: of two, the greater one says it. One that shows the secret comes before one
// that hides it.
func compareTexts(a, b *finding.Finding) int {
	if a.Redacted != b.Redacted {
		return compareBool(a.Redacted, b.Redacted)
	}
	return strings.Compare(texts(a), texts(b))
}

func texts(f *finding.Finding) string {
	same := *f
	same.Locations, same.Shares, same.LocationCount, same.Exposure = nil, nil, 0, finding.Exposure{}
	same.Confidence, same.Severity, same.SeverityNote, same.Verification = "", "", "", ""
	return text(same)
}

// compareFindings orders findings by their first places, then by rule. Those without a
// place come first.
func compareFindings(a, b finding.Finding) int {
	if len(a.Locations) == 0 || len(b.Locations) == 0 {
		return cmp.Or(cmp.Compare(len(a.Locations), len(b.Locations)), strings.Compare(a.RuleID, b.RuleID), strings.Compare(a.Fingerprint, b.Fingerprint))
	}
	return cmp.Or(
		comparePlaces(&a.Locations[0], &b.Locations[0]),
		strings.Compare(a.RuleID, b.RuleID),
		strings.Compare(a.Fingerprint, b.Fingerprint),
	)
}

// comparePlaces orders places by source, path and time, as a scan orders those of one
// source.
func comparePlaces(a, b *finding.Location) int {
	return cmp.Or(
		strings.Compare(a.Source, b.Source),
		strings.Compare(a.Path, b.Path),
		strings.Compare(a.Ref, b.Ref),
		strings.Compare(a.Date, b.Date),
		a.Commit.Compare(b.Commit),
		a.Blob.Compare(b.Blob),
		slices.Compare(a.Layers, b.Layers),
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.StartLine, b.StartLine),
		cmp.Compare(a.StartColumn, b.StartColumn),
		cmp.Compare(a.EndLine, b.EndLine),
		cmp.Compare(a.EndColumn, b.EndColumn),
	)
}
