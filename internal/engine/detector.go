package engine

import (
	"errors"
	"fmt"
	"hash/maphash"
	"iter"
	"slices"
	"sync"

	parallel "github.com/sourcegraph/conc/iter"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/pattern"
	"github.com/sluicesec/sluice/rules"
)

// A Detector is a compiled set of rules. It does not change, and is safe for
// use from several goroutines at once.
type Detector struct {
	rules      []rules.Rule          // nil if they are not read, see rule
	byID       func() map[string]int // indexes in rules
	keywords   *keywords             // of rules for which they are a condition; nil for none
	aliases    func() map[string]bool
	compiled   []*compiledRule         // in the order of rules; nil for those that unread makes
	unread     *unread                 // makes the rules; nil if all of them are made
	pathRules  []int32                 // those that judge a path alone
	search                             // by literals
	anchors    []ruleAnchor            // of all rules, see anchor; at the end one for each rule in unanchored and whole
	unanchored []int32                 // anchors that stand for rules without one
	whole      []int32                 // anchors that stand for rules of whole files
	wholePaths func() []*pattern.Regex // one of them matches a path that one of these rules is for
	pathNames  *nameTest               // the last element of a path that one of pathRules matches passes
	wholeNames *nameTest               // the last element of such a path passes
	partReach  int                     // how far from a match a part of it can be, in bytes; 0 if no rule has parts

	seeds [2]maphash.Seed // see runKey

	// What Raw and RawLast return when nothing is found.
	nothing, nothingLast [content.Binary + 1]*Raw
}

// A rule file may come from somebody whom nobody trusts, so there are limits to how
// many rules there are, and how many of them run over every byte: a megabyte takes
// such a rule some 5 ms.
const (
	maxRules      = 20_000
	maxUnanchored = 1000

	// The automata of such regexes stay in memory, whose size depends on theirs.
	maxUnanchoredSize = 64 << 10
)

// New compiles rules, which must not be changed afterwards. All that is wrong with them is
// in the error, which joins one error for each bad rule, with the rule's id and place.
func New(cfg *rules.Config) (*Detector, error) {
	if cfg.Unread() > 0 {
		if d, err := newUnread(cfg); err == nil {
			return d, nil
		}
		var err error // of all rules together
		if cfg, err = cfg.Full(); err != nil {
			return nil, err
		}
	}
	return newDetector(cfg, true)
}

// newDetector is New. stored is whether what is stored of the built-in rules together is
// used.
func newDetector(cfg *rules.Config, stored bool) (*Detector, error) {
	if len(cfg.Rules) > maxRules {
		return nil, ruleError(&cfg.Rules[maxRules], fmt.Errorf("it is one of %d rules, and %d are the limit", len(cfg.Rules), maxRules))
	}
	d := &Detector{rules: slices.Clip(cfg.Rules)}
	shared, err := newSharedAllowlists(cfg)
	errs := []error{err}
	compiled, problems := make([]*compiledRule, len(d.rules)), make([]error, len(d.rules))
	known := knownPatterns(d.rules)
	known.all = known.all && stored
	each := parallel.ForEachIdx[rules.Rule]
	if known.all {
		each = forEachIdx // of each rule there is less to do than to share it out
	}
	each(d.rules, func(i int, r *rules.Rule) {
		compiled[i], problems[i] = compileRule(i, r, shared, known)
	})
	if g := newGeneric(&cfg.Generic); g != nil {
		for i := range d.rules {
			if compiled[i] != nil && rules.IsGeneric(d.rules[i].ID) {
				compiled[i].generic = g
			}
		}
	}
	byID := make(map[string]int, len(d.rules))
	d.byID = func() map[string]int { return byID }
	for i := range d.rules {
		r := &d.rules[i]
		if _, ok := byID[r.ID]; ok {
			errs = append(errs, ruleError(r, errors.New("id stands twice")))
		}
		byID[r.ID] = i
		if problems[i] != nil {
			errs = append(errs, ruleError(r, problems[i]))
		}
		d.reachParts(r)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	d.compiled = compiled
	for i, c := range compiled {
		c.index = int32(i)
	}
	d.keywords = joinKeywords(compiled)
	if known.all {
		err = d.readAnchors()
	} else {
		err = d.addAnchors()
	}
	if err != nil {
		return nil, err
	}
	d.noteParts()
	d.pathNames, d.wholeNames = &nameTest{paths: d.pathExprs}, &nameTest{paths: d.wholeExprs}
	d.prepare()
	return d, nil
}

// prepare makes what is the same for all sets of rules.
func (d *Detector) prepare() {
	d.seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}
	d.aliases = sync.OnceValue(d.findAliases)
	d.wholePaths = sync.OnceValue(d.joinWholePaths)
	for c := range d.nothing {
		d.nothing[c] = &Raw{size: -1, class: content.Class(c)}
		d.nothingLast[c] = &Raw{size: -1, class: content.Class(c), dense: true}
	}
}

