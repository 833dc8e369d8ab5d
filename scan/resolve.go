package scan

import (
	"strings"

	"github.com/sluicesec/sluice/internal/engine"
)

// resolve is the stage that lets rules compete: of the hits that see one secret
// it leaves that of the most specific rule. It also applies what depends on the
// path and the commit, the path regexes of rules and the allowlists.
type resolve struct {
	detector *engine.Detector
	count    suppressed
	inline   inlineUses // what comments allow; nil for not listed
	ended    endedUses  // what they allow no more, in HEAD or outside the history; nil for not listed
	later    *later     // gets what is allowed at its place; nil for nobody
}

func (st resolve) judge(s *sighting) {
	if len(s.hits) == 0 {
		return
	}
	matches := make([]engine.Match, len(s.hits))
	for i, h := range s.hits {
		matches[i] = h.Match
		matches[i].Index = i
	}
	path, containers := s.inside.at(s.place.Path)
	if s.place.Root != "" {
		// Folders above what is scanned say nothing about it. An allowlist may name them.
		containers = append(containers, path)
		path = strings.TrimPrefix(strings.TrimPrefix(path, s.place.Root), "/")
	}
	kept, dropped := st.detector.Resolve(matches, path, s.place.Commit.String(), containers...)
	for _, d := range dropped {
		st.count[d.By]++
		st.later.allow(s.hits[d.Match.Index].hit)
		if d.By == engine.Inline && st.inline != nil {
			st.inline.add(s, s.hits[d.Match.Index].hit)
		}
	}
	hits := make([]sighted, len(kept))
	for i := range kept {
		if h := s.hits[kept[i].Index].hit; h.Ended != "" && st.ended != nil && (s.place.InHead || s.place.Commit.IsZero()) {
			st.ended.add(s, h)
		}
		hits[i] = sighted{s.hits[kept[i].Index].hit, kept[i].AlsoRules, kept[i].Confidence}
	}
	s.hits = hits
}
