package finding

// A Baseline is the account of a file of known findings, which a scan does not report.
type Baseline struct {
	Source  string `json:"source"`  // the file: a path, or a path with the commit that holds it
	Entries int    `json:"entries"` // how many findings the file names
	Used    int    `json:"used"`    // how many of these the scan has found

	// ByPlace is how many of these name the place of a secret that could be guessed, and not
	// the secret: they would cover another one there, too.
	ByPlace int `json:"by_place,omitempty"`

	// Stale are the first entries that name nothing which the scan has found. There are
	// none unless the scan was complete, and of everything that the file is about.
	Stale      []BaselineEntry `json:"stale,omitempty"`
	StaleCount int             `json:"stale_count,omitempty"` // how many there are, also those that are not listed

	// Expired are the first entries whose last day has passed. They cover nothing.
	Expired      []BaselineEntry `json:"expired,omitempty"`
	ExpiredCount int             `json:"expired_count,omitempty"` // how many there are, also those that are not listed
}

// A BaselineEntry names a finding in a file of known findings.
type BaselineEntry struct {
	Fingerprint string `json:"fingerprint"`
	RuleID      string `json:"rule_id"`
	State       string `json:"state"`           // "known", "false", "test" or "accepted"
	Path        string `json:"path"`            // where it was when the entry was written
	Until       string `json:"until,omitempty"` // the last day on which the entry counts: 2026-01-31
}
