package engine

import (
	"iter"
	"sync"
	"sync/atomic"

	"github.com/sluicesec/sluice/internal/prebuilt"
	"github.com/sluicesec/sluice/rules"
)

// A scan of a few files meets literals of few rules. So the built-in rules are not read
// when a detector of them is made: a rule is read and compiled when a literal of it is
// found, or when somebody asks for it. What says which literals belong to which rule is
// stored, see stored.go. A rule that a file adds to them is compiled at once, and its
// literals are a set of their own, see own.go. The detector finds what that of
// [newDetector] finds.

// unread makes the rules and anchors of a Detector when they are asked for.
type unread struct {
	cfg     *rules.Config
	shared  *sharedAllowlists
	generic *generic
	anchors string  // those that are stored
	others  []int32 // the rules of the anchors behind them
	facts   string  // of each rule, see factSize

	mu       sync.Mutex
	compiled []atomic.Pointer[compiledRule] // the built-in rules, and those of files behind them
}

// newUnread makes the detector of a configuration that has left the built-in rules unread.
func newUnread(cfg *rules.Config) (*Detector, error) {
	shared, err := newSharedAllowlists(cfg)
	if err != nil {
		return nil, err
	}
	d := &Detector{unread: &unread{cfg: cfg, shared: shared, generic: newGeneric(&cfg.Generic), compiled: make([]atomic.Pointer[compiledRule], cfg.Unread()+len(cfg.Own()))}}
	d.byID = sync.OnceValue(d.findIDs)
	if err := d.readSearch(); err != nil {
		return nil, err
	}
	for i, r := range cfg.Changed() {
		c, err := d.unread.compile(i, r)
		if err != nil {
			return nil, err
		}
		d.unread.compiled[i].Store(c)
		d.reachParts(r)
	}
	if err := d.addOwn(cfg.Own()); err != nil {
		return nil, err
	}
	d.prepare()
	return d, nil
}

// reachParts notes how far from a match of a rule its parts can be.
func (d *Detector) reachParts(r *rules.Rule) {
	for k := range r.Parts {
		d.partReach = max(d.partReach, partReach(&r.Parts[k]))
	}
}

// findIDs returns the indexes of all rules by their ids.
func (d *Detector) findIDs() map[string]int {
	byID := make(map[string]int, d.size())
	for i := range d.indexes() {
		byID[d.rule(i).rule.ID] = i
	}
	return byID
}

// indexes gives the indexes of the rules.
func (d *Detector) indexes() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range d.size() {
			if !(d.unread != nil && d.unread.cfg.IsOff(i)) && !yield(i) {
				return
			}
		}
	}
}

// size returns the number of the rules, those included that a file takes out of the
// built-in ones.
func (d *Detector) size() int {
	if d.unread != nil {
		return len(d.unread.compiled)
	}
	return len(d.rules)
}

// rule returns a rule by its index.
func (d *Detector) rule(i int) *compiledRule {
	if d.unread == nil {
		return d.compiled[i]
	}
	if c := d.unread.compiled[i].Load(); c != nil {
		return c
	}
	d.unread.mu.Lock()
	defer d.unread.mu.Unlock()
	return d.unread.rule(i)
}

// rule makes a rule, unless it is made. The caller holds the lock.
func (u *unread) rule(i int) *compiledRule {
	if c := u.compiled[i].Load(); c != nil {
		return c
	}
	c, _ := u.compile(i, u.cfg.ReadRule(i)) // no error: a test makes all built-in rules, and newUnread those that files change
	u.compiled[i].Store(c)
	return c
}

// compile compiles a built-in rule, which a file may have changed.
func (u *unread) compile(i int, r *rules.Rule) (*compiledRule, error) {
	c, err := compileRule(i, r, u.shared, known{shared: prebuilt.ReadShared(), read: func() *prebuilt.Pattern { return prebuilt.PatternAt(u.fact(i, patternFact)) }})
	if err != nil {
		return nil, err
	}
	c.index = int32(i)
	c.literalLen = u.fact(i, literalFact)
	if rules.IsGeneric(r.ID) {
		c.generic = u.generic
	}
	return c, nil
}

// anchor returns an anchor by its index. Every hit asks for some, so this must be inlined.
func (d *Detector) anchor(i int32) *ruleAnchor {
	a := &d.anchors[i]
	if atomic.LoadUint32(&a.ready) == 0 {
		d.makeAnchor(i)
	}
	return a
}

// makeAnchor makes an anchor, unless it is made.
func (d *Detector) makeAnchor(i int32) {
	u, a := d.unread, &d.anchors[i]
	u.mu.Lock()
	defer u.mu.Unlock()
	if a.ready != 0 {
		return
	}
	rule := 0
	if stored := len(u.anchors) / anchorSize; int(i) >= stored {
		rule = int(u.others[int(i)-stored])
	} else {
		rule = readAnchor(u.anchors, int(i), a)
	}
	a.compiledRule = u.rule(rule)
	atomic.StoreUint32(&a.ready, 1)
}

// The facts of a rule that are stored: two numbers of two bytes.
const (
	factSize    = 4
	patternFact = 0 // the number of its pattern
	literalFact = 2 // the length of its shortest literal, see compiledRule
)

func (u *unread) fact(rule, which int) int {
	return int(prebuilt.Uint16(u.facts, rule*factSize+which))
}
