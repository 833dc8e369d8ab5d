package rules

import (
	"path/filepath"
	"slices"
	"strings"
)

// A manner is how a rule file is read. The package comment says what is different in
// that of gitleaks.
type manner int

const (
	ownManner      manner = iota // what is not understood is an error
	builtinManner                // the same, for the built-in files
	gitleaksManner               // what gitleaks loads, loads; what is not understood is a note
)

// mannerOf returns the manner of the file with a name. A file called .sluice.toml or
// sluice.toml is read in our own, and one with "gitleaks" in its name in gitleaks'.
// Any other is read as the file that extends it.
func mannerOf(name string, extending manner) manner {
	switch {
	case isOwnName(name):
		return ownManner
	case strings.Contains(strings.ToLower(filepath.Base(filepath.FromSlash(name))), "gitleaks"):
		return gitleaksManner
	}
	return extending
}

// isOwnName reports whether a file is named as the rule files of this program are.
func isOwnName(path string) bool {
	base := filepath.Base(filepath.FromSlash(path))
	return base == ".sluice.toml" || base == "sluice.toml"
}

// onlyAllows reports whether a chain of files in gitleaks' manner has no rule at all.
// With gitleaks such a file finds nothing, and its user does not notice. Here it
// changes the built-in rules, and a note says so.
func onlyAllows(files []*file) bool {
	top := files[len(files)-1]
	if top.manner != gitleaksManner || slices.ContainsFunc(files, func(f *file) bool { return len(f.Rules)+len(f.Context) > 0 }) {
		return false
	}
	if !useDefault(files) {
		top.notes.about(`it has no rules, so gitleaks would find nothing with it; here it adds to the built-in rules, as "[extend]" with "useDefault = true" says`)
	}
	return true
}
