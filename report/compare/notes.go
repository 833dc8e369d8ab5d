package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// notes says what makes a comparison less certain than it looks.
func notes(old, now *finding.Report) []string {
	var all []string
	note := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	if !now.Complete {
		note("The new report is not complete: what is called gone may be where nobody looked.")
	}
	if !old.Complete {
		note("The old report is not complete: what is called new may have been there before.")
	}
	if a, b := names(old), names(now); !slices.Equal(a, b) {
		notedSources(note, a, b)
	}
	if a, b := old.Scan.Kind, now.Scan.Kind; a != b && a != "" && b != "" {
		note("The old report is of a scan of another kind (%s) than the new one (%s), and saw other content.", a, b)
	}
	if a, b := old.Scan.Date, now.Scan.Date; a > b && b != "" {
		note("The old report is of a later day (%s) than the new one (%s): are they in the right order?", a, b)
	}
	notedRules(note, old, now)
	notedKeys(note, old, now)
	notedLeftOut(note, old, now)
	return all
}

func notedSources(note func(string, ...any), old, now []string) {
	if only := without(old, now); len(only) > 0 {
		note("Only the old report is of %s: what is called gone may still be there.", someOf(only))
	}
	if only := without(now, old); len(only) > 0 {
		note("Only the new report is of %s: what is called new there may be old.", someOf(only))
	}
}

func notedRules(note func(string, ...any), old, now *finding.Report) {
	a, b := old.Tool, now.Tool
	if a.Name != b.Name || a.Version != b.Version {
		note("The reports are by different versions (%s and %s): rules may have come and gone.", cmp.Or(a.Version, "an unknown one"), cmp.Or(b.Version, "an unknown one"))
	} else if old.Rules != now.Rules {
		note("The scans judged by different rules: the old one by %s, the new one by %s.", old.Rules, now.Rules)
	}
}

// notedKeys says if the fingerprints of secrets that could be guessed do not compare.
func notedKeys(note func(string, ...any), old, now *finding.Report) {
	a, b := prints(old), prints(now)
	switch {
	case a[finding.PrintOfKeyedSecret] && b[finding.PrintOfPlace], a[finding.PrintOfPlace] && b[finding.PrintOfKeyedSecret]:
		note("One report was made with the key of a baseline and the other without: passwords and other secrets that could be guessed have other fingerprints, and only those at the very same place are known again.")
	case old.Scan.Key != now.Scan.Key && a[finding.PrintOfKeyedSecret] && b[finding.PrintOfKeyedSecret]:
		note("The reports were made with different keys of baselines: passwords and other secrets that could be guessed have other fingerprints, and only those at the very same place are known again.")
	case a[finding.PrintOfPlace] && b[finding.PrintOfPlace]:
		note("Passwords and other secrets that could be guessed are compared by their places, because the reports say nothing of their values: another password at the same place is not called new. With a baseline, scans see the difference.")
	}
}

func prints(r *finding.Report) map[finding.PrintOf]bool {
	all := map[finding.PrintOf]bool{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.PrintedByPlace() {
			all[finding.PrintOfPlace] = true
		}
		all[f.PrintOf] = true
	}
	return all
}

// notedLeftOut says what one report leaves out on purpose and the other does not.
func notedLeftOut(note func(string, ...any), old, now *finding.Report) {
	a, b := leftOut(old), leftOut(now)
	if only := without(b, a); len(only) > 0 {
		note("The new report leaves out findings that the old one does not (%s): they may be among those that are called gone.", someOf(only))
	}
	if only := without(a, b); len(only) > 0 {
		note("The old report leaves out findings that the new one does not (%s): they may be among those that are called new.", someOf(only))
	}
}

// leftOut lists the reasons for which a user keeps findings out of a report: filters,
// baselines, .sluiceignore, .gitleaksignore and comments.
func leftOut(r *finding.Report) []string {
	var all []string
	for _, s := range r.Ledger.Suppressed {
		byHand := s.By == "inline" || strings.HasPrefix(s.By, ".sluiceignore") || strings.HasPrefix(s.By, ".gitleaksignore") || strings.HasPrefix(s.By, "baseline")
		if s.Count > 0 && s.By != finding.BelowConfidence && (byHand || strings.Contains(s.By, "--")) {
			all = append(all, s.By)
		}
	}
	return all
}

// without returns what is not in but.
func without(all, but []string) []string {
	known := map[string]bool{}
	for _, s := range but {
		known[s] = true
	}
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return known[s] })
}

// someOf names the first of many.
func someOf(names []string) string {
	const shown = 3
	if len(names) > shown+1 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:shown], ", "), len(names)-shown)
	}
	return strings.Join(names, ", ")
}
