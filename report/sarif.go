package report

import (
	"bufio"
	"cmp"
	"fmt"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
)

// GitHub code scanning refuses a file with more results, and shows no more than so many
// locations of a result ("SARIF results exceed one or more limits"). Of the results it
// shows the 5,000 most severe.
const (
	sarifMaxResults   = 25_000
	sarifMaxLocations = 100
	sarifMaxTags      = 10 // of a rule
)

// The names of fingerprints among those of a result (SARIF 3.27.17).
//
// lineHash is the one by which GitHub tells whether two results are the same. It is a
// hash of the line and of the text after it, which a report does not have. So it is left
// to GitHub's upload action, which computes it from the file. The action does not do
// that for a result without a line; such a result has our fingerprint under this name
// too, or else GitHub would show it twice.
const (
	fingerprintKey = "sluiceFingerprint/v1"
	lineHash       = "primaryLocationLineHash"
)

// sourceRoot names the base of relative paths (SARIF 3.14.14): the root of what
// was scanned, wherever that is checked out.
const sourceRoot = "SRCROOT"

// writeSARIF writes SARIF 2.1.0 (OASIS Standard, with errata 01) with what
// GitHub code scanning asks for beyond it.
//
// A result is a finding, because one secret is revoked once. Code scanning shows the
// first location of a result, which is the most urgent one; the other places are related
// locations. The commits that held the secret are in the result's properties.
//
// The results are in order of risk. If GitHub would refuse the file for their number,
// the last ones are left out, and a notification counts them.
//
// Messages hold only words of the rule and object ids, because SARIF reads
// "[text](target)" in a message as a link (3.11.6).
func writeSARIF(w *bufio.Writer, r *finding.Report, o Options) error {
	log, err := sarif.New(sarif.Version210)
	if err != nil {
		return err
	}
	shown := r.ByRisk()
	left := max(len(shown)-sarifMaxResults, 0)
	shown = shown[:len(shown)-left]
	driver := sarifDriver(r.Tool)
	run := sarif.NewRun(*sarif.NewTool(driver)).
		WithColumnKind("unicodeCodePoints").
		WithOriginalUriBaseIds(map[string]*sarif.ArtifactLocation{
			sourceRoot: sarif.NewArtifactLocation().WithDescriptionText("The root of what was scanned."),
		}).
		WithAutomationDetails(sarif.NewRunAutomationDetails().WithID(sarifCategory(&r.Scan, o.Category))).
		WithInvocations([]*sarif.Invocation{sarifInvocation(r, left)})
	if from := sarifProvenance(&r.Scan); from != nil {
		run.VersionControlProvenance = []*sarif.VersionControlDetails{from}
	}
	run.RedactionTokens = sarifRedaction(shown)

	// The rules come before the results, which refer to them by their index.
	var index map[string]int
	driver.Rules, index = sarifRules(shown)
	log.AddRun(run)
	return encodeList(w, log, longList{name: "results", depth: 4, indent: "  "}, func(yield func(func() any) bool) {
		for _, f := range shown {
			if !yield(func() any { return sarifResult(f).WithRuleIndex(index[f.RuleID]) }) {
				return
			}
		}
	})
}

