package report

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
)

// fingerprintKey names our fingerprint among those of a result (SARIF 3.27.17).
const fingerprintKey = "sluiceFingerprint/v1"

// sourceRoot names the base of relative paths (SARIF 3.14.14): the root of what
// was scanned, wherever that is checked out.
const sourceRoot = "SRCROOT"

// writeSARIF writes SARIF 2.1.0 (OASIS Standard, with errata 01) with what
// GitHub code scanning asks for beyond it.
//
// A result is a finding at one path. Code scanning shows only the first location
// of a result, so one result for all paths would hide all paths but one. One
// result for each commit would be too many to read. The commits that held the
// secret at the path are in the result's properties.
//
// Messages hold only words of the rule and object ids, because SARIF reads
// "[text](target)" in a message as a link (3.11.6).
func writeSARIF(w *bufio.Writer, r *finding.Report, _ Options) error {
	log, err := sarif.New(sarif.Version210)
	if err != nil {
		return err
	}
	driver := sarif.NewDriver(r.Tool.Name)
	if r.Tool.Version != "" {
		driver.WithVersion(r.Tool.Version)
	}
	run := sarif.NewRun(*sarif.NewTool(driver)).
		WithColumnKind("unicodeCodePoints").
		WithOriginalUriBaseIds(map[string]*sarif.ArtifactLocation{
			sourceRoot: sarif.NewArtifactLocation().WithDescriptionText("The root of what was scanned."),
		}).
		WithInvocations([]*sarif.Invocation{sarifInvocation(r)})

	// The rules come before the results: a result looks up the index of its rule.
	driver.WithRules(sarifRules(r.Findings))
	for i := range r.Findings {
		f := &r.Findings[i]
		for _, group := range byPath(locations(f)) {
			run.AddResult(sarifResult(f, group))
		}
	}
	log.AddRun(run)
	return encode(w, log, "  ")
}

// byPath groups the locations in the same file, or the same member of a container, and
// keeps their order.
func byPath(all []finding.Location) [][]finding.Location {
	var groups [][]finding.Location
	index := map[string]int{}
	for _, l := range all {
		file := strings.Join(append([]string{sarifURI(&l)}, l.Layers...), "\x00")
		i, ok := index[file]
		if !ok {
			i = len(groups)
			index[file] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], l)
	}
	return groups
}

// sarifResult describes a finding at locations that share a path.
func sarifResult(f *finding.Finding, group []finding.Location) *sarif.Result {
	first := &group[0]
	properties := sarif.Properties{
		"secret": f.Secret, "confidence": f.Confidence, "severity": f.Severity,
		"verification": f.Verification, "occurrences": sarifOccurrences(group),
	}
	if len(f.Facts) > 0 {
		properties["facts"] = f.Facts
	}
	if f.SeverityNote != "" {
		properties["severityNote"] = f.SeverityNote
	}
	if f.Mode != "" {
		properties["mode"] = f.Mode
	}
	result := sarif.NewRuleResult(f.RuleID).
		WithLevel(sarifLevel(f.Severity)).
		WithMessage(sarif.NewTextMessage(sarifMessage(f, first, len(group)))).
		WithLocations([]*sarif.Location{sarifLocation(first)}).
		WithPartialFingerPrints(map[string]any{fingerprintKey: f.Fingerprint})
	if with := parts(f); len(with) > 0 {
		properties["parts"] = with
	}
	result.Properties = properties
	for i := range first.Parts {
		p := &first.Parts[i]
		place := ofPart(*first, p)
		result.AddRelatedLocation(sarifLocation(&place).WithId(i + 1).WithMessage(sarif.NewTextMessage(inMessage.Replace(partName(p)) + ".")))
	}
	return result
}

// inMessage escapes what begins and ends a link in a message (SARIF 3.11.6).
var inMessage = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`)

func sarifMessage(f *finding.Finding, first *finding.Location, places int) string {
	parts := []string{inMessage.Replace(sentence(f.Description)) + ", " + sureness(f)}
	if f.SeverityNote != "" {
		parts = append(parts, inMessage.Replace(printable(f.SeverityNote)))
	}
	switch {
	case !first.Commit.IsZero():
		parts = append(parts, "brought by commit "+abbreviate(first.Commit))
	case !first.Blob.IsZero():
		parts = append(parts, "in blob "+abbreviate(first.Blob))
	}
	plain := *first // without its branches and tags: their names are scanned text
	plain.Branches, plain.Tags = nil, nil
	if s := fate(&plain); s != "" {
		parts = append(parts, s)
	}
	if places > 1 {
		parts = append(parts, fmt.Sprintf("%d occurrences in this file", places))
	}
	return strings.Join(parts, "; ") + "."
}

// An occurrence is one location at the path of a result.
type occurrence struct {
	StartLine     int          `json:"startLine,omitempty"`
	StartColumn   int          `json:"startColumn,omitempty"`
	Layers        []string     `json:"layers,omitempty"`
	Kind          finding.Kind `json:"kind,omitempty"`
	Blob          oid.ID       `json:"blob,omitzero"`
	Commit        oid.ID       `json:"commit,omitzero"`
	AuthorName    string       `json:"authorName,omitempty"`
	AuthorEmail   string       `json:"authorEmail,omitempty"`
	Date          string       `json:"date,omitempty"`
	Message       string       `json:"message,omitempty"`
	Reachable     bool         `json:"reachable"`
	InHead        bool         `json:"inHead"`
	RemovedCommit oid.ID       `json:"removedCommit,omitzero"`
	Branches      []string     `json:"branches,omitempty"`
	Tags          []string     `json:"tags,omitempty"`
}

func sarifOccurrences(group []finding.Location) []occurrence {
	out := make([]occurrence, len(group))
	for i := range group {
		l := &group[i]
		out[i] = occurrence{
			StartLine: l.StartLine, StartColumn: l.StartColumn, Layers: l.Layers, Kind: l.Kind, Blob: l.Blob,
			Commit: l.Commit, AuthorName: l.AuthorName, AuthorEmail: l.AuthorEmail, Date: l.Date, Message: l.Message,
			Reachable: l.Reachable, InHead: l.InHead, RemovedCommit: l.RemovedCommit, Branches: l.Branches, Tags: l.Tags,
		}
	}
	return out
}

// sarifInvocation holds the ledger: what was missed as errors, rules that are off
// as a warning, what was left out as notes.
func sarifInvocation(r *finding.Report) *sarif.Invocation {
	invocation := sarif.NewInvocation().WithExecutionSuccess(r.Complete)
	l := &r.Ledger
	invocation.Properties = sarif.Properties{
		"source": l.Source, "commits": l.Commits, "blobs": l.Blobs, "files": l.Files, "bytes": l.Bytes,
		"suppressed": list(l.Suppressed), "rules": r.Rules,
	}
	notify := func(level, text string) {
		invocation.AddTToolExecutionNotification(sarif.NewNotification().WithLevel(level).WithTextMessage(text))
	}
	for _, s := range missed(r) {
		notify("error", "Not scanned: "+s)
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
