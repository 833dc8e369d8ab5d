package rules

import (
	"iter"
	"maps"
	"reflect"
	"slices"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/prebuilt"
)

// To read all built-in rules takes longer than a scan of a few files. Most rule files of
// repositories add allowlists to them, or some rules, and name few of the built-in ones. So
// a Config can leave the built-in rules unread, and hold the difference that a file makes.

// unread says which rules belong to a Config that has not read them.
type unread struct {
	count     int           // of the built-in rules, all of them
	off       map[int]bool  // those that files took out, by their indexes
	changed   map[int]*Rule // those that files changed
	own       []Rule        // those that files added, which come after them
	providers []Provider    // those that files added or changed
}

// Unread returns what [Builtin] returns, but reads none of the rules and providers, which
// takes longer than a scan of a few files: Rules and Providers are nil until [Config.Read]
// is called. A scanner takes such a configuration, and reads the rules that it needs.
func Unread() (*Config, error) {
	r := prebuilt.Top()
	c, n := readTop(r)
	c.From = finding.Rules{Source: finding.BuiltinRules, Count: n, Builtin: n}
	c.unread = &unread{count: n}
	return c, r.Err()
}

// Read reads the rules and providers that a Config has left unread. It does nothing to any
// other.
func (c *Config) Read() error {
	full, err := c.Full()
	if err == nil {
		*c = *full
	}
	return err
}

// Full returns the Config with all its rules and providers: the same if they are read, or
// else a copy.
func (c *Config) Full() (*Config, error) {
	u := c.unread
	if u == nil {
		return c, nil
	}
	all, err := Builtin()
	if err != nil {
		return nil, err
	}
	full := *c
	full.Rules, full.Providers, full.unread = all.Rules, all.Providers, nil
	for i, r := range u.changed {
		full.Rules[i] = *r
	}
	if len(u.off) > 0 {
		full.Rules = make([]Rule, 0, len(all.Rules)-len(u.off)+len(u.own))
		for i := range all.Rules {
			if !u.off[i] {
				full.Rules = append(full.Rules, all.Rules[i])
			}
		}
	}
	full.Rules = append(full.Rules, u.own...)
	for _, p := range u.providers {
		at := slices.IndexFunc(full.Providers, func(q Provider) bool { return q.ID == p.ID })
		if at < 0 {
			full.Providers = append(full.Providers, p)
		} else {
			full.Providers[at] = p
		}
	}
	return &full, nil
}

// Unread is the number of the built-in rules that are to be read, those included that
// [Config.IsOff] takes out: 0, or that of all built-in ones.
func (c *Config) Unread() int {
	if c.unread == nil {
		return 0
	}
	return c.unread.count
}

// IsOff reports whether a built-in rule, by its index in Rules of what [Builtin] returns,
// does not belong to a Config that is not read.
func (c *Config) IsOff(i int) bool { return c.unread.off[i] }

// AnyOff reports whether IsOff is true of any rule.
func (c *Config) AnyOff() bool { return len(c.unread.off) > 0 }

// ReadRule reads a built-in rule of a Config that is not read, by its index in Rules of what
// [Builtin] returns.
func (c *Config) ReadRule(i int) *Rule {
	if r := c.unread.changed[i]; r != nil {
		return r
	}
	return readOne(i)
}

// Changed gives the built-in rules that files changed in a Config that is not read, by
// their indexes in Rules of what [Builtin] returns.
func (c *Config) Changed() iter.Seq2[int, *Rule] {
	return func(yield func(int, *Rule) bool) {
		if c.unread == nil {
			return
		}
		for _, i := range slices.Sorted(maps.Keys(c.unread.changed)) {
			if !yield(i, c.unread.changed[i]) {
				return
			}
		}
	}
}

// Own returns the rules that files added to the built-in ones in a Config that is not read.
func (c *Config) Own() []Rule {
	if c.unread == nil {
		return nil
	}
	return c.unread.own
}

// readOne reads one of the built-in rules.
func readOne(i int) *Rule {
	r := new(Rule)
	if k, ok := readRule(prebuilt.RuleAt(i), r); ok {
		r.Regex = prebuilt.PatternAt(k).Expr
	}
	return r
}

