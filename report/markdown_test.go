package report

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
)

// evil is text that tries to be more than text to a reader of Markdown.
const evil = "`a|b`c``d` ``<b>x</b> @user ![p](https://evil.example/p.png) [l](https://evil.example) https://evil.example www.evil.example GH-1 #12 *b* _i_ ~~s~~ $x$ &lt; </details> </code>\n## h\n::set-env name=X::y"

// bare returns what of Markdown is neither code nor one of our own tags. Code is from some
// backquotes to the next run of as many (CommonMark 6.1).
func bare(text string) string {
	run := regexp.MustCompile("`+")
	var rest strings.Builder
	for line := range strings.Lines(text) {
		for {
			open := run.FindStringIndex(line)
			if open == nil {
				break
			}
			fence, length := line[open[0]:open[1]], 0
			for _, at := range run.FindAllStringIndex(line[open[1]:], -1) {
				if at[1]-at[0] == len(fence) {
					length = open[1] + at[1]
					break
				}
			}
			if length == 0 {
				break // it is no code
			}
			rest.WriteString(line[:open[0]])
			line = line[length:]
		}
		rest.WriteString(line)
	}
	text = regexp.MustCompile(`<code>[^<\n]*</code>`).ReplaceAllString(rest.String(), "")
	return regexp.MustCompile(`(?m)^<details><summary>|</summary>$|^</details>$`).ReplaceAllString(text, "")
}

// TestMarkdownIsInert: nothing that a repository or a rule says is HTML, a link, a picture
// or a mention.
func TestMarkdownIsInert(t *testing.T) {
	l := finding.Location{Path: evil, Line: evil, Owners: []string{evil}, Provenance: finding.Provenance{Commit: id("c"), AuthorName: evil, Date: evil, Message: evil, Branches: []string{evil}}, Parts: []finding.Part{{Description: evil, Secret: evil, Facts: []string{evil}}}}
	f := finding.Finding{RuleID: evil, Description: evil, Provider: evil, Severity: evil, SeverityNote: evil, Secret: evil, Fingerprint: evil, Can: evil, Facts: []string{evil}, Revoke: evil, Rotate: evil, Logs: evil, Locations: []finding.Location{l}}
	r := &finding.Report{
		Findings: []finding.Finding{f},
		Ledger:   finding.Ledger{Source: evil, Errors: []string{evil}, Notes: []string{evil}, Skipped: []finding.Skip{{Reason: evil, Count: 1, Examples: []string{evil}, Incomplete: true}}},
		Rules:    finding.Rules{Source: evil},
	}
	text := write(t, "markdown", r, Options{})
	rest := bare(text)
	for _, bad := range []string{"<", "@", "[", "](", "!", "$", "~", "_", "#12", "GH-1", "www.", "\n::"} {
		if strings.Contains(strings.ReplaceAll(rest, "<https://evil.example>", ""), bad) {
			t.Errorf("%q is not code:\n%s", bad, text)
		}
	}
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "|") && strings.Count(line, "|") != 5 {
			t.Errorf("not four cells: %s", line)
		}
	}
	if n := strings.Count(text, "\n## "); n != 0 {
		t.Errorf("%d more headings", n)
	}
	for seed := range uint64(200) {
		rest := bare(write(t, "markdown", random(seed), Options{}))
		if strings.ContainsAny(strings.ReplaceAll(rest, "## Sluice", ""), "<@[!#`") {
			t.Fatalf("seed %d: %s", seed, rest)
		}
	}
}

// TestMarkdownProse: the text of rules stays readable.
func TestMarkdownProse(t *testing.T) {
	for text, want := range map[string]string{
		"Delete it, then make a new one (Settings, Keys).": "Delete it, then make a new one (Settings, Keys).",
		"Revoke it at Acme: https://acme.example/a_b?c=d.": "Revoke it at Acme: <https://acme.example/a_b?c=d>.",
		"Run `git gc --prune=now` now":                     "Run `git gc --prune=now` now",
		"set AWS_KEY to *x*":                               "set `AWS_KEY` to `*x*`",
		"http://acme.example":                              "`http://acme.example`",
		"https://x.example/>)<img":                         "`https://x.example/>)<img`",
		"https://user@x.example/":                          "`https://user@x.example/`",
		"javascript:alert(1)":                              "javascript:alert(1)",
		"an odd ` mark | and a bar":                        "an odd ` mark \\x7c and a bar`",
		"":                                                 "",
	} {
		if got := inProse(text); got != want {
			t.Errorf("%q is written as %q, not %q", text, got, want)
		}
	}
}

// TestMarkdownLimit: the text is never longer than its reader takes, and what is left out
// is counted.
func TestMarkdownLimit(t *testing.T) {
	r := sample()
	for i := range 5000 {
		f := deployKey()
		f.Fingerprint, f.Severity = fmt.Sprint(i), finding.SeverityLow
		f.Locations = f.Locations[:1]
		f.Locations[0].Path = strings.Repeat("x|", 4000)
		r.Findings = append(r.Findings, f)
		r.Ledger.Errors = append(r.Ledger.Errors, strings.Repeat("e", 3000))
		r.Ledger.Notes = append(r.Ledger.Notes, strings.Repeat("n", 3000))
	}
	for _, limit := range []int{0, 30_000, 900 << 10} {
		text := write(t, "markdown", r, Options{Bytes: limit})
		rows, folded := strings.Count(text, "\n| ")-2, strings.Count(text, "<details>")
		if most := max(limit, 30_000); limit == 0 && len(text) > 65_536 || limit > 0 && len(text) > most {
			t.Errorf("limit %d: %d bytes", limit, len(text))
		}
		missing := 0
		if _, err := fmt.Sscanf(strings.ReplaceAll(text[strings.LastIndex(text, "</details>"):], ",", ""), "</details>\n\n%d more secrets", &missing); err != nil || rows+missing != len(r.Findings) {
			t.Errorf("limit %d: %d rows, and %d not listed, of %d findings: %v", limit, rows, missing, len(r.Findings), err)
		}
		if !strings.Contains(text, fmt.Sprintf(": %s.\n", plural(rows-folded, "secret"))) {
			t.Errorf("limit %d: %d rows and %d details", limit, rows, folded)
		}
		if !strings.Contains(text, "no all-clear") || !strings.Contains(text, "a1a1a1a1") {
			t.Errorf("limit %d: the most urgent is left out", limit)
		}
	}
}
