package scan

import (
	"maps"
	"slices"

	"github.com/sluicesec/sluice/finding"
)

// suppressed counts the hits that are not reported, by the reason. A hit counts
// once for each place that it is suppressed at.
type suppressed map[string]int

// remove removes from a sighting the hits for which why gives a reason, and
// counts them. why gives "" for a hit that stays.
func (c suppressed) remove(s *sighting, why func(sighted) string) {
	s.keep(func(h sighted) bool {
		by := why(h)
		if by != "" {
			c[by]++
		}
		return by == ""
	})
}

// counted returns what the ledger of a report counts so far.
func counted(r *finding.Report) suppressed {
	c := suppressed{}
	for _, s := range r.Ledger.Suppressed {
		c[s.By] += s.Count
	}
	return c
}

// add counts n hits; without any it leaves no trace.
func (c suppressed) add(by string, n int) {
	if n > 0 {
		c[by] += n
	}
}

// list gives the counts for the ledger, in the order of the reasons.
func (c suppressed) list() []finding.Suppressed {
	all := []finding.Suppressed{}
	for _, by := range slices.Sorted(maps.Keys(c)) {
		all = append(all, finding.Suppressed{By: by, Count: c[by]})
	}
	return all
}
