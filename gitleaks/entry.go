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

// Entries yields the entries of a report: one for each place of each finding, one for each
// commit that adds a line with its secret again, and one for each identifier that the
// report has only as a part of another finding. The scan must have had scan.Options.Hits
// set; otherwise Match is that of the first place, and columns count characters.
func Entries(r *finding.Report) iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		undated := undated(r.Scan.Kind)
		for _, list := range [][]finding.Finding{r.Findings, r.Again} {
			for i := range list {
				if !yieldFinding(&list[i], undated, yield) {
					return
				}
			}
		}
	}
}

// yieldFinding yields the entries of a finding.
func yieldFinding(f *finding.Finding, undated string, yield func(Entry) bool) bool {
	for _, places := range [][]finding.Location{f.Locations, f.Again} {
		for i := range places {
			if !yieldPlace(f, &places[i], undated, yield) {
				return false
			}
		}
	}
	return len(f.Locations)+len(f.Again) > 0 || yield(newEntry(f, &finding.Location{}, undated))
}

// yieldPlace yields the entries of a place.
func yieldPlace(f *finding.Finding, l *finding.Location, undated string, yield func(Entry) bool) bool {
	if !yield(newEntry(f, l, undated)) {
		return false
	}
	for k := range l.Parts {
		if p := &l.Parts[k]; p.Folded && !yield(ofPart(l, p, undated)) {
			return false
		}
	}
	return true
}

// undated returns the Date of what is in no commit: that of an empty commit in a
// repository, and none elsewhere.
func undated(kind finding.ScanKind) string {
	switch kind {
	case finding.ScanHistory, finding.ScanRange, finding.ScanStaged, finding.ScanPush:
		return time.Time{}.Format(time.RFC3339)
	}
	return ""
}

// pathDetected begins the Match of a rule that judges a path alone.
const pathDetected = "file detected: "

func newEntry(f *finding.Finding, l *finding.Location, undated string) Entry {
	file := cmp.Or(l.FullPath(), l.Ref)
	rule := ruleID(f)
	e := Entry{
		RuleID: rule, Description: f.Description,
		Match: cmp.Or(f.Match, f.Secret), Secret: f.Secret,
		File: file, Commit: l.Commit.String(), Entropy: float32(cmp.Or(f.CharEntropy, f.Entropy)),
		Author: l.AuthorName, Email: l.AuthorEmail, Date: cmp.Or(utc(l.Date), undated),
		Tags: append(append([]string{}, f.Tags...), decodedTags(l.Layers)...),
		Line: l.Line, Names: names(f),
	}
	message := l.Message
	at := span{l.StartLine, l.EndLine, l.StartColumn, max(l.EndColumn-1, 0)}
	switch {
	case f.ByPath:
		at, e.Match, e.Secret, e.Entropy, e.Line = span{}, pathDetected+file, "", 0, ""
	case l.Hit != nil:
		at, e.Match = spanOf(l.Hit)
		message = cmp.Or(l.Hit.Message, message)
	}
	e.Message = messageOf(message)
	e.StartLine, e.EndLine, e.StartColumn, e.EndColumn = at.StartLine, at.EndLine, at.StartColumn, at.EndColumn
	e.Fingerprint = fmt.Sprintf("%s:%s:%d", file, rule, e.StartLine)
	if e.Commit != "" {
		e.Fingerprint = e.Commit + ":" + e.Fingerprint
	}
	return e
}

// decodedTags returns the tags of a secret that was decoded: the last of the encodings that
// gitleaks knows, and how many there are around each other.
func decodedTags(layers []string) []string {
	last, depth := "", 0
	for _, l := range layers {
		switch l {
		case "base64", "hex", "percent":
			last = l
			depth++
		}
	}
	if depth == 0 {
		return nil
	}
	return []string{"decoded:" + last, fmt.Sprintf("decode-depth:%d", depth)}
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
func ofPart(l *finding.Location, p *finding.Part, undated string) Entry {
	there := *l
	there.Span, there.Hit = p.Span, nil
	return newEntry(&finding.Finding{RuleID: p.RuleID, Aliases: p.Aliases, Description: p.Description, Secret: p.Secret}, &there, undated)
}

// utc converts an RFC 3339 time to UTC. It returns other text as it is.
func utc(date string) string {
	t, err := time.Parse(time.RFC3339, date)
	if err != nil {
		return date
	}
	return t.UTC().Format(time.RFC3339)
}
