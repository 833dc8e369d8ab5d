package check

import (
	"context"
	"slices"

	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
)

// An Overlap is an example that other rules than its own see as well. It is no
// mistake: the finding of the most specific rule is reported, and names the others.
type Overlap struct {
	Rule    string // the example's own
	Example string // in the notation of package rules/example
	Others  []string
	Report  []string // the rules that a scan reports it under
}

// Overlaps returns the overlaps of the rules' examples, in the order of the
// rules.
func Overlaps(ctx context.Context, cfg *rules.Config) ([]Overlap, error) {
	d, err := engine.New(cfg)
	if err != nil {
		return nil, err
	}
	list, err := samples(ctx, d, cfg)
	if err != nil {
		return nil, err
	}
	var overlaps []Overlap
	for _, s := range list {
		others := slices.DeleteFunc(s.ever, func(id string) bool { return id == s.rule.ID })
		if !s.negative && len(others) > 0 {
			overlaps = append(overlaps, Overlap{Rule: s.rule.ID, Example: s.notation, Others: others, Report: s.reported})
		}
	}
	return overlaps, nil
}
