package report

import (
	"fmt"
	"html/template"
	"path"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"

	"github.com/sluicesec/sluice/finding"
)

// plainFindings is how many findings a browser without JavaScript shows.
const plainFindings = 200

// An htmlPage is what the template shows. All of its texts are printable.
type htmlPage struct {
	Policy   string
	Style    template.CSS
	Script   template.JS
	Tool     string
	Name     string // of what was scanned
	Headline string
	Empty    bool // there are no findings
	InClear  bool // the report shows secrets that are not redacted
	Complete bool
	Missed   []string
	Cards    []card
	Facts    []scanFact
	Timeline *timeline // nil without dates
	Panels   []panel
	Plain    []plainFinding
	More     string // findings that are not in Plain
}

// A card is a number of the summary.
type card struct {
	Number, Words, About string
	Link                 template.URL
	Class                string
}

// A scanFact is something about the scan.
type scanFact struct {
	Name  string
	Texts []string
}

// A plainFinding is a finding as a browser without JavaScript shows it.
type plainFinding struct {
	ID, Severity, What, Rule, Secret string
	Places                           []plainPlace
	More                             string // places
	Steps                            []string
}

type plainPlace struct{ At, Line, About string }

func newHTMLPage(r *finding.Report, findings []*finding.Finding) *htmlPage {
	style, script := htmlText("style.css"), htmlScript()
	p := &htmlPage{
		Policy: htmlPolicy(style, script), Style: template.CSS(style), Script: template.JS(script),
		Tool: strings.TrimSpace(printable(r.Tool.Name + " " + r.Tool.Version)),
		Name: scanName(r), Headline: headline(r, findings),
		Empty:    len(findings) == 0,
		InClear:  slices.ContainsFunc(findings, func(f *finding.Finding) bool { return !f.Redacted }),
		Complete: r.Complete, Missed: missed(r),
		Cards: cards(findings), Facts: scanFacts(r),
		Timeline: newTimeline(r, findings), Panels: panels(findings),
	}
	for _, f := range findings[:min(len(findings), plainFindings)] {
		p.Plain = append(p.Plain, newPlainFinding(f))
	}
	if more := len(findings) - len(p.Plain); more > 0 {
		p.More = plural(more, "more secret")
	}
	return p
}

// scanName is a short name of what was scanned: that of the repository, or else of the
// path.
func scanName(r *finding.Report) string {
	if r.Scan.Repository != "" {
		return printable(strings.TrimSuffix(path.Base(r.Scan.Repository), ".git"))
	}
	_, what, found := strings.Cut(r.Ledger.Source, " ") // "git /srv/shop"
	if !found {
		what = r.Ledger.Source
	}
	if what == "." {
		return "this folder"
	}
	return printable(what)
}

func headline(r *finding.Report, findings []*finding.Finding) string {
	if len(findings) == 0 {
		return total(r)
	}
	current := countIf(findings, (*finding.Finding).Current)
	switch s := plural(len(findings), "secret") + " found"; current {
	case 0:
		return s + ", none of them in the current files."
	case len(findings):
		return s + ", in the current files."
	default:
		return fmt.Sprintf("%s, %s of them in the current files.", s, humanize.Comma(int64(current)))
	}
}

func countIf(findings []*finding.Finding, holds func(*finding.Finding) bool) int {
	n := 0
	for _, f := range findings {
		if holds(f) {
			n++
		}
	}
	return n
}

func cards(findings []*finding.Finding) []card {
	number := func(holds func(*finding.Finding) bool) string {
		return humanize.Comma(int64(countIf(findings, holds)))
	}
	critical := func(f *finding.Finding) bool { return f.Severity == finding.SeverityCritical }
	all := []card{
		{humanize.Comma(int64(len(findings))), "secrets", "Each counts once, however many places hold it.", "#state=all", ""},
		{number((*finding.Finding).Current), "in the current files", "Everybody who opens the project sees them.", "#state=current", "warn"},
		{number(critical), "critical", "They do the most harm in the wrong hands.", "#severity=critical", "critical"},
	}
	// That none is pushed may mean that nobody knows, and so with the kinds of files.
	pushed := countIf(findings, func(f *finding.Finding) bool { return f.Exposure.Pushed })
	deployed := countIf(findings, func(f *finding.Finding) bool { return settingOf(f) == string(finding.SettingDeployed) })
	switch {
	case pushed > 0:
		all = append(all, card{humanize.Comma(int64(pushed)), "pushed", "Another repository has had them, so others may have copies.", "#pushed=yes", "warn"})
	case deployed > 0:
		all = append(all, card{humanize.Comma(int64(deployed)), "in code, configuration or messages", "The others are in tests, examples or documentation.", filterLink("files", string(finding.SettingDeployed)), "warn"})
	}
	for i := range all {
		if all[i].Number == "0" {
			all[i].Class = "none"
		}
	}
	return all
}

// scanFacts says what was scanned and what was not.
func scanFacts(r *finding.Report) []scanFact {
	l := &r.Ledger
	all := []scanFact{
		{"Scanned", []string{printable(l.Source)}},
		{"Repository", []string{printable(r.Scan.Repository)}},
		{"Branch", []string{printable(r.Scan.Branch)}},
		{"Newest commit", []string{short(r.Scan.Head)}},
		{"Day of the scan", []string{printable(r.Scan.Date)}},
		{"How much", []string{strings.Join(scanned(r), ", ")}},
		{"Rules", nil},
		{"Not scanned, though it should be", missed(r)},
		{"Left out on purpose", leftOut(r)},
		{"Not shown, because allowed", suppressed(r)},
		{"Allowed in", printables(l.InlineAllowed)},
		{"Notes", printables(l.Notes)},
	}
	if r.Rules.Source != "" {
		all[6].Texts = []string{printable(r.Rules.String())}
	}
	if n := lessSure(r); n > 0 {
		all = append(all, scanFact{"Not shown, because less sure", []string{plural(n, "match") + "; --min-confidence low shows them"}})
	}
	return slices.DeleteFunc(all, func(f scanFact) bool { return strings.Join(f.Texts, "") == "" })
}

func newPlainFinding(f *finding.Finding) plainFinding {
	p := plainFinding{
		ID: printable(f.Fingerprint), Severity: printable(string(f.Severity)),
		What: sentence(f.Description), Rule: printable(f.RuleID), Secret: printable(f.Secret), Steps: advice(f),
	}
	all := placesOf(f)
	shown := all[:min(len(all), shownLocations)]
	for _, l := range shown {
		lines := []string{whereabouts(l), origin(l)}
		lines = slices.DeleteFunc(lines, func(s string) bool { return s == "" })
		p.Places = append(p.Places, plainPlace{place(l), printable(l.Line), strings.Join(lines, "; ")})
	}
	if more := max(len(all), f.LocationCount) - len(shown); more > 0 {
		p.More = plural(more, "more place")
	}
	return p
}
