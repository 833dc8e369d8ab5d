package check

import (
	"slices"

	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/rules/example"
)

// parts reports the parts that are not found where the first examples of the
// rule and of the part are on lines of their own, the one below the other.
func (c *checker) parts(d *engine.Detector, cfg *rules.Config) error {
	scanner := d.NewScanner()
	for i := range cfg.Rules {
		r := &cfg.Rules[i]
		for _, p := range r.Parts {
			part := c.rules[cfg.IDs(p.ID)[0]]
			if len(r.Examples) == 0 || len(part.Examples) == 0 {
				continue
			}
			text, err := example.Expand(part.Examples[0]+"\n"+r.Examples[0]+"\n", 0)
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(scan(scanner, text, ""), func(m engine.Match) bool {
				return m.Rule.ID == r.ID && slices.ContainsFunc(m.Parts, func(found engine.Part) bool { return found.Rule.IsCalled(p.ID) })
			}) {
				c.report(r, "its part %q is not found above its example", p.ID)
			}
		}
	}
	return nil
}