// The most rules of files, and the most built-in rules that files may be about, for which
// the others are left unread.
const (
	maxOwn   = 100
	maxAbout = 300
)

// mergeUnread merges files with the built-in rules as merge does, but reads only those
// that the files are about. It returns nil if that may differ from what merge gives: if
// anything is wrong, if the files change what a built-in rule looks for, or if what the
// files add cannot be searched for beside the built-in rules.
func mergeUnread(name string, files []*file) *Config {
	top, err := Unread()
	if err != nil {
		return nil
	}
	a, ok := newAbout(files)
	if !ok {
		return nil
	}
	was, ok := a.rules()
	if !ok {
		return nil
	}
	base := *top
	for _, i := range was {
		base.Rules = append(base.Rules, *readOne(i))
	}
	base.Providers = a.providersOf(base.Rules)
	before := slices.Clone(base.Rules)
	copies := make([]*file, len(files)) // merge adds notes to them
	for i, f := range files {
		c := *f
		c.notes.notes = slices.Clone(f.notes.notes)
		copies[i] = &c
	}
	c, err := merge(&base, copies)
	if err != nil {
		return nil
	}
	if !c.unread.take(c, was, before) || a.cascades(before) {
		return nil
	}
	c.Rules, c.Providers = nil, nil
	c.From = c.unread.from(name)
	return c
}

// take notes what files changed. was are the indexes of the built-in rules that the files
// are about, and before those rules as they were; c has what they are now, and the rules of
// the files behind them.
func (u *unread) take(c *Config, was []int, before []Rule) bool {
	u.off, u.changed = map[int]bool{}, map[int]*Rule{}
	rest := c.Rules
	for k, i := range was {
		switch {
		case len(rest) == 0 || rest[0].ID != before[k].ID:
			u.off[i] = true
			continue
		case !reflect.DeepEqual(rest[0], before[k]):
			if !looksForTheSame(before[k], rest[0]) {
				return false
			}
			u.changed[i] = &rest[0]
		}
		rest = rest[1:]
	}
	for i := range rest {
		r := &rest[i]
		if r.Regex == "" || r.WholeFile || r.Proof != "" || r.Reader != "" || slices.ContainsFunc(before, func(b Rule) bool { return b.ID == r.ID }) {
			return false
		}
	}
	if len(rest) > 0 {
		u.own = slices.Clip(rest)
	}
	for _, p := range c.Providers {
		if !p.Origin.builtin {
			u.providers = append(u.providers, p)
		}
	}
	return len(rest) <= maxOwn
}

// looksForTheSame reports whether two states of a built-in rule differ only in what is
// asked of a match, and said of it.
func looksForTheSame(a, b Rule) bool {
	for _, r := range []*Rule{&a, &b} {
		r.Description, r.Provider, r.Aliases, r.Tags, r.Origin = "", "", nil, nil, Origin{}
		r.Confidence, r.Severity, r.Entropy, r.Scored, r.Specificity = "", "", 0, false, 0
		r.MinDigits, r.MinUpper, r.MinLower, r.Placeholders = 0, 0, 0, false
		r.Allowlists, r.Parts, r.SkipReport, r.Identifier = nil, nil, false, false
		r.Can, r.Rotate, r.Examples, r.Negatives, r.ExamplePaths = "", "", nil, nil, nil
	}
	return reflect.DeepEqual(a, b)
}

// from is what the function from says of the same rules.
func (u *unread) from(source string) finding.Rules {
	f := finding.Rules{Source: source, Builtin: u.count - len(u.off), BuiltinOff: len(u.off)}
	f.Count = f.Builtin + len(u.own)
	for _, r := range u.changed {
		if !r.Origin.builtin {
			f.BuiltinChanged++
		}
	}
	return f
}

// An about says which built-in rules and providers files are about.
type about struct {
	names     map[string]bool // of rules
	off       map[string]bool // those of them that the files take out
	tables    map[string]bool // those of them that a table of a rule has as its id
	providers map[string]bool
}

