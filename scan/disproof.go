package scan

import "github.com/sluicesec/sluice/internal/proof"

// disproof is the stage that suppresses what cannot be a credential, and the
// examples that providers publish in their documentation.
type disproof struct {
	proofs proofs
	count  suppressed
}

func (st disproof) judge(s *sighting) {
	st.count.remove(s, func(h sighted) string { return disproved(h.hit, st.proofs.of(h.hit)) })
}

// disproved returns why a hit is no finding, or "". What an allowlist or a
// comment allows is left for resolve, which counts it under its own reason.
func disproved(h *hit, r proof.Result) string {
	switch {
	case h.Rule.SkipReport || h.Allowed != "":
		return ""
	case r.Documented != "":
		return "documented example: " + r.Documented
	case r.Verdict == proof.Impossible:
		return "impossible: " + h.Rule.Proof
	}
	return ""
}
