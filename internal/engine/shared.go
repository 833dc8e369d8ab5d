package engine

import (
	"errors"
	"fmt"
	"slices"

	"github.com/sluicesec/sluice/rules"
)

// sharedAllowlists are the allowlists of the whole configuration.
type sharedAllowlists struct {
	lists  []*allowlist
	all    []int            // those that apply to all rules
	forAll []*allowlist     // the same
	byName map[string][]int // those that name their rules, by the id or alias of a rule
}

func newSharedAllowlists(cfg *rules.Config) (*sharedAllowlists, error) {
	s := &sharedAllowlists{byName: map[string][]int{}}
	var errs []error
	for i := range cfg.Allowlists {
		list := &cfg.Allowlists[i]
		a, err := newAllowlist(list)
		if err != nil {
			errs = append(errs, errorAt(list.Origin, fmt.Errorf("allowlist %d: %w", i+1, err)))
			continue
		}
		n := len(s.lists)
		s.lists = append(s.lists, a)
		if len(list.TargetRules) == 0 {
			s.all, s.forAll = append(s.all, n), append(s.forAll, a)
		}
		for _, name := range list.TargetRules {
			s.byName[name] = append(s.byName[name], n)
		}
	}
	return s, errors.Join(errs...)
}

// of returns the allowlists that apply to a rule, in the order of the configuration. They
// must not be changed: most rules share them.
func (s *sharedAllowlists) of(r *rules.Rule) []*allowlist {
	var own []int
	for name := range r.Names() {
		own = append(own, s.byName[name]...)
	}
	if len(own) == 0 {
		return s.forAll
	}
	own = append(own, s.all...)
	slices.Sort(own)
	var lists []*allowlist
	for _, n := range slices.Compact(own) {
		lists = append(lists, s.lists[n])
	}
	return lists
}
