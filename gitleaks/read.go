package gitleaks

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Read reads the entries of a report of gitleaks, or of one that Write wrote: JSON, CSV or
// SARIF. CSV and SARIF do not have all fields.
func Read(text []byte) ([]Entry, error) {
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\ufeff")))
	switch {
	case bytes.HasPrefix(text, []byte("RuleID,")):
		return readCSV(text)
	case bytes.HasPrefix(text, []byte("{")):
		return readSARIF(text)
	}
	var entries []Entry
	if err := json.Unmarshal(text, &entries); err != nil {
		return nil, fmt.Errorf("it is no report of gitleaks in JSON, CSV or SARIF: %w", err)
	}
	return entries, nil
}

// readCSV reads a table whose columns may be in any order.
func readCSV(text []byte) (entries []Entry, err error) {
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("it is no CSV report of gitleaks: %w", err)
	}
	for _, row := range rows[1:] {
		var e Entry
		for i, name := range rows[0] {
			if err := e.setColumn(name, row[i]); err != nil {
				return nil, fmt.Errorf("it is no CSV report of gitleaks: %s: %w", name, err)
			}
		}
		entries = append(entries, e)
	}
	return entries, nil
}

func (e *Entry) setColumn(name, cell string) (err error) {
	texts := map[string]*string{
		"RuleID": &e.RuleID, "Commit": &e.Commit, "File": &e.File, "SymlinkFile": &e.SymlinkFile, "Secret": &e.Secret, "Match": &e.Match,
		"Author": &e.Author, "Message": &e.Message, "Date": &e.Date, "Email": &e.Email, "Fingerprint": &e.Fingerprint, "Link": &e.Link,
	}
	numbers := map[string]*int{"StartLine": &e.StartLine, "EndLine": &e.EndLine, "StartColumn": &e.StartColumn, "EndColumn": &e.EndColumn}
	if to := texts[name]; to != nil {
		*to = cell
	} else if to := numbers[name]; to != nil {
		*to, err = strconv.Atoi(cell)
	}
	return err // a tag may hold a space, so nobody can tell where it ends
}

func readSARIF(text []byte) (entries []Entry, err error) {
	var log struct {
		Runs []struct {
			Tool    sarifTool     `json:"tool"`
			Results []sarifResult `json:"results"`
		} `json:"runs"`
	}
	if err := json.Unmarshal(text, &log); err != nil {
		return nil, fmt.Errorf("it is no SARIF report of gitleaks: %w", err)
	}
	if len(log.Runs) == 0 || !strings.EqualFold(log.Runs[0].Tool.Driver.Name, toolName) {
		return nil, errors.New("it is no report of gitleaks in JSON, CSV or SARIF")
	}
	for _, run := range log.Runs {
		for i := range run.Results {
			entries = append(entries, run.Results[i].entry(run.Tool.Driver.InformationURI == homepage))
		}
	}
	return entries, nil
}

// entry is the entry of a result, in which a path is escaped if we wrote it.
func (r *sarifResult) entry(escaped bool) Entry {
	e := Entry{
		RuleID: r.RuleID, Tags: r.Properties.Tags, Commit: r.Fingerprints.CommitSHA,
		Email: r.Fingerprints.Email, Author: r.Fingerprints.Author, Date: r.Fingerprints.Date, Message: r.Fingerprints.CommitMessage,
	}
	if len(r.Locations) == 0 {
		return e
	}
	at := r.Locations[0].Physical
	if e.File = at.Artifact.URI; escaped {
		e.File = fromReference(e.File)
	}
	if l := at.Region; l != nil {
		e.StartLine, e.StartColumn, e.EndLine, e.EndColumn, e.Secret = l.StartLine, l.StartColumn, l.EndLine, l.EndColumn, l.Snippet.Text
	}
	return e
}
