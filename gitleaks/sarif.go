package gitleaks

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/sluicesec/sluice/internal/plain"
)

// The parts of a SARIF 2.1.0 file, as far as gitleaks writes them, in its order.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool    sarifTool `json:"tool"`
		Results []any     `json:"results"` // written one at a time
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name            string      `json:"name"`
		SemanticVersion string      `json:"semanticVersion"`
		InformationURI  string      `json:"informationUri"`
		Rules           []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID          string    `json:"id"`
		Description sarifText `json:"shortDescription"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		Message      sarifText         `json:"message"`
		RuleID       string            `json:"ruleId"`
		Locations    []sarifLocation   `json:"locations"`
		Fingerprints sarifFingerprints `json:"partialFingerprints"`
		Properties   sarifProperties   `json:"properties"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int       `json:"startLine"`
		StartColumn int       `json:"startColumn"`
		EndLine     int       `json:"endLine"`
		EndColumn   int       `json:"endColumn"`
		Snippet     sarifText `json:"snippet"`
	}
	sarifFingerprints struct {
		CommitSHA     string `json:"commitSha"`
		Email         string `json:"email"`
		Author        string `json:"author"`
		Date          string `json:"date"`
		CommitMessage string `json:"commitMessage"`
	}
	sarifProperties struct {
		Tags []string `json:"tags"`
	}
)

const (
	toolName = "gitleaks"
	homepage = "https://github.com/sluicesec/sluice" // of this program, whatever the tool is called
)

// writeSARIF writes SARIF as gitleaks does, for those who read its reports: the tool is
// called gitleaks, because programs look for that name, and has the version that gitleaks
// always gives. A result is an entry.
//
// Two things differ, because the schema does not allow what gitleaks writes: a path is a
// URI reference, in which a space is %20, and an entry without a line has no region.
func writeSARIF(w *bufio.Writer, entries []Entry, rules []Rule) error {
	driver := sarifDriver{Name: toolName, SemanticVersion: "v8.0.0", InformationURI: homepage, Rules: sarifRules(rules, entries)}
	frame, err := json.MarshalIndent(sarifLog{
		Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0",
		Runs: []sarifRun{{sarifTool{driver}, []any{}}},
	}, "", indent)
	if err != nil {
		return err
	}
	frame = plain.JSON(frame)
	const none = "[]"
	at := bytes.LastIndex(frame, []byte(none))
	w.Write(frame[:at])
	if err := writeList(w, "   ", entries, newSARIFResult); err != nil {
		return err
	}
	w.Write(frame[at+len(none):])
	return w.WriteByte('\n')
}

// sarifRules lists rules, and those of entries that are not among them: an entry may call its
// rule by another name.
func sarifRules(rules []Rule, entries []Entry) []sarifRule {
	list, listed := []sarifRule{}, map[string]bool{}
	add := func(id, description string) {
		if !listed[id] {
			listed[id] = true
			list = append(list, sarifRule{id, sarifText{description}})
		}
	}
	for _, r := range rules {
		add(r.ID, r.Description)
	}
	for i := range entries {
		add(entries[i].RuleID, entries[i].Description)
	}
	return list
}

func newSARIFResult(e *Entry) any {
	message := e.RuleID + " has detected secret for file " + e.File
	if e.Commit != "" {
		message += " at commit " + e.Commit
	}
	r := sarifResult{
		Message: sarifText{message + "."}, RuleID: e.RuleID,
		Locations:    []sarifLocation{{sarifPhysical{Artifact: sarifArtifact{artifactOf(e)}}}},
		Fingerprints: sarifFingerprints{e.Commit, e.Email, e.Author, e.Date, e.Message},
		Properties:   sarifProperties{filled(e).Tags},
	}
	if e.StartLine > 0 {
		r.Locations[0].Physical.Region = &sarifRegion{e.StartLine, e.StartColumn, e.EndLine, e.EndColumn, sarifText{e.Secret}}
	}
	return r
}

// inCommit begins the URI of what is in a commit and in no file of it, such as its message.
// No file of a project can have it.
const inCommit = ".git/commit/"

// artifactOf is the URI of the file of an entry. What is in no file of a repository has one,
// too, because a viewer may refuse a whole file with an empty URI in it.
func artifactOf(e *Entry) string {
	switch {
	case e.File == "" && e.Commit != "":
		return inCommit + e.Commit
	case e.File == "" && e.Unreachable:
		return "."
	}
	return reference(e.File)
}

// reference is a path as a URI reference (RFC 3986, 4.2), which is neither one with a scheme
// nor one with a host.
func reference(path string) string {
	uri := strings.ReplaceAll(escapePath(path), ":", "%3A")
	if strings.HasPrefix(uri, "//") {
		return "/." + uri
	}
	return uri
}

// fromReference is the path of which reference made a URI reference.
func fromReference(uri string) string {
	if uri == "." || strings.HasPrefix(uri, inCommit) {
		return "" // artifactOf
	}
	if strings.HasPrefix(uri, "/.//") {
		uri = uri[len("/."):]
	}
	path, err := url.PathUnescape(uri)
	if err != nil {
		return uri
	}
	return path
}
