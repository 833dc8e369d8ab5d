package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/dustin/go-humanize/english"
	"github.com/fatih/color"

	"github.com/sluicesec/sluice/finding"
)

// summary ends the text format. A clean run is one line.
func (t *text) summary(r *finding.Report) {
	if len(r.Findings) == 0 && r.Complete && !t.options.Verbose {
		fmt.Fprintf(t, "%s in %s (%s).\n", t.paint("No secrets found", color.FgGreen),
			printable(r.Ledger.Source), strings.Join(append(scanned(r), setAside(r)...), ", "))
		t.notes(r)
		return
	}

	fmt.Fprintf(t, "%s\n", t.paint(total(r), color.Bold))
	t.paragraph("Scanned " + printable(r.Ledger.Source) + ": " + strings.Join(scanned(r), ", ") + ".")
	if s := leftOut(r); len(s) > 0 {
		t.paragraph("Left out: " + strings.Join(s, ", ") + ".")
	}
	if t.options.Verbose {
		t.examples(r)
	}
	if s := suppressed(r); len(s) > 0 {
		t.paragraph("Allowed: " + strings.Join(s, ", ") + ".")
	}
	t.notes(r)
	if slices.ContainsFunc(r.Findings, func(f finding.Finding) bool { return !uncommitted(&f) }) {
		t.paragraph("Deleting a secret does not make it safe: others may have copied it. Revoke it first.")
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
	for _, line := range wrap(s, textWidth) {
		fmt.Fprintln(t, line)
	}
}

func (t *text) bullet(s string) {
	mark := "  - "
	for _, line := range wrap(s, textWidth-len(mark)) {
		fmt.Fprintf(t, "%s%s\n", mark, line)
		mark = "    "
	}
}

// total counts the findings, by severity, and the files they are in.
func total(r *finding.Report) string {
	if len(r.Findings) == 0 {
		return "No secrets found."
	}
	severities := map[finding.Severity]int{}
	paths := map[string]bool{}
	for _, f := range r.Findings {
		severities[f.Severity]++
		for _, l := range f.Locations {
			if l.Path != "" && !isMessage(&l) {
				paths[l.Path] = true
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

// scanned says how much was scanned: a part for each quantity that is not 0,
// and the bytes always.
func scanned(r *finding.Report) []string {
	l := &r.Ledger
	var parts []string
	for _, q := range []struct {
		n    int
		name string
	}{{l.Commits, "commit"}, {l.Files, "file"}, {l.Blobs, "blob"}} {
		if q.n > 0 {
			parts = append(parts, plural(q.n, q.name))
		}
	}
	return append(parts, size(l.Bytes))
}

// setAside says, for a clean run, how much was left out and allowed.
func setAside(r *finding.Report) []string {
	left, allowed := 0, 0
	for _, s := range r.Ledger.Skipped {
		left += s.Count
	}
	for _, s := range r.Ledger.Suppressed {
		allowed += s.Count
	}
	var parts []string
	if left > 0 {
		parts = append(parts, humanize.Comma(int64(left))+" left out")
	}
	if allowed > 0 {
		parts = append(parts, humanize.Comma(int64(allowed))+" allowed")
	}
	return parts
}

// missed lists what should have been scanned and was not.
func missed(r *finding.Report) []string {
	var out []string
	for _, s := range r.Ledger.Skipped {
		if !s.Incomplete {
			continue
		}
		line := skipped(&s)
		if len(s.Examples) > 0 {
			line += ": " + printable(strings.Join(s.Examples, ", "))
			if s.Count > len(s.Examples) {
				line += ", ..."
			}
		}
		out = append(out, line)
	}
	for _, e := range r.Ledger.Errors {
		out = append(out, printable(e))
	}
	return out
}

// leftOut lists what was not scanned on purpose.
func leftOut(r *finding.Report) []string {
	var out []string
	for _, s := range r.Ledger.Skipped {
		if !s.Incomplete {
			out = append(out, skipped(&s))
		}
	}
	return out
}

// skipped is a skip in short: "image (1,200, 33 MiB)".
func skipped(s *finding.Skip) string {
	amount := humanize.Comma(int64(s.Count))
	if s.Bytes > 0 {
		amount += ", " + size(s.Bytes)
	}
	return fmt.Sprintf("%s (%s)", printable(s.Reason), amount)
}

// suppressed lists what allowed matches, and how many.
func suppressed(r *finding.Report) []string {
	var out []string
	for _, s := range r.Ledger.Suppressed {
		out = append(out, fmt.Sprintf("%s (%s)", printable(s.By), humanize.Comma(int64(s.Count))))
	}
	return out
}

// plural is a count and a noun: "1 file", "1,234 files".
func plural(n int, noun string) string {
	return humanize.Comma(int64(n)) + " " + english.PluralWord(n, noun, "")
}

// size is a number of bytes in binary units: "12 MiB".
func size(bytes int64) string { return humanize.IBytes(uint64(max(bytes, 0))) }
