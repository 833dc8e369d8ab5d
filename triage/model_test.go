package triage

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/finding"
)

// press gives keys to a model, one for each word; "'text" types a text. It reports whether
// the last one quits.
func press(m *Model, words string) (quits bool) {
	names := map[string]tea.Key{
		"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "clear": {Code: 'u', Mod: tea.ModCtrl},
		"back": {Code: tea.KeyBackspace}, "space": {Code: tea.KeySpace, Text: " "},
	}
	for word := range strings.FieldsSeq(words) {
		var keys []tea.Key
		if typed, ok := strings.CutPrefix(word, "'"); ok {
			for _, r := range typed {
				keys = append(keys, tea.Key{Code: r, Text: string(r)})
			}
		} else if k, ok := names[word]; ok {
			keys = append(keys, k)
		} else {
			keys = append(keys, tea.Key{Code: []rune(word)[0], Text: word})
		}
		for _, k := range keys {
			_, cmd := m.Update(tea.KeyPressMsg(k))
			quits = cmd != nil && m.ask == nil && isQuit(cmd)
		}
	}
	return quits
}

func isQuit(cmd tea.Cmd) bool {
	_, ok := cmd().(tea.QuitMsg)
	return ok
}

// The keys that people need most are on the screen, however narrow it is.
func TestLegend(t *testing.T) {
	for _, width := range []int{40, 80, 100, 200} {
		m := &Model{width: width}
		if l := m.legend(); len(l) > width || !strings.Contains(l, "? ") || !strings.HasSuffix(l, "Q quit") {
			t.Errorf("in %d columns: %q", width, l)
		}
	}
}

func TestKeys(t *testing.T) {
	for _, test := range []struct {
		keys string
		want string // the states of the four items, and what the screen says
		says string
	}{
		{"r f", "known false - -", "no secret. Press u"},
		{"R F", "known false - -", "no secret. Press u"},
		{"space f", "- false - -", "Finding 3 of 4"},
		{"r f u", "known - - -", "The last decision was taken back."},
		{"r f u u u", "- - - -", "There is nothing to take back."},
		{"t", "test - - -", "in a deployed file, too"},
		{"a clear '2026-06-01 enter 'moves enter", "accepted - - -", "accepted up to 2026-06-01"},
		{"a enter 'moves enter", "accepted - - -", "accepted up to 2026-08-05"},
		{"a clear '2026-05-04 enter", "- - - -", "has passed"},
		{"a clear 'soon enter", "- - - -", "is no day"},
		{"a enter enter", "- - - -", "say why: others"},
		{"a back back '17 enter 'x space 'y enter", "accepted - - -", "accepted up to 2026-08-17"},
		{"a esc", "- - - -", "Nothing was changed."},
		{"a enter esc", "- - - -", "Nothing was changed."},
		{"* 'f enter", "false - - -", "1 finding: no secret"},
		{"* 'x enter", "- - - -", "Nothing was changed."},
		{"n", "- - - -", "Decide first"},
		{"r k n", "known - - -", "Decide first"},
		{"r d k n 'because enter", "known - - -", "a real secret, known: because"},
		{"z", "- - - -", "No such key."},
		{"?", "- - - -", "Each decision is written"},
		{"? r", "- - - -", "Finding 1 of 4"},
		{"v", "- - - -", "value-0"},
		{"v v", "- - - -", "***"},
		{"v space", "- - - -", "***"},
		{"h", "- - - -", "1 place"},
		{"k", "- - - -", "This is the first one."},
		{"space space space space", "- - - -", "This is the last one."},
		{"r f r f", "known false known false", "all decided"},
		{"space r space f", "- known - false", "Finding 1 of 4"},
	} {
		k := start(t, 4)
		m := NewModel(k.Session, nil)
		press(m, test.keys)
		var states []string
		for i := range k.Items {
			state := "-"
			if e, ok := k.Entry(i); ok {
				state = string(e.State)
			}
			states = append(states, state)
		}
		if got := strings.Join(states, " "); got != test.want {
			t.Errorf("%s: %s, want %s", test.keys, got, test.want)
		}
		if screen := strings.ToLower(m.screen()); !strings.Contains(screen, strings.ToLower(test.says)) {
			t.Errorf("%s: the screen does not say %q:\n%s", test.keys, test.says, screen)
		}
	}
}

func TestQuit(t *testing.T) {
	for keys, want := range map[string]bool{"q": true, "esc": true, "r q": true, "? q": true, "r": false, "a 'q": false} {
		if got := press(NewModel(start(t, 3).Session, nil), keys); got != want {
			t.Errorf("%s quits: %t", keys, got)
		}
	}
}

// TestResume: a session goes on at the first finding that is not decided.
func TestResume(t *testing.T) {
	k := start(t, 4)
	press(NewModel(k.Session, nil), "r f")
	if m := NewModel(k.again(t), nil); m.at != 2 {
		t.Errorf("it begins at %d", m.at)
	}
	expired := start(t, 2, baseline.Entry{Fingerprint: print(0), State: baseline.Accepted, Until: "2026-05-04", Note: "once"})
	if m := NewModel(expired.Session, nil); m.at != 0 || !strings.Contains(m.screen(), "which has passed: once") {
		t.Errorf("it begins at %d:\n%s", m.at, m.screen())
	}
}

// TestScreen: no view is larger than the terminal, and no text steers it.
func TestScreen(t *testing.T) {
	const evil = "\x1b[2J\x1b]8;;http://example.com\x07\u202e\r\n<b>"
	k := start(t, 3)
	for i := range k.Items {
		f := &k.Items[i].Finding
		f.Description, f.Can, f.Facts, f.Secret = f.Description+evil, evil, []string{evil}, evil
		l := &f.Locations[0]
		l.Path, l.Line, l.Owners, l.AuthorName = evil, strings.Repeat(evil, 40), []string{evil}, evil
		k.Items[i].Found.Secret = evil
	}
	source := func(Item, *finding.Location) ([]string, int) {
		return strings.Split(strings.Repeat(evil+"x\n", 50), "\n"), 1
	}
	for _, keys := range []string{"", "v", "h", "?", "a", "a enter", "r", "d", "* 'r enter"} {
		for _, size := range []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 40, Height: 10}, {Width: 200, Height: 60}, {Width: 20, Height: 6}} {
			m := NewModel(start(t, 3).Session, source)
			m.session.Items = k.Items
			m.Update(size)
			press(m, keys)
			lines := strings.Split(m.screen(), "\n")
			if len(lines) > max(size.Height, 7) {
				t.Errorf("%q in %dx%d: %d lines", keys, size.Width, size.Height, len(lines))
			}
			for _, l := range lines {
				if w := lipgloss.Width(l); w > size.Width {
					t.Errorf("%q in %dx%d: a line has %d columns", keys, size.Width, size.Height, w)
				}
			}
			for _, bad := range []string{"\x1b[2J", "\x1b]8", "\u202e", "\r", "\x07"} {
				if strings.Contains(m.screen(), bad) {
					t.Errorf("%q: the screen holds %q", keys, bad)
				}
			}
		}
	}
}

// TestNothing: a session without findings says so.
func TestNothing(t *testing.T) {
	m := NewModel(start(t, 0).Session, nil)
	press(m, "r f t a n * v h k space u")
	if !strings.Contains(m.screen(), "There are no findings") {
		t.Error(m.screen())
	}
}
