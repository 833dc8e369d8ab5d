package finding

import "slices"

// An Exposure says how far a secret has got and for how long, over all places of the
// finding, also those that the report does not list. Outside git only Paths and
// Settings say something.
type Exposure struct {
	Introduced string `json:"introduced,omitempty"` // author date of the first commit that brought it, RFC 3339
	Removed    string `json:"removed,omitempty"`    // author date of the commit that removed it last, RFC 3339; "" while HEAD, a branch or a tag holds it, or if no commit removed it
	Days       int    `json:"days"`                 // whole days from Introduced to Removed, or else to the day of the scan
	InHead     bool   `json:"in_head"`              // HEAD holds it
	Pushed     bool   `json:"pushed"`               // a remote-tracking ref leads to it, so another repository has had it; only the scan of a whole history knows
	Branches   int    `json:"branches"`             // how many branches, local and remote-tracking, hold it at their tips; likewise
	Tags       int    `json:"tags"`                 // how many tags hold it; likewise
	Paths      int    `json:"paths"`                // how many different paths hold or held it

	Settings []Setting `json:"settings"` // what the places are for, the most serious first
}

// A Setting says what kind of place a secret is at.
type Setting string

// The settings.
const (
	SettingDeployed      Setting = "deployed" // a file that is none of the others, or a text of git's own
	SettingExample       Setting = "example"
	SettingDocumentation Setting = "documentation"
	SettingTest          Setting = "test"
	SettingVendored      Setting = "vendored"  // somebody else's code, copied
	SettingLeftOver      Setting = "left-over" // never committed, and left in the object store of this clone
)

// Settings lists the settings, the most serious first.
func Settings() []Setting {
	return []Setting{SettingDeployed, SettingExample, SettingDocumentation, SettingTest, SettingVendored, SettingLeftOver}
}

// Compare orders settings, the least serious first. An unknown word comes before all.
func (s Setting) Compare(t Setting) int {
	ascending := Settings()
	slices.Reverse(ascending)
	return compare(s, t, ascending)
}
