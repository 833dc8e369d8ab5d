package scan

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/sluicesec/sluice/finding"
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
	u[fmt.Sprintf("%s:%d %s", where(&l, h), h.Span.StartLine, h.Rule.ID)] = true
}

// endedUses are the places where a comment allows nothing any more.
type endedUses map[string]bool

func (u endedUses) add(s *sighting, h *hit) {
	if len(u) == maxInlineUses {
		return
	}
	why := "its day has passed: " + h.Ended
	if _, err := time.Parse(time.DateOnly, h.Ended); err != nil {
		why = "what it says is no day, such as 2027-01-31"
	}
	l := s.location()
	u[fmt.Sprintf("the comment at %s:%d (until=) allows nothing, %s", where(&l, h), h.Span.StartLine, why)] = true
}

// shownEnded is how many of them the ledger names.
const shownEnded = 5

// notes are the notes of the ledger.
func (u endedUses) notes() []string {
	all := slices.Sorted(maps.Keys(u))
	if more := len(all) - shownEnded; more > 0 {
		all = append(all[:shownEnded], fmt.Sprintf("%d more comments (until=) allow nothing any more", more))
	}
	return all
}

// where names the text of a hit.
func where(l *finding.Location, h *hit) string {
	return cmp.Or(l.FullPath(), string(h.kind)+" "+l.Commit.String())
}

func (u inlineUses) list() []string { return slices.Sorted(maps.Keys(u)) }
