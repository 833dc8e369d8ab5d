package report

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	"github.com/sluicesec/sluice/finding"
)

// gitLabSchema is the version of GitLab's secret detection report that we write.
const gitLabSchema = "15.2.1"

// What GitLab takes of a text, in characters.
const (
	gitLabName        = 255
	gitLabDescription = 1 << 20
	gitLabSolution    = 7000
)

// gitLabPlaces is how many other places of a secret are listed. GitLab shows them all on
// one page.
const gitLabPlaces = 50

// writeGitLab writes what GitLab shows in merge requests and in its vulnerability report,
// as the artifact reports:secret_detection.
//
// A vulnerability is a finding at its most urgent place; its details list the others.
// Its id and its tracking signature are made of the fingerprint, so that it stays the same
// vulnerability when the secret moves. GitLab shows a file as it is in the commit of the
// location, so a file that was deleted since can be seen there. A secret in a message has
// no file, but the commit, to which a detail links.
func writeGitLab(w *bufio.Writer, r *finding.Report, _ Options) error {
	frame := gitLabReport{Version: gitLabSchema, Scan: gitLabScanOf(r), Vulnerabilities: []gitLabVulnerability{}}
	return encodeList(w, frame, longList{name: "vulnerabilities", depth: 2, indent: "  "}, func(yield func(func() any) bool) {
		for i := range r.Findings {
			if !yield(func() any { return gitLabFinding(&r.Findings[i], &r.Scan) }) {
				return
			}
		}
	})
}

func gitLabScanOf(r *finding.Report) gitLabScan {
	name := cmp.Or(r.Tool.Name, "sluice")
	tool := gitLabTool{ID: name, Name: capital(name), URL: homepage, Vendor: gitLabVendor{"Sluice"}, Version: cmp.Or(r.Tool.Version, "unknown")}
	day := cmp.Or(r.Scan.Date, "1970-01-01")
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		day = "1970-01-01"
	}
	s := gitLabScan{
		Analyzer: tool, Scanner: tool, Type: "secret_detection", Messages: []gitLabMessage{},
		StartTime: day + "T00:00:00", EndTime: day + "T00:00:00", // a report knows no more than the day
		Status: "success",
	}
	say := func(level, text string) {
		s.Messages = append(s.Messages, gitLabMessage{level, text})
	}
	if !r.Complete {
		s.Status = "failure"
		say("fatal", "Not everything was scanned: this is no all-clear.")
	}
	for _, text := range missed(r) {
		say("fatal", "Not scanned: "+text)
	}
	if r.Rules.BuiltinOff > 0 {
		say("warn", "Rules: "+printable(r.Rules.String())+".")
	}
	for _, text := range leftOut(r) {
		say("info", "Left out: "+text)
	}
	for _, text := range suppressed(r) {
		say("info", "Allowed: "+text)
	}
	for _, text := range r.Ledger.Notes {
		say("info", "Note: "+printable(text))
	}
	return s
}

func gitLabFinding(f *finding.Finding, s *finding.Scan) gitLabVulnerability {
	all := locations(f)
	first := &all[0]
	at := gitLabPlace(first, s)
	return gitLabVulnerability{
		ID:          gitLabID(f.Fingerprint),
		Name:        cmp.Or(cut(name(f), gitLabName), "unknown"),
		Description: cut(gitLabText(f, first), gitLabDescription),
		Severity:    gitLabSeverity(f.Severity),
		Solution:    cut(gitLabSteps(f), gitLabSolution),
		Identifiers: []gitLabIdentifier{{"sluice_rule_id", "Sluice rule " + printable(f.RuleID), cmp.Or(f.RuleID, "unknown")}},
		Links:       gitLabLinks(f),
		Location:    at,
		Extract:     cmp.Or(first.Line, f.Match, f.Secret),
		Tracking: gitLabTracking{"source", []gitLabItem{{at.File, at.StartLine, at.EndLine, []gitLabSignature{
			// The algorithm of GitLab's own analyzer, which leaves out the line.
			{"rule_value", f.Fingerprint},
		}}}},
		Details: gitLabDetailsOf(f, all),
	}
}

