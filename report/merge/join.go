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
			if !ok || lastOf(&all[known], owner[known]) == g.name {
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
	for i := range all {
		if f := &all[i]; len(f.Shares) > 1 {
			settle(f)
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

// lastOf returns the source that was joined last with a finding, or else its only one.
// Two findings of one source stay two, even if they have the same fingerprint.
func lastOf(f *finding.Finding, only string) string {
	if n := len(f.Shares); n > 0 {
		return f.Shares[n-1].Source
	}
	return only
}

func shareOf(f *finding.Finding, source string) finding.Share {
	return finding.Share{
		Source: source, Confidence: f.Confidence, Severity: f.Severity, SeverityNote: f.SeverityNote, Verification: f.Verification,
		Exposure: f.Exposure, LocationCount: f.LocationCount,
	}
}

// joinedWith adds what another source says to a finding.
func joinedWith(f, other finding.Finding, source string) finding.Finding {
	f.Locations = append(f.Locations, other.Locations...)
	f.Shares = append(f.Shares, shareOf(&other, source))
	if compareTexts(&other, &f) > 0 {
		other.Locations, other.Shares = f.Locations, f.Shares
		f = other
	}
	return f
}

// settle gives a finding what follows from all its shares.
func settle(f *finding.Finding) {
	first := f.Shares[0]
	f.Severity, f.SeverityNote, f.Confidence, f.Verification = first.Severity, first.SeverityNote, first.Confidence, first.Verification
	exposures := make([]finding.Exposure, 0, len(f.Shares))
	listed := map[string]int{}
	for i := range f.Locations {
		listed[f.Locations[i].Source]++
	}
	count, cut := 0, false
	for _, s := range f.Shares {
		raise(f, s.Severity, s.SeverityNote)
		f.Confidence = higher(f.Confidence, s.Confidence)
		f.Verification = higher(f.Verification, s.Verification)
		exposures = append(exposures, s.Exposure)
		count = sum(count, max(s.LocationCount, listed[s.Source]))
		cut = cut || s.LocationCount > 0
	}
	f.Exposure = exposed(exposures)
	f.LocationCount = 0
	if cut {
		f.LocationCount = count
	}
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
		finding.CompareLocations(a.Locations[0], b.Locations[0]),
		strings.Compare(a.RuleID, b.RuleID),
		strings.Compare(a.Fingerprint, b.Fingerprint),
	)
}
