package merge

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// shownSources is how many sources a sentence names.
const shownSources = 3

// maxInline bounds the places that comments allow, as a scan bounds them.
const maxInline = 1000

// maxExamples bounds the examples of what was not scanned, for each reason.
const maxExamples = 5

// together returns a report of several sources, without findings: sums of what was
// scanned and of what was not. It is complete if all sources are.
func together(sources []finding.Source) *finding.Report {
	r := &finding.Report{Schema: finding.SchemaV1, Complete: true, Sources: sources, Findings: []finding.Finding{}}
	skipped := map[skipReason]*finding.Skip{}
	suppressed := map[string]int{}
	notes := map[string][]string{}
	l := &r.Ledger
	l.Errors = []string{}
	for i := range sources {
		s := &sources[i]
		r.Complete = r.Complete && s.Complete
		r.Scan.Date = max(r.Scan.Date, s.Scan.Date)
		l.Commits = sum(l.Commits, s.Ledger.Commits)
		l.Blobs = sum(l.Blobs, s.Ledger.Blobs)
		l.Files = sum(l.Files, s.Ledger.Files)
		l.Names = sum(l.Names, s.Ledger.Names)
		l.Bytes = sum(l.Bytes, s.Ledger.Bytes)
		for _, skip := range s.Ledger.Skipped {
			addSkip(skipped, s.Name, skip)
		}
		for _, x := range s.Ledger.Suppressed {
			suppressed[x.By] = sum(suppressed[x.By], x.Count)
		}
		for _, e := range s.Ledger.Errors {
			l.Errors = append(l.Errors, s.Name+": "+e)
		}
		if !s.Complete && len(s.Ledger.Errors) == 0 && !slices.ContainsFunc(s.Ledger.Skipped, func(s finding.Skip) bool { return s.Incomplete }) {
			l.Errors = append(l.Errors, s.Name+": its report is not complete, and does not say why")
		}
		for _, n := range s.Ledger.Notes {
			notes[n] = append(notes[n], s.Name)
		}
		for _, place := range s.Ledger.InlineAllowed {
			l.InlineAllowed = append(l.InlineAllowed, s.Name+": "+place)
		}
	}
	names := distinct(sources, func(s *finding.Source) string { return s.Name })
	l.Source = "sources " + someOf(names)
	l.Skipped = listSkipped(skipped)
	l.Suppressed = listSuppressed(suppressed)
	l.Notes = listNotes(notes, len(names))
	slices.Sort(l.InlineAllowed)
	l.InlineAllowed = l.InlineAllowed[:min(len(l.InlineAllowed), maxInline)]
	r.Tool = finding.Tool{
		Name:    strings.Join(distinct(sources, func(s *finding.Source) string { return s.Tool.Name }), ", "),
		Version: strings.Join(distinct(sources, func(s *finding.Source) string { return s.Tool.Version }), ", "),
	}
	tools := distinct(sources, func(s *finding.Source) string { return s.Tool.Version + s.Tool.Commit + s.Tool.Date })
	if first := sources[0].Tool; len(tools) == 1 {
		r.Tool.Commit, r.Tool.Date = first.Commit, first.Date
	}
	kinds := distinct(sources, func(s *finding.Source) string { return string(s.Scan.Kind) })
	keys := distinct(sources, func(s *finding.Source) string { return s.Scan.Key })
	if len(kinds) == 1 {
		r.Scan.Kind = finding.ScanKind(kinds[0])
	}
	if len(keys) == 1 {
		r.Scan.Key = keys[0]
	}
	r.Rules = rulesOf(sources)
	return r
}

// rulesOf says by which rules several scans judged. Where they differ, it says the worst
// of each: the fewest rules, and the most that are off.
func rulesOf(sources []finding.Source) finding.Rules {
	out := sources[0].Rules
	for i := range sources[1:] {
		r := &sources[i+1].Rules
		out.Count, out.Builtin = min(out.Count, r.Count), min(out.Builtin, r.Builtin)
		out.BuiltinOff, out.BuiltinChanged = max(out.BuiltinOff, r.BuiltinOff), max(out.BuiltinChanged, r.BuiltinChanged)
	}
	out.Source = someOf(distinct(sources, func(s *finding.Source) string { return s.Rules.Source }))
	return out
}

// distinct returns a text of each source, sorted and each once.
func distinct(sources []finding.Source, of func(*finding.Source) string) []string {
	var all []string
	for i := range sources {
		all = append(all, of(&sources[i]))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// someOf names the first of many.
func someOf(names []string) string {
	if more := len(names) - shownSources; more > 1 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:shownSources], ", "), more)
	}
	return strings.Join(names, ", ")
}

// sum adds numbers of 0 or more. A sum that is too large for the type is the largest
// number.
func sum[T int | int64](a, b T) T {
	a, b = max(a, 0), max(b, 0)
	if a+b < 0 {
		return T(math.MaxInt)
	}
	return a + b
}

// A skipReason is what makes skips one.
type skipReason struct {
	reason     string
	incomplete bool
}

func addSkip(all map[skipReason]*finding.Skip, source string, s finding.Skip) {
	k := skipReason{s.Reason, s.Incomplete}
	known := all[k]
	if known == nil {
		known = &finding.Skip{Reason: s.Reason, Incomplete: s.Incomplete, Examples: []string{}}
		all[k] = known
	}
	known.Count, known.Bytes = sum(known.Count, s.Count), sum(known.Bytes, s.Bytes)
	for _, example := range s.Examples {
		known.Examples = append(known.Examples, source+": "+example)
	}
}

func listSkipped(all map[skipReason]*finding.Skip) []finding.Skip {
	list := []finding.Skip{}
	for _, s := range all {
		slices.Sort(s.Examples)
		s.Examples = s.Examples[:min(len(s.Examples), maxExamples)]
		list = append(list, *s)
	}
	slices.SortFunc(list, func(a, b finding.Skip) int {
		return cmp.Or(strings.Compare(a.Reason, b.Reason), compareBool(a.Incomplete, b.Incomplete))
	})
	return list
}

func listSuppressed(all map[string]int) []finding.Suppressed {
	list := []finding.Suppressed{}
	for by, n := range all {
		list = append(list, finding.Suppressed{By: by, Count: n})
	}
	slices.SortFunc(list, func(a, b finding.Suppressed) int { return strings.Compare(a.By, b.By) })
	return list
}

// listNotes lists each note once, with the sources whose reports have it unless all
// have.
func listNotes(all map[string][]string, sources int) []string {
	list := []string{}
	for note, names := range all {
		slices.Sort(names)
		names = slices.Compact(names)
		if len(names) < sources {
			note = someOf(names) + ": " + note
		}
		list = append(list, note)
	}
	slices.Sort(list)
	return list
}