func forEachIdx[T any](list []T, f func(i int, item *T)) {
	for i := range list {
		f(i, &list[i])
	}
}

// isRule reports whether a rule has this id or alias.
func (d *Detector) isRule(name string) bool {
	_, ok := d.byID()[name]
	return ok || d.aliases()[name]
}

// findAliases returns the aliases of all rules.
func (d *Detector) findAliases() map[string]bool {
	all := map[string]bool{}
	for r := range d.Rules() {
		for _, alias := range r.Aliases {
			all[alias] = true
		}
	}
	return all
}

func ruleError(r *rules.Rule, err error) error {
	return errorAt(r.Origin, fmt.Errorf("rule %q: %w", r.ID, err))
}

// errorAt adds to an error the place in a file that it is about, if that is known.
func errorAt(o rules.Origin, err error) error {
	if o.File == "" {
		return err
	}
	return fmt.Errorf("%s:%d: %w", o.File, o.Line, err)
}

// Rules returns the rules, in the order of the configuration. They must not be
// changed.
func (d *Detector) Rules() iter.Seq[*rules.Rule] {
	return func(yield func(*rules.Rule) bool) {
		for i := range d.indexes() {
			if !yield(d.rule(i).rule) {
				return
			}
		}
	}
}

// HasBuiltin reports whether any of the rules is built in. It reads none of them.
func (d *Detector) HasBuiltin() bool {
	for i := range d.indexes() {
		if d.unread != nil && i < d.unread.cfg.Unread() || d.unread == nil && d.rule(i).rule.Origin.Builtin() {
			return true
		}
	}
	return false
}

// noteParts notes which rules that run over every byte serve as parts of others.
func (d *Detector) noteParts() {
	for _, i := range d.unanchored {
		c := d.anchor(i).compiledRule
		c.part = c.needsKeyword() && slices.ContainsFunc(d.rules, func(r rules.Rule) bool {
			return slices.ContainsFunc(r.Parts, func(p rules.Part) bool { return c.rule.IsCalled(p.ID) })
		})
	}
}

// Rule returns the rule with an id; nil if there is none. It must not be changed.
func (d *Detector) Rule(id string) *rules.Rule {
	if i, ok := d.byID()[id]; ok {
		return d.rule(i).rule
	}
	return nil
}

// UnanchoredRules returns the ids of the rules whose matches need not hold any
// literal of two bytes or more. Their regexes run over everything.
func (d *Detector) UnanchoredRules() []string {
	var ids []string
	for _, i := range d.unanchored {
		ids = append(ids, d.anchor(i).rule.ID)
	}
	return ids
}

// HeavyRules returns the ids of the rules whose patterns only RE2 can match, see
// [pattern.Pattern.Heavy]. Those for whole files are left to RE2 in any case.
func (d *Detector) HeavyRules() []string {
	var ids []string
	for i := range d.indexes() {
		c := d.rule(i)
		if c.pattern != nil && !c.rule.WholeFile && c.pattern.Heavy() {
			ids = append(ids, c.rule.ID)
		}
	}
	return ids
}