// gitLabID is a UUID, as GitLab recommends, of version 8 (RFC 9562, 5.8).
func gitLabID(fingerprint string) string {
	sum := sha256.Sum256([]byte("sluice\x00" + fingerprint))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	id := hex.EncodeToString(sum[:16])
	return strings.Join([]string{id[:8], id[8:12], id[12:16], id[16:20], id[20:]}, "-")
}

// gitLabPlace has a file only if GitLab can show one, and a line only in such a file. Where
// no commit is known, it has that of HEAD, or zeros.
func gitLabPlace(l *finding.Location, s *finding.Scan) gitLabLocation {
	at := gitLabLocation{Commit: gitLabCommit{SHA: l.Commit.String()}}
	if !l.Commit.IsZero() {
		at.Commit.Author, at.Commit.Date, at.Commit.Message = printable(l.AuthorName), printable(l.Date), subject(l.Message)
	} else {
		at.Commit.SHA = cmp.Or(s.Head, strings.Repeat("0", 40))
	}
	if isMessage(l) || l.Path == "" {
		return at
	}
	at.File = l.Path
	if l.StartLine > 0 && !l.InMember() {
		at.StartLine, at.EndLine = l.StartLine, max(l.StartLine, l.EndLine)
	}
	return at
}

// gitLabText describes a finding. GitLab shows it as Markdown.
func gitLabText(f *finding.Finding, first *finding.Location) string {
	lines := []string{inProse(name(f)) + " (" + inProse(sureness(f)) + "): " + inCode(f.Secret), markdownPlace(first)}
	if f.SeverityNote != "" {
		lines = append(lines, "Severity: "+inProse(printable(f.SeverityNote))+".")
	}
	if f.Can != "" {
		lines = append(lines, "Others who have it can "+inProse(sentence(f.Can))+".")
	}
	for _, part := range parts(f) {
		lines = append(lines, "With it: "+inCode(part))
	}
	if s := exposure(f); s != "" {
		lines = append(lines, inProse(s))
	}
	return strings.Join(lines, "\n\n")
}

// gitLabSteps says what to do, as Markdown.
func gitLabSteps(f *finding.Finding) string {
	var b strings.Builder
	for i, step := range advice(f) {
		fmt.Fprintf(&b, "%d. %s\n", i+1, inProse(step))
	}
	return b.String()
}

// gitLabLinks names the page where a secret is revoked.
func gitLabLinks(f *finding.Finding) []gitLabLink {
	if u, err := url.Parse(f.Revoke); err == nil && u.Scheme == "https" && u.Host != "" {
		return []gitLabLink{{"Revoke", u.String()}}
	}
	return nil
}

// gitLabDetailsOf lists the fingerprint, by which a finding is found in other reports, the
// commit, and the other places.
func gitLabDetailsOf(f *finding.Finding, all []finding.Location) gitLabDetails {
	d := gitLabDetails{Fingerprint: gitLabDetail{Name: "Fingerprint", Type: "text", Value: cmp.Or(f.Fingerprint, "none")}}
	if id := all[0].Commit; !id.IsZero() {
		d.Commit = &gitLabDetail{Name: "Commit", Type: "commit", Value: id.String()}
	}
	var others []gitLabDetail
	for i := range all[1:min(len(all), 1+gitLabPlaces)] {
		others = append(others, gitLabDetail{Type: "text", Value: strings.Join(describe(&all[1+i]), "; ")})
	}
	if more := max(len(all), f.LocationCount) - 1 - len(others); more > 0 {
		others = append(others, gitLabDetail{Type: "text", Value: fmt.Sprintf("and %s more", humanize.Comma(int64(more)))})
	}
	if len(others) > 0 {
		d.Others = &gitLabDetail{Name: "Other places", Type: "list", Items: others}
	}
	return d
}

func gitLabSeverity(s finding.Severity) string {
	switch s {
	case finding.SeverityCritical, finding.SeverityHigh, finding.SeverityMedium, finding.SeverityLow:
		return capital(string(s))
	}
	return "Unknown"
}
