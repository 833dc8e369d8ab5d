package report

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/lazyregexp"
)

// homepage is where the program is described.
const homepage = "https://github.com/sluicesec/sluice"

// sarifDriver names the program.
func sarifDriver(tool finding.Tool) *sarif.ToolComponent {
	driver := sarif.NewDriver(tool.Name).WithInformationURI(homepage)
	if tool.Version != "" {
		driver.WithVersion(tool.Version)
	}
	if version := strings.TrimPrefix(tool.Version, "v"); semanticVersion().MatchString(version) {
		driver.SemanticVersion = &version
	}
	if released, err := time.Parse(time.RFC3339, tool.Date); err == nil {
		released = released.UTC()
		driver.ReleaseDateUtc = &released
	}
	if tool.Commit != "" {
		driver.Properties = sarif.Properties{"commit": tool.Commit}
	}
	return driver
}

// semanticVersion is a version as SARIF asks for it (Semantic Versioning 2.0.0).
var semanticVersion = lazyregexp.New(`^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`)

// sarifCategory is the automationDetails.id of a run (SARIF 3.17.2). GitHub takes what is
// before its last slash for a category, and closes the alerts of an earlier upload of the
// same category that are not in the new one. So a run that judges a range is of another
// category than one that judges the whole history. Who uploads several reports of one kind
// gives each a category of its own.
func sarifCategory(s *finding.Scan, own string) string {
	name := cmp.Or(strings.Trim(own, "/"), string(s.Kind))
	if name == "" {
		return "sluice/"
	}
	return "sluice/" + printable(name) + "/"
}

// sarifProvenance says which state of which repository was scanned; nil if that is not
// known (SARIF 3.14.8).
func sarifProvenance(s *finding.Scan) *sarif.VersionControlDetails {
	repository := repositoryURI(s.Repository)
	if repository == "" {
		return nil
	}
	details := sarif.NewVersionControlDetails().
		WithRepositoryURI(repository).
		WithMappedTo(sarif.NewArtifactLocation().WithUriBaseId(sourceRoot))
	if s.Head != "" {
		details.WithRevisionID(s.Head)
	}
	if s.Branch != "" {
		details.WithBranch(s.Branch)
	}
	return details
}

// repositoryURI is a remote's URL as a URI (RFC 3986), "" if it is none. Git also takes
// the notation of scp, user@host:path.
func repositoryURI(remote string) string {
	if host, path, ok := strings.Cut(remote, ":"); ok && !strings.Contains(host, "/") && !strings.HasPrefix(path, "//") && len(host) > 1 {
		remote = "ssh://" + host + "/" + strings.TrimPrefix(path, "/")
	}
	u, err := url.Parse(remote)
	if err != nil || u.Scheme == "" || u.Host == "" {
		return ""
	}
	return u.String()
}

// sarifRedaction lists what stands in place of a secret (SARIF 3.14.28).
func sarifRedaction(shown []*finding.Finding) []string {
	for _, f := range shown {
		if f.Redacted {
			return []string{redactionMark}
		}
	}
	return nil
}

// redactionMark ends a value that package scan has redacted.
const redactionMark = "***"

// sarifInvocation holds the ledger: what was missed as errors, rules that are off and
// findings that are left out as warnings, what was not scanned on purpose as notes.
func sarifInvocation(r *finding.Report, left int) *sarif.Invocation {
	invocation := sarif.NewInvocation().WithExecutionSuccess(r.Complete)
	if day, err := time.Parse(time.DateOnly, r.Scan.Date); err == nil { // a report knows no more than the day
		invocation.WithStartTimeUTC(day).WithEndTimeUTC(day)
	}
	l := &r.Ledger
	invocation.Properties = sarif.Properties{
		"source": l.Source, "commits": l.Commits, "blobs": l.Blobs, "files": l.Files, "bytes": l.Bytes,
		"suppressed": list(l.Suppressed), "rules": r.Rules, "findings": len(r.Findings),
	}
	notify := func(level, text string) {
		invocation.AddTToolExecutionNotification(sarif.NewNotification().WithLevel(level).WithTextMessage(text))
	}
	for _, s := range missed(r) {
		notify("error", "Not scanned: "+s)
	}
	if left > 0 {
		notify("warning", fmt.Sprintf("%s with less risk not listed: a file may have %s results.",
			plural(left, "secret"), humanize.Comma(sarifMaxResults)))
	}
	if r.Rules.BuiltinOff > 0 {
		notify("warning", "Rules: "+printable(r.Rules.String())+".")
	}
	for _, s := range leftOut(r) {
		notify("note", "Left out: "+s)
	}
	for _, s := range l.Notes {
		notify("note", printable(s))
	}
	return invocation
}
