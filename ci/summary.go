package ci

import (
	"fmt"
	"html"
	"io"
	"net/url"
	"strings"

	"github.com/dustin/go-humanize/english"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/plain"
)

// maxSummary is the most bytes of a step summary. GitHub shows none above 1 MiB.
const maxSummary = 900 << 10

// Summarize writes the report as Markdown for a step summary of GitHub Actions.
func Summarize(w io.Writer, r *finding.Report) error {
	var b strings.Builder
	switch {
	case len(r.Findings) > 0:
		fmt.Fprintf(&b, "## Sluice: %s found\n\n", english.Plural(len(r.Findings), "secret", ""))
	case r.Complete:
		b.WriteString("## Sluice: no secrets found\n\n")
	default:
		b.WriteString("## Sluice: not everything was scanned\n\n")
	}
	rows(&b, r)
	fmt.Fprintf(&b, "Scanned %s: %s, %s, %s.\n", cell(r.Ledger.Source),
		english.Plural(r.Ledger.Commits, "commit", ""), english.Plural(r.Ledger.Blobs, "blob or message", "blobs and messages"), english.Plural(int(r.Ledger.Bytes), "byte", ""))
	if r.Rules.Source != "" {
		fmt.Fprintf(&b, "\nRules: %s.\n", cell(r.Rules.String()))
	}
	for _, note := range r.Ledger.Notes {
		fmt.Fprintf(&b, "\n> %s\n", cell(note))
	}
	if !r.Complete {
		b.WriteString("\n**Incomplete: this is no all-clear.**\n\n")
		for _, e := range r.Ledger.Errors {
			fmt.Fprintf(&b, "- %s\n", cell(e))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// rows writes a table of the findings, the most urgent first, up to maxSummary bytes.
func rows(b *strings.Builder, r *finding.Report) {
	if len(r.Findings) == 0 {
		return
	}
	b.WriteString("| Where | What | Rule | Commit | Do now |\n| --- | --- | --- | --- | --- |\n")
	for i, f := range r.ByRisk() {
		var l finding.Location
		if len(f.Locations) > 0 {
			l = f.Locations[0]
		}
		where := l.FullPath()
		if where == "" {
			where = string(l.Kind)
		}
		if l.StartLine > 0 {
			where += fmt.Sprintf(":%d", l.StartLine)
		}
		if n := max(len(f.Locations), f.LocationCount) - 1; n > 0 {
			where += fmt.Sprintf(" and %d more", n)
		}
		commit := l.Commit.String()
		advice := "Find out who issued it, and revoke it there."
		if f.Rotate != "" {
			advice = cell(f.Rotate)
		}
		if f.Revoke != "" {
			advice = link("Revoke it", f.Revoke)
		}
		row := fmt.Sprintf("| %s | %s %s | %s | %s | %s |\n", cell(where), cell(f.Description), cell(f.Secret), cell(f.RuleID), cell(commit[:min(len(commit), 10)]), advice)
		if b.Len()+len(row) > maxSummary {
			fmt.Fprintf(b, "\nThere are %d more: a report with -f json has them, and so has the log with --all.\n", len(r.Findings)-i)
			break
		}
		b.WriteString(row)
	}
	b.WriteString("\n")
}

// link returns a link for a table, or what text says instead of an address. The
// rules may come from the repository, so the address may be anything.
func link(name, address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" || strings.ContainsAny(address, " <>\"'`\\|\n\r") || plain.Text(address) != address {
		return cell(address)
	}
	return "[" + name + "](<" + address + ">)"
}

// cell escapes text for a table. It comes from the repository, and may contain
// Markdown or HTML.
func cell(s string) string {
	s = html.EscapeString(plain.Text(strings.Join(strings.Fields(s), " ")))
	return markdown.Replace(s)
}

var markdown = strings.NewReplacer("|", `\|`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "!", `\!`, "@", "&#64;", `\`, `\\`, "://", "&#58;//", "www.", "www&#46;")
