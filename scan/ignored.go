package scan

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// ignored judges findings by the lines of a file that people write by hand.
type ignored struct {
	with     *Baseline
	unlisted func(*finding.Finding) bool // see findings
	used     []bool                      // the lines that covered something
	byPlace  []bool                      // those of them that name a place, and not what is there
	prints   map[string][]int            // the lines that name a fingerprint, in order
	patterns []int                       // the lines that name files
}

func newIgnored(b *Baseline, unlisted func(*finding.Finding) bool) *ignored {
	g := &ignored{with: b, unlisted: unlisted, used: make([]bool, len(b.Ignored)), byPlace: make([]bool, len(b.Ignored)), prints: map[string][]int{}}
	for i := range b.Ignored {
		if print := b.Ignored[i].Fingerprint; print != "" {
			g.prints[print] = append(g.prints[print], i)
		} else {
			g.patterns = append(g.patterns, i)
		}
	}
	return g
}

// covers reports whether the lines cover a finding: one line names one of its
// fingerprints, or patterns cover all of its places together.
func (g *ignored) covers(f *finding.Finding, names []string) bool {
	rules := append([]string{f.RuleID}, f.Aliases...)
	counts := func(i int) bool { return g.with.Ignored[i].Counts(g.with.Day, rules...) }
	named := -1 // the first line that names it
	for _, name := range names {
		lines := g.prints[name]
		if at := slices.IndexFunc(lines, counts); at >= 0 && (named < 0 || lines[at] < named) {
			named = lines[at]
		}
	}
	if named >= 0 {
		g.used[named] = true
		g.byPlace[named] = f.PrintedByPlace() || g.with.Ignored[named].Fingerprint != names[0]
		return true
	}
	if len(g.patterns) == 0 || len(f.Locations) == 0 || g.unlisted(f) {
		return false // places that are not listed may be anywhere
	}
	hit := map[int]bool{}
	for i := range f.Locations {
		path := g.path(&f.Locations[i])
		at := slices.IndexFunc(g.patterns, func(p int) bool { return g.with.Ignored[p].Covers(path) && counts(p) })
		if at < 0 {
			return false
		}
		hit[g.patterns[at]] = true
	}
	for i := range hit {
		g.used[i] = true
	}
	return true
}

// path is the path of a place as the lines mean it; "" for what is in no file or in
// another folder, which no pattern covers.
func (g *ignored) path(l *finding.Location) string {
	if !l.Kind.InFile() {
		return ""
	}
	path := l.FullPath()
	if g.with.Root == "" {
		return path
	}
	if g.with.Root != "." {
		var below bool
		if path, below = strings.CutPrefix(path, strings.TrimSuffix(g.with.Root, "/")+"/"); !below {
			return ""
		}
	}
	if !filepath.IsLocal(path) {
		return ""
	}
	return path
}

// notes names the lines that somebody should look at: those whose last day has passed, those
// that name a place, and after a complete scan of everything those that cover nothing.
func (g *ignored) notes(complete bool) []string {
	var ended, unused, byPlace []string
	for i, line := range g.with.Ignored {
		number := fmt.Sprint(line.Line)
		if g.byPlace[i] {
			byPlace = append(byPlace, number)
		}
		switch {
		case line.Until != "" && g.with.Day > line.Until:
			ended = append(ended, number)
		case !g.used[i] && complete && g.with.Whole:
			unused = append(unused, number)
		}
	}
	var notes []string
	if len(ended) > 0 {
		notes = append(notes, fmt.Sprintf("%s: the last day of %s has passed, so what was ignored is reported", g.with.IgnoredBy, linesNumbered(ended)))
	}
	if len(byPlace) > 0 {
		notes = append(notes, fmt.Sprintf("%s: what %s says would cover another password at the same place, too: write it into the baseline with `sluice allow`, and run `sluice baseline prune`", g.with.IgnoredBy, linesNumbered(byPlace)))
	}
	if len(unused) > 0 {
		notes = append(notes, fmt.Sprintf("%s: nothing is like %s any more; take out what is not needed", g.with.IgnoredBy, linesNumbered(unused)))
	}
	return notes
}

func linesNumbered(numbers []string) string {
	if len(numbers) == 1 {
		return "line " + numbers[0]
	}
	const most = 10
	if more := len(numbers) - most; more > 0 {
		numbers = append(numbers[:most:most], fmt.Sprintf("%d more", more))
	}
	return "lines " + enumerate(numbers)
}
