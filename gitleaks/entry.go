package gitleaks

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
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
	Line        string   `json:"-"` // the line that holds the secret; "" if it is not known
	Names       []string `json:"-"` // further names of the rules that saw the secret
	Unreachable bool     `json:"-"` // the repository has it, but neither a ref, a reflog nor the index leads to it
}

// Entries yields the entries of a report: one for each place of each finding, one for each
// commit that adds a line with its secret again, and one for each identifier that the
// report has only as a part of another finding. Copies of what a commit has are no entries
// (isCopy). The scan must have had scan.Options.Hits
// set; otherwise Match is that of the first place, and columns count characters.
func Entries(r *finding.Report) iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		in := settingOf(r.Scan.Kind)
		for _, list := range [][]finding.Finding{r.Findings, r.Again} {
			for i := range list {
				if !yieldFinding(&list[i], in, yield) {
					return
				}
			}
		}
	}
}

// yieldFinding yields the entries of a finding.
func yieldFinding(f *finding.Finding, in setting, yield func(Entry) bool) bool {
	for _, places := range [][]finding.Location{f.Locations, f.Again} {
		for i := range places {
			if in.isRepository && isCopy(f, &places[i]) {
				continue
			}
			if !yieldPlace(f, &places[i], in, yield) {
				return false
			}
		}
	}
	return len(f.Locations)+len(f.Again) > 0 || yield(newEntry(f, &finding.Location{}, in))
}

// isCopy reports whether a place is a copy in no commit of what a commit has: in the index,
// when somebody stages a change to another line of the file, or in an object without a
// path, which such a change leaves behind. gitleaks sees neither, and nobody would expect
// the same secret twice.
func isCopy(f *finding.Finding, l *finding.Location) bool {
	if !l.Commit.IsZero() || l.Kind != finding.KindBlob {
		return false
	}
	return slices.ContainsFunc(f.Locations, func(other finding.Location) bool {
		return !other.Commit.IsZero() && other.Kind == finding.KindBlob && (l.Path == "" || l.Path == other.Path)
	})
}

// yieldPlace yields the entries of a place.
func yieldPlace(f *finding.Finding, l *finding.Location, in setting, yield func(Entry) bool) bool {
	if !yield(newEntry(f, l, in)) {
		return false
	}
	for k := range l.Parts {
		if p := &l.Parts[k]; p.Folded && !yield(ofPart(l, p, in)) {
			return false
		}
	}
	return true
}

// A setting is what follows from the kind of a scan.
type setting struct {
	undated      string // the Date of what is in no commit: in a repository that of an empty commit
	isStdin      bool   // what was scanned has no File
	isRepository bool   // the whole history was scanned, with what is staged and what is left behind
}

func settingOf(kind finding.ScanKind) setting {
	switch kind {
	case finding.ScanHistory, finding.ScanRange, finding.ScanStaged, finding.ScanPush:
		return setting{undated: time.Time{}.Format(time.RFC3339), isRepository: kind == finding.ScanHistory}
	}
	return setting{isStdin: kind == finding.ScanStdin}
}

// stdin is the Path that standard input has in a report.
const stdin = "stdin"

// pathDetected begins the Match of a rule that judges a path alone.
const pathDetected = "file detected: "

func newEntry(f *finding.Finding, l *finding.Location, in setting) Entry {
	file := cmp.Or(l.FullPath(), l.Ref)
	if in.isStdin {
		file = strings.TrimPrefix(file, stdin)
	}
	rule := ruleID(f)
	e := Entry{
		RuleID: rule, Description: f.Description,
		Match: cmp.Or(f.Match, f.Secret), Secret: f.Secret,
		File: file, Commit: l.Commit.String(), Entropy: float32(cmp.Or(f.CharEntropy, f.Entropy)),
		Author: l.AuthorName, Email: l.AuthorEmail, Date: cmp.Or(utc(l.Date), in.undated),
		Tags: append(append([]string{}, f.Tags...), decodedTags(l.Layers)...),
		Line: l.Line, Names: names(f), Unreachable: in.isRepository && !l.Reachable,
	}
	message := l.Message
	at := l.Span
	at.EndColumn = max(at.EndColumn-1, 0)
	switch {
	case f.ByPath:
		at, e.Match, e.Secret, e.Entropy, e.Line = finding.Span{}, pathDetected+file, "", 0, ""
	case l.Hit != nil:
		at, e.Match = l.Hit.Span, l.Hit.Text
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

// encodings are those that gitleaks has a tag for and we have a layer for, in the order of
// its tags.
var encodings = [...]string{"percent", "hex", "base64"}

// decodedTags returns the tags of a secret that was decoded: which encodings there are
// around it, and how many.
func decodedTags(layers []string) (tags []string) {
	depth := 0
	for _, encoding := range encodings {
		n := 0
		for _, l := range layers {
			if l == encoding {
				n++
			}
		}
		if n > 0 {
			tags = append(tags, "decoded:"+encoding)
		}
		depth += n
	}
	if depth > 0 {
		tags = append(tags, fmt.Sprintf("decode-depth:%d", depth))
	}
	return tags
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
func ofPart(l *finding.Location, p *finding.Part, in setting) Entry {
	there := *l
	there.Span, there.Hit = p.Span, nil
	return newEntry(&finding.Finding{RuleID: p.RuleID, Aliases: p.Aliases, Description: p.Description, Secret: p.Secret}, &there, in)
}

// utc converts an RFC 3339 time to UTC. It returns other text as it is.
func utc(date string) string {
	t, err := time.Parse(time.RFC3339, date)
	if err != nil {
		return date
	}
	return t.UTC().Format(time.RFC3339)
}
