package rules

import (
	"fmt"
	"slices"
)

// A Part names another rule whose match belongs to this rule's match: the id
// of a key beside its secret. Of those near, the nearest is reported along.
//
// A part counts by its own match alone, whatever parts its own rule has; so
// parts do not nest, and two rules may be each other's.
type Part struct {
	ID            string
	WithinLines   int  // at most this many lines away, of at most 1 KiB each; 0 means anywhere in the same file
	WithinColumns int  // 0 means any column
	Required      bool // without the part, the rule's match does not count
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
// that requires such a part would never find anything, so it goes as well.
func (m *merger) withoutDisabled() {
	gone := func(id string) bool {
		_, ok := m.rules[id]
		return !ok && m.disabled[id]
	}
	for before := -1; before != len(m.cfg.Rules); m.countRules() {
		before = len(m.cfg.Rules)
		m.cfg.Rules = slices.DeleteFunc(m.cfg.Rules, func(r Rule) bool {
			i := slices.IndexFunc(r.Parts, func(p Part) bool { return p.Required && gone(p.ID) })
			if i < 0 {
				return false
			}
			m.disabled[r.ID] = true
			m.cfg.Notes = append(m.cfg.Notes, fmt.Sprintf("rule %s requires the disabled rule %s, and is disabled with it", shown(r.ID), shown(r.Parts[i].ID)))
			return true
		})
	}
	for i := range m.cfg.Rules {
		r := &m.cfg.Rules[i]
		if slices.ContainsFunc(r.Parts, func(p Part) bool { return gone(p.ID) }) { // the list may be shared
			r.Parts = slices.DeleteFunc(slices.Clone(r.Parts), func(p Part) bool { return gone(p.ID) })
		}
	}
}
