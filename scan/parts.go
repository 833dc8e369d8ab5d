package scan

import (
	"slices"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
)

// A judged is a hit that is to be reported at some place, with what Resolve
// made of its match.
type judged struct {
	hit   *hit
	match engine.Match
}

// A secretPlace is where a rule sees a secret in a blob.
type secretPlace struct {
	rule       *rules.Rule
	start, end int
}

func placeOf(m engine.Match) secretPlace { return secretPlace{m.Rule, m.SecretStart, m.SecretEnd} }

// fold takes out the identifiers that others have as parts, and tells where
// they are. It looks at what is reported at one place only: an identifier stays
// a finding where its secret is allowed, was there before, or is not.
func fold(reported []judged) (left []judged, folded map[secretPlace]bool) {
	parts := map[secretPlace]bool{}
	for _, j := range reported {
		for _, p := range j.match.Parts {
			if p.Rule.Identifier {
				parts[secretPlace{p.Rule, p.Start, p.End}] = true
			}
		}
	}
	if len(parts) == 0 {
		return reported, nil
	}
	folded = map[secretPlace]bool{}
	left = slices.DeleteFunc(reported, func(j judged) bool {
		if !parts[placeOf(j.match)] {
			return false
		}
		folded[placeOf(j.match)] = true
		return true
	})
	return left, folded
}

// parts tells of a match's parts.
func (b *builder) parts(m engine.Match, folded map[secretPlace]bool) []finding.Part {
	var parts []finding.Part
	for _, p := range m.Parts {
		if !p.Rule.Identifier {
			b.values = append(b.values, p.Secret)
		}
		parts = append(parts, finding.Part{
			RuleID: p.Rule.ID, Description: p.Rule.Description,
			Secret: p.Secret, Fingerprint: b.fingerprint(p.Rule.ID, p.Secret),
			Facts:  slices.Clone(b.check(proofKey{p.Rule.Proof, p.Secret, p.Secret}).Facts),
			Span:   p.Span,
			Folded: folded[secretPlace{p.Rule, p.Start, p.End}],
		})
	}
	return parts
}

// fingerprint is fingerprint, asked once for each secret.
func (b *builder) fingerprint(rule, secret string) string {
	key := [2]string{rule, secret}
	if b.prints[key] == "" {
		b.prints[key] = fingerprint(rule, secret)
	}
	return b.prints[key]
}
