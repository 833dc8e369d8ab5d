package scan

// SchemaV1 is the value of Report.Schema.
const SchemaV1 = "sluice.report/v1"

// A Report is the outcome of a scan. Its JSON form is stable.
type Report struct {
	Schema   string    `json:"schema"`
	Tool     Tool      `json:"tool"`
	Complete bool      `json:"complete"` // everything was scanned that should have been
	Ledger   Ledger    `json:"ledger"`
	Findings []Finding `json:"findings"`
}

// Tool names the program that scanned.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// A Ledger is the account of what was scanned and what was not.
type Ledger struct {
	Source     string       `json:"source"`
	Commits    int          `json:"commits"`
	Blobs      int          `json:"blobs"`
	Files      int          `json:"files"`
	Bytes      int64        `json:"bytes"`
	Skipped    []Skip       `json:"skipped"`
	Errors     []string     `json:"errors"`
	Suppressed []Suppressed `json:"suppressed"`
	Notes      []string     `json:"notes"`
}

// A Skip is a kind of content that was not scanned, and why.
type Skip struct {
	Reason     string   `json:"reason"`
	Count      int      `json:"count"`
	Bytes      int64    `json:"bytes"`
	Examples   []string `json:"examples"`
	Incomplete bool     `json:"incomplete"` // it should have been scanned
}

// Suppressed counts the matches that something allowed, by what allowed them.
type Suppressed struct {
	By    string `json:"by"` // "inline", an allowlist's description, "already in HEAD", "documented example: AWS", ...
	Count int    `json:"count"`
}

// A Finding is one secret, found by one rule, with all its locations.
type Finding struct {
	RuleID       string     `json:"rule_id"`
	Description  string     `json:"description"`
	Provider     string     `json:"provider"`     // the provider's name; "" when none
	Confidence   string     `json:"confidence"`   // high, medium, low
	Severity     string     `json:"severity"`     // critical, high, medium, low
	Verification string     `json:"verification"` // none, proven-offline
	Fingerprint  string     `json:"fingerprint"`
	Secret       string     `json:"secret"`
	Redacted     bool       `json:"redacted"`
	Entropy      float64    `json:"entropy"` // Shannon, bits per byte of the secret
	Match        string     `json:"match"`   // the text the rule matched, the secret in it redacted alike
	Tags         []string   `json:"tags"`
	AlsoRules    []string   `json:"also_rules"` // other rules that saw the same secret
	Can          string     `json:"can,omitempty"`
	Mode         string     `json:"mode,omitempty"`  // live or test, where the secret tells
	Facts        []string   `json:"facts,omitempty"` // what the token itself tells: "AWS account 123456789012"
	Revoke       string     `json:"revoke,omitempty"`
	Rotate       string     `json:"rotate,omitempty"`
	Logs         string     `json:"logs,omitempty"`
	Locations    []Location `json:"locations"`
}

// A Location is one place of a secret. Lines and columns are 1-based, columns
// count Unicode code points (a byte that is not UTF-8 counts as one), and the
// end column is that of the character after the last.
type Location struct {
	Path          string   `json:"path"`
	StartLine     int      `json:"start_line"`
	EndLine       int      `json:"end_line"`
	StartColumn   int      `json:"start_column"`
	EndColumn     int      `json:"end_column"`
	Commit        string   `json:"commit"`
	AuthorName    string   `json:"author_name"`
	AuthorEmail   string   `json:"author_email"`
	Date          string   `json:"date"` // author date, RFC 3339
	Message       string   `json:"message"`
	Blob          string   `json:"blob"`
	Kind          string   `json:"kind"` // blob, commit-message, commit-header, tag-message, tag-header, note, path
	Reachable     bool     `json:"reachable"`
	RemovedCommit string   `json:"removed_commit"`
	RemovedDate   string   `json:"removed_date,omitempty"`
	InHead        bool     `json:"in_head"`
	Branches      []string `json:"branches,omitempty"`
	Tags          []string `json:"tags,omitempty"`
	Parts         []Part   `json:"parts,omitempty"` // what stands near and belongs to the secret
}

// A Part belongs to a secret and stands near it, in the same text as the
// location that names it: the id of a key, or the second of two keys. Its lines
// and columns are as in a Location. Its value is redacted as secrets are.
type Part struct {
	RuleID      string   `json:"rule_id"`
	Description string   `json:"description"`
	Secret      string   `json:"secret"`
	Fingerprint string   `json:"fingerprint"`     // as of a finding
	Facts       []string `json:"facts,omitempty"` // what the part itself tells
	StartLine   int      `json:"start_line"`
	EndLine     int      `json:"end_line"`
	StartColumn int      `json:"start_column"`
	EndColumn   int      `json:"end_column"`

	// Folded is for an identifier that would be a finding of its own at this
	// place, were it not a part. It stands for that finding.
	Folded bool `json:"folded,omitempty"`
}
