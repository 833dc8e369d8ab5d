package scan

import (
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/pathclass"
)

// A setting says what kind of place a secret is at, as far as the severity depends
// on it.
type setting uint8

const (
	inTest setting = iota
	inExample
	inDocumentation
	inVendored
	isLeftOver
	deployed // or unknown
	settings // how many there are
)

// settingOf returns the setting of a text at a place. What git keeps beside the
// files, such as a commit message, counts as deployed, and so do files in the git
// folder.
func settingOf(s *sighting, kind finding.Kind) setting {
	p := &s.place
	switch {
	case p.LeftOver:
		return isLeftOver
	case !kind.InFile(), !p.Kind.InFile(), kind.InGitFolder():
		return deployed
	}
	path, _ := s.inside.at(p.Path)
	switch pathclass.Of(strings.TrimPrefix(path, p.Root)) {
	case pathclass.Test:
		return inTest
	case pathclass.Example:
		return inExample
	case pathclass.Documentation:
		return inDocumentation
	case pathclass.Vendored:
		return inVendored
	}
	return deployed
}

// words names a setting, so that it can follow "only in".
func (s setting) words() string {
	return [...]string{"tests", "examples", "documentation", "vendored code", "objects left over in this clone", "deployed files"}[s]
}

// word is the setting as a report names it.
func (s setting) word() finding.Setting {
	return [...]finding.Setting{
		finding.SettingTest, finding.SettingExample, finding.SettingDocumentation, finding.SettingVendored,
		finding.SettingLeftOver, finding.SettingDeployed,
	}[s]
}

// severity is the severity that a finding has at one kind of place:
//
//	rule                                  critical  high    medium  low
//	in a deployed file                    critical  high    medium  low
//	in tests, examples and the like       medium    low     low     low
//	the same, proven and of a service     high      medium  low     low
//	left over in the clone                low       low     low     low
//
// Most secrets in tests were made for the test. But a token of a service that is
// proven by its own structure was issued by somebody. Left-over objects reach nobody
// else.
func (s setting) severity(f *finding.Finding) finding.Severity {
	switch s {
	case deployed:
		return f.Severity
	case isLeftOver:
		return finding.SeverityLow
	}
	if f.Verification == finding.ProvenOffline && f.Revoke != "" {
		return f.Severity.Lower()
	}
	return f.Severity.Lower().Lower()
}

// A settingSet is a set of settings.
type settingSet uint8

func (set *settingSet) add(s setting) { *set |= 1 << s }

func (set settingSet) has(s setting) bool { return set&(1<<s) != 0 }

// words lists the settings as a report names them, the most serious first.
func (set settingSet) words() []finding.Setting {
	words := []finding.Setting{}
	for s := range settings {
		if set.has(s) {
			words = append(words, s.word())
		}
	}
	slices.SortFunc(words, func(a, b finding.Setting) int { return b.Compare(a) })
	return words
}

// judge gives a finding the highest of the severities that it has at its places. If
// that is less than the rule's, the finding says why.
func (set settingSet) judge(f *finding.Finding) {
	highest := finding.SeverityLow
	var names []string
	for s := range settings {
		if !set.has(s) {
			continue
		}
		names = append(names, s.words())
		if at := s.severity(f); at.Compare(highest) > 0 {
			highest = at
		}
	}
	if highest.Compare(f.Severity) < 0 {
		f.SeverityNote = "only in " + enumerate(names) + "; elsewhere it would be " + string(f.Severity)
		f.Severity = highest
	}
}

// enumerate joins names: "a", "a and b", "a, b and c".
func enumerate(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
