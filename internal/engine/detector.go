package engine

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"

	parallel "github.com/sourcegraph/conc/iter"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/literal"
	"github.com/sluicesec/sluice/internal/prebuilt"
	"github.com/sluicesec/sluice/rules"
)

// A Detector is a compiled set of rules. It does not change, and is safe for
// use from several goroutines at once.
type Detector struct {
	rules     []rules.Rule
	matchers  []*matcher
	byPath    []*matcher // those of matchers that judge a path alone
	literals  *literal.Set
	landmarks []landmark // anchors of the near and far rules, then one for each slow rule
	byLiteral [][]int32  // landmarks of each literal
	slow      []int32    // landmarks of the rules without a literal
	ruleIndex map[string]int
	partReach int // how far, in bytes, a part can be at most; 0 if no rule has parts

	// The greatest reach, in bytes, of what decides about a near literal, from
	// its start. What decides whether a far literal needs a look is within too.
	reachBefore, reachAfter int
	literalReach            int // to the end of the byte behind the longest literal

	nothing [content.Binary + 1]*Raw // what Raw gives when nothing matches
	pool    sync.Pool                // of *Scanner, for Scan
}

// New compiles rules. All that is wrong with them is in the error, which
// joins one error for each bad rule, with the rule's id and place.
func New(cfg *rules.Config) (*Detector, error) {
	d := &Detector{rules: slices.Clone(cfg.Rules), ruleIndex: make(map[string]int, len(cfg.Rules))}
	var errs []error
	shared, err := newShared(cfg)
	if err != nil {
		errs = append(errs, err)
	}
	matchers, problems := make([]*matcher, len(d.rules)), make([]error, len(d.rules))
	known := newKnown()
	patterns := known.of(d.rules)
	parallel.ForEachIdx(d.rules, func(i int, r *rules.Rule) {
		matchers[i], problems[i] = newMatcher(r, shared, known, patterns[i])
	})
	anchors := 0
	for _, m := range matchers {
		if m != nil {
			anchors += len(m.anchors)
		}
	}
	d.landmarks = make([]landmark, 0, anchors)
	var slow []*matcher
	for i := range d.rules {
		r, m := &d.rules[i], matchers[i]
		if _, ok := d.ruleIndex[r.ID]; ok {
			errs = append(errs, ruleError(r, errors.New("id stands twice")))
		}
		d.ruleIndex[r.ID] = i
		if problems[i] != nil {
			errs = append(errs, ruleError(r, problems[i]))
			continue
		}
		d.matchers = append(d.matchers, m)
		if r.Regex == "" {
			d.byPath = append(d.byPath, m)
		}
		for k := range r.Parts {
			d.partReach = max(d.partReach, partReach(&r.Parts[k]))
		}
		for k := range m.anchors {
			d.landmarks = append(d.landmarks, newLandmark(m, k))
		}
		if len(m.anchors) == 0 && r.Regex != "" {
			slow = append(slow, m)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	d.collectLiterals()
	for _, m := range slow {
		d.slow = append(d.slow, int32(len(d.landmarks)))
		d.landmarks = append(d.landmarks, landmark{matcher: m, anchor: &anchor{}})
	}
	for c := range d.nothing {
		d.nothing[c] = &Raw{size: -1, class: content.Class(c)}
	}
	d.pool.New = func() any { return d.NewScanner() }
	return d, nil
}

func ruleError(r *rules.Rule, err error) error {
	return at(r.Origin, fmt.Errorf("rule %q: %w", r.ID, err))
}

// at adds to an error where it was written, if that is known.
func at(o rules.Origin, err error) error {
	if o.File == "" {
		return err
	}
	return fmt.Errorf("%s:%d: %w", o.File, o.Line, err)
}

// newMatcher makes a rule ready. shared are the allowlists of the whole set.
func newMatcher(r *rules.Rule, shared []sharedAllow, known *known, p *prebuilt.Pattern) (*matcher, error) {
	m := &matcher{rule: r, pattern: pattern{expr: r.Regex}}
	var allows []*allow
	for i := range r.Allowlists {
		a, err := newAllow(&r.Allowlists[i])
		if err != nil {
			return nil, fmt.Errorf("allowlist %d: %w", i+1, err)
		}
		allows = append(allows, a)
	}
	for _, s := range shared {
		if len(s.targets) == 0 || slices.Contains(s.targets, r.ID) {
			allows = append(allows, s.allow)
		}
	}
	m.filter = newFilter(r, allows)
	if r.Path != "" {
		if _, _, err := parse(r.Path); err != nil {
			return nil, fmt.Errorf("path: %w", err)
		}
		m.path = &pattern{expr: r.Path}
	}
	if r.Regex == "" {
		if r.Path == "" {
			return nil, errors.New("neither regex nor path")
		}
		return m, nil
	}
	var err error
	if p != nil {
		m.outline, err = readOutline(p.Outline, known.sets)
	} else {
		var a analysis
		a, err = analyse(r)
		m.outline = a.outline
	}
	if err != nil {
		return nil, err
	}
	for i, a := range m.anchors {
		if i == 0 || len(a.text) < m.literal {
			m.literal = len(a.text)
		}
	}
	return m, nil
}

func newLandmark(m *matcher, k int) landmark {
	a := &m.anchors[k]
	before, after := a.before+m.pad, len(a.text)+a.after+m.pad
	return landmark{
		matcher: m, anchor: a, number: k,
		far:  before > nearReach || after > nearReach,
		word: a.fixed && a.before <= nearReach-escapeLen && beginsWord(m.rule.Regex),
	}
}

// collectLiterals makes the set of literals that the landmarks stand for.
func (d *Detector) collectLiterals() {
	type spelling struct {
		text string
		fold bool
	}
	ids := make(map[spelling]int, len(d.landmarks))
	list := make([]literal.Literal, 0, len(d.landmarks))
	for i := range d.landmarks {
		l := &d.landmarks[i]
		prev := l.prev
		if l.word {
			d.reachBefore = max(d.reachBefore, l.before+escapeLen)
			if l.before == 0 {
				prev = withEscapes(prev)
			}
		}
		id, ok := ids[spelling{l.text, l.fold}]
		if !ok {
			id = len(list)
			ids[spelling{l.text, l.fold}] = id
			list = append(list, literal.Literal{Text: l.text, Fold: l.fold, Before: prev, After: l.next})
			d.byLiteral = append(d.byLiteral, nil)
		} else {
			list[id].Before = join(list[id].Before, prev)
			list[id].After = join(list[id].After, l.next)
		}
		d.byLiteral[id] = append(d.byLiteral[id], int32(i))
		d.literalReach = max(d.literalReach, len(l.text)+1)
		if l.far {
			d.reachBefore = max(d.reachBefore, 1)
			d.reachAfter = max(d.reachAfter, nearReach, len(l.text)+1)
		} else {
			d.reachBefore = max(d.reachBefore, 1, l.before+l.pad)
			d.reachAfter = max(d.reachAfter, len(l.text)+max(1, l.after+l.pad))
		}
	}
	d.literals = literal.New(list)
}

// join is the union of two sets, where nil stands for any byte.
func join(a, b *literal.ByteSet) *literal.ByteSet {
	if a == nil || b == nil {
		return nil
	}
	both := *a
	both.AddAll(b)
	return &both
}

// Rules gives the rules, in the order of the configuration. They must not be
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

// SlowRules names the rules in whose matches no literal of two bytes or more
// must stand. Their regexes run over everything.
func (d *Detector) SlowRules() []string {
	var ids []string
	for _, i := range d.slow {
		ids = append(ids, d.landmarks[i].rule.ID)
	}
	return ids
}

// HeavyRules names the rules whose patterns are too large for the engine's own
// matcher, or repeat without end what may be empty. They are left to RE2, which
// takes a millisecond and more to get ready for such a pattern.
func (d *Detector) HeavyRules() []string {
	var ids []string
	for _, m := range d.matchers {
		if m.rule.Regex == "" || m.shaped {
			continue
		}
		if m.compiled() == nil {
			ids = append(ids, m.rule.ID)
		}
	}
	return ids
}

// A sharedAllow is an allowlist of the whole configuration.
type sharedAllow struct {
	allow   *allow
	targets []string // ids of rules; all when empty
}

func newShared(cfg *rules.Config) ([]sharedAllow, error) {
	var shared []sharedAllow
	var errs []error
	for i := range cfg.Allowlists {
		list := &cfg.Allowlists[i]
		a, err := newAllow(list)
		if err != nil {
			errs = append(errs, at(list.Origin, fmt.Errorf("allowlist %d: %w", i+1, err)))
			continue
		}
		shared = append(shared, sharedAllow{a, list.TargetRules})
	}
	return shared, errors.Join(errs...)
}
