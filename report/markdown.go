package report

import (
	"bufio"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"

	"github.com/sluicesec/sluice/finding"
)

// markdownLimit is how many bytes the markdown format has where nobody says otherwise.
// GitHub takes 65,536 characters for an issue or a comment; some room is left for what
// its author adds.
const markdownLimit = 64_000

// How much of something a text for people quotes.
const (
	markdownText   = 200 // characters of a path, a line or a name
	markdownPlaces = 5   // locations of a finding
	markdownNotes  = 20  // lines about what was not scanned
)

// writeMarkdown writes for issues, comments and the summary of a CI run: a headline, a
// table of the findings in order of risk, the details of each folded, and what was
// scanned. It keeps to Options.Bytes: first details are left out and then rows of the
// table, the least urgent ones, and their numbers are said.
func writeMarkdown(w *bufio.Writer, r *finding.Report, o Options) error {
	head, tail := markdownHead(r), markdownTail(r)
	room := cmp.Or(o.Bytes, markdownLimit) - len(head) - len(tail)
	w.WriteString(head)
	markdownFindings(w, r.ByRisk(), room)
	w.WriteString(tail)
	return nil
}

// markdownHead is what comes first: how many secrets there are, and whether that is all.
func markdownHead(r *finding.Report) string {
	var b strings.Builder
	switch {
	case len(r.Findings) > 0:
		fmt.Fprintf(&b, "## Sluice: %s found\n\n%s\n\n", plural(len(r.Findings), "secret"), markdownCounts(r))
	case r.Complete:
		b.WriteString("## Sluice: no secrets found\n\n")
	default:
		b.WriteString("## Sluice: not everything was scanned\n\n")
	}
	if !r.Complete {
		b.WriteString("**Incomplete: this is no all-clear.** These were not scanned:\n\n")
		bullets(&b, missed(r))
	}
	return b.String()
}

// markdownCounts says how many findings are where, and how severe they are.
func markdownCounts(r *finding.Report) string {
	current, tests := 0, 0
	severities := map[finding.Severity]int{}
	for i := range r.Findings {
		f := &r.Findings[i]
		severities[f.Severity]++
		switch {
		case !f.Deployed():
			tests++
		case f.DeployedNow():
			current++
		}
	}
	var parts []string
	add := func(n int, of string) {
		if n > 0 {
			parts = append(parts, humanize.Comma(int64(n))+" "+of)
		}
	}
	for _, s := range slices.Backward(finding.Severities()) {
		add(severities[s], string(s))
	}
	text := "By severity: " + strings.Join(parts, ", ") + "."
	parts = nil
	add(current, "in deployed files now")
	add(len(r.Findings)-current-tests, "in deployed files of the history only")
	add(tests, "in tests, examples, documentation or vendored code only")
	return text + " By place: " + strings.Join(parts, ", ") + "."
}

// markdownTail is what comes last: what was scanned, and by which rules.
func markdownTail(r *finding.Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Scanned %s: %s.", inCode(cut(r.Ledger.Source, markdownText)), strings.Join(append(scanned(r), setAside(r)...), ", "))
	if r.Rules.Source != "" {
		fmt.Fprintf(&b, " Rules: %s.", inCode(cut(r.Rules.String(), markdownText)))
	}
	b.WriteString("\n")
	if len(r.Ledger.Notes) > 0 {
		b.WriteString("\n")
		bullets(&b, r.Ledger.Notes)
	}
	return b.String()
}

// bullets writes a list of foreign texts, not too many of them.
func bullets(b *strings.Builder, texts []string) {
	for _, s := range texts[:min(len(texts), markdownNotes)] {
		fmt.Fprintf(b, "- %s\n", inCode(cut(s, markdownText)))
	}
	if more := len(texts) - markdownNotes; more > 0 {
		fmt.Fprintf(b, "- and %s more\n", humanize.Comma(int64(more)))
	}
	b.WriteString("\n")
}

const (
	markdownColumns = "| Severity | Secret | Where | Exposed |\n| --- | --- | --- | --- |\n"
	markdownReserve = 200 // bytes for what says how much is left out
)

// markdownFindings writes the table and the details, within room bytes. The table has at
// most half of the room if not all has a place.
func markdownFindings(w *bufio.Writer, all []*finding.Finding, room int) {
	if len(all) == 0 {
		return
	}
	room -= len(markdownColumns) + markdownReserve
	rows, size := fill(all, room/2, markdownRow)
	details, _ := fill(all[:len(rows)], room-size, markdownDetails)
	w.WriteString(markdownColumns)
	for _, row := range rows {
		w.WriteString(row)
	}
	w.WriteString("\n")
	for _, d := range details {
		w.WriteString(d)
	}
	if more := len(all) - len(rows); more > 0 {
		fmt.Fprintf(w, "%s with less risk not listed here.\n", plural(more, "more secret"))
	}
	if more := len(rows) - len(details); more > 0 {
		fmt.Fprintf(w, "Without details, for the length of this text: %s.\n", plural(more, "secret"))
	}
	if len(details) < len(all) {
		w.WriteString("\n")
	}
}

// fill renders the first findings, as many as have room, and returns their size.
func fill(all []*finding.Finding, room int, render func(f *finding.Finding) string) ([]string, int) {
	var out []string
	size := 0
	for _, f := range all {
		text := render(f)
		if size+len(text) > room {
			break
		}
		size += len(text)
		out = append(out, text)
	}
	return out, size
}

func markdownRow(f *finding.Finding) string {
	all := locations(f)
	where := inCode(cut(place(&all[0]), markdownText))
	if n := max(len(all), f.LocationCount) - 1; n > 0 {
		where += " and " + plural(n, "more place")
	}
	return fmt.Sprintf("| %s | %s %s | %s | %s |\n", inProse(string(f.Severity)), inProse(cut(name(f), markdownText)), inCode(cut(f.Secret, markdownText)), where, markdownExposed(f))
}

// markdownExposed says in a few words where a secret still is, and for how long.
func markdownExposed(f *finding.Finding) string {
	var parts []string
	switch {
	case uncommitted(f):
		parts = append(parts, "not committed")
	case f.Exposure.InHead:
		parts = append(parts, "in HEAD")
	case f.Current():
		parts = append(parts, "now")
	default:
		parts = append(parts, "in the history")
	}
	if isDay(day(f.Exposure.Introduced)) {
		parts = append(parts, days(f.Exposure.Days))
	}
	if f.Exposure.Pushed {
		parts = append(parts, "pushed")
	}
	return strings.Join(parts, ", ")
}

// name is what a finding is, in the words of its rule.
func name(f *finding.Finding) string { return sentence(cmp.Or(f.Description, f.RuleID)) }
