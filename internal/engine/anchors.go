package engine

import (
	"fmt"
	"slices"

	"github.com/sluicesec/sluice/internal/literal"
)

// search is how the rules that have literals are searched for: all literals at once, and
// behind each the anchors that it stands for.
type search struct {
	literals *literal.Set
	own      *literal.Set      // those of rules beside the built-in ones that are not read; nil for none
	ownFrom  int               // the number of the first of them: that of the other literals
	starts   []int32           // by literal: where its anchors begin in sorted
	sorted   []int32           // anchors, by literal
	sets     []literal.ByteSet // those that anchors name, see ruleAnchor; the first is of any byte

	// How many bytes before and behind the start of a literal decide about its
	// hits, at most, see ruleAnchor.
	reachBefore, reachAfter int
	literalReach            int // to the end of the byte behind the longest literal
	matchReach              int // to the ends of a match and what its pattern looks at beside it
}

// anchorsOf returns the anchors of a literal.
func (s *search) anchorsOf(id int) []int32 { return s.sorted[s.starts[id]:s.starts[id+1]] }

// find appends to hits the literals that begin in data[from:to], see [literal.Set.Append].
func (s *search) find(hits []literal.Hit, data []byte, from, to int) []literal.Hit {
	known := len(hits)
	hits = s.literals.Append(hits, data, from, to)
	if s.own == nil {
		return hits
	}
	stored := len(hits)
	hits = s.own.Append(hits, data, from, to)
	for i := range hits[stored:] {
		hits[stored+i] = hits[stored+i].Renumber(s.ownFrom)
	}
	if len(hits) > stored {
		slices.Sort(hits[known:]) // who asks expects nearly this order
	}
	return hits
}

// addAnchors derives from all rules together how they are searched for.
func (d *Detector) addAnchors() error {
	n := 0
	for _, c := range d.compiled {
		n += max(1, len(c.anchors()))
	}
	d.anchors = make([]ruleAnchor, 0, n)
	var unanchored []*compiledRule
	size := 0
	for _, c := range d.compiled {
		anchors := c.anchors()
		if c.pattern != nil && (c.rule.WholeFile || len(anchors) == 0) {
			if size += len(c.rule.Regex); size > maxUnanchoredSize {
				return ruleError(c.rule, fmt.Errorf("it is for whole files, or no literal of two bytes or more is in all of its matches, and the regexes of such rules have more than %d bytes together, which is the limit", maxUnanchoredSize))
			}
			if !c.rule.WholeFile {
				unanchored = append(unanchored, c)
			}
			continue
		}
		for k := range anchors {
			d.anchors = append(d.anchors, newRuleAnchor(c, k))
		}
	}
	d.addLiterals()
	for _, c := range unanchored {
		d.unanchored = append(d.unanchored, d.addRule(c))
	}
	d.addOthers()
	if len(d.unanchored) > maxUnanchored {
		r := d.anchors[d.unanchored[maxUnanchored]].rule
		return ruleError(r, fmt.Errorf("it is one of %d rules whose regexes run over every byte, as no literal of two bytes or more is in all of their matches, and %d are the limit", len(d.unanchored), maxUnanchored))
	}
	if len(d.whole) > maxUnanchored {
		r := d.anchors[d.whole[maxUnanchored]].rule
		return ruleError(r, fmt.Errorf("it is one of %d rules for whole files, and %d are the limit", len(d.whole), maxUnanchored))
	}
	return nil
}

// addRule adds an anchor that stands for a rule without a literal.
func (d *Detector) addRule(c *compiledRule) int32 {
	d.anchors = append(d.anchors, ruleAnchor{ready: 1, compiledRule: c})
	return int32(len(d.anchors) - 1)
}

// addOthers adds the rules that are not searched for, and notes of each rule with a
// pattern how long its shortest literal is.
func (d *Detector) addOthers() {
	for i := range d.anchors {
		if a := &d.anchors[i]; a.len > 0 && a.several == nil {
			a.holds(a.len)
		}
	}
	for i, c := range d.compiled {
		switch {
		case c.pattern == nil:
			d.pathRules = append(d.pathRules, int32(i))
		case c.rule.WholeFile:
			d.whole = append(d.whole, d.addRule(c))
			for _, a := range c.anchors() {
				c.holds(len(a.Text))
			}
		}
	}
}

// addLiterals makes the set of all literals. A literal that several anchors
// share is searched for once, beside any byte that one of them allows.
func (d *Detector) addLiterals() {
	var ids [2]map[string]int32 // by the text: literals in one case, and in either
	for fold := range ids {
		ids[fold] = make(map[string]int32, len(d.anchors))
	}
	list := make([]literal.Literal, 0, len(d.anchors))
	of := make([]int32, len(d.anchors)) // literals of anchors
	sets := newSetNumbers()
	for i := range d.anchors {
		a := &d.anchors[i]
		text := &a.anchors()[a.index]
		prev, next := a.pattern.Neighbours(a.index)
		if a.names == nil { // names look at more than the byte behind them
			a.prev, a.next = sets.of(prev), sets.of(next)
		}
		known := ids[0]
		if text.Fold {
			known = ids[1]
		}
		id, ok := known[text.Text]
		if !ok {
			id = int32(len(list))
			known[text.Text] = id
			list = append(list, literal.Literal{Text: text.Text, Fold: text.Fold, Before: prev, After: next, Grams: text.Grams})
		} else {
			list[id].Before = literal.Union(list[id].Before, prev)
			list[id].After = literal.Union(list[id].After, next)
		}
		of[i] = id
		d.reachBefore, d.reachAfter = max(d.reachBefore, int(a.before)), max(d.reachAfter, int(a.after))
		d.literalReach = max(d.literalReach, a.len+1)
		before, after := a.pattern.Reach(a.index)
		d.matchReach = max(d.matchReach, before, after)
	}
	d.starts, d.sorted = make([]int32, len(list)+1), make([]int32, len(of))
	for _, id := range of {
		d.starts[id+1]++
	}
	for id := range list {
		d.starts[id+1] += d.starts[id]
	}
	next := slices.Clone(d.starts)
	for i, id := range of {
		d.sorted[next[id]] = int32(i)
		next[id]++
	}
	d.literals, d.sets = literal.New(list), sets.sets
}
