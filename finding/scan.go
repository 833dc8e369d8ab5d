package finding

// A Scan says what was scanned, when, and in which state it was.
type Scan struct {
	Kind ScanKind `json:"kind,omitempty"`
	Date string   `json:"date,omitempty"` // the day of the scan in UTC: 2026-01-31; "" if nobody said
	Key  string   `json:"key,omitempty"`  // names the key of the fingerprints of secrets that could be guessed, without giving it away; "" without a key

	// Of a git repository:
	Repository string `json:"repository,omitempty"` // the URL of the remote that is called origin, without credentials; "" without one
	Head       string `json:"head,omitempty"`       // the commit of HEAD, in hexadecimal; "" without one
	Branch     string `json:"branch,omitempty"`     // the branch that HEAD is on, without refs/heads/; "" if it is on none
}

// A ScanKind says which part of what was scanned.
type ScanKind string

// The kinds of scans.
const (
	ScanHistory ScanKind = "history" // every object of a repository
	ScanRange   ScanKind = "range"   // the commits of a range
	ScanStaged  ScanKind = "staged"  // what the next commit would hold, or its message
	ScanPush    ScanKind = "push"    // what a push brings
	ScanFolder  ScanKind = "folder"
	ScanStdin   ScanKind = "stdin"
	ScanImage   ScanKind = "image"
)
