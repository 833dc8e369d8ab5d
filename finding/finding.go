package finding

// A Finding is one secret, found by one rule, with all its locations.
type Finding struct {
	RuleID       string       `json:"rule_id"`
	Description  string       `json:"description"`
	Provider     string       `json:"provider"` // the provider's name; "" when none
	Confidence   Confidence   `json:"confidence"`
	Severity     Severity     `json:"severity"`
	Verification Verification `json:"verification"`
	Fingerprint  string       `json:"fingerprint"`
	Secret       string       `json:"secret"`
	Redacted     bool         `json:"redacted"`
	Entropy      float64      `json:"entropy"` // Shannon, bits per byte of the secret
	Match        string       `json:"match"`   // the text the rule matched, the secret in it redacted alike
	Tags         []string     `json:"tags"`
	AlsoRules    []string     `json:"also_rules"` // other rules that saw the same secret
	Can          string       `json:"can,omitempty"`
	Mode         string       `json:"mode,omitempty"`  // live or test, where the secret tells
	Facts        []string     `json:"facts,omitempty"` // what the token itself tells: "AWS account 123456789012"
	Revoke       string       `json:"revoke,omitempty"`
	Rotate       string       `json:"rotate,omitempty"`
	Logs         string       `json:"logs,omitempty"`
	Locations    []Location   `json:"locations"`
}