// newAbout collects the names in files. It is not ok if one file changes what another
// takes out, where the order decides.
func newAbout(files []*file) (a *about, ok bool) {
	a = &about{names: map[string]bool{}, off: map[string]bool{}, tables: map[string]bool{}, providers: map[string]bool{}}
	takeOut := 0
	for _, f := range files {
		if len(f.Extend.DisabledRules) > 0 {
			takeOut++
		}
		if len(f.Rules)+len(f.Context) > maxOwn {
			return nil, false
		}
		for _, id := range f.Extend.DisabledRules {
			a.off[id] = true
		}
		for i := range f.Allowlists {
			addTo(a.names, f.Allowlists[i].TargetRules...)
		}
		for i := range f.Rules {
			a.addTable(&f.Rules[i])
		}
		for i := range f.Context {
			t, err := f.Context[i].rule()
			if err != nil {
				return nil, false
			}
			a.providers[f.Context[i].Provider] = true
			a.addTable(&t)
		}
		if g := f.Generic; g != nil {
			generic := []string{genericKey, genericPassword, randomHex, randomMixed}
			addTo(a.names, generic...)
			if g.Enabled != nil && !*g.Enabled {
				addTo(a.off, generic...)
			}
		}
	}
	addTo(a.names, slices.Collect(maps.Keys(a.off))...)
	return a, takeOut <= 1
}

// cascades reports whether a rule requires a part that files take out, so that it goes, too.
func (a *about) cascades(list []Rule) bool {
	return slices.ContainsFunc(list, func(r Rule) bool {
		return slices.ContainsFunc(r.Parts, func(p Part) bool { return p.Required && a.off[p.ID] })
	})
}

func (a *about) addTable(t *ruleTable) {
	a.tables[t.ID] = true
	addTo(a.names, t.ID)
	addTo(a.names, t.Aliases...)
	for _, p := range t.Parts {
		addTo(a.names, p.ID)
	}
	for _, p := range t.Required {
		addTo(a.names, p.ID)
	}
	if t.Provider != nil {
		a.providers[*t.Provider] = true
	}
}

func addTo(set map[string]bool, names ...string) {
	for _, name := range names {
		set[name] = true
	}
}

// rules returns the built-in rules that the files are about, by their indexes: those that
// they name, the parts of these, and those that have a part that the files take out. It is
// not ok if there are many, or if the files take out what no built-in rule is called, or
// what they name in a table.
func (a *about) rules() (list []int, ok bool) {
	if len(a.names) == 0 {
		return nil, true
	}
	in := func(set map[string]bool) func(string) bool { return func(name string) bool { return set[name] } }
	unknown := maps.Clone(a.off)
	chosen, gone := map[int]bool{}, map[int]bool{}
	for again := true; again; {
		again = false
		eachNamed(func(i int, names, parts []string) {
			isGone := slices.ContainsFunc(names, in(a.off)) || len(a.off) > 0 && slices.ContainsFunc(parts, in(a.off))
			if isGone && !gone[i] {
				gone[i], again = true, true
				for _, name := range names {
					delete(unknown, name)
					a.off[name], a.names[name] = true, true
				}
			}
			if !chosen[i] && (isGone || slices.ContainsFunc(names, in(a.names))) {
				chosen[i] = true
				again = again || len(parts) > 0
				addTo(a.names, parts...)
			}
		})
		if len(chosen) > maxAbout {
			return nil, false
		}
	}
	if len(unknown) > 0 || slices.ContainsFunc(slices.Collect(maps.Keys(a.tables)), in(a.off)) {
		return nil, false
	}
	return slices.Sorted(maps.Keys(chosen)), true
}

// providersOf returns the built-in providers that the rules or the files name.
func (a *about) providersOf(list []Rule) (providers []Provider) {
	for i := range list {
		a.providers[list[i].Provider] = true
	}
	delete(a.providers, "")
	if len(a.providers) == 0 {
		return nil
	}
	r := prebuilt.Rules()
	readTop(r)
	for range r.Len() {
		var p Provider
		if readProvider(r, &p); a.providers[p.ID] {
			providers = append(providers, p)
		}
	}
	return providers
}
