package pattern

import "regexp/syntax"

// The backtracker finds matches and their groups in short texts.
//
// It is right for what a window is: a few hundred bytes, a pattern that is run a
// few times in the life of the process, and groups to report. RE2 is faster on
// long texts, but has to compile the pattern and to build its automaton while it
// reads; on some hundred windows it does little else. The backtracker compiles
// in a tenth of that time and needs no automaton.
//
// It tries the branches of a prog in the order of preference, as Perl does,
// which is what leftmost-first means. At each instruction with a choice it
// remembers the offsets where it has tried it, as Go's regexp does, so that no
// instruction is tried twice at an offset, and time is not exponential in the
// text: it is bounded by the product of prog and text, and by the square of the
// text where a repeat is tried at each offset.
// Patterns too large to compile, texts too long to remember, and searches that
// still take too many steps are left to RE2.
//
// A backtracker keeps its memory between texts. It is for one goroutine.
type backtracker struct {
	prog  *prog
	text  []byte
	tried []uint64 // a bit for each instruction that remembers and each offset: memo*(len(text)+1)+offset
	stack []job
	caps  []int // offsets of the match and its groups, -1 for a group that matched nothing
	steps int   // in this text
	most  int   // how many they may be
}

// A job is a branch that has yet to be tried.
type job struct {
	kind jobKind
	pc   int // the instruction; for jobRestore the slot
	at   int // the offset in the text; for jobRestore the offset that the slot held
	n    int // jobRepeat: the length to try
}

type jobKind uint8

const (
	jobStep    jobKind = iota // continue at an instruction
	jobRepeat                 // continue behind a repeat of n bytes
	jobRestore                // take back what an instSave did
)

// Limits of the backtracker. RE2 gets what exceeds them.
const (
	maxTried = 1 << 22 // bits
	maxSteps = 100_000 // in one text
)

// reset prepares for a text. It reports whether the text is short enough.
func (b *backtracker) reset(p *prog, text []byte) bool {
	size := p.memos * (len(text) + 1)
	if size > maxTried {
		return false
	}
	words := size/64 + 1
	if cap(b.tried) < words {
		b.tried = make([]uint64, words)
	}
	b.tried = b.tried[:words]
	clear(b.tried)
	if slots := 2 * (p.groups + 1); cap(b.caps) < slots {
		b.caps = make([]int, slots)
	} else {
		b.caps = b.caps[:slots]
	}
	b.prog, b.text, b.steps, b.most = p, text, 0, maxSteps
	return true
}

// find returns the first match that begins in text[from:to], as the pairs of
// offsets of the match and its groups, or nil. They are valid until the next
// call. done is false if it took too many steps.
func (b *backtracker) find(from, to int) (loc []int, done bool) {
	p := b.prog
	back := 0 // how many bytes before at belong to the lead
	for at := from; at-back < to && at <= len(b.text); at++ {
		if p.first == nil || at == len(b.text) || p.first.Has(b.text[at]) {
			for i := range b.caps {
				b.caps[i] = -1
			}
			end, done := b.match(at)
			if !done {
				return nil, false
			}
			if end >= 0 {
				b.caps[0], b.caps[1] = at-back, end
				clear(b.tried) // the branches of a match have not failed
				return b.caps, true
			}
		}
		if l := p.lead; l != nil && at < len(b.text) && l.set.Has(b.text[at]) {
			if back++; l.max >= 0 {
				back = min(back, l.max)
			}
		} else {
			back = 0
		}
	}
	return nil, true
}

// match returns the end of the match that begins at an offset, or -1.
func (b *backtracker) match(at int) (end int, done bool) {
	b.stack = append(b.stack[:0], job{kind: jobStep, pc: b.prog.start, at: at})
	for len(b.stack) > 0 {
		if b.steps > b.most {
			return -1, false
		}
		j := b.stack[len(b.stack)-1]
		b.stack = b.stack[:len(b.stack)-1]
		switch j.kind {
		case jobRestore:
			b.caps[j.pc] = j.at
			continue
		case jobRepeat:
			j.pc, j.at = b.leaveRepeat(j)
		}
		if end := b.follow(j.pc, j.at); end >= 0 {
			return end, true
		}
	}
	return -1, true
}

