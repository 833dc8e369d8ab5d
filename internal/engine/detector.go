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
	"github.com/sluicesec/sluice/internal/literal"
	"github.com/sluicesec/sluice/internal/pattern"
	"github.com/sluicesec/sluice/rules"
)

// A Detector is a compiled set of rules. It does not change, and is safe for
// use from several goroutines at once.
type Detector struct {
	rules      []rules.Rule
	byID       map[string]int // indexes in rules
	keywords   *keywords      // of rules for which they are a condition; nil for none
	aliases    func() map[string]bool
	compiled   []*compiledRule // in the order of rules
	pathRules  []*compiledRule // those that judge a path alone
	literals   *literal.Set
	anchors    []ruleAnchor            // of all rules; at the end one for each rule in unanchored and whole
	byLiteral  [][]int32               // anchors of each literal
	unanchored []int32                 // anchors that stand for rules without one
	whole      []int32                 // anchors that stand for rules of whole files
	wholePaths func() []*pattern.Regex // one of them matches a path that one of these rules is for
	pathNames  func(name []byte) bool  // the last element of a path that one of pathRules matches passes
	wholeNames func(name []byte) bool  // the last element of such a path passes
	partReach  int                     // how far from a match a part of it can be, in bytes; 0 if no rule has parts

	// How many bytes before and behind the start of a literal decide about its
	// hits, at most, see ruleAnchor.
	reachBefore, reachAfter int
	literalReach            int // to the end of the byte behind the longest literal

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

// New compiles rules. All that is wrong with them is in the error, which
// joins one error for each bad rule, with the rule's id and place.
func New(cfg *rules.Config) (*Detector, error) {
	if len(cfg.Rules) > maxRules {
		return nil, ruleError(&cfg.Rules[maxRules], fmt.Errorf("it is one of %d rules, and %d are the limit", len(cfg.Rules), maxRules))
	}
	d := &Detector{rules: slices.Clone(cfg.Rules), seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}}
	shared, err := newSharedAllowlists(cfg)
	errs := []error{err}
	compiled, problems := make([]*compiledRule, len(d.rules)), make([]error, len(d.rules))
	known := knownPatterns(d.rules)
	parallel.ForEachIdx(d.rules, func(i int, r *rules.Rule) {
		compiled[i], problems[i] = compileRule(i, r, shared, known)
	})
	if g := newGeneric(&cfg.Generic); g != nil {
		for i := range d.rules {
			if compiled[i] != nil && rules.IsGeneric(d.rules[i].ID) {
				compiled[i].generic = g
			}
		}
	}
	d.byID = make(map[string]int, len(d.rules))
	for i := range d.rules {
		r := &d.rules[i]
		if _, ok := d.byID[r.ID]; ok {
			errs = append(errs, ruleError(r, errors.New("id stands twice")))
		}
		d.byID[r.ID] = i
		if problems[i] != nil {
			errs = append(errs, ruleError(r, problems[i]))
		}
		for k := range r.Parts {
			d.partReach = max(d.partReach, partReach(&r.Parts[k]))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	size := 0
	for _, c := range compiled {
		if c.pattern != nil && (c.rule.WholeFile || len(c.anchors()) == 0) {
			if size += len(c.rule.Regex); size > maxUnanchoredSize {
				return nil, ruleError(c.rule, fmt.Errorf("it is for whole files, or no literal of two bytes or more is in all of its matches, and the regexes of such rules have more than %d bytes together, which is the limit", maxUnanchoredSize))
			}
		}
	}
	d.compiled = compiled
	d.keywords = d.joinKeywords()
	d.addAnchors()
	d.noteParts()
	if len(d.unanchored) > maxUnanchored {
		r := d.anchors[d.unanchored[maxUnanchored]].rule
		return nil, ruleError(r, fmt.Errorf("it is one of %d rules whose regexes run over every byte, as no literal of two bytes or more is in all of their matches, and %d are the limit", len(d.unanchored), maxUnanchored))
	}
	if len(d.whole) > maxUnanchored {
		r := d.anchors[d.whole[maxUnanchored]].rule
		return nil, ruleError(r, fmt.Errorf("it is one of %d rules for whole files, and %d are the limit", len(d.whole), maxUnanchored))
	}
	d.aliases = sync.OnceValue(d.findAliases)
	d.pathNames = fileNames(d.pathExprs())
	d.wholePaths, d.wholeNames = sync.OnceValue(d.joinWholePaths), fileNames(d.wholeExprs())
	d.addLiterals()
	for c := range d.nothing {
		d.nothing[c] = &Raw{size: -1, class: content.Class(c)}
		d.nothingLast[c] = &Raw{size: -1, class: content.Class(c), dense: true}
	}
	return d, nil
}

// isRule reports whether a rule has this id or alias.
func (d *Detector) isRule(name string) bool {
	_, ok := d.byID[name]
	return ok || d.aliases()[name]
}

// findAliases returns the aliases of all rules.
func (d *Detector) findAliases() map[string]bool {
	all := map[string]bool{}
	for i := range d.rules {
		for _, alias := range d.rules[i].Aliases {
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

// addAnchors sorts the rules by how they are searched for.
func (d *Detector) addAnchors() {
	n := 0
	for _, c := range d.compiled {
		n += max(1, len(c.anchors()))
	}
	d.anchors = make([]ruleAnchor, 0, n)
	var unanchored, whole []*compiledRule
	for _, c := range d.compiled {
		anchors := c.anchors()
		switch {
		case c.pattern == nil:
			d.pathRules = append(d.pathRules, c)
		case c.rule.WholeFile:
			whole = append(whole, c)
			continue
		case len(anchors) == 0:
			unanchored = append(unanchored, c)
		}
		for k := range anchors {
			d.anchors = append(d.anchors, newRuleAnchor(c, k))
		}
	}
	for _, c := range unanchored {
		d.unanchored = append(d.unanchored, int32(len(d.anchors)))
		d.anchors = append(d.anchors, ruleAnchor{compiledRule: c})
	}
	for _, c := range whole {
		d.whole = append(d.whole, int32(len(d.anchors)))
		d.anchors = append(d.anchors, ruleAnchor{compiledRule: c})
	}
}

// addLiterals makes the set of all literals. A literal that several anchors
// share is searched for once, beside any byte that one of them allows.
func (d *Detector) addLiterals() {
	searched := d.anchors[:len(d.anchors)-len(d.unanchored)-len(d.whole)]
	var ids [2]map[string]int32 // by the text: literals in one case, and in either
	for fold := range ids {
		ids[fold] = make(map[string]int32, len(searched))
	}
	list := make([]literal.Literal, 0, len(searched))
	of, count := make([]int32, len(searched)), make([]int32, 0, len(searched)) // literals of anchors, anchors of literals
	for i := range searched {
		a := &searched[i]
		text := &a.anchors()[a.index]
		prev, next := a.pattern.Neighbours(a.index)
		known := ids[0]
		if text.Fold {
			known = ids[1]
		}
		id, ok := known[text.Text]
		if !ok {
			id = int32(len(list))
			known[text.Text] = id
			list = append(list, literal.Literal{Text: text.Text, Fold: text.Fold, Before: prev, After: next, Grams: text.Grams})
			count = append(count, 0)
		} else {
			list[id].Before = literal.Union(list[id].Before, prev)
			list[id].After = literal.Union(list[id].After, next)
		}
		of[i] = id
		count[id]++
		d.reachBefore, d.reachAfter = max(d.reachBefore, int(a.before)), max(d.reachAfter, int(a.after))
		d.literalReach = max(d.literalReach, a.len+1)
	}
	d.byLiteral = make([][]int32, len(list))
	memory := make([]int32, len(searched))
	for id, n := range count {
		d.byLiteral[id], memory = memory[:0:n], memory[n:]
	}
	for i, id := range of {
		d.byLiteral[id] = append(d.byLiteral[id], int32(i))
	}
	d.literals = literal.New(list)
}

// Rules returns the rules, in the order of the configuration. They must not be
// changed.
func (d *Detector) Rules() iter.Seq[*rules.Rule] {
	return func(yield func(*rules.Rule) bool) {
		for i := range d.rules {
			if !yield(&d.rules[i]) {
				return
			}
		}
	}
}

// noteParts notes which rules that run over every byte serve as parts of others.
func (d *Detector) noteParts() {
	for _, i := range d.unanchored {
		c := d.anchors[i].compiledRule
		c.part = c.needsKeyword() && slices.ContainsFunc(d.rules, func(r rules.Rule) bool {
			return slices.ContainsFunc(r.Parts, func(p rules.Part) bool { return c.rule.IsCalled(p.ID) })
		})
	}
}

// UnanchoredRules returns the ids of the rules whose matches need not hold any
// literal of two bytes or more. Their regexes run over everything.
func (d *Detector) UnanchoredRules() []string {
	var ids []string
	for _, i := range d.unanchored {
		ids = append(ids, d.anchors[i].rule.ID)
	}
	return ids
}

// HeavyRules returns the ids of the rules whose patterns only RE2 can match, see
// [pattern.Pattern.Heavy]. Those for whole files are left to RE2 in any case.
func (d *Detector) HeavyRules() []string {
	var ids []string
	for _, c := range d.compiled {
		if c.pattern != nil && !c.rule.WholeFile && c.pattern.Heavy() {
			ids = append(ids, c.rule.ID)
		}
	}
	return ids
}

// A sharedAllowlist is an allowlist of the whole configuration.
type sharedAllowlist struct {
	allowlist *allowlist
	targets   []string // ids or aliases of rules; all when empty
}

func newSharedAllowlists(cfg *rules.Config) ([]sharedAllowlist, error) {
	var shared []sharedAllowlist
	var errs []error
	for i := range cfg.Allowlists {
		list := &cfg.Allowlists[i]
		a, err := newAllowlist(list)
		if err != nil {
			errs = append(errs, errorAt(list.Origin, fmt.Errorf("allowlist %d: %w", i+1, err)))
			continue
		}
		shared = append(shared, sharedAllowlist{a, list.TargetRules})
	}
	return shared, errors.Join(errs...)
}
