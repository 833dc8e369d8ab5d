package engine

import (
	"cmp"
	"iter"
	"slices"
	"sort"

	"github.com/sluicesec/sluice/finding"
)

// A Dropped is a match that something allows.
type Dropped struct {
	Match Match
	By    string // as Match.Allowed
}

// Resolve decides which of some data's matches to report, for one place of the
// data: it judges the path and the commit by the rules' path regexes and
// allowlists, and keeps one match for each secret that several rules saw, that
// of the most specific rule. The others are named in its AlsoRules. If the most
// specific match is allowed, so is the secret. Without a path or a commit, pass
// "".
//
// Both lists are sorted by the offsets of the secrets. matches is not changed.
// Those that no detector made are left out.
func (d *Detector) Resolve(matches []Match, path, commit string, containers ...string) (kept []Match, dropped []Dropped) {
	won, _ := winners(judgePlace(matches, path, commit, containers...))
	for _, m := range withDecoded(won) {
		if m.Allowed == "" {
			kept = append(kept, *m)
		} else {
			dropped = append(dropped, Dropped{*m, m.Allowed})
		}
	}
	return kept, dropped
}

// judgePlace returns the matches that can be reported at a place, the most
// specific first, with what allows them there.
func judgePlace(matches []Match, path, commit string, containers ...string) []Match {
	ranked := make([]Match, 0, len(matches))
	for _, m := range matches {
		if m.rule == nil || m.Rule.SkipReport || m.rule.path != nil && !m.rule.path.Matches([]byte(path)) {
			continue
		}
		for _, a := range m.open {
			allows := func(path string) bool { return a.byPlace(path, commit) == yes }
			if m.Allowed == "" && (allows(path) || slices.ContainsFunc(containers, allows)) {
				m.Allowed = a.label
			}
		}
		if m.Confidence = m.confidenceAt(path); m.Confidence == "" {
			continue
		}
		m.AlsoRules = nil
		ranked = append(ranked, m)
	}
	slices.SortStableFunc(ranked, byRank)
	return ranked
}

// winners returns the first of those matches whose secrets overlap, sorted by the
// offset of the secret, with the others in their AlsoRules. Those of decoded texts come
// last. pairs is how many pairs of overlapping matches there were.
func winners(ranked []Match) (won []*Match, pairs int) {
	for group := range groups(ranked) {
		first, n := winnersOf(judgedAlone(group))
		won, pairs = append(won, first...), pairs+n
	}
	return won, pairs
}

// groups goes through the matches in groups, by offset: no secret of a group
// overlaps one of another. A group keeps the order of ranked. A line may hold
// 10,000 secrets, so matches are compared with those of their group alone.
func groups(ranked []Match) iter.Seq[[]*Match] {
	return func(yield func([]*Match) bool) {
		byStart := make([]int, len(ranked))
		for i := range byStart {
			byStart[i] = i
		}
		slices.SortFunc(byStart, func(a, b int) int {
			m, n := &ranked[a], &ranked[b]
			return cmp.Or(m.compareText(n), cmp.Compare(m.inText().Start, n.inText().Start), cmp.Compare(a, b))
		})
		for from := 0; from < len(byStart); {
			first := &ranked[byStart[from]]
			to, end := from+1, first.inText().End
			for to < len(byStart) && first.compareText(&ranked[byStart[to]]) == 0 && ranked[byStart[to]].inText().Start < end {
				end = max(end, ranked[byStart[to]].inText().End)
				to++
			}
			slices.Sort(byStart[from:to])
			group := make([]*Match, 0, to-from)
			for _, i := range byStart[from:to] {
				group = append(group, &ranked[i])
			}
			if !yield(group) {
				return
			}
			from = to
		}
	}
}

// winnersOf is winners for one group.
func winnersOf(ranked []*Match) (won []*Match, pairs int) {
	for _, m := range ranked {
		at := sort.Search(len(won), func(k int) bool { return won[k].inText().End > m.inText().Start })
		if at == len(won) || won[at].inText().Start >= m.inText().End {
			won = slices.Insert(won, at, m)
			continue
		}
		for ; at < len(won) && won[at].inText().Start < m.inText().End; at++ {
			pairs++
			ids := m.Rule.Identifier || won[at].Rule.Identifier // or public keys: to be sure of one is no reason to report it
			if m.Allowed == "" && !ids && m.Confidence.Compare(won[at].Confidence) > 0 {
				won[at].Confidence = m.Confidence // another rule is surer of the same secret
			}
			won[at].alsoSeenBy(m)
		}
	}
	return won, pairs
}

// alsoSeenBy notes that another match saw the same secret.
func (m *Match) alsoSeenBy(o *Match) {
	if k, ok := slices.BinarySearch(m.AlsoRules, o.Rule.ID); !ok && m.Rule != o.Rule {
		m.AlsoRules = slices.Insert(m.AlsoRules, k, o.Rule.ID)
	}
}

// byRank sorts the most specific match first.
func byRank(a, b Match) int {
	return cmp.Or(
		cmp.Compare(b.Rule.Specificity, a.Rule.Specificity),
		cmp.Compare(provided(b), provided(a)),
		certainty(b).Compare(certainty(a)),
		cmp.Compare(identifier(b), identifier(a)),
		cmp.Compare(a.secretSpan().Len(), b.secretSpan().Len()),
		cmp.Compare(b.rule.literalLen, a.rule.literalLen),
		cmp.Compare(a.Rule.ID, b.Rule.ID),
		cmp.Compare(a.SecretStart, b.SecretStart),
		cmp.Compare(a.Start, b.Start),
		cmp.Compare(a.End, b.End),
	)
}

func provided(m Match) int {
	if m.Rule.Provider != "" {
		return 1
	}
	return 0
}

// certainty is how sure a rule is of what a match is. An id has a low confidence
// because it opens nothing, not because it may be something else.
func certainty(m Match) finding.Confidence {
	c := m.Confidence
	if m.Rule.Identifier && c == finding.ConfidenceLow {
		return finding.ConfidenceMedium
	}
	return c
}

// identifier prefers the rule that says more: of an id and its secret, which
// may look the same, only the id's rule asks for the word.
func identifier(m Match) int {
	if m.Rule.Identifier {
		return 1
	}
	return 0
}
