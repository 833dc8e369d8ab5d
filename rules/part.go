package rules

import (
	"fmt"
	"maps"
	"slices"
)

// A Part names another rule whose match belongs to this rule's match: the id
// of a key beside its secret. Of those near, the nearest is reported along.
//
// A part counts by its own match alone, whatever parts its own rule has; so
// parts do not nest, and two rules may be each other's.
type Part struct {
	ID            string // or an alias: then one of the rules that have it will do
	WithinLines   int    // at most this many lines away, of at most 1 KiB each; 0 means anywhere in the same file
	WithinColumns int    // 0 means any column
	Required      bool   // without the part, the rule's match does not count
}

// maxPartLines bounds the distance of a part that is not required. What is
// farther away belongs to something else.
const maxPartLines = 100

// A requiredTable is a required part in gitleaks' words.
type requiredTable struct {
	ID            string
	WithinLines   int
	WithinColumns int
}

func (t requiredTable) part() Part {
	return Part{ID: t.ID, WithinLines: t.WithinLines, WithinColumns: t.WithinColumns, Required: true}
}

func (r *Rule) checkParts(fail failer) {
	if r.Identifier && len(r.Parts) > 0 {
		fail("an identifier is a part of others, and has no parts")
	}
	for _, p := range r.Parts {
		if p.WithinLines < 0 || p.WithinColumns < 0 {
			fail("part %s: withinLines and withinColumns cannot be negative", shown(p.ID))
		}
		if !p.Required && (p.WithinLines < 1 || p.WithinLines > maxPartLines) {
			fail("part %s: withinLines is from 1 to %d, unless the part is required", shown(p.ID), maxPartLines)
		}
	}
}

// withoutDisabled takes the disabled rules out of the parts of others. A rule
// that requires such a part would never find anything, so it goes as well, and
// with it those that require it.
func (m *merger) withoutDisabled() {
	gone := map[string]bool{}
	for id := range m.disabled {
		if len(m.named(id)) == 0 {
			gone[id] = true
		}
	}
	if len(gone) == 0 {
		return
	}
	requiring := map[string][]string{} // ids of rules, by the id of what they require
	for i := range m.cfg.Rules {
		for _, p := range m.cfg.Rules[i].Parts {
			if p.Required {
				requiring[p.ID] = append(requiring[p.ID], m.cfg.Rules[i].ID)
			}
		}
	}
	also := 0
	for queue := slices.Sorted(maps.Keys(gone)); len(queue) > 0; queue = queue[1:] {
		for _, id := range requiring[queue[0]] {
			if gone[id] {
				continue
			}
			gone[id] = true
			queue = append(queue, id)
			if also++; also <= maxNotes {
				m.cfg.Notes = append(m.cfg.Notes, fmt.Sprintf("rule %s requires the disabled rule %s, and is disabled with it", shown(id), shown(queue[0])))
			}
		}
	}
	if more := also - maxNotes; more > 0 {
		m.cfg.Notes = append(m.cfg.Notes, fmt.Sprintf("%d more rules require a disabled rule, and are disabled with it", more))
	}
	m.cfg.Rules = slices.DeleteFunc(m.cfg.Rules, func(r Rule) bool { return gone[r.ID] })
	m.countRules()
	for i := range m.cfg.Rules {
		r := &m.cfg.Rules[i]
		if slices.ContainsFunc(r.Parts, func(p Part) bool { return gone[p.ID] }) { // the list may be shared
			r.Parts = slices.DeleteFunc(slices.Clone(r.Parts), func(p Part) bool { return gone[p.ID] })
		}
	}
}
