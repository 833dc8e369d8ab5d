// Package merge makes one report of many, such as those of all repositories of a
// company.
//
// A secret that several sources hold is one finding, because it is revoked once, with
// the places in all of them. Each place names its source. A secret whose fingerprint is
// one of its place stays a finding for each source: two databases may have different
// passwords in the same file.
//
// Of scans of the same source, the newest counts: what an older one found and the
// newer one did not is gone. This needs certainty, so it is done only where
// finding.Source.Replaceable says so. All other scans are kept side by side, so that
// nothing is lost, and two of them may share a name.
//
// Merging is a union, so it has the laws of one: it depends neither on the order of the
// reports nor on what was merged first, and a report merged with itself stays as it is.
// For that, a merged report holds what each source has said: finding.Report.Sources and
// finding.Finding.Shares. split takes a merged report apart again, and join puts the
// parts together.
package merge

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// A Replaced is a scan that is left out of a merged report.
type Replaced struct {
	Source finding.Source
	By     finding.Source // a newer scan of the same source
}

// Reports merges reports. It takes them over: the result is made of their parts, so they
// must not be used any more, nor may one of them be there twice. The result of reports
// that all are of the same scan is a report of that scan. Without any report it is nil.
func Reports(reports []*finding.Report) (merged *finding.Report, replaced []Replaced) {
	groups := map[string]*group{}
	for _, r := range reports {
		for _, g := range split(r) {
			groups[g.name] = groups[g.name].with(g)
		}
	}
	var all []*group
	for _, g := range groups {
		for _, old := range g.outdated {
			replaced = append(replaced, Replaced{Source: old, By: g.sources[0]})
		}
		all = append(all, g)
	}
	slices.SortFunc(all, func(a, b *group) int { return strings.Compare(a.name, b.name) })
	slices.SortFunc(replaced, func(a, b Replaced) int { return compareSources(&a.Source, &b.Source) })
	return join(all), replaced
}

// A group is the scans that share a name, and what they found. There is one, unless
// none of them can be replaced.
type group struct {
	name     string
	sources  []finding.Source // in order, none twice
	findings []finding.Finding
	outdated []finding.Source // replaced by the only one of sources
}

// with returns the union of two groups of the same name, or only the newer of them. g may
// be nil.
func (g *group) with(h *group) *group {
	if g == nil {
		return h
	}
	if !g.replaceable() || !h.replaceable() {
		return g.union(h)
	}
	switch order := compareAge(&g.sources[0], &h.sources[0]); {
	case order == 0:
		return g.union(h)
	case order > 0:
		g, h = h, g
	}
	h.outdated = slices.Concat(g.outdated, h.outdated, g.sources)
	return h
}

// replaceable reports whether all scans of the group are.
func (g *group) replaceable() bool {
	return !slices.ContainsFunc(g.sources, func(s finding.Source) bool { return !s.Replaceable() })
}

func (g *group) union(h *group) *group {
	sources := slices.Concat(g.sources, h.sources)
	slices.SortFunc(sources, func(a, b finding.Source) int { return compareSources(&a, &b) })
	sources = slices.CompactFunc(sources, func(a, b finding.Source) bool { return compareSources(&a, &b) == 0 })
	return &group{name: g.name, sources: sources, findings: unionOf(g.findings, h.findings), outdated: slices.Concat(g.outdated, h.outdated)}
}

// compareAge orders scans of the same source, the oldest first. A report has only the
// day. Of one day, the scan that saw more comes later, because histories grow; an
// incomplete one comes before a complete one.
func compareAge(a, b *finding.Source) int {
	return cmp.Or(
		strings.Compare(a.Scan.Date, b.Scan.Date),
		compareBool(a.Complete, b.Complete),
		cmp.Compare(a.Ledger.Commits, b.Ledger.Commits),
		cmp.Compare(a.Ledger.Blobs, b.Ledger.Blobs),
		cmp.Compare(a.Ledger.Bytes, b.Ledger.Bytes),
		strings.Compare(text(a), text(b)),
	)
}

// compareSources orders scans by name and then in any order that depends on nothing but
// what they say. Only equal ones compare as 0.
func compareSources(a, b *finding.Source) int {
	if c := cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Scan.Date, b.Scan.Date)); c != 0 {
		return c
	}
	return strings.Compare(text(a), text(b))
}

// text is all that something says, as one text.
func text(v any) string {
	s, err := json.Marshal(v)
	if err != nil {
		return err.Error() // a number that is none: no report that was read has one
	}
	return string(s)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
