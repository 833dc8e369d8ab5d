package report

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// team is the report of a repository with a past: many secrets by a few rules, most of
// them old.
func team() *finding.Report {
	r := clean()
	r.Scan = finding.Scan{Kind: finding.ScanHistory, Date: "2026-01-31"}
	r.Ledger = finding.Ledger{Source: "git /srv/shop", Commits: 5210, Blobs: 48000, Bytes: 600 << 20, Suppressed: []finding.Suppressed{{By: finding.BelowConfidence, Count: 40}, {By: finding.BelowSeverity, Count: 3}, {By: "inline", Count: 2}}}
	for i := range 40 {
		r.Findings = append(r.Findings, exposedFinding(i))
	}
	return r
}

// exposedFinding is one of the findings of team.
func exposedFinding(i int) finding.Finding {
	rules := []struct {
		id, description, provider, revoke string
		severity                          finding.Severity
	}{
		{"acme-deploy-key", "Acme deploy key", "Acme", "https://acme.example/settings/keys", finding.SeverityCritical},
		{"acme-token", "Acme token", "Acme", "https://acme.example/settings/tokens", finding.SeverityHigh},
		{"generic-password", "Password, found by its name", "", "", finding.SeverityMedium},
	}
	rule := rules[i%len(rules)]
	settings := []finding.Setting{finding.SettingDeployed, finding.SettingTest, finding.SettingDeployed, finding.SettingVendored}
	setting := settings[i%len(settings)]
	f := finding.Finding{
		RuleID: rule.id, Description: rule.description, Provider: rule.provider, Severity: rule.severity, Revoke: rule.revoke,
		Confidence: finding.ConfidenceHigh, Verification: finding.Unverified, Fingerprint: fmt.Sprintf("%032x", i*7919+1),
		Secret: "acm***", Redacted: true, Can: "deploy to every project",
		Exposure: finding.Exposure{
			Introduced: fmt.Sprintf("2024-%02d-03T10:00:00Z", i%12+1), Days: 700 - i, InHead: i%5 == 0, Pushed: i%2 == 0,
			Branches: i % 3, Tags: i % 4, Paths: 1 + i%2, Settings: []finding.Setting{setting},
		},
	}
	l := finding.Location{
		Path: fmt.Sprintf("services/shop%d/deploy/config.yml", i%6), Span: finding.Span{StartLine: 12 + i, EndLine: 12 + i, StartColumn: 8, EndColumn: 48},
		Provenance: finding.Provenance{Commit: id(fmt.Sprint(i % 10)), AuthorName: []string{"Ann Author", "Bob"}[i%2], AuthorEmail: "x@example.com", Date: f.Exposure.Introduced, Message: "Add settings", Blob: id("b"), Kind: finding.KindBlob, Reachable: true, InHead: f.Exposure.InHead},
		Setting:    setting, Owners: []string{"@acme/shop"}, Line: fmt.Sprintf("\tkey_%d: \"acm***\" # deploy", i),
	}
	if !l.InHead {
		l.RemovedCommit, l.RemovedDate = id("c"), "2025-03-01T10:00:00Z"
		f.Exposure.Removed = l.RemovedDate
	}
	f.Locations = []finding.Location{l}
	return f
}

// randomTeam is a report with n findings, made of awkward pieces and with awkward
// exposures.
func randomTeam(seed uint64, n int) *finding.Report {
	rnd := rand.New(rand.NewPCG(seed, 2))
	r := random(seed)
	r.Findings = nil
	for i := range n {
		f := exposedFinding(rnd.IntN(60))
		if other := random(rnd.Uint64()); len(other.Findings) > 0 {
			odd := other.Findings[0]
			odd.Exposure = f.Exposure
			for j := range odd.Locations {
				l := &odd.Locations[j]
				l.Line = strings.Repeat(cmp.Or(odd.Secret, "x")+" "+l.Path, rnd.IntN(3))
				l.Owners = odd.Tags
				l.Setting = finding.Settings()[rnd.IntN(len(finding.Settings()))]
			}
			f = odd
		}
		if rnd.IntN(4) == 0 {
			f.RuleID = fmt.Sprintf("rule-with-a-rather-long-name-%d", rnd.IntN(20))
		}
		f.Fingerprint = fmt.Sprintf("%032d", i)
		r.Findings = append(r.Findings, f)
	}
	return r
}

// shuffled is a report with its findings in another order.
func shuffled(r *finding.Report, seed uint64) *finding.Report {
	other := *r
	other.Findings = slices.Clone(r.Findings)
	rand.New(rand.NewPCG(seed, 3)).Shuffle(len(other.Findings), func(i, j int) {
		other.Findings[i], other.Findings[j] = other.Findings[j], other.Findings[i]
	})
	return &other
}
