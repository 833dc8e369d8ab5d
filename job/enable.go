package job

import (
	"fmt"
	"slices"

	"github.com/sluicesec/sluice/rules"
)

// enableOnly leaves in cfg the rules that names name. Rules whose matches are parts of
// theirs stay as well, and are not reported by themselves.
func enableOnly(cfg *rules.Config, names []string) error {
	stay := map[string]bool{} // by the id of a rule: whether it is reported
	for _, name := range names {
		ids := cfg.IDs(name)
		if len(ids) == 0 {
			return fmt.Errorf("--enable-rule %q: no rule has this name; `sluice rules list` lists the built-in ones", name)
		}
		for _, id := range ids {
			stay[id] = true
		}
	}
	for again := true; again; {
		again = false
		for i := range cfg.Rules {
			if _, ok := stay[cfg.Rules[i].ID]; !ok {
				continue
			}
			for _, p := range cfg.Rules[i].Parts {
				if _, ok := stay[p.ID]; !ok {
					stay[p.ID], again = false, true
				}
			}
		}
	}
	cfg.Rules = slices.DeleteFunc(slices.Clone(cfg.Rules), func(r rules.Rule) bool {
		_, ok := stay[r.ID]
		return !ok
	})
	for i := range cfg.Rules {
		r := &cfg.Rules[i]
		r.SkipReport = r.SkipReport || !stay[r.ID]
	}
	return nil
}
