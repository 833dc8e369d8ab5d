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
		for _, part := range partsOf(&findings[i]) {
			g := named[part.source]
			if g == nil { // not a report that join made
				g = groups[0]
			}
			g.findings = append(g.findings, part.finding)
		}
	}
}

// A part is what one source says of a finding, as its own report has it.
type part struct {
	source  string
	finding finding.Finding
}

// partsOf takes a finding of a merged report apart.
func partsOf(f *finding.Finding) []part {
	var parts []part
	at := map[string]int{}
	of := func(source string) *finding.Finding {
		i, ok := at[source]
		if !ok {
			i = len(parts)
			at[source] = i
			whole := *f
			whole.Shares, whole.Locations = nil, []finding.Location{}
			parts = append(parts, part{source, whole})
		}
		return &parts[i].finding
	}
	for _, s := range f.Shares {
		p := of(s.Source)
		p.Confidence, p.Severity, p.SeverityNote, p.Verification = s.Confidence, s.Severity, s.SeverityNote, s.Verification
		p.Exposure, p.LocationCount = s.Exposure, s.LocationCount
	}
	for _, l := range f.Locations {
		p := of(l.Source)
		l.Source = ""
		p.Locations = append(p.Locations, l)
	}
	if len(parts) == 0 {
		of("")
	}
	return parts
}
