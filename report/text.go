package report

import (
	"bufio"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/fatih/color"

	"github.com/sluicesec/sluice/finding"
)

const (
	textWidth      = 96 // columns, where nobody says otherwise
	leastWidth     = 40 // columns
	labelWidth     = 15 // columns of a finding's labels, with the space around them
	shownLocations = 5  // locations of a finding, if not all are wanted
)

// writeText writes for people: each finding with its places and the advice, then
// a summary. A terminal shows the end, so what matters most comes last: that the
// scan is not complete.
func writeText(w *bufio.Writer, r *finding.Report, o Options) error {
	t := &text{Writer: w, options: o, advised: map[string]bool{}}
	for i := range r.Findings {
		t.finding(&r.Findings[i])
	}
	t.summary(r)
	return nil
}

// text is the state of writing one report.
type text struct {
	*bufio.Writer
	options Options
	advised map[string]bool // the advice that was already given, by rule
}

// width is the number of columns at which the text is wrapped.
func (t *text) width() int {
	if t.options.Width <= 0 {
		return textWidth
	}
	return max(t.options.Width, leastWidth)
}

func (t *text) finding(f *finding.Finding) {
	t.title(f)
	t.line("secret", printable(f.Secret)+t.paint("  ("+sureness(f)+")", color.Faint))
	label := "with"
	for _, part := range parts(f) {
		t.line(label, part)
		label = ""
	}
	t.field("severity", printable(f.SeverityNote))
	t.field("others can", printable(f.Can))
	t.field("it says", printable(strings.Join(f.Facts, "; ")))
	if t.options.Verbose {
		t.field("other rules", printable(strings.Join(f.AlsoRules, ", ")))
	}

	all := locations(f)
	shown := all
	if !t.options.Verbose {
		shown = all[:min(len(all), shownLocations)]
	}
	for i := range shown {
		t.location(&shown[i])
	}
	if more := max(len(all), f.LocationCount) - len(shown); more > 0 {
		t.field("", "and "+plural(more, "more place"))
	}
	t.advice(f)
	t.line("fingerprint", printable(f.Fingerprint))
	t.WriteString("\n")
}

// title names the severity, the kind of secret and the rule. Where a width is given,
// it has as many lines as it needs.
func (t *text) title(f *finding.Finding) {
	severity := strings.ToUpper(printable(string(f.Severity)))
	painted := t.paint(severity, severityColors(f.Severity)...)
	what, rule := sentence(f.Description), "("+printable(f.RuleID)+")"
	lines := wrap(what+" "+rule, t.width()-len(severity)-2)
	if t.options.Width <= 0 || len(lines) == 1 {
		fmt.Fprintf(t, "%s  %s %s\n", painted, t.paint(what, color.Bold), rule)
		return
	}
	for i, line := range lines {
		if i == 0 {
			fmt.Fprintf(t, "%s", painted)
		}
		fmt.Fprintf(t, "  %s\n", t.paint(line, color.Bold))
	}
}

func (t *text) location(l *finding.Location) {
	t.line("at", t.paint(place(l), color.FgCyan))
	if l.InHead {
		t.line("", t.paint(fate(l), color.FgRed))
	} else {
		t.field("", fate(l))
	}
	t.field("", origin(l))
}

// advice writes the advice once for each rule, because twenty tokens of one kind
// are all revoked in the same way.
func (t *text) advice(f *finding.Finding) {
	steps := advice(f)
	key := f.RuleID + "\x00" + strings.Join(steps, "\x00")
	if t.advised[key] {
		t.field("do now", "as for the "+printable(f.RuleID)+" above")
		return
	}
	t.advised[key] = true
	label := "do now"
	for i, step := range steps {
		number := fmt.Sprintf("%d. ", i+1)
		for _, line := range wrap(step, t.width()-labelWidth-len(number)) {
			t.line(label, number+line)
			label, number = "", "   "
		}
	}
}

// field writes a label and plain text, in as many lines as it needs. It writes
// nothing if the text is empty.
func (t *text) field(label, s string) {
	for _, line := range wrap(s, t.width()-labelWidth) {
		t.line(label, line)
		label = ""
	}
}

// line writes a label and one line, which may hold colours.
func (t *text) line(label, s string) {
	label = fmt.Sprintf("  %-*s", labelWidth-2, label)
	fmt.Fprintf(t, "%s%s\n", t.paint(label, color.Faint), s)
}

// paint colours s, which must be printable.
func (t *text) paint(s string, attributes ...color.Attribute) string {
	if !t.options.Color || strings.TrimSpace(s) == "" {
		return s
	}
	c := color.New(attributes...)
	c.EnableColor() // the caller has decided, not the environment
	return c.Sprint(s)
}

func severityColors(severity finding.Severity) []color.Attribute {
	switch severity {
	case finding.SeverityCritical, finding.SeverityHigh:
		return []color.Attribute{color.Bold, color.FgRed}
	case finding.SeverityMedium:
		return []color.Attribute{color.Bold, color.FgYellow}
	default:
		return []color.Attribute{color.Bold}
	}
}

// wrap breaks s between words into lines of at most width characters. A word that
// is longer has a line of its own.
func wrap(s string, width int) []string {
	var lines []string
	room := 0
	for _, word := range strings.Fields(s) {
		n := utf8.RuneCountInString(word)
		if len(lines) > 0 && n < room {
			lines[len(lines)-1] += " " + word
			room -= n + 1
			continue
		}
		lines = append(lines, word)
		room = width - n
	}
	return lines
}