// follow goes on from an instruction until it fails, with -1, or matches.
func (b *backtracker) follow(pc, at int) (end int) {
	text := b.text
	for pc >= 0 {
		b.steps++
		i := &b.prog.insts[pc]
		switch i.op {
		case instMatch:
			return at
		case instSet:
			if at == len(text) || !i.set.Has(text[at]) {
				return -1
			}
			at++
			pc = i.next
		case instRepeat:
			if b.triedAt(i.memo, at) {
				return -1
			}
			pc, at = b.enterRepeat(pc, at)
		case instFork:
			open := i.fork.open(text, at)
			if len(open) == 0 || b.triedAt(i.memo, at) {
				return -1
			}
			for k := len(open) - 1; k > 0; k-- {
				b.stack = append(b.stack, job{kind: jobStep, pc: open[k], at: at})
			}
			pc = open[0]
		case instSave:
			b.stack = append(b.stack, job{kind: jobRestore, pc: i.slot, at: b.caps[i.slot]})
			b.caps[i.slot] = at
			pc = i.next
		case instAssert:
			if !holds(i.assert, text, at) {
				return -1
			}
			pc = i.next
		}
	}
	return -1
}

// triedAt reports whether an instruction has been tried at an offset, and
// remembers that it has been. Either it leads to a match, and then nobody asks
// again, or it fails there every time.
func (b *backtracker) triedAt(memo, at int) bool {
	bit := memo*(len(b.text)+1) + at
	if b.tried[bit>>6]>>(bit&63)&1 != 0 {
		return true
	}
	b.tried[bit>>6] |= 1 << (bit & 63)
	return false
}

// enterRepeat takes as many bytes as a repeat prefers, and returns where to
// continue, or -1 if the repeat does not match.
func (b *backtracker) enterRepeat(pc, at int) (next, to int) {
	i := &b.prog.insts[pc]
	most := len(b.text) - at
	if i.max >= 0 {
		most = min(most, i.max)
	}
	if i.lazy {
		most = min(most, i.min)
	}
	n := 0
	for n < most && i.set.Has(b.text[at+n]) {
		n++
	}
	b.steps += n
	if n < i.min {
		return -1, 0
	}
	return b.leaveRepeat(job{kind: jobRepeat, pc: pc, at: at, n: n})
}

// leaveRepeat continues behind a repeat of j.n bytes, or of the next length that
// can be followed by what must follow, and puts the length after that on the
// stack.
func (b *backtracker) leaveRepeat(j job) (next, to int) {
	i := &b.prog.insts[j.pc]
	n := j.n
	for {
		b.steps++
		fits := i.ahead == nil || j.at+n < len(b.text) && i.ahead.Has(b.text[j.at+n])
		more := n > i.min
		if i.lazy {
			more = (i.max < 0 || n < i.max) && j.at+n < len(b.text) && i.set.Has(b.text[j.at+n])
		}
		after := n - 1
		if i.lazy {
			after = n + 1
		}
		if fits {
			if more {
				b.stack = append(b.stack, job{kind: jobRepeat, pc: j.pc, at: j.at, n: after})
			}
			return i.next, j.at + n
		}
		if !more {
			return -1, 0
		}
		n = after
	}
}

// holds reports whether an assertion holds at an offset of text.
func holds(assert syntax.EmptyOp, text []byte, at int) bool {
	switch assert {
	case syntax.EmptyBeginText:
		return at == 0
	case syntax.EmptyEndText:
		return at == len(text)
	case syntax.EmptyBeginLine:
		return at == 0 || text[at-1] == '\n'
	case syntax.EmptyEndLine:
		return at == len(text) || text[at] == '\n'
	case syntax.EmptyWordBoundary:
		return isWord(text, at-1) != isWord(text, at)
	case syntax.EmptyNoWordBoundary:
		return isWord(text, at-1) == isWord(text, at)
	}
	return false
}
