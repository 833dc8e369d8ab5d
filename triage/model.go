package triage

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/report"
)

// A Source returns the lines around a place, with secrets hidden, and the number of the
// first of them, counted from 1; none if they cannot be had.
type Source func(item Item, l *finding.Location) (lines []string, first int)

// A Model is the interface of a session, for bubbletea.
type Model struct {
	session *Session
	source  Source

	at            int  // the item that is shown
	all           bool // decided items are shown, too
	width, height int
	reveal        bool // the value is shown
	history       bool // all places are shown, and no code
	help          bool
	message       string // what the last key did

	ask     *question // what is asked below the finding; nil for nothing
	pending Decision  // what the answers are about
	items   []int     // likewise
}

// A question is a line that the person types.
type question struct {
	label  string
	input  line
	answer func(m *Model, text string) error // nil error ends the question, unless it asks another
}

// NewModel returns the interface of a session. Its first item is the first that is not
// decided.
func NewModel(s *Session, source Source) *Model {
	m := &Model{session: s, source: source, at: -1, width: 80, height: 24}
	m.move(1)
	return m
}

// Init implements tea.Model.
func (m *Model) Init() tea.Cmd { return nil }

// Update implements tea.Model.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.KeyPressMsg:
		if msg.String() == "ctrl+c" {
			return m, tea.Quit
		}
		if m.ask != nil {
			m.typed(msg.String(), msg.Text)
			return m, nil
		}
		return m, m.key(msg.String())
	case tea.PasteMsg:
		if m.ask != nil {
			m.ask.input.add(msg.Content)
		}
	}
	return m, nil
}

// typed handles a key while something is asked: its name, and the text that it types.
func (m *Model) typed(key, text string) {
	switch key {
	case "esc":
		m.ask, m.message = nil, "Nothing was changed."
	case "enter":
		q := m.ask
		if err := q.answer(m, strings.TrimSpace(q.input.text)); err != nil {
			m.message = sentence(err)
		} else if m.ask == q {
			m.ask = nil
		}
	default:
		m.ask.input.press(key, text)
	}
}

// key handles a key while nothing is asked.
func (m *Model) key(key string) tea.Cmd {
	m.message = ""
	if m.help && key != "q" {
		m.help = false
		return nil
	}
	for _, k := range keys() {
		if !k.has(key) {
			continue
		}
		if k.needsItem && !m.hasItem() {
			return nil
		}
		return k.do(m)
	}
	m.message = "No such key. Press ? for help."
	return nil
}

func (m *Model) hasItem() bool { return m.at >= 0 && m.at < len(m.session.Items) }

// move goes to the next item that is to be shown, or with -1 to the one before. At the
// end it stays where it is. It reports whether it moved.
func (m *Model) move(by int) bool {
	for i := m.at + by; i >= 0 && i < len(m.session.Items); i += by {
		if m.all || !m.session.Decided(i) {
			m.at, m.reveal, m.history = i, false, false
			return true
		}
	}
	return false
}

// next goes on after a decision: to the next item, or else to the first that is left.
func (m *Model) next() {
	if m.move(1) {
		return
	}
	if at := m.at; !m.all {
		m.at = -1
		if !m.move(1) {
			m.at = at
		}
	}
}

// decide asks for what a decision still needs, and makes it.
func (m *Model) decide(d Decision, items ...int) tea.Cmd {
	m.pending, m.items = d, items
	if d.State != baseline.Accepted {
		m.commit()
		return nil
	}
	day := time.Now().AddDate(0, 3, 0)
	if today, err := time.Parse(time.DateOnly, m.session.Day); err == nil {
		day = today.AddDate(0, 3, 0)
	}
	return m.question("Accept it up to which day?", day.Format(time.DateOnly), func(m *Model, text string) error {
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			return fmt.Errorf("%q is no day: type it like %s", text, day.Format(time.DateOnly))
		}
		if text < m.session.Day {
			return fmt.Errorf("%s has passed: type a day from %s on", text, m.session.Day)
		}
		m.pending.Until = text
		m.question("Why may it stay?", "", func(m *Model, note string) error {
			if note == "" {
				return fmt.Errorf("say why: others will read it (Esc leaves it undecided)")
			}
			m.pending.Note = note
			m.commit()
			return nil
		})
		return nil
	})
}

// commit makes the pending decision and goes on.
func (m *Model) commit() {
	d, items := m.pending, m.items
	if err := m.session.Decide(d, items...); err != nil {
		m.message = sentence(err)
		return
	}
	m.message = fmt.Sprintf("%s: %s. Press u to take it back.", report.Count(len(items), "finding"), meaning(d))
	if !m.session.Decided(m.at) { // a secret of tests that is in a deployed file, too
		m.message = "It stays reported, because it is in a deployed file, too. Press u to take it back."
	}
	m.next()
}

// question asks for a line.
func (m *Model) question(label, proposal string, answer func(*Model, string) error) tea.Cmd {
	m.ask = &question{label, line{proposal}, answer}
	return nil
}

func meaning(d Decision) string {
	switch d.State {
	case baseline.Known:
		return "a real secret, known from now on"
	case baseline.False:
		return "no secret"
	case baseline.Test:
		return "a secret of tests"
	default:
		return "accepted up to " + d.Until
	}
}

// sentence is an error as a sentence.
func sentence(err error) string {
	s := err.Error()
	return strings.ToUpper(s[:1]) + s[1:] + "."
}
