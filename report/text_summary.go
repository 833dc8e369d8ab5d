package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/fatih/color"

	"github.com/sluicesec/sluice/finding"
)

// summary is the end of the text format. For a clean scan by the built-in rules
// it is one line.
func (t *text) summary(r *finding.Report) {
	if len(r.Findings) == 0 && r.Complete && !t.options.Verbose {
		if nothing(r) {
			t.paragraph("Nothing was scanned in " + printable(r.Ledger.Source) + ": it is empty.")
		} else {
			t.clean(r)
		}
		t.rules(r)
		t.notes(r)
		return
	}

	fmt.Fprintf(t, "%s\n", t.paint(total(r), color.Bold))
	t.paragraph("Scanned " + printable(r.Ledger.Source) + ": " + strings.Join(scanned(r), ", ") + ".")
	t.rules(r)
	if s := leftOut(r); len(s) > 0 {
		t.paragraph("Left out: " + strings.Join(s, ", ") + ".")
	}
	if t.options.Verbose {
		t.examples(r)
	}
	if s := suppressed(r); len(s) > 0 {
		t.paragraph("Allowed: " + strings.Join(s, ", ") + ".")
	}
	if n := lessSure(r); n > 0 {
		t.paragraph(fmt.Sprintf("%s with less confidence not shown: see them with --min-confidence low.", plural(n, "match")))
	}
	if t.options.Verbose {
		for _, place := range r.Ledger.InlineAllowed {
			t.bullet("inline: " + printable(place))
		}
	}
	t.notes(r)
	if slices.ContainsFunc(r.Findings, func(f finding.Finding) bool { return !uncommitted(&f) }) {
		t.paragraph("Deleting a secret does not make it safe: others may have copied it. Revoke or change it first.")
	}
	if t.options.ShowSecrets && len(r.Findings) > 0 {
		t.paragraph("This report shows secrets in clear: keep it as safe as they should be.")
	}
	if !r.Complete {
		fmt.Fprintf(t, "\n%s  Not everything was scanned: this is no all-clear.\n",
			t.paint("INCOMPLETE", color.Bold, color.FgRed))
		for _, s := range missed(r) {
			t.bullet(s)
		}
	}
}

// rules says by which rules the scan judged. What everybody expects, the built-in
// rules, is said only on request.
func (t *text) rules(r *finding.Report) {
	if r.Rules.Source != "" && (t.options.Verbose || !r.Rules.AsBuilt()) {
		t.paragraph("Rules: " + printable(r.Rules.String()) + ".")
	}
}

// clean writes the line of a clean scan: one line, unless a width is given.
func (t *text) clean(r *finding.Report) {
	const none = "No secrets found"
	line := fmt.Sprintf("%s in %s (%s).", none, printable(r.Ledger.Source), strings.Join(append(scanned(r), setAside(r)...), ", "))
	lines := []string{line}
	if t.options.Width > 0 {
		lines = wrap(line, t.width())
	}
	lines[0] = t.paint(none, color.FgGreen) + strings.TrimPrefix(lines[0], none)
	for _, l := range lines {
		fmt.Fprintln(t, l)
	}
}

func (t *text) notes(r *finding.Report) {
	for _, note := range r.Ledger.Notes {
		t.paragraph("Note: " + printable(note))
	}
}

func (t *text) examples(r *finding.Report) {
	for _, s := range r.Ledger.Skipped {
		for _, example := range s.Examples {
			t.bullet(printable(s.Reason) + ": " + printable(example))
		}
	}
}

func (t *text) paragraph(s string) {
	for _, line := range wrap(s, t.width()) {
		fmt.Fprintln(t, line)
	}
}

func (t *text) bullet(s string) {
	mark := "  - "
	for _, line := range wrap(s, t.width()-len(mark)) {
		fmt.Fprintf(t, "%s%s\n", mark, line)
		mark = "    "
	}
}

// total counts the findings, in all and by severity, and the files that hold them.
func total(r *finding.Report) string {
	switch {
	case len(r.Findings) == 0 && !r.Complete:
		return "No secrets found in what was scanned."
	case len(r.Findings) == 0:
		return "No secrets found."
	}
	severities := map[finding.Severity]int{}
	paths := map[string]bool{}
	for _, f := range r.Findings {
		severities[f.Severity]++
		for _, l := range f.Locations {
			if l.Path != "" && !isMessage(&l) {
				paths[l.Source+"/"+l.Path] = true
			}
		}
	}
	var parts []string
	for _, s := range slices.Backward(finding.Severities()) {
		if n := severities[s]; n > 0 {
			parts = append(parts, humanize.Comma(int64(n))+" "+string(s))
		}
	}
	s := fmt.Sprintf("%s found", plural(len(r.Findings), "secret"))
	if len(paths) > 0 {
		s += " in " + plural(len(paths), "file")
	}
	if len(parts) > 0 {
		s += ": " + strings.Join(parts, ", ")
	}
	return s + "."
}
