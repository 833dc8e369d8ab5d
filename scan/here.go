package scan

import (
	"slices"

	"github.com/sluicesec/sluice/finding"
)

// here is the stage that leaves the hits which belong to the place: a blob has
// other places too, and each of its secrets may have come to them with another
// commit.
type here struct {
	secrets *secrets
}

func (st here) judge(s *sighting) {
	s.keep(func(h sighted) bool {
		if h.kind == finding.KindPath && h.secret != s.place.Path {
			return false // the name of another place
		}
		return s.place.Secrets == nil || slices.Contains(s.place.Secrets, st.secrets.key(h.hit))
	})
}
