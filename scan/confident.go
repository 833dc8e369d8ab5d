package scan

import (
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/proof"
)

// confident is the stage that suppresses what is below the least confidence.
type confident struct {
	least  finding.Confidence // "" is below all
	own    bool               // what rules find that are not built-in stays
	proofs proofs
	count  suppressed
	below  map[secretOf]bool // gets what is suppressed; nil for nobody
}

func (st confident) judge(s *sighting) {
	st.count.remove(s, func(h sighted) string {
		if st.own && !h.Rule.Origin.Builtin() {
			return ""
		}
		if proved(h.confidence, st.proofs.of(h.hit)).Compare(st.least) < 0 {
			if st.below != nil {
				st.below[secretOf{h.Rule.ID, h.Secret}] = true
			}
			return finding.BelowConfidence
		}
		return ""
	})
}

// proved is a confidence, raised to high by a proof that holds and lowered one step
// by a proof that fails.
func proved(c finding.Confidence, p proof.Result) finding.Confidence {
	switch p.Verdict {
	case proof.Proven:
		return finding.ConfidenceHigh
	case proof.Doubtful:
		return c.Lower()
	}
	return c
}
