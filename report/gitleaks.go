package report

import (
	"bufio"
	"cmp"
	"fmt"
	"time"

	"github.com/sluicesec/sluice/finding"
)

// gitleaksFinding is an entry of the JSON array that gitleaks v8 writes: its
// names, their order and their meaning.
type gitleaksFinding struct {
	RuleID      string
	Description string
	StartLine   int
	EndLine     int
	StartColumn int
	EndColumn   int // of the last character, where a finding.Location has the one after it
	Match       string
	Secret      string
	File        string
	SymlinkFile string
	Commit      string
	Link        string `json:",omitempty"`
	Entropy     float32
	Author      string
	Email       string
	Date        string // RFC 3339 in UTC
	Message     string
	Tags        []string
	Fingerprint string // "commit:file:rule:line", without a commit "file:rule:line"
}

// writeGitleaks writes what tools that read gitleaks reports expect: an array
// with an entry for each location. It does not say whether the scan is complete.
func writeGitleaks(w *bufio.Writer, r *finding.Report, _ Options) error {
	return encodeList(w, []gitleaksFinding{}, longList{depth: 1, indent: " "}, func(yield func(func() any) bool) {
		for row := range rows(r) {
			if !yield(func() any { return gitleaksEntry(row.finding, row.location) }) {
				return
			}
		}
	})
}

func gitleaksEntry(f *finding.Finding, l *finding.Location) gitleaksFinding {
	file := cmp.Or(l.FullPath(), l.Ref)
	print := fmt.Sprintf("%s:%s:%d", file, f.RuleID, l.StartLine)
	if !l.Commit.IsZero() {
		print = l.Commit.String() + ":" + print
	}
	return gitleaksFinding{
		RuleID: f.RuleID, Description: f.Description,
		StartLine: l.StartLine, EndLine: l.EndLine,
		StartColumn: l.StartColumn, EndColumn: max(l.EndColumn-1, 0),
		Match: cmp.Or(f.Match, f.Secret), Secret: f.Secret,
		File: file, Commit: l.Commit.String(), Entropy: float32(f.Entropy),
		Author: l.AuthorName, Email: l.AuthorEmail, Date: utc(l.Date), Message: l.Message,
		Tags: list(f.Tags), Fingerprint: print,
	}
}

// utc converts an RFC 3339 time to UTC. It returns other text as it is.
func utc(date string) string {
	t, err := time.Parse(time.RFC3339, date)
	if err != nil {
		return date
	}
	return t.UTC().Format(time.RFC3339)
}
