package migrate

import (
	"slices"

	"github.com/sluicesec/sluice/rules"
)

// names are the ids of the built-in rules, by all names under which people know them.
type names map[string][]string

func newNames() names {
	all := names{}
	builtin, err := rules.Builtin()
	if err != nil {
		return all
	}
	for i := range builtin.Rules {
		id := builtin.Rules[i].ID
		all[id] = []string{id}
	}
	for i := range builtin.Rules {
		for _, alias := range builtin.Rules[i].Aliases {
			if ids := all[alias]; !slices.Equal(ids, []string{alias}) { // an id is no alias of another
				all[alias] = append(ids, builtin.Rules[i].ID)
			}
		}
	}
	return all
}

// of returns the ids of the rules with a name; nil for none.
func (n names) of(name string) []string { return n[name] }
