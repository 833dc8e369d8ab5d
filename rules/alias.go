package rules

import (
	"iter"
	"slices"
)

// A rule has one id, which fingerprints are made of, and may have aliases: names that other
// scanners have for what it finds. One alias may stand for several rules, and be the id of
// one of them. Wherever a rule file, a flag or a comment names a rule, an alias will do, and
// then means all rules that have it. Reports of our own call a rule by its id.

// IsCalled reports whether a name is the id of the rule or one of its aliases.
func (r *Rule) IsCalled(name string) bool {
	return r.ID == name || slices.Contains(r.Aliases, name)
}

// Names returns the id of the rule and its aliases, each once.
func (r *Rule) Names() iter.Seq[string] {
	return func(yield func(string) bool) {
		if !yield(r.ID) {
			return
		}
		for _, alias := range r.Aliases {
			if alias != r.ID && !yield(alias) {
				return
			}
		}
	}
}

// IDs returns the ids of the rules that a name stands for, in the order of the rules: that
// of the rule with this id, and those of all rules with this alias. There are none if
// the name is not known.
func (c *Config) IDs(name string) []string {
	var ids []string
	for i := range c.Rules {
		if c.Rules[i].IsCalled(name) {
			ids = append(ids, c.Rules[i].ID)
		}
	}
	return ids
}

// names returns all ids and aliases, each once, sorted.
func (c *Config) names() []string {
	all := make([]string, 0, len(c.Rules))
	for i := range c.Rules {
		all = slices.AppendSeq(all, c.Rules[i].Names())
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// calledBy makes a name the first alias of a rule, because a rule file used it. What a
// file calls a rule by is what gitleaks would report.
func (r *Rule) calledBy(name string) {
	if len(r.Aliases) == 0 && r.ID == name {
		return
	}
	others := slices.DeleteFunc(slices.Clone(r.Aliases), func(a string) bool { return a == name })
	r.Aliases = append([]string{name}, others...)
}

// named returns the places of the rules that a name stands for, that of the rule with this
// id first.
func (m *merger) named(name string) []int {
	at, ok := m.rules[name]
	if !ok {
		return m.aliases[name]
	}
	others := slices.DeleteFunc(slices.Clone(m.aliases[name]), func(k int) bool { return k == at })
	return append([]int{at}, others...)
}

// change applies a table to the rules that its id stands for, or makes a rule of it. It
// knows the aliases that files before this one gave; the built-in files do without.
//
// A table that says what a rule looks for says so of one rule, the first. The others
// get no more than its allowlists and tags.
func (m *merger) change(t *ruleTable, manner manner) {
	places := m.named(t.ID)
	if at, ok := m.rules[t.ID]; ok && t.origin.builtin {
		places = []int{at}
	} else if !ok && (t.origin.builtin || len(places) == 0) {
		places = []int{len(m.cfg.Rules)}
		m.rules[t.ID] = places[0]
		like := manner == gitleaksManner && !t.isOurs()
		m.cfg.Rules = append(m.cfg.Rules, Rule{ID: t.ID, LikeGitleaks: like, FilesOnly: like})
	}
	for i, at := range places {
		r := &m.cfg.Rules[at]
		switch {
		case i == 0 || !t.looksElsewhere():
			id := r.ID
			if manner == gitleaksManner && t.Regex != nil && !t.isOurs() {
				r.rewritten()
			}
			t.apply(r)
			r.ID = id
		case len(t.Allowlists)+len(t.Tags) > 0:
			r.Origin = t.origin
			r.Allowlists = slices.Concat(r.Allowlists, t.Allowlists)
			r.Tags = slices.Concat(r.Tags, t.Tags)
		}
		if !t.origin.builtin {
			r.calledBy(t.ID)
		}
	}
}

// looksElsewhere reports whether the table says what its rule looks for.
func (t *ruleTable) looksElsewhere() bool {
	return t.Regex != nil || t.Path != nil || t.Reader != nil || len(t.Candidates) > 0
}
