package report

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/sluicesec/sluice/finding"
)

// sarifRules describes the rules of the findings, sorted by id, and returns the index of
// each. If the findings of a rule differ, it has the words of the first and the highest
// severity.
func sarifRules(findings []*finding.Finding) ([]*sarif.ReportingDescriptor, map[string]int) {
	grouped := map[string]*finding.Finding{}
	var ids []string
	for _, f := range findings {
		known := grouped[f.RuleID]
		if known == nil {
			first := *f
			grouped[f.RuleID] = &first
			ids = append(ids, f.RuleID)
		} else if securitySeverity(f.Severity) > securitySeverity(known.Severity) {
			known.Severity = f.Severity
		}
	}
	slices.Sort(ids)
	rules := make([]*sarif.ReportingDescriptor, len(ids))
	index := map[string]int{}
	for i, id := range ids {
		rules[i], index[id] = sarifRule(grouped[id]), i
	}
	return rules, index
}

func sarifRule(f *finding.Finding) *sarif.ReportingDescriptor {
	description := printable(f.Description)
	if description == "" {
		description = printable(f.RuleID)
	}
	text, markdown := sarifHelp(f)
	tags := slices.Clone(f.Tags)
	slices.Sort(tags)
	tags = slices.DeleteFunc(slices.Compact(tags), func(t string) bool { return t == "secret" || t == "security" })
	tags = append([]string{"secret", "security"}, tags[:min(len(tags), sarifMaxTags-2)]...)
	rule := sarif.NewRule(f.RuleID).
		WithName(f.RuleID).
		WithDescription(description).
		WithFullDescription(sarif.NewMultiformatMessageString(description)).
		WithTextHelp(text).
		WithMarkdownHelp(markdown).
		WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(sarifLevel(f.Severity))).
		WithProperties(sarif.Properties{
			"tags":              tags, // which differ, as the schema demands
			"precision":         sarifPrecision(f),
			"security-severity": fmt.Sprintf("%.1f", securitySeverity(f.Severity)),
		})
	if u, err := url.Parse(f.Revoke); err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") {
		rule.WithHelpURI(f.Revoke)
	}
	return rule
}

// sarifHelp says what to do about a finding of the rule, as text and as Markdown.
func sarifHelp(f *finding.Finding) (text, markdown string) {
	lines := []string{sentence(f.Description) + "."}
	if f.Can != "" {
		lines = append(lines, "Others who have it can "+sentence(f.Can)+".")
	}
	lines = append(lines, "Deleting it is not enough: others may have copied it.")
	text = strings.Join(lines, " ")
	for i := range lines {
		lines[i] = inProse(lines[i])
	}
	markdown = strings.Join(lines, "\n\n") + "\n"
	for i, step := range revocation(f) {
		text += fmt.Sprintf("\n%d. %s", i+1, step)
		markdown += fmt.Sprintf("\n%d. %s", i+1, inProse(step))
	}
	return text, markdown
}

// sarifLevel is the level of a severity (SARIF 3.27.10).
func sarifLevel(severity finding.Severity) string {
	switch severity {
	case finding.SeverityCritical, finding.SeverityHigh:
		return "error"
	case finding.SeverityLow:
		return "note"
	default:
		return "warning"
	}
}

// securitySeverity is a score that GitHub code scanning shows as the severity of
// the same name: above 9.0 as critical, from 7.0 as high, from 4.0 as medium,
// below that as low ("SARIF support for code scanning").
func securitySeverity(severity finding.Severity) float64 {
	switch severity {
	case finding.SeverityCritical:
		return 9.5
	case finding.SeverityHigh:
		return 8
	case finding.SeverityLow:
		return 2
	default:
		return 5.5
	}
}

// sarifPrecision is the value of the property "precision" in the same document.
func sarifPrecision(f *finding.Finding) string {
	if f.Verification == finding.ProvenOffline {
		return "very-high"
	}
	switch f.Confidence {
	case finding.ConfidenceHigh, finding.ConfidenceLow:
		return string(f.Confidence)
	default:
		return "medium"
	}
}
