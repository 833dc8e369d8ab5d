package scan

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/internal/proof"
	"github.com/sluicesec/sluice/rules"
)

// A proofKey is all that a proof depends on.
type proofKey struct{ name, secret, text string }

// prove says what the structure of a secret proves. A secret in a thousand
// places is proven once.
//
// Proofs are here and not in the engine because a match in a blob that was
// carried over from another costs nothing to repeat, while a proof would.
func (b *builder) prove(h *hit) proof.Result {
	return b.check(proofKey{h.Rule.Proof, h.Secret, h.Text})
}

func (b *builder) check(key proofKey) proof.Result {
	r, ok := b.proofs[key]
	if !ok {
		r = proof.Check(key.name, []byte(key.secret), []byte(key.text))
		b.proofs[key] = r
	}
	return r
}

// disproof returns why a secret is no finding, or "". It is asked before rules
// compete for a secret: another rule may know better what this one took for its own.
func disproof(h *hit, r proof.Result) string {
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

func verification(r proof.Result) finding.Verification {
	if r.Verdict == proof.Proven {
		return finding.ProvenOffline
	}
	return finding.Unverified
}

// checkProofs returns an error for a rule whose proof nobody knows: its author
// meant to have something checked.
func checkProofs(d *engine.Detector) error {
	for r := range d.Rules() {
		if r.Proof != "" && !proof.Known(r.Proof) {
			return fmt.Errorf("%s: rule %q: proof %q is none of %s", r.Origin, r.ID, r.Proof, strings.Join(proof.Names(), ", "))
		}
	}
	return nil
}

// proofConfidence is a rule's confidence, raised by a proof that holds and
// lowered a step by one that fails.
func proofConfidence(r *rules.Rule, p proof.Result) finding.Confidence {
	c := cmp.Or(r.Confidence, finding.ConfidenceMedium)
	switch p.Verdict {
	case proof.Proven:
		return finding.ConfidenceHigh
	case proof.Doubtful:
		return c.Lower()
	}
	return c
}
