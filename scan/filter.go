package scan

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/sluicesec/sluice/finding"
)

// A Filter says which findings a report has. The zero value lets all through. What it
// takes out is counted in the ledger, so that a report without findings is no
// all-clear by mistake.
type Filter struct {
	MinSeverity finding.Severity // the least severity; "" for any

	// Rules are globs of rule ids and aliases, such as "aws-*". A finding stays if one of
	// them matches a name of its rule, or of an identifier that is folded into it. Each must
	// match a rule of the Scanner. Without any, the findings of all rules stay.
	Rules []string

	// Paths are globs of paths, in which ** stands for any folders and {a,b} for
	// alternatives. A glob with a slash is for the whole path, with or without a slash
	// before it, and one without is for any name in it; both match what is below a folder, too. In an archive they
	// match the path of the archive and that of the member, as in "lib.zip!in/.env".
	//
	// With a "!" before it, a glob takes locations out. A location stays if a glob
	// without "!" matches it, or if there is none of them, and no glob with "!" does.
	// So a location without a path, as in a commit message, stays only if there are no
	// globs but those with "!". A finding goes with the last of its locations, unless it
	// may be at places that it does not list: then it stays as it is.
	Paths []string
}

// An UnknownRuleError is the error of a Filter for a rule that is not there.
type UnknownRuleError struct {
	ID string // or a glob
}

func (e *UnknownRuleError) Error() string {
	return fmt.Sprintf("no rule has the id %q", e.ID)
}

// check returns an error if a glob is no glob, or if one for rules matches none of the names of rules.
func (f *Filter) check(names []string) error {
	if f.MinSeverity != "" && !slices.Contains(finding.Severities(), f.MinSeverity) {
		return fmt.Errorf("%q is no severity: use low, medium, high or critical", f.MinSeverity)
	}
	for _, glob := range f.Rules {
		if !doublestar.ValidatePattern(glob) {
			return badGlob(glob)
		}
		if !slices.ContainsFunc(names, func(id string) bool { return doublestar.MatchUnvalidated(glob, id) }) {
			return &UnknownRuleError{glob}
		}
	}
	for _, glob := range f.Paths {
		if _, glob := excludes(glob); glob == "" || !doublestar.ValidatePattern(glob) {
			return badGlob(glob)
		}
	}
	return nil
}

func badGlob(glob string) error {
	return fmt.Errorf("%q is no glob: check its brackets, or write a \\ before those that are meant as they are", glob)
}

// filter is the stage that takes out of the report what a Filter does not let through.
// It counts each location.
type filter struct {
	Filter
	unlisted func(*finding.Finding) bool // see findings
}

func (st filter) apply(_ context.Context, r *finding.Report) error {
	count := counted(r)
	defer func() { r.Ledger.Suppressed = count.list() }()
	r.Findings = slices.DeleteFunc(r.Findings, func(f finding.Finding) bool {
		by := st.refuses(&f)
		if by != "" {
			count.add(by, max(len(f.Locations), f.LocationCount))
		}
		return by != ""
	})
	r.Again = slices.DeleteFunc(r.Again, func(f finding.Finding) bool { return st.refuses(&f) != "" })
	if len(st.Paths) == 0 {
		return nil
	}
	for i := range r.Again {
		r.Again[i].Again = slices.DeleteFunc(r.Again[i].Again, func(l finding.Location) bool { return !st.hasPath(&l) })
	}
	r.Again = slices.DeleteFunc(r.Again, func(f finding.Finding) bool { return len(f.Again) == 0 })
	unknown := 0
	r.Findings = slices.DeleteFunc(r.Findings, func(f finding.Finding) bool {
		if slices.ContainsFunc(f.Locations, func(l finding.Location) bool { return st.hasPath(&l) }) {
			return false
		}
		if st.unlisted(&f) {
			unknown++
			return false
		}
		count.add(finding.OtherPath, len(f.Locations))
		return true
	})
	for i := range r.Findings {
		f := &r.Findings[i]
		before := len(f.Locations)
		left := slices.DeleteFunc(slices.Clone(f.Locations), func(l finding.Location) bool { return !st.hasPath(&l) })
		if len(left) == 0 {
			continue
		}
		f.Locations = left
		f.Again = slices.DeleteFunc(f.Again, func(l finding.Location) bool { return !st.hasPath(&l) })
		if f.LocationCount > 0 { // nobody knows the paths of those that are not listed
			f.LocationCount = max(len(left), f.LocationCount-before+len(left))
		}
		count.add(finding.OtherPath, before-len(left))
	}
	if unknown > 0 {
		r.Ledger.Notes = append(r.Ledger.Notes, fmt.Sprintf("--path judges only the places that a report lists: secrets that are here because they are at more places: %d", unknown))
	}
	return nil
}

// refuses says why the whole of a finding is taken out; "" if it is not.
func (st filter) refuses(f *finding.Finding) string {
	switch {
	case f.Severity.Compare(st.MinSeverity) < 0 && st.MinSeverity != "":
		return finding.BelowSeverity
	case len(st.Rules) > 0 && !st.hasRule(f):
		return finding.OtherRule
	}
	return ""
}

func (st filter) hasRule(f *finding.Finding) bool {
	matches := func(id string, aliases []string) bool {
		return slices.ContainsFunc(st.Rules, func(glob string) bool {
			fits := func(name string) bool { return doublestar.MatchUnvalidated(glob, name) }
			return fits(id) || slices.ContainsFunc(aliases, fits)
		})
	}
	return matches(f.RuleID, f.Aliases) || slices.ContainsFunc(f.Locations, func(l finding.Location) bool {
		return slices.ContainsFunc(l.Parts, func(p finding.Part) bool { return p.Folded && matches(p.RuleID, p.Aliases) })
	})
}

func (st filter) hasPath(l *finding.Location) bool {
	wanted, some := false, false
	for _, glob := range st.Paths {
		out, glob := excludes(glob)
		matches := l.Path != "" && l.Kind.InFile() && (matchesPath(glob, l.Path) || matchesPath(glob, l.FullPath()))
		if out && matches {
			return false
		}
		wanted, some = wanted || !out && matches, some || !out
	}
	return wanted || !some
}

// excludes reports whether a glob begins with "!", and returns what is behind it. A
// "./" before a path and a slash behind a folder make no difference.
func excludes(glob string) (bool, string) {
	glob, out := strings.CutPrefix(glob, "!")
	glob = strings.TrimPrefix(glob, "./")
	if len(glob) > 1 {
		glob = strings.TrimSuffix(glob, "/")
	}
	return out, glob
}

// matchesPath reports whether a glob matches a path or a folder that it is in. Neither is
// empty.
func matchesPath(glob, path string) bool {
	if !strings.Contains(glob, "/") {
		for name := range strings.SplitSeq(path, "/") {
			if doublestar.MatchUnvalidated(glob, name) {
				return true
			}
		}
		return false
	}
	if glob[0] == '/' && path[0] != '/' {
		path = "/" + path // as in a .gitignore file: the root of what is scanned
	}
	for i := range path {
		if path[i] == '/' && i > 0 && doublestar.MatchUnvalidated(glob, path[:i]) {
			return true
		}
	}
	return doublestar.MatchUnvalidated(glob, path)
}
