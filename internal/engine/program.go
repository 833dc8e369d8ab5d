package engine

import (
	"regexp/syntax"
	"slices"

	"github.com/sluicesec/sluice/internal/literal"
)

// A program is a pattern as steps of a backtracking matcher, see machine.go.
// It is made for what confirming a hit is like: a short text, a pattern that
// runs a few times in its life, and groups to report. RE2 is faster on long
// texts, but must first compile, and build its automaton while it reads; on a
// few hundred windows that is nearly all it does.
type program struct {
	insts  []inst
	start  int
	groups int
	memos  int              // instructions that remember where they failed
	first  *literal.ByteSet // bytes that a match can begin with, but for its lead; nil for any
	lead   *lead            // what a match takes along before that; nil for nothing
}

// A lead is the lazy run that a pattern may begin with, as in [a-z]{0,40}?key:
// a match takes along what fits before its first key. To look back from there
// is cheaper than to look for the key from each place before it.
type lead struct {
	set *literal.ByteSet
	max int // -1 without a bound
}

// An inst is an instruction of a program.
type inst struct {
	op       instOp
	lazy     bool             // instRun
	assert   syntax.EmptyOp   // instAssert
	slot     int              // instSave
	memo     int              // instRun, instFork: number in the memory
	next     int              // the instruction to go on with
	min, max int              // instRun; max is -1 without a bound
	set      *literal.ByteSet // instSet, instRun
	ahead    *literal.ByteSet // instRun: bytes that must follow; nil for any, or none
	fork     *fork            // instFork
}

type instOp uint8

const (
	instMatch instOp = iota
	instSet          // a byte of a set
	instRun          // a number of bytes of a set
	instFork         // one of several ways
	instSave         // a group begins or ends
	instAssert
)

// maxInsts bounds a program; patterns that need more are left to RE2.
const maxInsts = 5000

// newProgram compiles a pattern. It gives nil for the few that are left to RE2.
func newProgram(n *node, groups int) *program {
	c := compiler{program: &program{groups: groups}, ok: true}
	p := c.program
	if n.op == opCat && n.subs[0].op == opRepeat {
		if r := n.subs[0]; r.lazy && r.min == 0 && r.subs[0].op == opSet {
			p.lead = &lead{r.subs[0].set, r.max}
			n = &node{op: opCat, subs: n.subs[1:]}
		}
	}
	p.start = c.compile(n, c.add(inst{op: instMatch}))
	if !c.ok {
		return nil
	}
	p.first = edge(&path{parts: []*node{n}}, false, 0)
	p.insts = slices.Clip(p.insts)
	p.lookAhead()
	return p
}

type compiler struct {
	program *program
	ok      bool
}

func (c *compiler) add(i inst) int {
	p := c.program
	if len(p.insts) >= maxInsts {
		c.ok = false
		return 0
	}
	if i.op == instRun || i.op == instFork {
		i.memo = p.memos
		p.memos++
	}
	p.insts = append(p.insts, i)
	return len(p.insts) - 1
}

func (c *compiler) fork(ways ...int) int {
	return c.add(inst{op: instFork, fork: &fork{ways: ways}})
}

// compile adds the instructions of n, to go on with next, and gives the first.
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
		ways := make([]int, len(n.subs))
		for i, sub := range n.subs {
			ways[i] = c.compile(sub, next)
		}
		return c.fork(ways...)
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
		return c.add(inst{op: instRun, set: sub.set, min: n.min, max: n.max, lazy: n.lazy, next: next})
	}
	if n.max < 0 {
		if least, _ := (measure{}).length(sub); least == 0 {
			c.ok = false // (a*)* must not turn in circles
			return next
		}
		loop := c.fork()
		body := c.compile(sub, loop)
		c.program.insts[loop].fork.ways = rounds(body, next, n.lazy)
		next = loop
	} else {
		end := next
		for range n.max - n.min {
			next = c.fork(rounds(c.compile(sub, next), end, n.lazy)...)
		}
	}
	for range n.min {
		next = c.compile(sub, next)
	}
	return next
}

// rounds are the ways at the end of a round of a repeat.
func rounds(more, end int, lazy bool) []int {
	if lazy {
		return []int{end, more}
	}
	return []int{more, end}
}
