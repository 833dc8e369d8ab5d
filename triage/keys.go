package triage

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/report"
)

// A key is what a key of the keyboard does.
type key struct {
	names     []string // as bubbletea names them; the first is shown
	help      string
	needsItem bool
	do        func(m *Model) tea.Cmd
}

// has reports whether a key of the keyboard is meant. The screen names keys by capitals, so
// with Shift they are the same.
func (k key) has(name string) bool { return slices.Contains(k.names, strings.ToLower(name)) }

// shown is the key for a person.
func (k key) shown() string {
	return strings.ToUpper(k.names[0][:1]) + k.names[0][1:]
}

// keys are all keys, in the order of the help.
func keys() []key {
	state := func(name string, s baseline.State, help string) key {
		return key{[]string{name}, help, true, func(m *Model) tea.Cmd { return m.decide(Decision{State: s}, m.at) }}
	}
	return []key{
		state("r", baseline.Known, "Real: it is a secret. It is known from now on; sluice remediate says what to do"),
		state("f", baseline.False, "False: it is no secret"),
		state("t", baseline.Test, "Test: a secret of tests only. It is reported again when a deployed file holds it"),
		state("a", baseline.Accepted, "Accept it up to a day, with a reason"),
		{[]string{"n"}, "Note: write why, on the decision of this finding", true, (*Model).note},
		{[]string{"*"}, "All findings of this rule in this file: the next of r, f, t is for all of them", true, (*Model).alike},
		{[]string{"u"}, "Undo the last decision", false, (*Model).undo},
		{[]string{"space", "j", "down", "right", "enter"}, "Skip: go to the next", false, func(m *Model) tea.Cmd {
			if !m.move(1) {
				m.message = "This is the last one."
			}
			return nil
		}},
		{[]string{"k", "up", "left"}, "Go back to the one before", false, func(m *Model) tea.Cmd {
			if !m.move(-1) {
				m.message = "This is the first one."
			}
			return nil
		}},
		{[]string{"v"}, "Show the value, or hide it", true, func(m *Model) tea.Cmd {
			m.reveal = !m.reveal
			if m.session.Items[m.at].Found.Secret == "" {
				m.message = "The value is not known."
			}
			return nil
		}},
		{[]string{"h"}, "History: all places with the commits that brought and removed it", true, func(m *Model) tea.Cmd {
			m.history = !m.history
			return nil
		}},
		{[]string{"d"}, "Show what is decided, too, or only what is left", false, (*Model).toggleAll},
		{[]string{"?"}, "Help", false, func(m *Model) tea.Cmd { m.help = true; return nil }},
		{[]string{"q", "esc"}, "Quit: what is decided is kept", false, func(*Model) tea.Cmd { return tea.Quit }},
	}
}

func (m *Model) note() tea.Cmd {
	e, ok := m.session.Entry(m.at)
	if !ok {
		m.message = "Decide first: a note belongs to a decision."
		return nil
	}
	return m.question("Note:", e.Note, func(m *Model, text string) error {
		if err := m.session.Decide(Decision{e.State, e.Until, text}, m.at); err != nil {
			return err
		}
		m.message = "The note is kept."
		return nil
	})
}

// alike asks for a decision about all undecided findings that have the rule and the path
// of this one.
func (m *Model) alike() tea.Cmd {
	items := m.session.Like(m.at)
	states := map[string]baseline.State{"r": baseline.Known, "f": baseline.False, "t": baseline.Test}
	return m.question("All "+report.Count(len(items), "finding")+" of this rule in this file (r, f or t, then Enter):", "", func(m *Model, text string) error {
		s, ok := states[strings.ToLower(text)]
		if !ok {
			m.message = "Nothing was changed."
			return nil
		}
		m.decide(Decision{State: s}, items...)
		return nil
	})
}

func (m *Model) undo() tea.Cmd {
	item, err := m.session.Undo()
	switch {
	case err != nil:
		m.message = sentence(err)
	case item < 0:
		m.message = "There is nothing to take back."
	default:
		m.message = "The last decision was taken back."
	}
	if item >= 0 {
		m.at, m.reveal = item, false
	}
	return nil
}

func (m *Model) toggleAll() tea.Cmd {
	m.all = !m.all
	m.message = "Only what is left is shown."
	if m.all {
		m.message = "What is decided is shown, too."
	}
	if m.hasItem() && !m.all && m.session.Decided(m.at) {
		m.next()
	}
	return nil
}
