package finding

// A Finding is one secret, found by one rule, with all its locations.
type Finding struct {
	RuleID       string       `json:"rule_id"`
	Aliases      []string     `json:"rule_aliases,omitempty"` // what other scanners call the rule; the first is what gitleaks does
	Description  string       `json:"description"`
	Provider     string       `json:"provider"` // the provider's name; "" if there is none
	Confidence   Confidence   `json:"confidence"`
	Severity     Severity     `json:"severity"`
	SeverityNote string       `json:"severity_note,omitempty"` // why the severity is below that of the rule; "" if it is not
	Verification Verification `json:"verification"`
	Fingerprint  string       `json:"fingerprint"`              // see docs/adr/0007-fingerprints.md
	PrintOf      PrintOf      `json:"fingerprint_of,omitempty"` // what the fingerprint was made of; "" in reports of older versions
	Secret       string       `json:"secret"`
	Redacted     bool         `json:"redacted"` // the secret is hidden, here and everywhere in the report
	Entropy      float64      `json:"entropy"`  // Shannon entropy, in bits per byte of the secret; whole bits if the secret is redacted and could be guessed
	Match        string       `json:"match"`    // the text that the rule matched; the secret in it is redacted too
	Tags         []string     `json:"tags"`
	ByPath       bool         `json:"by_path,omitempty"` // the path is the finding, such as that of a key file; the secret is the path
	AlsoRules    []string     `json:"also_rules"`        // ids of other rules that saw the same secret, sorted
	Can          string       `json:"can,omitempty"`     // what someone who has the secret can do
	Mode         string       `json:"mode,omitempty"`    // "live" or "test", if the secret says so
	Facts        []string     `json:"facts,omitempty"`   // what the secret itself says: "AWS account 123456789012"
	Revoke       string       `json:"revoke,omitempty"`  // where the secret is revoked: a URL or a sentence; "" if no service issues such secrets
	Rotate       string       `json:"rotate,omitempty"`  // how the secret is replaced
	Logs         string       `json:"logs,omitempty"`    // where the provider shows how it was used
	Exposure     Exposure     `json:"exposure"`
	Locations    []Location   `json:"locations"` // sorted by path, then by date

	// LocationCount is how many locations were found, if some are not listed.
	// There can be more that were not looked for; the ledger has a note then.
	LocationCount int `json:"location_count,omitempty"`

	// Again lists the places at which a commit adds a line with the secret again, which the
	// file held before: it edits or moves the line. It is sorted as Locations are. The scan
	// must have been asked for it, and some may be missing if they are very many.
	Again []Location `json:"-"`

	// CharEntropy is the entropy of the secret in the way of gitleaks: it counts characters, and
	// divides by the number of bytes. It is rounded where Entropy is rounded to whole bits.
	CharEntropy float64 `json:"-"`

	// Shares lists what each scan says of the finding: only in a merged report, and only if
	// scans of several sources found it. Severity, Exposure and the like are then those of
	// all of them together.
	Shares []Share `json:"shares,omitempty"`
}
