package gitleaks

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Formats returns the names of the formats that Write knows.
func Formats() []string { return []string{"json", "csv", "junit", "sarif", "template"} }

// Options are what some formats need besides the entries.
type Options struct {
	Template string
	Rules    []Rule
}

// A Rule is a rule as the SARIF report lists it.
type Rule struct{ ID, Description string }

// Write writes entries in a format of gitleaks.
func Write(w io.Writer, format string, entries []Entry, _ Options) error {
	if entries == nil {
		entries = []Entry{}
	}
	text, err := json.MarshalIndent(entries, "", " ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n", text)
	return err
}

// CheckTemplate returns an error if a text is no template.
func CheckTemplate(string) error { return nil }

// Print writes an entry for people.
func Print(w io.Writer, e *Entry, _ bool) error {
	_, err := fmt.Fprintf(w, "Finding:     %s\nSecret:      %s\nRuleID:      %s\nFile:        %s\nLine:        %d\nFingerprint: %s\n\n", e.Match, e.Secret, e.RuleID, e.File, e.StartLine, e.Fingerprint)
	return err
}

// Redact hides a part of every secret, in percent.
func Redact(entries []Entry, percent int) {
	for i := range entries {
		if e := &entries[i]; percent > 0 {
			e.Match = strings.ReplaceAll(e.Match, e.Secret, "REDACTED")
			e.Secret = "REDACTED"
		}
	}
}

// Platforms returns the names of the platforms that Links knows.
func Platforms() []string {
	return []string{"unknown", "none", "github", "gitlab", "azuredevops", "bitbucket", "gitea"}
}

// Links sets the links of entries.
func Links([]Entry, string, string) error { return nil }

// An Ignore is an ignore file.
type Ignore struct{ lines map[string]bool }

// ParseIgnore reads an ignore file.
func ParseIgnore(_ string, text []byte) (*Ignore, error) {
	g := &Ignore{map[string]bool{}}
	for line := range strings.Lines(string(text)) {
		g.lines[strings.TrimSpace(line)] = true
	}
	return g, nil
}

// Covers reports whether a line names an entry.
func (g *Ignore) Covers(e *Entry) bool {
	return g.lines[e.Fingerprint] || g.lines[strings.TrimPrefix(e.Fingerprint, e.Commit+":")]
}

// Warnings says which lines are no fingerprints.
func (g *Ignore) Warnings() []string { return nil }

// IgnoreFiles returns the ignore files that gitleaks reads.
func IgnoreFiles(path, folder string) (files []string) {
	for _, p := range []string{path, filepath.Join(path, ".gitleaksignore"), filepath.Join(folder, ".gitleaksignore")} {
		if info, err := os.Stat(p); err == nil && info.Mode().IsRegular() {
			files = append(files, p)
		}
	}
	return files
}

// A Baseline is a report whose entries are known.
type Baseline struct{ secrets map[[2]string]bool }

// ParseBaseline reads a report.
func ParseBaseline(text []byte) (*Baseline, error) {
	var entries []Entry
	if err := json.Unmarshal(text, &entries); err != nil {
		return nil, fmt.Errorf("it is no JSON report of gitleaks: %w", err)
	}
	b := &Baseline{map[[2]string]bool{}}
	for _, e := range entries {
		b.secrets[[2]string{e.File, e.Secret}] = true
	}
	return b, nil
}

// Has reports whether an entry is known.
func (b *Baseline) Has(e *Entry) bool { return b.secrets[[2]string{e.File, e.Secret}] }
