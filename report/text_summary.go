package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/dustin/go-humanize/english"
	"github.com/fatih/color"

	"github.com/sluicesec/sluice/finding"
)

// nothing is the report of a scan without findings. For a complete one by the
// built-in rules it is one line.
func (t *text) nothing(r *finding.Report) {
	if r.Complete && !t.options.Verbose {
		if nothing(r) {
			t.paragraph("Nothing was scanned in " + printable(r.Ledger.Source) + ": it is empty.")
		} else {
			t.clean(r)
		}
		t.rules(r)
		t.notes(r)
		return
	}
	t.paragraphIn(total(r), color.Bold)
	t.scanned(r)
	t.end(r)
}

// headline says how many secrets there are, how many of them HEAD has, and what was
// scanned.
func (t *text) headline(r *finding.Report, all []judged) {
	s := total(r)
	if inGit(r) && r.Scan.Kind != finding.ScanPush { // a push need not be about HEAD
		s += " " + here(all)
	}
	t.paragraphIn(s, color.Bold)
	t.scanned(r)
	t.WriteString("\n")
}

// here says how many secrets HEAD has.
func here(all []judged) string {
	n, critical, aside := 0, 0, 0
	for i := range all {
		f := &all[i]
		if !inHead(f.Finding) {
			continue
		}
		n++
		if !f.now {
			aside++
		} else if f.Severity == finding.SeverityCritical {
			critical++
		}
	}
	if n == 0 {
		return "None is in HEAD now."
	}
	s := humanize.Comma(int64(n)) + " " + english.PluralWord(n, "is", "are") + " in HEAD now"
	if n == len(all) {
		s = english.PluralWord(n, "It is", "All are") + " in HEAD now"
	}
	if aside == n {
		return s + ", only in tests and the like."
	}
	var of []string
	switch critical {
	case 0:
	case n:
		of = append(of, english.PluralWord(n, "critical", "all critical"))
	default:
		of = append(of, humanize.Comma(int64(critical))+" critical")
	}
	if aside > 0 {
		of = append(of, humanize.Comma(int64(aside))+" only in tests and the like")
	}
	if len(of) > 0 {
		s += " (" + strings.Join(of, ", ") + ")"
	}
	return s + "."
}

func (t *text) scanned(r *finding.Report) {
	t.paragraph("Scanned " + printable(r.Ledger.Source) + ": " + strings.Join(scanned(r), ", ") + ".")
	if !r.Complete && len(r.Findings) > 0 {
		t.paragraphIn("INCOMPLETE: the reasons are at the end.", color.Bold, color.FgRed)
	}
}

// others counts, by their rules, the secrets that are in no deployed file.
func (t *text) others(all []judged) {
	aside := all[len(deployedOf(all)):]
	if len(aside) == 0 {
		return
	}
	groups := groupsBy(aside, func(f *judged) string { return f.RuleID })
	slices.SortStableFunc(groups, func(a, b *group) int { return cmp.Compare(len(b.findings), len(a.findings)) })
	named := 4
	if len(groups) == named+1 {
		named++
	}
	var counts []string
	left := len(aside)
	for _, g := range groups[:min(len(groups), named)] {
		counts = append(counts, humanize.Comma(int64(len(g.findings)))+" "+printable(g.name))
		left -= len(g.findings)
	}
	if left > 0 {
		counts = append(counts, humanize.Comma(int64(left))+" of "+plural(len(groups)-named, "other rule"))
	}
	t.paragraph(fmt.Sprintf("Only in %s: %s (%s).", asideIn(aside), plural(len(aside), "secret"), strings.Join(counts, ", ")))
}

// deployedOf returns the findings that are in a deployed file: the first ones in the
// order of risk.
func deployedOf(all []judged) []judged {
	n := slices.IndexFunc(all, func(f judged) bool { return !f.deployed })
	if n < 0 {
		return all
	}
	return all[:n]
}

// asideIn names the places of findings that are in no deployed file.
func asideIn(aside []judged) string {
	there := map[finding.Setting]bool{}
	for _, f := range aside {
		for _, s := range f.Exposure.Settings {
			there[s] = true
		}
	}
	var names []string
	for _, s := range []struct {
		setting finding.Setting
		name    string
	}{
		{finding.SettingTest, "tests"},
		{finding.SettingExample, "examples"},
		{finding.SettingDocumentation, "documentation"},
		{finding.SettingVendored, "vendored code"},
		{finding.SettingLeftOver, "left-over objects"},
	} {
		if there[s.setting] {
			names = append(names, s.name)
		}
	}
	if len(names) == 0 {
		return "places that are not deployed"
	}
	return english.WordSeries(names, "and")
}

