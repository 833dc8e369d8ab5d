package report

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/sluicesec/sluice/scan"
)

// sarifRules describes the rules of the findings, by id. A rule whose findings
// differ takes the words of the first and the gravest severity.
func sarifRules(findings []scan.Finding) []*sarif.ReportingDescriptor {
	grouped := map[string]*scan.Finding{}
	var ids []string
	for i := range findings {
		f := findings[i]
		known := grouped[f.RuleID]
		if known == nil {
			grouped[f.RuleID] = &f
			ids = append(ids, f.RuleID)
		} else if securitySeverity(f.Severity) > securitySeverity(known.Severity) {
			known.Severity = f.Severity
		}
	}
	slices.Sort(ids)
	rules := make([]*sarif.ReportingDescriptor, len(ids))
	for i, id := range ids {
		rules[i] = sarifRule(grouped[id])
	}
	return rules
}

func sarifRule(f *scan.Finding) *sarif.ReportingDescriptor {
	description := printable(f.Description)
	if description == "" {
		description = printable(f.RuleID)
	}
	text, markdown := sarifHelp(f)
	tags := append([]string{"secret", "security"}, f.Tags...)
	slices.Sort(tags)
	rule := sarif.NewRule(f.RuleID).
		WithName(f.RuleID).
		WithDescription(description).
		WithFullDescription(sarif.NewMultiformatMessageString(description)).
		WithTextHelp(text).
		WithMarkdownHelp(markdown).
		WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(sarifLevel(f.Severity))).
		WithProperties(sarif.Properties{
			"tags":              slices.Compact(tags), // the schema wants them unique
			"precision":         sarifPrecision(f),
			"security-severity": fmt.Sprintf("%.1f", securitySeverity(f.Severity)),
		})
	if u, err := url.Parse(f.Revoke); err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") {
		rule.WithHelpURI(f.Revoke)
	}
	return rule
}

// sarifHelp says what to do, as text and as Markdown.
func sarifHelp(f *scan.Finding) (text, markdown string) {
	lines := []string{sentence(f.Description) + "."}
	if f.Can != "" {
		lines = append(lines, "Who holds it can "+sentence(f.Can)+".")
	}
	lines = append(lines, "Deleting it is not enough: others may have copied it.")
	text = strings.Join(lines, " ")
	markdown = strings.Join(lines, "\n\n") + "\n"
	for i, step := range revocation(f) {
		text += fmt.Sprintf("\n%d. %s", i+1, step)
		markdown += fmt.Sprintf("\n%d. %s", i+1, step)
	}
	return text, markdown
}

// sarifLevel is the level of a severity (SARIF 3.27.10).
func sarifLevel(severity string) string {
	switch severity {
	case "critical", "high":
		return "error"
	case "low":
		return "note"
	default:
		return "warning"
	}
}

// securitySeverity is a score in the range that GitHub code scanning reads as
// the severity of the same name: above 9.0 critical, from 7.0 high, from 4.0
// medium, below low ("SARIF support for code scanning").
func securitySeverity(severity string) float64 {
	switch severity {
	case "critical":
		return 9.5
	case "high":
		return 8
	case "low":
		return 2
	default:
		return 5.5
	}
}

// sarifPrecision is the value of the same document's "precision" property.
func sarifPrecision(f *scan.Finding) string {
	if f.Verification == "proven-offline" {
		return "very-high"
	}
	switch f.Confidence {
	case "high", "low":
		return f.Confidence
	default:
		return "medium"
	}
}
