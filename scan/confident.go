package scan

import (
	"cmp"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/proof"
	"github.com/sluicesec/sluice/rules"
)

// confident is the stage that suppresses what is below the least confidence.
type confident struct {
	least  finding.Confidence // "" is below all
	proofs proofs
	count  suppressed
}

func (st confident) judge(s *sighting) {
	st.count.remove(s, func(h sighted) string {
		if confidence(h.Rule, st.proofs.of(h.hit)).Compare(st.least) < 0 {
			return "below --min-confidence"
		}
		return ""
	})
}

// confidence is a rule's confidence, raised to high by a proof that holds and
// lowered one step by a proof that fails.
func confidence(r *rules.Rule, p proof.Result) finding.Confidence {
	c := cmp.Or(r.Confidence, finding.ConfidenceMedium)
	switch p.Verdict {
	case proof.Proven:
		return finding.ConfidenceHigh
	case proof.Doubtful:
		return c.Lower()
	}
	return c
}
