package rules

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// A merger builds a Config from files, each applied on top of those before.
type merger struct {
	cfg       Config
	rules     map[string]int   // place in cfg.Rules, by the id
	aliases   map[string][]int // places, by an alias
	providers map[string]int   // place in cfg.Providers
	disabled  map[string]bool  // ids, and other names of the rules
	generic   genericTable     // all of them together, but for what is in cfg.Generic
	errs      []error

	suggest suggester
}

// maxRules bounds the rules of one file. The largest public collections have two
// thousand.
const maxRules = 20_000

// maxErrors bounds the errors about one file that are returned, and maxNotes the
// notes of each kind.
const (
	maxErrors = 100
	maxNotes  = 10
)

// joined joins errors, up to maxErrors of them.
func joined(errs []error) error {
	if more := len(errs) - maxErrors; more > 0 {
		errs = append(slices.Clone(errs[:maxErrors]), fmt.Errorf("and %d more errors", more))
	}
	return errors.Join(errs...)
}

// merge makes one checked Config of a base, which it may change, and a chain
// of files, the lowest first.
func merge(base *Config, files []*file) (*Config, error) {
	m := &merger{cfg: *base, rules: map[string]int{}, aliases: map[string][]int{}, providers: map[string]int{}, disabled: map[string]bool{}}
	m.countRules()
	for i := range m.cfg.Providers {
		m.providers[m.cfg.Providers[i].ID] = i
	}
	for _, f := range files {
		if n := len(f.Rules) + len(f.Context); n > maxRules {
			return nil, fmt.Errorf("%s: %d rules are more than the limit of %d", f.name, n, maxRules)
		}
		m.apply(f)
	}
	m.settleGeneric()
	m.withoutDisabled()
	if len(m.cfg.Rules) == 0 && m.cfg.unread == nil && len(m.errs) == 0 {
		top := files[len(files)-1].name
		hint := `add "[extend]" with "useDefault = true"`
		if extend := files[len(files)-1].Extend; extend.UseDefault != nil {
			hint = `write "useDefault = true"`
		}
		m.errs = append(m.errs, fmt.Errorf("%s: no rules: nothing would be found; %s to start from the built-in rules", top, hint))
	}
	m.errs = append(m.errs, m.cfg.check()...)
	if len(m.errs) > 0 {
		return nil, joined(m.errs)
	}
	return &m.cfg, nil
}

func (m *merger) apply(f *file) {
	if f.Title != "" {
		m.cfg.Title = f.Title
	}
	m.disable(f)
	m.addProviders(f)

	tables := f.Rules
	for i := range f.Context {
		t, err := f.Context[i].rule()
		if err != nil {
			m.fail(f.Context[i].origin, "context: %w", err)
			continue
		}
		tables = append(tables, t)
	}
	seen := map[string]Origin{}
	for i := range tables {
		t := &tables[i]
		if t.ID == "" {
			m.fail(t.origin, "a rule without id")
			continue
		}
		if first, ok := seen[t.ID]; ok {
			m.fail(t.origin, "rule %s is already at %s", shown(t.ID), first)
			continue
		}
		seen[t.ID] = t.origin
		m.change(t, f.manner)
		if f.manner == gitleaksManner && i < len(f.Rules) {
			for _, at := range m.named(t.ID) {
				m.tolerate(&m.cfg.Rules[at], &f.notes)
			}
		}
	}
	m.countRules()
	m.cfg.Allowlists = append(m.cfg.Allowlists, f.Allowlists...)
	m.applyGeneric(f.Generic)
	m.cfg.Notes = append(m.cfg.Notes, f.notes.texts()...)
}

// disable takes out the rules that f does not want. An unknown id is only
// a note: a file may be shared with a scanner that has other built-in rules,
// and not having a rule is what was asked for.
func (m *merger) disable(f *file) {
	if len(f.Extend.DisabledRules) == 0 {
		return
	}
	off := make(map[string]bool, len(f.Extend.DisabledRules))
	unknown := 0
	for _, id := range f.Extend.DisabledRules {
		off[id] = true
		known := m.named(id)
		for _, at := range known {
			off[m.cfg.Rules[at].ID] = true
		}
		if len(known) > 0 {
			continue
		}
		if unknown++; unknown <= maxNotes {
			m.cfg.Notes = append(m.cfg.Notes, fmt.Sprintf("%s: extend.disabledRules: no rule %s to disable%s", f.name, shown(id), m.suggest.didYouMean(id, func() []string { return m.cfg.names() })))
		}
	}
	if more := unknown - maxNotes; more > 0 {
		m.cfg.Notes = append(m.cfg.Notes, fmt.Sprintf("%s: extend.disabledRules: %d more ids that no rule has", f.name, more))
	}
	m.takeOut(off)
}

// takeOut takes rules out, by their ids. off may hold other names besides.
func (m *merger) takeOut(off map[string]bool) {
	for i := range m.cfg.Rules {
		if r := &m.cfg.Rules[i]; off[r.ID] {
			for _, alias := range r.Aliases {
				m.disabled[alias] = true
			}
		}
	}
	maps.Copy(m.disabled, off)
	m.cfg.Rules = slices.DeleteFunc(m.cfg.Rules, func(r Rule) bool { return off[r.ID] })
	m.countRules()

	// An allowlist goes with the last of its rules: without a target it would
	// apply to all of them.
	disabled := func(name string) bool { return m.disabled[name] && len(m.named(name)) == 0 }
	m.cfg.Allowlists = slices.DeleteFunc(m.cfg.Allowlists, func(a Allowlist) bool {
		return len(a.TargetRules) > 0 && !slices.ContainsFunc(a.TargetRules, func(id string) bool { return !disabled(id) })
	})
	for i := range m.cfg.Allowlists {
		a := &m.cfg.Allowlists[i]
		a.TargetRules = slices.DeleteFunc(slices.Clone(a.TargetRules), disabled)
	}
}

func (m *merger) countRules() {
	clear(m.rules)
	clear(m.aliases)
	for i := range m.cfg.Rules {
		m.rules[m.cfg.Rules[i].ID] = i
		for _, alias := range m.cfg.Rules[i].Aliases {
			m.aliases[alias] = append(m.aliases[alias], i)
		}
	}
}

func (m *merger) addProviders(f *file) {
	seen := map[string]Origin{}
	add := func(p Provider, replace bool) {
		at, ok := m.providers[p.ID]
		switch {
		case !ok:
			m.providers[p.ID] = len(m.cfg.Providers)
			m.cfg.Providers = append(m.cfg.Providers, p)
		case replace:
			m.cfg.Providers[at] = p
		}
	}
	for _, p := range f.Providers {
		if p.ID == "" {
			m.fail(p.Origin, "a provider without id")
			continue
		}
		if first, ok := seen[p.ID]; ok {
			m.fail(p.Origin, "provider %s is already at %s", shown(p.ID), first)
			continue
		}
		seen[p.ID] = p.Origin
		add(p, true)
	}
	for _, c := range f.Context {
		if c.Name != "" {
			add(Provider{ID: c.Provider, Name: c.Name, Origin: c.origin}, false)
		}
	}
}

func (m *merger) fail(at Origin, format string, args ...any) {
	m.errs = append(m.errs, at.errorf(format, args...))
}
