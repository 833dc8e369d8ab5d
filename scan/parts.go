package scan

import (
	"slices"

	"github.com/sluicesec/sluice/finding"
)

// parts describes the parts of a hit. Their fingerprints are the work of a
// stage.
func (fs *findings) parts(h *hit, folded map[secretAt]bool) []finding.Part {
	var parts []finding.Part
	for i := range h.Parts {
		p := &h.Parts[i]
		parts = append(parts, finding.Part{
			RuleID: p.Rule.ID, Aliases: slices.Clone(p.Rule.Aliases), Description: p.Rule.Description,
			Secret: p.Secret,
			Facts:  slices.Clone(fs.proofs.ofPart(p).Facts),
			Span:   p.Span,
			Folded: folded[partAt(p)],
		})
	}
	return parts
}
