package triage

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/plain"
	"github.com/sluicesec/sluice/report"
)

// The styles. The library leaves colours out where the terminal has none.
var (
	bold  = lipgloss.NewStyle().Bold(true)
	faint = lipgloss.NewStyle().Faint(true)
	alarm = lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Color("1"))
	calm  = lipgloss.NewStyle().Foreground(lipgloss.Color("2"))
	mark  = lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Color("3"))
)

// View implements tea.Model.
func (m *Model) View() tea.View {
	v := tea.NewView(m.screen())
	v.AltScreen = true
	return v
}

// screen is what is shown. It has as many lines as the terminal, at most.
func (m *Model) screen() string {
	var body []string
	switch {
	case m.help:
		body = m.helpLines()
	case len(m.session.Items) == 0:
		body = []string{"", "There are no findings. Press q to leave."}
	default:
		body = m.itemLines()
	}
	head, foot := m.head(), m.foot()
	room := max(m.height-len(head)-len(foot), 1)
	if len(body) > room {
		body = append(body[:room-1], faint.Render("..."))
	}
	for len(body) < room {
		body = append(body, "")
	}
	var lines []string
	for _, l := range append(append(head, body...), foot...) {
		lines = append(lines, lipgloss.NewStyle().MaxWidth(m.width).Render(l))
	}
	return strings.Join(lines, "\n")
}

func (m *Model) head() []string {
	left := m.session.Left()
	title := fmt.Sprintf("Finding %d of %d", m.at+1, len(m.session.Items))
	if len(m.session.Items) == 0 {
		title = "No findings"
	}
	state := calm.Render("all decided")
	if left > 0 {
		state = fmt.Sprintf("%d left to decide", left)
	}
	return []string{bold.Render(title) + faint.Render("  |  ") + state, ""}
}

func (m *Model) foot() []string {
	lines := []string{""}
	if m.message != "" {
		lines = append(lines, plain.Text(m.message))
	}
	if m.ask != nil {
		return append(lines, bold.Render(m.ask.label), m.ask.input.view(), faint.Render("Enter: go on   Esc: leave it"))
	}
	return append(lines, faint.Render(m.legend()))
}

// legend names the keys that people need most, as many as fit on a line.
func (m *Model) legend() string {
	legends := [...]string{
		"R real  F false  T test  A accept  Space skip  K back  V value  H history  U undo  ? help  Q quit",
		"R real  F false  T test  A accept  Space skip  K back  ? all keys  Q quit",
		"R F T A decide  ? all keys  Q quit",
	}
	for _, l := range legends {
		if len(l) <= m.width {
			return l
		}
	}
	return legends[len(legends)-1]
}

func (m *Model) helpLines() []string {
	lines := []string{"Say what each finding is. Each decision is written to the baseline at once.", ""}
	for _, k := range keys() {
		lines = append(lines, wrapped("  "+bold.Render(fmt.Sprintf("%-6s", k.shown())), k.help, 8, m.width)...)
	}
	return append(lines, "", faint.Render("Any key: back to the finding"))
}

// labelWidth is the width of the labels of a finding, in columns.
const labelWidth = 12

func (m *Model) itemLines() []string {
	item := m.session.Items[m.at]
	f := &item.Finding
	lines := wrapped(severity(f.Severity).Render(strings.ToUpper(plain.Text(string(f.Severity)))), "  "+plain.Text(f.Description)+" ("+plain.Text(f.RuleID)+")", len(f.Severity)+2, m.width)
	field := func(label, text string) {
		if text != "" {
			lines = append(lines, wrapped(faint.Render(fmt.Sprintf("%-*s", labelWidth, label)), text, labelWidth, m.width)...)
		}
	}
	if e, ok := m.session.Entry(m.at); ok {
		field("decided", decision(e, m.session.Day))
	}
	value := f.Secret
	if m.reveal && item.Found.Secret != "" {
		value = item.Found.Secret
	}
	field("secret", plain.Text(value)+"  ("+report.Sureness(f)+")")
	field("can", plain.Text(f.Can))
	field("it says", plain.Text(strings.Join(f.Facts, "; ")))
	field("note", plain.Text(f.SeverityNote))
	if len(f.Locations) == 0 {
		return lines
	}
	l := &report.ByUrgency(f)[0]
	field("at", report.Place(l))
	field("", report.Origin(l))
	field("", report.Fate(l))
	field("exposed", report.Exposure(f))
	field("owners", plain.Text(strings.Join(l.Owners, " ")))
	lines = append(lines, "")
	if m.history {
		return append(lines, m.places(f)...)
	}
	return append(lines, m.code(item, l)...)
}

// places lists all places of a finding.
func (m *Model) places(f *finding.Finding) []string {
	lines := []string{bold.Render(report.Count(max(len(f.Locations), f.LocationCount), "place"))}
	for i := range f.Locations {
		l := &f.Locations[i]
		lines = append(lines, wrapped("  ", report.Place(l), 2, m.width)...)
		for _, more := range []string{report.Origin(l), report.Fate(l)} {
			if more != "" {
				lines = append(lines, wrapped("    ", faint.Render(more), 4, m.width)...)
			}
		}
	}
	return lines
}

// code shows the lines around a place, or the one line that the report has.
func (m *Model) code(item Item, l *finding.Location) []string {
	var around []string
	first := 0
	if m.source != nil {
		around, first = m.source(item, l)
	}
	if len(around) == 0 && l.Line != "" {
		around, first = []string{l.Line}, l.StartLine
	}
	var lines []string
	for i, text := range around {
		n := first + i
		number := faint.Render(fmt.Sprintf("%5d  ", n))
		if n >= l.StartLine && n <= l.EndLine {
			number = mark.Render(fmt.Sprintf("%5d > ", n))
		}
		lines = append(lines, number+plain.Text(strings.ReplaceAll(text, "\t", "    ")))
	}
	return lines
}

// decision says what the baseline has on a finding.
func decision(e baseline.Entry, day string) string {
	s := map[baseline.State]string{
		baseline.Known: "a real secret, known", baseline.False: "no secret", baseline.Test: "a secret of tests", baseline.Accepted: "accepted",
	}[e.State]
	if e.Until != "" {
		s += " up to " + e.Until
	}
	if e.Expired(day) {
		s += ", which has passed"
	}
	if e.Note != "" {
		s += ": " + plain.Text(e.Note)
	}
	return s
}

func severity(s finding.Severity) lipgloss.Style {
	switch s {
	case finding.SeverityCritical, finding.SeverityHigh:
		return alarm
	case finding.SeverityMedium:
		return mark
	}
	return bold
}

// wrapped breaks a text behind a label into lines; the label takes some columns.
func wrapped(label, text string, columns, width int) []string {
	lines := strings.Split(lipgloss.NewStyle().Width(max(width-columns, 20)).Render(text), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
		if i == 0 {
			lines[i] = label + lines[i]
		} else {
			lines[i] = strings.Repeat(" ", columns) + lines[i]
		}
	}
	return lines
}
