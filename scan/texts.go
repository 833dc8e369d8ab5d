package scan

import (
	"iter"

	"github.com/sluicesec/sluice/finding"
)

// places gives the names of what was scanned, and by which rules: the paths that
// the command line gave, and what the repository is called. So are those who own it.
func places(r *finding.Report) iter.Seq[*string] {
	return func(yield func(*string) bool) {
		all := []*string{&r.Ledger.Source, &r.Rules.Source, &r.Scan.Repository, &r.Scan.Branch}
		if b := r.Ledger.Baseline; b != nil {
			all = append(all, &b.Source)
		}
		for f := range everyFinding(r) {
			for l := range everywhere(f) {
				all = append(all, pointers(l.Owners)...)
			}
		}
		yieldAll(all, yield)
	}
}

// foreign gives every other text of a report that comes from what was scanned or
// from its surroundings, except for the secrets themselves.
func foreign(r *finding.Report) iter.Seq[*string] {
	return func(yield func(*string) bool) {
		var all []*string
		for _, list := range [][]string{r.Ledger.Errors, r.Ledger.Notes, r.Ledger.InlineAllowed} {
			all = append(all, pointers(list)...)
		}
		for i := range r.Ledger.Skipped {
			all = append(all, pointers(r.Ledger.Skipped[i].Examples)...)
		}
		for e := range baselineEntries(r) {
			all = append(all, &e.Path)
		}
		for f := range everyFinding(r) {
			all = append(all, &f.Match)
			all = append(all, pointers(f.Facts)...)
			for l := range everywhere(f) {
				if l.Hit != nil {
					all = append(all, &l.Hit.Text, &l.Hit.Message)
				}
				all = append(all, &l.Path, &l.Ref, &l.AuthorName, &l.AuthorEmail, &l.Message)
				all = append(all, pointers(l.Layers)...)
				all = append(all, pointers(l.Branches)...)
				all = append(all, pointers(l.Tags)...)
				for k := range l.Parts {
					all = append(all, pointers(l.Parts[k].Facts)...)
				}
			}
		}
		yieldAll(all, yield)
	}
}

// words gives every text of a report that comes from the rules or from a few
// fixed words of our own.
func words(r *finding.Report) iter.Seq[*string] {
	return func(yield func(*string) bool) {
		var all []*string
		for i := range r.Ledger.Skipped {
			all = append(all, &r.Ledger.Skipped[i].Reason)
		}
		for i := range r.Ledger.Suppressed {
			all = append(all, &r.Ledger.Suppressed[i].By)
		}
		for e := range baselineEntries(r) {
			all = append(all, &e.RuleID, &e.State)
		}
		for f := range everyFinding(r) {
			all = append(all, &f.RuleID, &f.Description, &f.Provider, &f.SeverityNote, &f.Can, &f.Mode, &f.Revoke, &f.Rotate, &f.Logs)
			all = append(all, pointers(f.Aliases)...)
			all = append(all, pointers(f.Tags)...)
			all = append(all, pointers(f.AlsoRules)...)
			for l := range everywhere(f) {
				for k := range l.Parts {
					p := &l.Parts[k]
					all = append(all, &p.RuleID, &p.Description)
					all = append(all, pointers(p.Aliases)...)
				}
			}
		}
		yieldAll(all, yield)
	}
}

// baselineEntries gives the entries of the baseline that a report lists.
func baselineEntries(r *finding.Report) iter.Seq[*finding.BaselineEntry] {
	return func(yield func(*finding.BaselineEntry) bool) {
		b := r.Ledger.Baseline
		if b == nil {
			return
		}
		for _, list := range [][]finding.BaselineEntry{b.Stale, b.Expired} {
			for i := range list {
				if !yield(&list[i]) {
					return
				}
			}
		}
	}
}

func pointers(list []string) []*string {
	all := make([]*string, len(list))
	for i := range list {
		all[i] = &list[i]
	}
	return all
}

func yieldAll(all []*string, yield func(*string) bool) {
	for _, s := range all {
		if !yield(s) {
			return
		}
	}
}
