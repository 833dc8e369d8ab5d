package pattern

import (
	"regexp/syntax"

	"github.com/sluicesec/sluice/internal/literal"
)

// A prog is a pattern compiled for the backtracker.
type prog struct {
	insts  []inst
	start  int
	groups int
	memos  int              // how many instructions remember the offsets where they were tried
	first  *literal.ByteSet // bytes that a match can begin with, not counting its lead; nil for any
	lead   *lead            // nil if the pattern has none
}

// A lead is the lazy repeat that a pattern may begin with, as in [a-z]{0,40}?key.
// Each match takes as much of it as stands before its first key. To count those
// bytes on the way to the key is cheaper than to search for a key from each of
// them.
type lead struct {
	set *literal.ByteSet
	max int // -1 without a bound
}

// An inst is an instruction of a prog.
type inst struct {
	op       instOp
	lazy     bool             // instRepeat
	assert   syntax.EmptyOp   // instAssert
	slot     int              // instSave
	memo     int              // instRepeat, instFork: its number among those that remember
	next     int              // the instruction that follows
	min, max int              // instRepeat; max is -1 without a bound
	set      *literal.ByteSet // instSet, instRepeat
	ahead    *literal.ByteSet // instRepeat: bytes of which one must follow; nil for any, or the end
	fork     *fork            // instFork
}

type instOp uint8

const (
	instMatch  instOp = iota
	instSet           // one byte of a set
	instRepeat        // several bytes of a set
	instFork          // one of several branches
	instSave          // a group begins or ends here
	instAssert        // an assertion, which takes no byte
)

// maxInsts bounds a prog. Patterns that need more are left to RE2.
const maxInsts = 5000

// newProg compiles a pattern. It returns nil for the few that are left to RE2.
func newProg(n *node, groups int) *prog {
	c := compiler{prog: &prog{groups: groups}, ok: true}
	p := c.prog
	if n.op == opCat && len(n.subs) > 0 && n.subs[0].op == opRepeat {
		if r := n.subs[0]; r.lazy && r.min == 0 && r.subs[0].op == opSet {
			p.lead = &lead{r.subs[0].set, r.max}
			n = &node{op: opCat, subs: n.subs[1:]}
		}
	}
	p.insts = make([]inst, 0, min(maxInsts, 1+instsOf(n)))
	p.start = c.compile(n, c.add(inst{op: instMatch}))
	if !c.ok {
		return nil
	}
	p.first = neighbours(&continuation{pieces: []*node{n}}, forward, unknownByte)
	p.addLookahead()
	return p
}

// instsOf returns how many instructions a node is compiled to, of more than maxInsts any
// number above it.
func instsOf(n *node) int {
	subs := 0
	for _, sub := range n.subs {
		subs = min(subs+instsOf(sub), maxInsts)
	}
	switch n.op {
	case opCat:
		return subs
	case opAlt:
		return subs + 1
	case opGroup:
		return subs + 2
	case opRepeat:
		switch {
		case n.subs[0].op == opSet:
			return 1
		case n.max < 0:
			return subs*(n.min+1) + 1
		}
		return subs*n.max + n.max - n.min
	}
	return 1
}

// A compiler adds instructions to a prog, the last of the pattern first.
type compiler struct {
	prog *prog
	ok   bool
}

func (c *compiler) add(i inst) int {
	p := c.prog
	if len(p.insts) >= maxInsts {
		c.ok = false
		return 0
	}
	if i.op == instRepeat || i.op == instFork {
		i.memo = p.memos
		p.memos++
	}
	p.insts = append(p.insts, i)
	return len(p.insts) - 1
}

func (c *compiler) fork(branches ...int) int {
	return c.add(inst{op: instFork, fork: &fork{branches: branches}})
}

// compile adds the instructions of n, which lead to next, and returns the first.
func (c *compiler) compile(n *node, next int) int {
	if !c.ok {
		return next
	}
	switch n.op {
	case opSet:
		return c.add(inst{op: instSet, set: n.set, next: next})
	case opCat:
		for i := len(n.subs) - 1; i >= 0; i-- {
			next = c.compile(n.subs[i], next)
		}
		return next
	case opAlt:
		branches := make([]int, len(n.subs))
		for i, sub := range n.subs {
			branches[i] = c.compile(sub, next)
		}
		return c.fork(branches...)
	case opGroup:
		end := c.add(inst{op: instSave, slot: 2*n.group + 1, next: next})
		return c.add(inst{op: instSave, slot: 2 * n.group, next: c.compile(n.subs[0], end)})
	case opAssert:
		return c.add(inst{op: instAssert, assert: n.assert, next: next})
	}
	return c.repeat(n, next)
}

func (c *compiler) repeat(n *node, next int) int {
	sub := n.subs[0]
	if sub.op == opSet {
		return c.add(inst{op: instRepeat, set: sub.set, min: n.min, max: n.max, lazy: n.lazy, next: next})
	}
	if n.max < 0 {
		if least, _ := (measure{}).length(sub); least == 0 {
			c.ok = false // (a*)* would loop without end
			return next
		}
		loop := c.fork()
		body := c.compile(sub, loop)
		c.prog.insts[loop].fork.branches = round(body, next, n.lazy)
		next = loop
	} else {
		end := next
		for range n.max - n.min {
			next = c.fork(round(c.compile(sub, next), end, n.lazy)...)
		}
	}
	for range n.min {
		next = c.compile(sub, next)
	}
	return next
}

// round returns the branches at the end of a round of a repeat, the preferred
// first: one more round, or the end.
func round(more, end int, lazy bool) []int {
	if lazy {
		return []int{end, more}
	}
	return []int{more, end}
}
