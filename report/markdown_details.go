package report

import (
	"fmt"
	"html"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// markdownDetails is folded: a reader opens it with a click.
func markdownDetails(f *finding.Finding) string {
	all := locations(f)
	var b strings.Builder
	fmt.Fprintf(&b, "<details><summary>%s: %s in %s</summary>\n\n",
		inHTML(string(f.Severity)), inHTML(cut(name(f), markdownText)), inHTML(cut(place(&all[0]), markdownText)))
	item := func(label, text string) {
		if text != "" {
			fmt.Fprintf(&b, "- %s: %s\n", label, text)
		}
	}
	item("Secret", strings.TrimSpace(inCode(cut(f.Secret, markdownText))+" ("+inProse(sureness(f))+")"))
	item("Line", inCode(cut(strings.TrimSpace(all[0].Line), markdownText)))
	for _, part := range parts(f) {
		item("With", inCode(cut(part, markdownText)))
	}
	item("Severity", inProse(f.SeverityNote))
	item("Others can", inProse(sentence(f.Can)))
	item("It says", inCode(cut(strings.Join(f.Facts, "; "), markdownText)))
	for i := range all[:min(len(all), markdownPlaces)] {
		item("At", markdownPlace(&all[i]))
	}
	if more := max(len(all), f.LocationCount) - markdownPlaces; more > 0 {
		fmt.Fprintf(&b, "- and %s\n", plural(more, "more place"))
	}
	item("Owners", inCode(cut(strings.Join(all[0].Owners, " "), markdownText)))
	item("Exposure", inProse(exposure(f)))
	item("Rule", inCode(f.RuleID))
	item("Fingerprint", inCode(f.Fingerprint))
	b.WriteString("\nDo now:\n\n")
	for i, step := range advice(f) {
		fmt.Fprintf(&b, "%d. %s\n", i+1, inProse(step))
	}
	b.WriteString("\n</details>\n\n")
	return b.String()
}

// markdownPlace says where a secret is, whether it is still there, and who brought it.
func markdownPlace(l *finding.Location) string {
	s := inCode(cut(place(l), markdownText))
	if still := fate(l); still != "" {
		s += ", " + inProse(cut(still, markdownText))
	}
	if who := origin(l); who != "" {
		s += "; " + inCode(cut(who, markdownText))
	}
	return s
}

// inHTML writes foreign text as code in HTML.
func inHTML(s string) string { return "<code>" + html.EscapeString(printable(s)) + "</code>" }
