package gitleaks

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/sluicesec/sluice/finding"
)

// An Entry is an element of the JSON array that gitleaks v8 writes: its names, their
// order and their meaning.
type Entry struct {
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

	// What no report has, but templates, the terminal and ignore files need.
	Line  string   `json:"-"` // the line that holds the secret; "" if it is not known
	Names []string `json:"-"` // further names of the rules that saw the secret
}

// Entries yields the entries of a report: one for each place of each finding, and one for
// each identifier that the report has only as a part of another finding.
func Entries(r *finding.Report) iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for i := range r.Findings {
			f := &r.Findings[i]
			for j := range f.Locations {
				l := &f.Locations[j]
				if !yield(newEntry(f, l)) {
					return
				}
				for k := range l.Parts {
					if p := &l.Parts[k]; p.Folded && !yield(ofPart(l, p)) {
						return
					}
				}
			}
			if len(f.Locations) == 0 && !yield(newEntry(f, &finding.Location{})) {
				return
			}
		}
	}
}

func newEntry(f *finding.Finding, l *finding.Location) Entry {
	file := cmp.Or(l.FullPath(), l.Ref)
	rule := ruleID(f)
	print := fmt.Sprintf("%s:%s:%d", file, rule, l.StartLine)
	if !l.Commit.IsZero() {
		print = l.Commit.String() + ":" + print
	}
	tags := f.Tags
	if tags == nil {
		tags = []string{}
	}
	if f.ByPath {
		return Entry{
			RuleID: rule, Description: f.Description, Match: "file detected: " + file, File: file, Commit: l.Commit.String(),
			Names:  names(f),
			Author: l.AuthorName, Email: l.AuthorEmail, Date: utc(l.Date), Message: l.Message, Tags: tags, Fingerprint: print,
		}
	}
	return Entry{
		RuleID: rule, Description: f.Description,
		StartLine: l.StartLine, EndLine: l.EndLine,
		StartColumn: l.StartColumn, EndColumn: max(l.EndColumn-1, 0),
		Match: cmp.Or(f.Match, f.Secret), Secret: f.Secret,
		File: file, Commit: l.Commit.String(), Entropy: float32(f.Entropy),
		Author: l.AuthorName, Email: l.AuthorEmail, Date: utc(l.Date), Message: l.Message,
		Tags: tags, Fingerprint: print,
		Line: l.Line, Names: names(f),
	}
}

// ruleID is the name that gitleaks has for the rule of a finding, or that the configuration
// used for it.
func ruleID(f *finding.Finding) string {
	if len(f.Aliases) > 0 {
		return f.Aliases[0]
	}
	return f.RuleID
}

// names are all names of the rules that saw the secret of a finding.
func names(f *finding.Finding) []string {
	return slices.Concat([]string{f.RuleID}, f.Aliases, f.AlsoRules)
}

// ofPart is the entry of a part of a finding at l.
func ofPart(l *finding.Location, p *finding.Part) Entry {
	there := *l
	there.Span = p.Span
	return newEntry(&finding.Finding{RuleID: p.RuleID, Aliases: p.Aliases, Description: p.Description, Secret: p.Secret}, &there)
}

// utc converts an RFC 3339 time to UTC. It returns other text as it is.
func utc(date string) string {
	t, err := time.Parse(time.RFC3339, date)
	if err != nil {
		return date
	}
	return t.UTC().Format(time.RFC3339)
}