// sarifResult describes a finding. Its first location is the most urgent one. The related
// locations are what belongs to the secret there, and then the other places.
func sarifResult(f *finding.Finding) *sarif.Result {
	all := locations(f)
	places := max(len(all), f.LocationCount)
	all = all[:min(len(all), sarifMaxLocations)]
	first := &all[0]
	result := sarif.NewRuleResult(f.RuleID).
		WithLevel(sarifLevel(f.Severity)).
		WithMessage(sarif.NewTextMessage(sarifMessage(f, first, places))).
		WithLocations([]*sarif.Location{sarifLocation(first)}).
		WithPartialFingerPrints(map[string]any{fingerprintKey: f.Fingerprint}).
		WithOccurrenceCount(places)
	if result.Locations[0].PhysicalLocation.Region == nil {
		result.PartialFingerprints[lineHash] = f.Fingerprint + ":1" // the first of its kind, in GitHub's notation
	}
	result.Properties = sarifProperties(f, all)
	related := func(l *finding.Location, message string) {
		if id := len(result.RelatedLocations) + 1; id < sarifMaxLocations {
			result.AddRelatedLocation(sarifLocation(l).WithId(id).WithMessage(sarif.NewTextMessage(message)))
		}
	}
	for i := range first.Parts {
		p := &first.Parts[i]
		place := ofPart(*first, p)
		related(&place, inMessage.Replace(partName(p))+".")
	}
	for i := range all[1:] {
		l := &all[1+i]
		related(l, capital(cmp.Or(strings.Join(history(l), "; "), "the same secret"))+".")
	}
	return result
}

func sarifProperties(f *finding.Finding, shown []finding.Location) sarif.Properties {
	properties := sarif.Properties{
		"secret": f.Secret, "confidence": f.Confidence, "severity": f.Severity,
		"verification": f.Verification, "occurrences": sarifOccurrences(shown),
		"exposure": sarifExposure(&f.Exposure),
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
	if with := parts(f); len(with) > 0 {
		properties["parts"] = with
	}
	return properties
}

// sarifExposure has the names of the json format, in the spelling of SARIF.
func sarifExposure(e *finding.Exposure) map[string]any {
	return map[string]any{
		"introduced": e.Introduced, "removed": e.Removed, "days": e.Days, "inHead": e.InHead, "pushed": e.Pushed,
		"branches": e.Branches, "tags": e.Tags, "paths": e.Paths, "settings": list(e.Settings),
	}
}

// inMessage escapes what begins and ends a link in a message (SARIF 3.11.6).
var inMessage = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`)

func sarifMessage(f *finding.Finding, first *finding.Location, places int) string {
	parts := []string{inMessage.Replace(sentence(f.Description)) + ", " + sureness(f)}
	if f.SeverityNote != "" {
		parts = append(parts, inMessage.Replace(printable(f.SeverityNote)))
	}
	parts = append(parts, history(first)...)
	if places > 1 {
		parts = append(parts, humanize.Comma(int64(places))+" occurrences")
	}
	return strings.Join(parts, "; ") + "."
}

// history says in words that hold no scanned text who brought a secret to a place, and
// whether it is still there.
func history(l *finding.Location) []string {
	var parts []string
	switch {
	case !l.Commit.IsZero():
		parts = append(parts, "brought by commit "+abbreviate(l.Commit))
	case !l.Blob.IsZero():
		parts = append(parts, "in blob "+abbreviate(l.Blob))
	}
	if l.StartLine > 0 && !checkedOut(l) && !isMessage(l) && !l.InMember() {
		parts = append(parts, fmt.Sprintf("in line %d there", l.StartLine))
	}
	plain := *l // without its branches and tags: their names are scanned text
	plain.Branches, plain.Tags = nil, nil
	if s := fate(&plain); s != "" {
		parts = append(parts, s)
	}
	return parts
}

// An occurrence is one location of a result.
type occurrence struct {
	Path          string       `json:"path,omitempty"`
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

func sarifOccurrences(shown []finding.Location) []occurrence {
	out := make([]occurrence, len(shown))
	for i := range shown {
		l := &shown[i]
		out[i] = occurrence{
			Path: l.Path, StartLine: l.StartLine, StartColumn: l.StartColumn, Layers: l.Layers, Kind: l.Kind, Blob: l.Blob,
			Commit: l.Commit, AuthorName: l.AuthorName, AuthorEmail: l.AuthorEmail, Date: l.Date, Message: l.Message,
			Reachable: l.Reachable, InHead: l.InHead, RemovedCommit: l.RemovedCommit, Branches: l.Branches, Tags: l.Tags,
		}
	}
	return out
}
