package finding

// SchemaV1 is the value of Report.Schema.
const SchemaV1 = "sluice.report/v1"

// A Report is the outcome of a scan.
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
	Reason     string   `json:"reason"` // stable and short: "png", "submodule", "absent object"
	Count      int      `json:"count"`
	Bytes      int64    `json:"bytes"`      // their size, as far as it is known
	Examples   []string `json:"examples"`   // the first few paths or object ids, in byte order
	Incomplete bool     `json:"incomplete"` // it should have been scanned
}

// Suppressed counts the matches that something allowed, by what allowed them.
type Suppressed struct {
	By    string `json:"by"` // "inline", an allowlist's description, "already in HEAD", "documented example: AWS", ...
	Count int    `json:"count"`
}
