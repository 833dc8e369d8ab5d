package report

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/report/compare"
)

// writeDiffMarkdown writes a comment for a merge request: the numbers, and a table for
// what is new, changed and gone.
func writeDiffMarkdown(w *bufio.Writer, d *compare.Difference, o Options) error {
	fmt.Fprintf(w, "### Secrets: %s\n\n", counted(d))
	fmt.Fprintf(w, "- old: %s\n- new: %s\n", inProse(sideOf(&d.Old)), inProse(sideOf(&d.New)))
	for _, note := range d.Notes {
		fmt.Fprintf(w, "- **Note:** %s\n", inProse(note))
	}
	added, gone, changes := urgentFirst(d.Added), urgentFirst(d.Gone), changesByRisk(d.Changed)
	table := func(heading, column string, n int, row func(i int) (*finding.Finding, string)) {
		if n == 0 {
			return
		}
		fmt.Fprintf(w, "\n#### %s (%d)\n\n| severity | secret | %s | fingerprint |\n| --- | --- | --- | --- |\n", heading, n, column)
		shown := n
		if !o.All && n > shownOfDiff+1 {
			shown = shownOfDiff
		}
		for i := range shown {
			f, text := row(i)
			fmt.Fprintf(w, "| %s | %s | %s | %s |\n", inProse(string(f.Severity)), inProse(sentence(f.Description)), text, inCode(f.Fingerprint))
		}
		if n > shown {
			fmt.Fprintf(w, "\nand %s\n", plural(n-shown, "more"))
		}
	}
	newHeading, goneHeading := headings(d)
	table(newHeading, "place", len(added), func(i int) (*finding.Finding, string) { return added[i], mainPlace(added[i]) })
	table("Changed", "what has changed", len(changes), func(i int) (*finding.Finding, string) {
		return changes[i].New, inProse(strings.Join(changed(&changes[i]), "; "))
	})
	table(goneHeading, "where it was", len(gone), func(i int) (*finding.Finding, string) { return gone[i], mainPlace(gone[i]) })
	if len(gone) > 0 {
		w.WriteString("\nA secret that is gone from the code is still known to whoever has seen it, until it is revoked.\n")
	}
	return nil
}

// mainPlace names the most urgent place of a finding, and how many more there are.
func mainPlace(f *finding.Finding) string {
	all := locations(f)
	s := inCode(placeInSource(&all[0]))
	if more := max(len(all), f.LocationCount) - 1; more > 0 {
		s += " and " + plural(more, "more place")
	}
	return s
}
