package scan

import (
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
)

// fold is the stage that removes the identifiers which other hits have as parts,
// and notes where they are. It looks only at what is reported at this place: an
// identifier stays a finding where its secret is allowed, is older than the
// change, or is absent.
type fold struct{}

func (fold) judge(s *sighting) {
	parts := map[secretAt]bool{}
	for _, h := range s.hits {
		for i := range h.Parts {
			if p := &h.Parts[i]; p.Rule.Identifier {
				parts[partAt(p)] = true
			}
		}
	}
	if len(parts) == 0 {
		return
	}
	s.folded = map[secretAt]bool{}
	s.keep(func(h sighted) bool {
		at := secretAt{h.Rule, h.SecretStart, h.SecretEnd}
		if !parts[at] {
			return true
		}
		s.folded[at] = true
		s.identifiers = append(s.identifiers, h)
		return false
	})
}

// A secretAt is where in a text a rule sees a secret.
type secretAt struct {
	rule       *rules.Rule
	start, end int
}

func partAt(p *engine.Part) secretAt { return secretAt{p.Rule, p.Start, p.End} }
