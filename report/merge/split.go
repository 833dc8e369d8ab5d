package merge

import (
	"slices"

	"github.com/sluicesec/sluice/finding"
)

// split returns the groups of a report: one of a report of a scan, and those that were
// joined of a merged one.
func split(r *finding.Report) []*group {
	if len(r.Sources) == 0 {
		s := r.Source()
		return []*group{{name: s.Name, sources: []finding.Source{s}, findings: r.Findings}}
	}
	var groups []*group
	named := map[string]*group{}
	for _, s := range r.Sources {
		g := named[s.Name]
		if g == nil {
			g = &group{name: s.Name}
			named[s.Name] = g
			groups = append(groups, g)
		}
		g.sources = append(g.sources, s)
	}
	if len(groups) == 1 {
		groups[0].findings = onlySource(r.Findings)
	} else {
		share(r.Findings, groups, named)
	}
	for _, g := range groups {
		slices.SortFunc(g.sources, func(a, b finding.Source) int { return compareSources(&a, &b) })
		g.sources = slices.CompactFunc(g.sources, func(a, b finding.Source) bool { return compareSources(&a, &b) == 0 })
	}
	return groups
}

// onlySource makes findings of a single source those of its own report.
func onlySource(findings []finding.Finding) []finding.Finding {
	for i := range findings {
		f := &findings[i]
		f.Shares = nil
		for j := range f.Locations {
			f.Locations[j].Source = ""
		}
	}
	return findings
}

// share gives each group what its source says of the findings.
func share(findings []finding.Finding, groups []*group, named map[string]*group) {
	for i := range findings {
		f := &findings[i]
		for _, name := range sourcesOf(f) {
			g := named[name]
			if g == nil { // not a report that join made
				g = groups[0]
			}
			g.findings = append(g.findings, partOf(f, name))
		}
	}
}

// sourcesOf names the sources that hold a finding of a merged report, in order.
func sourcesOf(f *finding.Finding) []string {
	var names []string
	for _, s := range f.Shares {
		names = append(names, s.Source)
	}
	for i := range f.Locations {
		if name := f.Locations[i].Source; len(names) == 0 || names[len(names)-1] != name {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	if len(names) == 0 {
		names = []string{""}
	}
	return names
}

// partOf returns what one source says of a finding, as its own report has it.
func partOf(f *finding.Finding, source string) finding.Finding {
	part := *f
	part.Shares = nil
	part.Locations = []finding.Location{}
	for _, l := range f.Locations {
		if l.Source == source {
			l.Source = ""
			part.Locations = append(part.Locations, l)
		}
	}
	for _, s := range f.Shares {
		if s.Source == source {
			part.Confidence, part.Severity, part.SeverityNote, part.Verification = s.Confidence, s.Severity, s.SeverityNote, s.Verification
			part.Exposure, part.LocationCount = s.Exposure, s.LocationCount
		}
	}
	return part
}
