package scan

import "github.com/sluicesec/sluice/internal/engine"

// resolve is the stage that lets rules compete: of the hits that see one secret
// it leaves that of the most specific rule. It also applies what depends on the
// path and the commit, the path regexes of rules and the allowlists.
type resolve struct {
	detector *engine.Detector
	count    suppressed
	inline   inlineUses // what comments allow; nil for not listed
}

func (st resolve) judge(s *sighting) {
	if len(s.hits) == 0 {
		return
	}
	matches := make([]engine.Match, len(s.hits))
	hits := make(map[matchKey]*hit, len(s.hits))
	for i, h := range s.hits {
		matches[i] = h.Match
		if k := keyOf(&h.Match); hits[k] == nil {
			hits[k] = h.hit
		}
	}
	path, containers := s.inside.at(s.place.Path)
	kept, dropped := st.detector.Resolve(matches, path, s.place.Commit.String(), containers...)
	for _, d := range dropped {
		st.count[d.By]++
		if d.By == engine.Inline && st.inline != nil {
			st.inline.add(s, hits[keyOf(&d.Match)])
		}
	}
	s.hits = s.hits[:0]
	for i := range kept {
		s.hits = append(s.hits, sighted{hits[keyOf(&kept[i])], kept[i].AlsoRules, kept[i].Confidence})
	}
}

// A matchKey identifies a match that Resolve keeps. Two hits share a key if their
// matches differ only in where they end; Resolve keeps the first of them.
type matchKey struct {
	rule                          string
	start, secretStart, secretEnd int
}

func keyOf(m *engine.Match) matchKey {
	return matchKey{m.Rule.ID, m.Start, m.SecretStart, m.SecretEnd}
}
