package report

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/fatih/color"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/report/compare"
)

// shownOfDiff bounds the findings of a kind that are shown, unless all are wanted.
const shownOfDiff = 20

// writeDiffText writes for people: the numbers, then what is new, what has changed and
// what is gone, the greatest risk first.
func writeDiffText(w *bufio.Writer, d *compare.Difference, o Options) error {
	t := &diffText{text{Writer: w, options: o}}
	t.paragraph(counted(d) + ".")
	t.field("old", sideOf(&d.Old))
	t.field("new", sideOf(&d.New))
	for _, note := range d.Notes {
		t.field("note", printable(note))
	}
	added, gone, changes := urgentFirst(d.Added), urgentFirst(d.Gone), changesByRisk(d.Changed)
	newHeading, goneHeading := headings(d)
	t.section(newHeading, len(added), func(i int) { t.added(added[i]) })
	t.section("Changed", len(changes), func(i int) { t.changed(&changes[i]) })
	t.section(goneHeading, len(gone), func(i int) { t.gone(gone[i]) })
	if len(gone) > 0 {
		w.WriteString("\n")
		t.paragraph("A secret that is gone from the code is still known to whoever has seen it, until it is revoked.")
	}
	return nil
}

type diffText struct{ text }

// section writes a heading and n elements, or the first of many.
func (t *diffText) section(heading string, n int, element func(i int)) {
	if n == 0 {
		return
	}
	fmt.Fprintf(t, "\n%s\n", t.paint(fmt.Sprintf("%s (%d)", heading, n), color.Bold))
	shown := n
	if !t.options.All && n > shownOfDiff+1 {
		shown = shownOfDiff
	}
	for i := range shown {
		element(i)
	}
	if n > shown {
		fmt.Fprintf(t, "  and %s: --all shows them\n", plural(n-shown, "more"))
	}
}

func (t *diffText) title(f *finding.Finding) {
	severity := strings.ToUpper(printable(string(f.Severity)))
	fmt.Fprintf(t, "  %s  %s (%s)\n", t.paint(severity, severityColors(f.Severity)...), sentence(f.Description), printable(f.RuleID))
}

func (t *diffText) added(f *finding.Finding) {
	t.title(f)
	all := locations(f)
	l := &all[0]
	t.line("at", t.paint(placeInSource(l), color.FgCyan))
	t.field("", fate(l))
	t.field("", origin(l))
	if more := max(len(all), f.LocationCount) - 1; more > 0 {
		t.field("", "and "+plural(more, "more place"))
	}
	t.line("fingerprint", printable(f.Fingerprint))
}

func (t *diffText) changed(c *compare.Change) {
	t.title(c.New)
	all := locations(c.New)
	t.line("at", t.paint(placeInSource(&all[0]), color.FgCyan))
	for _, s := range changed(c) {
		t.field("changed", s)
	}
	t.line("fingerprint", printable(c.New.Fingerprint))
}

func (t *diffText) gone(f *finding.Finding) {
	t.title(f)
	all := locations(f)
	t.line("was at", placeInSource(&all[0]))
	t.line("fingerprint", printable(f.Fingerprint))
}
