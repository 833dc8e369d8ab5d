package finding

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/internal/oid"
)

// A Location is one place that holds a secret.
type Location struct {
	Path string `json:"path"` // slash-separated; "" for what is in no file
	Span
	Provenance
	Setting Setting  `json:"setting,omitempty"` // what the place is for
	Owners  []string `json:"owners,omitempty"`  // who owns the path by the CODEOWNERS file of HEAD, such as "@acme/payments"
	Line    string   `json:"line,omitempty"`    // the line of the file that holds the secret, which is redacted in it; a long one is cut around the secret, and of a secret of several lines it is the first
	Layers  []string `json:"layers,omitempty"`  // what was unpacked or decoded to get to the text, from the outside in
	Parts   []Part   `json:"parts,omitempty"`   // what is near and belongs to the secret
	Source  string   `json:"source,omitempty"`  // in a merged report, the name of the source that the place is in
	Hit     *Hit     `json:"-"`                 // what the rule matched here; nil unless the scan was asked for it
}

// CompareLocations orders locations by source, by path, then by time. Kinds are in the
// order of their names. Only equal places are equal in it.
func CompareLocations(a, b Location) int {
	return cmp.Or(
		strings.Compare(a.Source, b.Source),
		strings.Compare(a.Path, b.Path),
		strings.Compare(a.Ref, b.Ref),
		strings.Compare(a.Date, b.Date),
		a.Commit.Compare(b.Commit),
		a.Blob.Compare(b.Blob),
		slices.Compare(a.Layers, b.Layers),
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.StartLine, b.StartLine),
		cmp.Compare(a.StartColumn, b.StartColumn),
		cmp.Compare(a.EndLine, b.EndLine),
		cmp.Compare(a.EndColumn, b.EndColumn),
	)
}

// A layer of a container has a "!" behind its kind, and then the member's path, which is ""
// for the content of a compressed file: "zip!in/.env", "gzip!".
const inContainer = "!"

// InMember reports whether the secret is in a member of a container. Lines and columns
// are then those of the member, and not of the file at Path.
func (l *Location) InMember() bool {
	return slices.ContainsFunc(l.Layers, func(layer string) bool { return strings.Contains(layer, inContainer) })
}

// FullPath returns Path with the paths of the members that lead to the secret:
// "lib.zip!in/.env".
func (l *Location) FullPath() string {
	path := l.Path
	for _, layer := range l.Layers {
		if _, member, _ := strings.Cut(layer, inContainer); member != "" {
			path += inContainer + member
		}
	}
	return path
}

// Unnamed returns the layers below the last one that has a path: what FullPath does not
// show.
func (l *Location) Unnamed() []string {
	for i, layer := range slices.Backward(l.Layers) {
		if _, member, _ := strings.Cut(layer, inContainer); member != "" {
			return l.Layers[i+1:]
		}
	}
	return l.Layers
}

// A Span is where some text begins and ends. Lines and columns count from 1.
// Columns count Unicode code points; a byte that is not UTF-8 counts as one. The
// end column is that of the character after the last. A zero Span means that
// there is no place in a text.
type Span struct {
	StartLine   int `json:"start_line"`
	EndLine     int `json:"end_line"`
	StartColumn int `json:"start_column"`
	EndColumn   int `json:"end_column"`
}

// Below returns the span with a number of lines added above the text.
func (s Span) Below(lines int) Span {
	s.StartLine += lines
	s.EndLine += lines
	return s
}

// A Provenance says who put a secret where it is, and where it still is. An id is
// zero if there is no such object: outside git, in the index, or for a blob that
// no commit holds.
type Provenance struct {
	Commit        oid.ID   `json:"commit"` // the commit that brought it to this path
	AuthorName    string   `json:"author_name"`
	AuthorEmail   string   `json:"author_email"`
	Date          string   `json:"date"`    // author date, RFC 3339 in the author's zone
	Message       string   `json:"message"` // the commit\'s message; a very long one is cut
	Blob          oid.ID   `json:"blob"`    // the object that holds it
	Kind          Kind     `json:"kind"`
	Reachable     bool     `json:"reachable"`              // a ref, a reflog, the index or the scanned range leads to it
	RemovedCommit oid.ID   `json:"removed_commit"`         // the commit that removed it from this path; zero if none did
	RemovedDate   string   `json:"removed_date,omitempty"` // author date of that commit, RFC 3339
	InHead        bool     `json:"in_head"`                // HEAD's tree holds it at this path
	Pushed        bool     `json:"pushed,omitempty"`       // a remote-tracking ref leads to the commit or the tag
	Branches      []string `json:"branches,omitempty"`     // the branches whose tips hold it, sorted; the first few of many
	Tags          []string `json:"tags,omitempty"`         // the tags whose trees hold it, sorted; the first few of many
	BranchCount   int      `json:"branch_count,omitempty"` // how many branches there are, if not all are listed
	TagCount      int      `json:"tag_count,omitempty"`    // how many tags there are, if not all are listed
	Ref           string   `json:"ref,omitempty"`          // of a KindRefName or KindReflog: the whole name of the ref
}

// A Part belongs to a secret and is near it, in the same text as the location
// that lists it: the id of a key, or the second of two keys.
type Part struct {
	RuleID      string   `json:"rule_id"`
	Aliases     []string `json:"rule_aliases,omitempty"` // as of a finding
	Description string   `json:"description"`
	Secret      string   `json:"secret"`          // redacted if the finding's is
	Fingerprint string   `json:"fingerprint"`     // as of a finding
	Facts       []string `json:"facts,omitempty"` // what the part itself says
	Span

	// Folded says that this identifier would be a finding of its own here if it
	// were not a part. The part takes the place of that finding.
	Folded bool `json:"folded,omitempty"`
}
