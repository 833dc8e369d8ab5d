package engine

import (
	"cmp"
	"slices"
	"sort"
)

// judgedAlone returns the matches of a group that compete for a secret.
//
// With gitleaks, a rule judges alone: what an allowlist of one rule allows, another rule
// reports. So an allowed match takes no part where a match overlaps it that is not allowed,
// if one of the two rules judges as with gitleaks. What a comment allows is allowed for all
// of them.
func judgedAlone(group []*Match) []*Match {
	var all, like reach
	allowed := false
	for _, m := range group {
		switch {
		case m.Allowed == Inline:
		case m.Allowed != "":
			allowed = true
		case m.Rule.LikeGitleaks:
			like = append(like, span{m.inText().Start, m.inText().End})
			fallthrough
		default:
			all = append(all, span{m.inText().Start, m.inText().End})
		}
	}
	if !allowed || len(all) == 0 {
		return group
	}
	all.sort()
	like.sort()
	return slices.DeleteFunc(group, func(m *Match) bool {
		if m.Allowed == "" || m.Allowed == Inline {
			return false
		}
		at := span{m.inText().Start, m.inText().End}
		return like.overlaps(at) || m.Rule.LikeGitleaks && all.overlaps(at)
	})
}

// A span is a range of offsets.
type span struct{ start, end int }

// A reach is spans in order, each with the farthest end of those up to it.
type reach []span

func (r reach) sort() {
	slices.SortFunc(r, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	for i := 1; i < len(r); i++ {
		r[i].end = max(r[i].end, r[i-1].end)
	}
}

// overlaps reports whether one of the spans overlaps another one.
func (r reach) overlaps(s span) bool {
	i := sort.Search(len(r), func(i int) bool { return r[i].start >= s.end })
	return i > 0 && r[i-1].end > s.start
}
