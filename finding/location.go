package finding

import "github.com/sluicesec/sluice/internal/oid"

// A Location is one place of a secret.
type Location struct {
	Path string `json:"path"`
	Span
	Provenance
	Parts []Part `json:"parts,omitempty"` // what stands near and belongs to the secret
}

// A Span is where some text begins and ends. Lines and columns are 1-based,
// columns count Unicode code points (a byte that is not UTF-8 counts as one),
// and the end column is that of the character after the last. A zero Span
// stands for no place in a text.
type Span struct {
	StartLine   int `json:"start_line"`
	EndLine     int `json:"end_line"`
	StartColumn int `json:"start_column"`
	EndColumn   int `json:"end_column"`
}

// Below is the span in a text that begins some lines further up.
func (s Span) Below(lines int) Span {
	s.StartLine += lines
	s.EndLine += lines
	return s
}

// A Provenance says who put something where it is, and where it still is. The
// ids are zero where there is no such object: outside git, in the index, or in
// a blob that nothing reaches.
type Provenance struct {
	Commit        oid.ID   `json:"commit"` // that brought it to this path
	AuthorName    string   `json:"author_name"`
	AuthorEmail   string   `json:"author_email"`
	Date          string   `json:"date"`    // author date, RFC 3339 in the author's zone
	Message       string   `json:"message"` // the commit's message, whole
	Blob          oid.ID   `json:"blob"`    // the object that holds it
	Kind          Kind     `json:"kind"`
	Reachable     bool     `json:"reachable"`              // some ref, reflog or the index reaches it
	RemovedCommit oid.ID   `json:"removed_commit"`         // that removed it from this path; zero while it stands
	RemovedDate   string   `json:"removed_date,omitempty"` // author date of that commit, RFC 3339
	InHead        bool     `json:"in_head"`                // HEAD's tree holds it at this path
	Branches      []string `json:"branches,omitempty"`     // whose tip holds it, sorted
	Tags          []string `json:"tags,omitempty"`         // whose tree holds it, sorted
}

// A Part belongs to a secret and stands near it, in the same text as the
// location that names it: the id of a key, or the second of two keys. Its value
// is redacted as secrets are.
type Part struct {
	RuleID      string   `json:"rule_id"`
	Description string   `json:"description"`
	Secret      string   `json:"secret"`
	Fingerprint string   `json:"fingerprint"`     // as of a finding
	Facts       []string `json:"facts,omitempty"` // what the part itself tells
	Span

	// Folded is for an identifier that would be a finding of its own at this
	// place, were it not a part. It stands for that finding.
	Folded bool `json:"folded,omitempty"`
}
