package finding

// SchemaV1 is the value of Report.Schema.
const SchemaV1 = "sluice.report/v1"

// A Report is the result of a scan.
type Report struct {
	Schema   string    `json:"schema"`
	Tool     Tool      `json:"tool"`
	Scan     Scan      `json:"scan"`
	Complete bool      `json:"complete"` // nothing is missing that should have been scanned
	Ledger   Ledger    `json:"ledger"`
	Rules    Rules     `json:"rules"`
	Sources  []Source  `json:"sources,omitempty"` // only of a merged report: the scans that are in it, sorted by name
	Findings []Finding `json:"findings"`          // the last field, because it is by far the longest

	// Again lists findings that have no Locations, because the change which was scanned did
	// not bring their secrets: it only adds lines with them again. The scan must have been
	// asked for them. It is in the order of Findings.
	Again []Finding `json:"-"`
}

// Tool names the program that scanned.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Commit  string `json:"commit,omitempty"` // of the program's own repository; "" if it is not known
	Date    string `json:"date,omitempty"`   // of that commit, RFC 3339
}

// A Ledger is the account of what was scanned and what was not.
type Ledger struct {
	Source     string       `json:"source"` // what was scanned, for people: "git /path/to/repo"
	Commits    int          `json:"commits"`
	Blobs      int          `json:"blobs"` // unique ones, messages included
	Files      int          `json:"files"` // of folders, or paths of an index
	Names      int          `json:"names"` // different names of refs, files and folders, and targets of links
	Bytes      int64        `json:"bytes"` // of content
	Skipped    []Skip       `json:"skipped"`
	Errors     []string     `json:"errors"` // failures that make the scan incomplete
	Suppressed []Suppressed `json:"suppressed"`
	Notes      []string     `json:"notes"` // what else is worth knowing

	// Baseline says which file of known findings counted; nil for none.
	Baseline *Baseline `json:"baseline,omitempty"`

	// InlineAllowed lists what comments in the scanned text allow, as "path:line
	// rule", in byte order and at most a thousand. Suppressed has their number.
	InlineAllowed []string `json:"inline_allowed,omitempty"`
}

// A Skip is content that was not scanned, all of it for one reason.
type Skip struct {
	Reason     string   `json:"reason"` // stable and short: "png", "submodule", "absent object"
	Count      int      `json:"count"`
	Bytes      int64    `json:"bytes"`      // the size of the content, as far as it is known
	Examples   []string `json:"examples"`   // the first few paths or object ids, in byte order
	Incomplete bool     `json:"incomplete"` // the content should have been scanned
}

// BelowConfidence is why a match is suppressed that is less sure than was asked for.
const BelowConfidence = "below --min-confidence"

// Why a match is suppressed that the filters of the scan do not let through.
const (
	BelowSeverity = "below --min-severity"
	OtherRule     = "not of --rule"
	OtherPath     = "not at --path"
)

// InRuleFile is why a match is suppressed that is in the file which the rules come from.
const InRuleFile = "in the rule file itself"

// Suppressed counts the matches that are not reported, by the reason. What a baseline
// suppresses, as "baseline: known", is counted by findings.
type Suppressed struct {
	By    string `json:"by"` // "inline", "allowlist ID", "already in HEAD", "documented example: AWS", ...
	Count int    `json:"count"`
}

// Filtered reports whether a filter is the reason: the matches are as good as those
// that are reported, and whoever started the scan did not want to see them.
func (s Suppressed) Filtered() bool {
	switch s.By {
	case BelowSeverity, OtherRule, OtherPath:
		return true
	}
	return false
}
