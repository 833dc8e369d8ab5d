package scan

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/gitleaks"
)

// ignoredLines is the stage that suppresses what a file of gitleaks names: what a rule
// finds in one line of one file. It judges each place by itself, so a secret that is at
// other places, too, is reported with those.
type ignoredLines struct {
	with  *Baseline
	count suppressed
}

func (st ignoredLines) judge(s *sighting) {
	if st.with == nil || st.with.Lines == nil || s.place.More {
		return // places that the source does not name may be anywhere
	}
	st.count.remove(s, func(h sighted) string {
		if !st.covers(s, h) {
			return ""
		}
		s.ignored = append(s.ignored, h)
		return st.with.LinesBy
	})
}

// covers reports whether a line names a hit, by the line on which the secret begins or the
// one on which the match does.
func (st ignoredLines) covers(s *sighting, h sighted) bool {
	l := s.of(h.hit)
	if !l.Kind.InFile() {
		return false
	}
	commit := ""
	if !l.Commit.IsZero() {
		commit = l.Commit.String()
	}
	rules := slices.AppendSeq(slices.Clone(h.alsoRules), h.Rule.Names())
	secret := h.Span.StartLine
	match := secret - strings.Count(h.BeforeSecret(), "\n")
	for _, path := range st.with.paths(l.FullPath()) {
		if st.with.Lines.CoversLine(commit, path, secret, rules) || st.with.Lines.CoversLine(commit, path, match, rules) {
			return true
		}
	}
	return false
}

// paths are the names that a file has in fingerprints of gitleaks: from the folder on that
// is scanned, and as the report shows it. In another folder it has none.
func (b *Baseline) paths(path string) []string {
	if b.Root == "" || b.Root == "." {
		return []string{path}
	}
	inside, below := strings.CutPrefix(path, strings.TrimSuffix(b.Root, "/")+"/")
	if !below || !filepath.IsLocal(inside) {
		return nil
	}
	return slices.Compact([]string{path, inside})
}

// noteLines names the lines of a file of gitleaks that somebody should look at: those that
// are wrong, those that name no commit and so may cover what comes later, and after a
// complete scan of everything those that cover nothing.
func (b *Baseline) noteLines(complete bool) []string {
	notes := b.Lines.Warnings()
	if lines := b.Lines.ByPlace(); len(lines) > 0 {
		notes = append(notes, fmt.Sprintf("%s: %s: without a commit, such an entry also covers what the rule finds at the same place later: write the secret into the baseline with `sluice allow`", b.LinesBy, gitleaks.Lines(lines)))
	}
	if lines := b.Lines.Unused(); len(lines) > 0 && complete && b.Whole {
		notes = append(notes, fmt.Sprintf("%s: nothing is like %s any more; take out what is not needed", b.LinesBy, gitleaks.Lines(lines)))
	}
	return notes
}
