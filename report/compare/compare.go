// Package compare says what is different between two reports: which secrets are new,
// which are gone, and what has changed of those that are in both.
//
// Two findings are the same if rule and fingerprint are. A fingerprint that is made of
// the secret is certain. One that is made of a place is not: another secret at the same
// place has the same one, and a copy of a file can change it. So findings with such a
// fingerprint that are left over are compared by their places, too: the same lines of the
// same blob are the same secret.
//
// What is missing in one report may be missing because it was not looked for. The notes
// of a difference name every reason that the reports give: an incomplete scan, another
// part of the history, other rules, a baseline.
package compare

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// A Difference is what Reports found. Its findings are those of the reports, in their
// order.
type Difference struct {
	Old, New  Side
	Complete  bool               // both reports are
	Added     []*finding.Finding // not certain unless the old report is complete
	Gone      []*finding.Finding // not certain unless the new report is
	Changed   []Change
	Unchanged int
	Notes     []string // what makes the result less certain, a sentence each
}

// A Side is a report, without its findings.
type Side struct {
	Name     string // of what was scanned
	Report   *finding.Report
	Findings int
}

// Reports compares two reports.
func Reports(old, now *finding.Report) *Difference {
	d := &Difference{
		Old: side(old), New: side(now),
		Complete: old.Complete && now.Complete,
		Notes:    notes(old, now),
	}
	before, after := readers(old, now)
	pairs := matched(before, after)
	left := make([]bool, len(old.Findings))
	for i := range left {
		left[i] = true
	}
	for i, partner := range pairs {
		f := &now.Findings[i]
		if partner < 0 {
			d.Added = append(d.Added, f)
			continue
		}
		left[partner] = false
		if c := change(before, after, &old.Findings[partner], f); c.any() {
			d.Changed = append(d.Changed, c)
		} else {
			d.Unchanged++
		}
	}
	for i := range old.Findings {
		if left[i] {
			d.Gone = append(d.Gone, &old.Findings[i])
		}
	}
	return d
}

func side(r *finding.Report) Side {
	s := Side{Name: r.Source().Name, Report: r, Findings: len(r.Findings)}
	if len(r.Sources) > 0 {
		s.Name = strings.Join(names(r), ", ")
	}
	return s
}

// names are the names of the sources of a report, sorted.
func names(r *finding.Report) []string {
	if len(r.Sources) == 0 {
		return []string{r.Source().Name}
	}
	var all []string
	for i := range r.Sources {
		all = append(all, r.Sources[i].Name)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// An identity is the same for findings of the same secret.
type identity struct{ rule, fingerprint, source string }

// A reader knows the source of each place of a report.
type reader struct {
	*finding.Report
	source string // of places that name none
}

// readers returns the readers of two reports. Where one of them is merged, the places of
// the other one are in its only source. Else it does not matter where they are, because
// the same repository can be at two paths.
func readers(old, now *finding.Report) (a, b reader) {
	a, b = reader{Report: old}, reader{Report: now}
	if len(old.Sources)+len(now.Sources) > 0 {
		a.source, b.source = old.Source().Name, now.Source().Name
	}
	return a, b
}

func (r reader) sourceOf(l *finding.Location) string { return cmp.Or(l.Source, r.source) }

// identify returns the identity of a finding. In a merged report a fingerprint of a
// place counts for its source alone.
func (r reader) identify(f *finding.Finding) identity {
	id := identity{rule: f.RuleID, fingerprint: f.Fingerprint}
	switch {
	case !f.PrintedByPlace():
	case len(f.Locations) > 0:
		id.source = r.sourceOf(&f.Locations[0])
	case len(f.Shares) > 0:
		id.source = f.Shares[0].Source
	default:
		id.source = r.source
	}
	return id
}

// A spot is a place in a content. The secret of a rule at a spot is always the same if
// the content has an object id.
type spot struct {
	rule, blob, path string
	layers           string
	span             finding.Span
}

func (r reader) spotOf(f *finding.Finding, l *finding.Location) spot {
	s := spot{rule: f.RuleID, blob: l.Blob.String(), layers: strings.Join(l.Layers, "\x00"), span: l.Span}
	if s.blob == "" {
		s.path = strings.Join([]string{r.sourceOf(l), string(l.Kind), l.Commit.String(), l.Path, l.Ref}, "\x00")
	}
	return s
}

// matched returns for each new finding the index of the old one that is the same, or -1.
func matched(old, now reader) []int {
	byID := map[identity][]int{}
	for i := range old.Findings {
		id := old.identify(&old.Findings[i])
		byID[id] = append(byID[id], i)
	}
	pairs := make([]int, len(now.Findings))
	taken := make([]bool, len(old.Findings))
	for i := range now.Findings {
		id := now.identify(&now.Findings[i])
		pairs[i] = -1
		if all := byID[id]; len(all) > 0 {
			pairs[i], byID[id] = all[0], all[1:]
			taken[all[0]] = true
		}
	}
	bySpot := map[spot]int{}
	sameKey := old.Scan.Key != "" && old.Scan.Key == now.Scan.Key
	for i := range old.Findings {
		if f := &old.Findings[i]; !taken[i] && guessable(f) {
			for j := range f.Locations {
				bySpot[old.spotOf(f, &f.Locations[j])] = i
			}
		}
	}
	if len(bySpot) == 0 {
		return pairs
	}
	for i := range now.Findings {
		f := &now.Findings[i]
		if pairs[i] >= 0 || !guessable(f) {
			continue
		}
		for j := range f.Locations {
			partner, ok := bySpot[now.spotOf(f, &f.Locations[j])]
			if ok && !taken[partner] && !(sameKey && keyed(f) && keyed(&old.Findings[partner])) {
				pairs[i], taken[partner] = partner, true
				break
			}
		}
	}
	return pairs
}

// keyed reports whether the fingerprint is one of the secret and of a key. Two that were
// made with the same key are different only if the secrets are.
func keyed(f *finding.Finding) bool { return f.PrintOf == finding.PrintOfKeyedSecret }

// guessable reports whether the fingerprint is not one of the secret alone.
func guessable(f *finding.Finding) bool {
	return keyed(f) || f.PrintedByPlace()
}
