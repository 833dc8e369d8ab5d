package scan

import "slices"

// here is the stage that removes the hits which do not belong to the place. A blob
// may have several places, and different commits may have brought its secrets
// there.
type here struct {
	secrets *secrets
}

func (st here) judge(s *sighting) {
	s.keep(func(h sighted) bool {
		if h.isPath() && s.inside == nil && h.Secret != s.place.Path {
			return false // the name of another place
		}
		return s.place.Secrets == nil || slices.Contains(s.place.Secrets, st.secrets.key(h.hit))
	})
}
