package detect

import (
	"regexp/syntax"

	"github.com/sluicesec/sluice/detect/literal"
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
	first  *literal.ByteSet // bytes that a match can begin with; nil for any
}

// An inst is an instruction of a program.
type inst struct {
	op       instOp
	set      *literal.ByteSet // instSet, instRun
	min, max int              // instRun; max is -1 without a bound
	lazy     bool             // instRun
	ahead    *literal.ByteSet // instRun: bytes that must follow; nil for any, or none
	assert   syntax.EmptyOp   // instAssert
	slot     int              // instSave
	memo     int              // instRun, instSplit: number in the memory
	next     int              // the instruction to go on with
	other    int              // instSplit: the one to go on with if next fails
}

type instOp uint8

const (
	instMatch instOp = iota
	instSet          // a byte of a set
	instRun          // a number of bytes of a set
	instSplit        // one of two ways
	instSave         // a group begins or ends
	instAssert
)

// maxInsts bounds a program; patterns that need more are left to RE2.
const maxInsts = 5000

// newProgram compiles a pattern. It gives nil for the few that are left to RE2.
func newProgram(n *node, groups int) *program {
	c := compiler{program: &program{groups: groups}, ok: true}
	c.program.start = c.compile(n, c.add(inst{op: instMatch}))
	if !c.ok {
		return nil
	}
	p := c.program
	p.first = edge(&path{parts: []*node{n}}, false, 0)
	for i := range p.insts {
		if p.insts[i].op == instRun {
			p.insts[i].ahead = p.ahead(p.insts[i].next)
		}
	}
	return p
}

// ahead gives the bytes that an instruction must read first; nil if it need
// not read, or that is hard to tell.
func (p *program) ahead(pc int) *literal.ByteSet {
	for {
		switch i := &p.insts[pc]; {
		case i.op == instSave:
			pc = i.next
		case i.op == instSet, i.op == instRun && i.min > 0:
			return i.set
		default:
			return nil
		}
	}
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
	if i.op == instRun || i.op == instSplit {
		i.memo = p.memos
		p.memos++
	}
	p.insts = append(p.insts, i)
	return len(p.insts) - 1
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
		way := c.compile(n.subs[len(n.subs)-1], next)
		for i := len(n.subs) - 2; i >= 0; i-- {
			way = c.add(inst{op: instSplit, next: c.compile(n.subs[i], next), other: way})
		}
		return way
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
		loop := c.split(0, next, n.lazy)
		body := c.compile(sub, loop)
		c.program.insts[loop] = c.program.insts[loop].towards(body, n.lazy)
		next = loop
	} else {
		end := next
		for range n.max - n.min {
			next = c.split(c.compile(sub, next), end, n.lazy)
		}
	}
	for range n.min {
		next = c.compile(sub, next)
	}
	return next
}

// split adds a choice between one more round of a repeat and its end.
func (c *compiler) split(round, end int, lazy bool) int {
	i := inst{op: instSplit, next: end, other: end}
	return c.add(i.towards(round, lazy))
}

// towards sets where a split goes for one more round.
func (i inst) towards(round int, lazy bool) inst {
	if lazy {
		i.other = round
	} else {
		i.next = round
	}
	return i
}
