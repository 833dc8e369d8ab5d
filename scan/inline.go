package scan

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// inlineUses are the places where a comment allows something: "path:line rule".
// The text that is judged says so itself, so a reader of the report must be able
// to look at each.
type inlineUses map[string]bool

// maxInlineUses is the most that a report lists.
const maxInlineUses = 1000

func (u inlineUses) add(s *sighting, h *hit) {
	if len(u) == maxInlineUses {
		return
	}
	l := s.location()
	where := cmp.Or(l.FullPath(), string(h.kind)+" "+l.Commit.String())
	u[fmt.Sprintf("%s:%d %s", where, h.Span.StartLine, h.Rule.ID)] = true
}

func (u inlineUses) list() []string { return slices.Sorted(maps.Keys(u)) }
