package finding

// A Source is a scan that is part of a merged report, with all that the report of that
// scan says besides findings.
type Source struct {
	Name     string `json:"name"` // Location.Source of its places; scans that cannot replace each other may share a name
	Tool     Tool   `json:"tool"`
	Scan     Scan   `json:"scan"`
	Complete bool   `json:"complete"`
	Ledger   Ledger `json:"ledger"`
	Rules    Rules  `json:"rules"`
}

// A Share is what the scans of one source say of a finding that other sources have,
// too. The fields mean the same as those of a Finding.
type Share struct {
	Source        string       `json:"source"` // the name of the source
	Confidence    Confidence   `json:"confidence"`
	Severity      Severity     `json:"severity"`
	SeverityNote  string       `json:"severity_note,omitempty"`
	Verification  Verification `json:"verification"`
	Exposure      Exposure     `json:"exposure"`
	LocationCount int          `json:"location_count,omitempty"`
}
