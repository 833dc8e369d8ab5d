package scan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// ignored judges findings by the lines of a file that people write by hand.
type ignored struct {
	with *Baseline
	used []bool // the lines that covered something
}

func newIgnored(b *Baseline) *ignored { return &ignored{with: b, used: make([]bool, len(b.Ignored))} }

// covers reports whether the lines cover a finding: one line names one of its
// fingerprints, or patterns cover all of its places together.
func (g *ignored) covers(f *finding.Finding, names []string) bool {
	var patterns []int // of the lines that may cover places
	for i := range g.with.Ignored {
		line := &g.with.Ignored[i]
		switch {
		case !line.Counts(g.with.Day, f.RuleID):
		case line.Fingerprint == "":
			patterns = append(patterns, i)
		case slices.Contains(names, line.Fingerprint):
			g.used[i] = true
			return true
		}
	}
	if len(patterns) == 0 || f.LocationCount > 0 || len(f.Locations) == 0 {
		return false // places that are not listed may be anywhere
	}
	hit := map[int]bool{}
	for i := range f.Locations {
		at := slices.IndexFunc(patterns, func(p int) bool { return g.with.Ignored[p].Covers(g.path(&f.Locations[i])) })
		if at < 0 {
			return false
		}
		hit[patterns[at]] = true
	}
	for i := range hit {
		g.used[i] = true
	}
	return true
}

// path is the path of a place as the lines mean it; "" for what is in no file, which no
// pattern covers.
func (g *ignored) path(l *finding.Location) string {
	if !l.Kind.InFile() {
		return ""
	}
	if g.with.Root == "" {
		return l.FullPath()
	}
	return strings.TrimPrefix(l.FullPath(), strings.TrimSuffix(g.with.Root, "/")+"/")
}

// notes names the lines that somebody should look at: those whose last day has passed, and
// after a complete scan of everything those that cover nothing.
func (g *ignored) notes(complete bool) []string {
	var ended, unused []string
	for i, line := range g.with.Ignored {
		number := fmt.Sprint(line.Line)
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
