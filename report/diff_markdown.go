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
	fmt.Fprintf(w, "- old: %s\n- new: %s\n", inertMarkdown(sideOf(&d.Old)), inertMarkdown(sideOf(&d.New)))
	for _, note := range d.Notes {
		fmt.Fprintf(w, "- **Note:** %s\n", inertMarkdown(printable(note)))
	}
	added, gone, changes := byRisk(d.Added), byRisk(d.Gone), changesByRisk(d.Changed)
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
			fmt.Fprintf(w, "| %s | %s | %s | %s |\n", inertMarkdown(printable(string(f.Severity))), inertMarkdown(sentence(f.Description)), text, codeMarkdown(f.Fingerprint))
		}
		if n > shown {
			fmt.Fprintf(w, "\nand %s\n", plural(n-shown, "more"))
		}
	}
	newHeading, goneHeading := headings(d)
	table(newHeading, "place", len(added), func(i int) (*finding.Finding, string) { return added[i], mainPlace(added[i]) })
	table("Changed", "what has changed", len(changes), func(i int) (*finding.Finding, string) {
		return changes[i].New, inertMarkdown(strings.Join(changed(&changes[i]), "; "))
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
	s := codeMarkdown(placeInSource(&all[0]))
	if more := max(len(all), f.LocationCount) - 1; more > 0 {
		s += " and " + plural(more, "more place")
	}
	return s
}

// inertMarkdown makes plain text that means itself in Markdown: no link, no mention, no
// mark. All that has a meaning there is written as a character reference.
func inertMarkdown(s string) string {
	var b strings.Builder
	for _, r := range printable(s) {
		if strings.ContainsRune("&<>\"'`*_{}[]()#+!|~@\\:$^=%", r) {
			fmt.Fprintf(&b, "&#%d;", r)
		} else {
			b.WriteRune(r)
		}
	}
	return strings.ReplaceAll(b.String(), "www.", "www&#46;") // sites make a link of it
}

// codeMarkdown is inertMarkdown in the type of code, in which no site sees mentions.
func codeMarkdown(s string) string { return "<code>" + inertMarkdown(s) + "</code>" }
