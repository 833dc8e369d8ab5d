package report

import (
	"fmt"
	"strings"

	"github.com/fatih/color"

	"github.com/sluicesec/sluice/finding"
)

// shortLines is the most lines of a finding in short. With more, only one or two
// findings would fit on a screen.
const shortLines = 8

// A fact is a part of a finding in short.
type fact struct {
	label  string
	text   string
	most   int // lines
	colors []color.Attribute
	extra  bool // is left out if there is no room
}

// short writes a finding in at most shortLines lines: what to know for a judgement,
// and what to do first.
func (t *text) short(f *judged) {
	title := t.titleLines(f.Finding, "("+printable(f.RuleID)+", "+shortSureness(f.Finding)+")")
	if len(title) > 2 {
		title = t.titleLines(f.Finding, "("+printable(f.RuleID)+")")
	}
	if len(title) > 2 {
		title = t.titleLine(f.Finding)
	}
	facts := t.facts(f)
	room := shortLines - len(title) - 2 // the source line and the fingerprint
	var wrapped [][]string
	for _, x := range facts {
		lines := wrapTo(x.text, t.width()-labelWidth, x.most)
		wrapped = append(wrapped, lines)
		if !x.extra {
			room -= len(lines)
		}
	}
	for i, lines := range wrapped {
		if i == len(wrapped)-1 && room < 0 && len(title) > 1 { // the advice is cut last of all
			room++
			title = t.titleLine(f.Finding)
		}
		if room < 0 && len(lines) > 1 {
			room += len(lines) - 1
			wrapped[i] = wrapTo(facts[i].text, t.width()-labelWidth, 1)
		}
	}
	for i, x := range facts {
		if !x.extra {
			continue
		}
		if room < len(wrapped[i]) {
			wrapped[i] = nil
		}
		room -= len(wrapped[i])
	}
	t.title(f.Finding, title)
	t.sourceLine(f)
	for i, x := range facts {
		t.labelled(x.label, wrapped[i], x.colors...)
	}
	t.line("fingerprint", printable(f.Fingerprint))
}

// titleLine is a title that has only one line. The name of the rule stays, because
// people need it for the next call.
func (t *text) titleLine(f *finding.Finding) []string {
	rule := " (" + printable(f.RuleID) + ")"
	what := shortenRight(sentence(f.Description), max(t.titleWidth(f)-columns(rule), len(ellipsis)))
	return []string{shortenRight(what+rule, t.titleWidth(f))}
}

// facts lists what a finding in short says between its source line and its
// fingerprint.
func (t *text) facts(f *judged) []fact {
	var fate []color.Attribute
	if inHead(f.Finding) {
		fate = []color.Attribute{color.FgRed}
	}
	return []fact{
		{label: "at", text: where(f, 2*(t.width()-labelWidth)-placeRoom), most: 2, colors: []color.Attribute{color.FgCyan}},
		{label: "and at", text: t.elsewhere(f), most: 1, extra: true},
		{label: "since", text: since(f.Finding), most: 1},
		{label: "exposed", text: exposed(f), most: 2, colors: fate},
		{label: "owned by", text: printable(strings.Join(f.worst.Owners, " ")), most: 1, extra: true},
		{label: "severity", text: printable(f.SeverityNote), most: 1, extra: true},
		{label: "it says", text: printable(strings.Join(f.Facts, "; ")), most: 1, extra: true},
		{label: "others can", text: printable(f.Can), most: 1, extra: true},
		{label: "do now", text: advice(f.Finding)[0], most: 2},
	}
}

// sourceLine writes the line that holds the secret, or the secret alone if nobody knows
// the line.
func (t *text) sourceLine(f *judged) {
	room := t.width() - labelWidth
	secret := printable(f.Secret)
	line := sourceText(f)
	if line == "" {
		t.line("secret", t.paint(around(secret, "", room), color.Bold))
		return
	}
	label := "line"
	if f.worst.StartLine > 0 {
		label = fmt.Sprintf("line %d", f.worst.StartLine)
	}
	line = around(line, secret, room)
	if before, after, found := strings.Cut(line, secret); found {
		line = before + t.paint(secret, color.Bold) + after
	}
	t.line(label, line)
}

// sourceText is the line that holds the secret, without what indents it.
func sourceText(f *judged) string {
	return strings.Join(strings.Fields(printable(strings.ReplaceAll(f.worst.Line, "\t", " "))), " ")
}

// placeRoom is what two lines keep for the number of other places, in columns.
const placeRoom = 40

// where names the worst place, with the end of a name that is longer than so many columns,
// and how many others there are.
func where(f *judged, width int) string {
	s := shortenLeft(place(f.worst), max(width, placeRoom))
	if others := max(len(f.Locations), f.LocationCount) - 1; others > 0 {
		s += "; and " + plural(others, "more place")
		if f.Exposure.Paths > 1 {
			s += " (" + plural(f.Exposure.Paths, "path") + " in all)"
		}
	}
	return s
}

// elsewhere names as many other places as fit on a line, in the order of urgency.
func (t *text) elsewhere(f *judged) string {
	const most = 10 // more do not fit
	named := map[string]bool{place(f.worst): true}
	line := ""
	others := locations(f.Finding)
	for i := range others[:min(len(others), most)] {
		name := place(&others[i])
		if named[name] {
			continue
		}
		named[name] = true
		if line != "" {
			name = line + ", " + name
		}
		if columns(name) > t.width()-labelWidth {
			break
		}
		line = name
	}
	return line
}

// since says when a secret came, by whom and in which commit; "" outside git.
func since(f *finding.Finding) string {
	l := first(f)
	when := f.Exposure.Introduced
	if l == nil {
		return day(when)
	}
	if when == "" {
		when = l.Date
	}
	s := day(when)
	if who := printable(l.AuthorName); who != "" {
		s += " by " + who
	}
	if !l.Commit.IsZero() {
		s += " in " + abbreviate(l.Commit)
	}
	if about := subject(l.Message); about != "" {
		s += ": " + about
	}
	return s
}

// shortSureness is sureness in fewer words.
func shortSureness(f *finding.Finding) string {
	if f.Verification == finding.ProvenOffline {
		return "proven offline"
	}
	return sureness(f)
}