// more says how to see the findings that are not shown in full, and how to go on. Who
// reads the report of a hook did not call the program, and cannot give it a flag.
func (t *text) more(r *finding.Report, shown int) {
	all := len(r.Findings)
	if shown == all {
		return
	}
	most := "Shown: the " + humanize.Comma(int64(shown)) + " most urgent of " + humanize.Comma(int64(all)) + ". "
	if shown == 1 {
		most = "Shown: the most urgent of " + humanize.Comma(int64(all)) + ". "
	}
	switch r.Scan.Kind {
	case finding.ScanStaged:
		t.paragraph(most + "All of them: `sluice git --staged --group-by path`, or --all for each in full.")
	case finding.ScanPush:
		t.paragraph(most + "All of them: `sluice git --group-by path` in your clone, or --all for each in full.")
	default:
		known := "create"
		if r.Ledger.Baseline != nil {
			known = "update"
		}
		var by []string
		for _, b := range GroupBys() {
			by = append(by, string(b))
		}
		t.paragraph(most + "More: --all, --limit N, -f html -o report.html, --group-by=" + strings.Join(by, "|") + ". Choose: --min-severity, --rule, --path.")
		if r.Scan.Kind == finding.ScanHistory {
			t.paragraph("Next: `sluice remediate` says what to do, step by step; `sluice triage` asks what each is; " +
				"`sluice baseline " + known + "` makes scans report only what is new.")
		}
	}
	t.WriteString("\n")
}

// end is what else there is to know of a scan. That it is not complete comes last.
func (t *text) end(r *finding.Report) {
	t.rules(r)
	t.unshown(r)
	t.notes(r)
	if slices.ContainsFunc(r.Findings, func(f finding.Finding) bool { return !uncommitted(&f) }) {
		t.paragraph("Deleting a secret is not enough: others may have it. Revoke or change it first.")
	}
	if t.options.ShowSecrets && len(r.Findings) > 0 {
		t.paragraph("This report shows secrets in clear: keep it as safe as they should be.")
	}
	if !r.Complete {
		fmt.Fprintln(t)
		const mark, gap = "INCOMPLETE", "  "
		fmt.Fprint(t, t.paint(mark, color.Bold, color.FgRed))
		for _, line := range wrap("Not everything was scanned: this is no all-clear.", t.width()-len(mark+gap)) {
			fmt.Fprintln(t, gap+line)
		}
		t.missed(missed(r))
	}
}

// unshown says what was not scanned on purpose, and which matches are not reported.
func (t *text) unshown(r *finding.Report) {
	if t.brief {
		if s := setAside(r); len(s) > 0 {
			t.paragraph("Not shown: " + strings.Join(s, ", ") + " (-v says why).")
		}
		return
	}
	left, allowed := 0, 0
	for _, s := range r.Ledger.Skipped {
		if !s.Incomplete {
			left += s.Count
		}
	}
	for _, s := range r.Ledger.Suppressed {
		if s.By != finding.BelowConfidence && !s.Filtered() {
			allowed += s.Count
		}
	}
	t.reasons("Left out", left, leftOut(r))
	if t.options.Verbose {
		for _, s := range r.Ledger.Skipped {
			for _, example := range s.Examples {
				t.bullet(printable(s.Reason) + ": " + printable(example))
			}
		}
	}
	t.reasons("Allowed", allowed, suppressed(r))
	if t.options.Verbose {
		for _, place := range r.Ledger.InlineAllowed {
			t.bullet("inline: " + printable(place))
		}
	}
	if s := filtered(r); len(s) > 0 {
		t.paragraph("Not shown: matches " + strings.Join(s, ", ") + ".")
	}
	if n := lessSure(r); n > 0 {
		t.paragraph(fmt.Sprintf("%s with less confidence not shown: see them with --min-confidence low.", plural(n, "match")))
	}
}

// reasons lists why something is not in the report. On a screen it has one line: if not
// all reasons fit, it says how many matches there are in all. No more fit than there are
// columns.
func (t *text) reasons(label string, total int, list []string) {
	if len(list) == 0 {
		return
	}
	line := label + ": " + strings.Join(list, ", ") + "."
	for n := min(len(list)-1, t.width()); t.screenOnly && n >= 0 && columns(line) > t.width(); n-- {
		named := append(list[:n:n], plural(len(list)-n, "other reason"))
		line = fmt.Sprintf("%s: %s in all: %s (-v).", label, humanize.Comma(int64(total)), strings.Join(named, ", "))
	}
	t.paragraph(line)
}

// mostMissed is how many gaps of a scan one screen lists, and mostMissedLines how many
// lines each of them has.
const (
	mostMissed      = 5
	mostMissedLines = 2
)

// missed lists the gaps of a scan.
func (t *text) missed(gaps []string) {
	if !t.screenOnly {
		for _, gap := range gaps {
			t.bullet(gap)
		}
		return
	}
	for _, gap := range gaps[:min(len(gaps), mostMissed)] {
		t.bullet(strings.Join(wrapTo(gap, t.width()-len(bulletMark), mostMissedLines), " "))
	}
	if more := len(gaps) - mostMissed; more > 0 {
		t.bullet("and " + plural(more, "more gap") + ": see them with -v")
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
		note = "Note: " + printable(note)
		if t.screenOnly {
			note = strings.Join(wrapTo(note, t.width(), 2), " ")
		}
		t.paragraph(note)
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
	for i := range r.Findings {
		f := &r.Findings[i]
		severities[f.Severity]++
		for j := range f.Locations {
			if l := &f.Locations[j]; l.Path != "" && !isMessage(l) {
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
