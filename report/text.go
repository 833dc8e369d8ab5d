package report

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/fatih/color"

	"github.com/sluicesec/sluice/finding"
)

const (
	textWidth  = 96 // columns, where nobody says otherwise
	leastWidth = 40 // columns
	textHeight = 45 // lines, where nobody says otherwise
	labelWidth = 15 // columns of a finding's labels, with the space around them
	few        = 3  // findings that need no table

	briefHeight = 30 // lines of a screen on which what is not shown has but one
)

// writeText writes for people, who want to know what to do first. So by default it is
// one screen: how many secrets there are, a table of them by rule, the most urgent
// ones, how to see the others, and what else there is to know of the scan.
//
// A pager and a file show the beginning of a text, and a terminal shows its end. On
// one screen both are in view, and the text is in the order in which it is read: from
// the summary to the details. Where it is longer, as with Options.All, the number of
// secrets is said once more at the end. That a scan is not complete is said at both
// ends, too, and the reasons are the last lines: whoever sees only the end must not
// take the report for all there is.
func writeText(w *bufio.Writer, r *finding.Report, o Options) error {
	t := &text{Writer: w, options: o, advised: map[string]bool{}}
	all := rank(r)
	switch {
	case len(all) == 0:
		t.nothing(r)
		return nil
	case o.GroupBy != "":
		t.headline(r, all)
		t.groups(all)
	case o.All:
		t.headline(r, all)
		if len(all) > few {
			t.table(r, all, len(all))
		}
		t.full(r, all)
	case len(all) <= few && o.Limit == 0:
		short := t.rendered(func(t *text) {
			t.headline(r, all)
			t.full(r, all)
			t.end(r)
		})
		if h := t.options.Height; h > 0 && lines(short) > h && len(all) > 1 && !t.options.Verbose {
			t.screen(r, all)
			return nil
		}
		fmt.Fprintln(t, strings.TrimRight(short, "\n"))
		return nil
	default:
		t.screen(r, all)
		return nil
	}
	t.paragraphIn(total(r), color.Bold)
	t.end(r)
	return nil
}

// screen writes the summary and as many findings as fit on one screen. If there is
// hardly any room beside what a report must say, it has a few findings all the same.
func (t *text) screen(r *finding.Report, all []judged) {
	height := t.options.Height
	if height <= 0 {
		height = textHeight
	}
	t.screenOnly = !t.options.Verbose
	t.brief = t.screenOnly && height < briefHeight
	most := t.options.Limit // findings in full
	if most <= 0 {
		most = len(all)
	}
	urgent := deployedOf(all)
	if len(urgent) == 0 || t.options.Limit > 0 {
		urgent = all
	}
	bottom := func(shown int) string {
		return t.rendered(func(t *text) {
			t.others(all)
			t.more(r, shown)
			t.end(r)
		})
	}
	room := height - lines(bottom(1))
	var top string
	for rows := height / 5; ; rows-- { // the table can say less, so that there is room for two findings
		top = t.rendered(func(t *text) {
			t.headline(r, all)
			if len(all) > few {
				t.table(r, all, max(rows, 3))
			}
		})
		if rows <= height/8 || room-lines(top) >= 2*(shortLines+1) {
			break
		}
	}
	room -= lines(top)
	var findings strings.Builder
	shown := 0
	for shown < min(most, len(urgent)) {
		f := t.rendered(func(t *text) { t.finding(&urgent[shown]) })
		if room -= lines(f); room < 0 && shown >= max(height/20, 1) && t.options.Limit <= 0 {
			break
		}
		findings.WriteString(f)
		shown++
	}
	fmt.Fprintln(t, strings.TrimRight(top+findings.String()+bottom(shown), "\n"))
}

// full writes findings in full.
func (t *text) full(r *finding.Report, all []judged) {
	shown := len(all)
	if t.options.Limit > 0 {
		shown = min(t.options.Limit, shown)
	}
	for i := range shown {
		t.finding(&all[i])
	}
	if shown < len(all) {
		t.more(r, shown)
	}
}

// finding writes one finding: in short, or with all that there is to know.
func (t *text) finding(f *judged) {
	if t.options.All || t.options.Verbose {
		t.long(f)
	} else {
		t.short(f)
	}
	t.WriteString("\n")
}

// text is the state of writing one report.
type text struct {
	*bufio.Writer
	options    Options
	advised    map[string]bool // the advice that was already given, by rule
	screenOnly bool            // what is long is cut, so that the report is one screen
	brief      bool            // the screen is small, so what is not shown is only counted
}

// rendered returns what a part of the report would be.
func (t *text) rendered(part func(*text)) string {
	var b strings.Builder
	w := bufio.NewWriter(&b)
	part(&text{w, t.options, t.advised, t.screenOnly, t.brief})
	w.Flush()
	return b.String()
}

func lines(s string) int { return strings.Count(s, "\n") }

// width is the number of columns at which the text is wrapped.
func (t *text) width() int {
	if t.options.Width <= 0 {
		return textWidth
	}
	return max(t.options.Width, leastWidth)
}

// paragraph writes a text in as many lines as it needs.
func (t *text) paragraph(s string) { t.paragraphIn(s) }

// paragraphIn is paragraph in colours.
func (t *text) paragraphIn(s string, attributes ...color.Attribute) {
	for _, line := range wrap(s, t.width()) {
		fmt.Fprintln(t, t.paint(line, attributes...))
	}
}

// bulletMark is before each item of a list.
const bulletMark = "  - "

func (t *text) bullet(s string) {
	mark := bulletMark
	for _, line := range wrap(s, t.width()-len(mark)) {
		fmt.Fprintf(t, "%s%s\n", mark, line)
		mark = "    "
	}
}

// field writes a label and plain text, in as many lines as it needs. It writes
// nothing if the text is empty.
func (t *text) field(label, s string, attributes ...color.Attribute) {
	t.labelled(label, wrap(s, t.width()-labelWidth), attributes...)
}

// labelled writes a label and lines of plain text.
func (t *text) labelled(label string, lines []string, attributes ...color.Attribute) {
	for _, line := range lines {
		t.line(label, t.paint(line, attributes...))
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
	if !t.options.Color || len(attributes) == 0 || strings.TrimSpace(s) == "" {
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
