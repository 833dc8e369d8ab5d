package engine

import "regexp/syntax"

// A machine runs programs over texts. It tries the ways through a program in
// the order of preference, as Perl does, which is what leftmost-first means;
// where a way has failed once, at an instruction and an offset, is remembered,
// so that the time is bounded by the product of the program and the text, not
// exponential in it. It keeps scratch memory, for one goroutine.
type machine struct {
	p      *program
	text   []byte
	failed []uint64 // bit memo*(len(text)+1)+offset
	stack  []job
	caps   []int
	steps  int
}

// A job is a way yet to be tried.
type job struct {
	kind jobKind
	pc   int // the instruction; for jobRestore the slot
	at   int // the offset in the text; for jobRestore what the slot held
	n    int // jobRun: the length to try next
}

type jobKind uint8

const (
	jobGo jobKind = iota
	jobRun
	jobRestore
)

// Limits of a machine; what goes beyond is left to RE2.
const (
	maxFailed = 1 << 22 // bits
	maxSteps  = 100_000 // for one text
)

// reset readies the machine for a text. It reports whether it can take it.
func (m *machine) reset(p *program, text []byte) bool {
	size := p.memos * (len(text) + 1)
	if size > maxFailed {
		return false
	}
	words := size/64 + 1
	if cap(m.failed) < words {
		m.failed = make([]uint64, words)
	}
	m.failed = m.failed[:words]
	clear(m.failed)
	if slots := 2 * (p.groups + 1); cap(m.caps) < slots {
		m.caps = make([]int, slots)
	} else {
		m.caps = m.caps[:slots]
	}
	m.p, m.text, m.steps = p, text, 0
	return true
}

// find gives the first match that begins in text[from:to], as the pairs of
// offsets of the match and its groups, valid until the next call. done is
// false if the machine gave up.
func (m *machine) find(from, to int) (loc []int, done bool) {
	back := 0 // length of the lead before at
	for at := from; at-back < to && at <= len(m.text); at++ {
		if m.p.first == nil || at == len(m.text) || m.p.first.Has(m.text[at]) {
			for i := range m.caps {
				m.caps[i] = -1
			}
			end, done := m.run(at)
			if !done {
				return nil, false
			}
			if end >= 0 {
				m.caps[0], m.caps[1] = at-back, end
				clear(m.failed) // the way of a match did not fail
				return m.caps, true
			}
		}
		if l := m.p.lead; l != nil && at < len(m.text) && l.set.Has(m.text[at]) {
			if back++; l.max >= 0 {
				back = min(back, l.max)
			}
		} else {
			back = 0
		}
	}
	return nil, true
}

// run gives the end of the match that begins at an offset, or -1.
func (m *machine) run(at int) (end int, done bool) {
	m.stack = append(m.stack[:0], job{kind: jobGo, pc: m.p.start, at: at})
	for len(m.stack) > 0 {
		if m.steps > maxSteps {
			return -1, false
		}
		j := m.stack[len(m.stack)-1]
		m.stack = m.stack[:len(m.stack)-1]
		switch j.kind {
		case jobRestore:
			m.caps[j.pc] = j.at
			continue
		case jobRun:
			j.pc, j.at = m.goOn(j)
		}
		if end := m.follow(j.pc, j.at); end >= 0 {
			return end, true
		}
	}
	return -1, true
}

// follow goes one way until it fails or matches.
func (m *machine) follow(pc, at int) (end int) {
	text := m.text
	for pc >= 0 {
		m.steps++
		i := &m.p.insts[pc]
		switch i.op {
		case instMatch:
			return at
		case instSet:
			if at == len(text) || !i.set.Has(text[at]) {
				return -1
			}
			at++
			pc = i.next
		case instRun:
			if m.failedAt(i.memo, at) {
				return -1
			}
			pc, at = m.begin(pc, at)
		case instFork:
			ways := i.fork.open(text, at)
			if len(ways) == 0 || m.failedAt(i.memo, at) {
				return -1
			}
			for k := len(ways) - 1; k > 0; k-- {
				m.stack = append(m.stack, job{kind: jobGo, pc: ways[k], at: at})
			}
			pc = ways[0]
		case instSave:
			m.stack = append(m.stack, job{kind: jobRestore, pc: i.slot, at: m.caps[i.slot]})
			m.caps[i.slot] = at
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

// failedAt reports whether an instruction has been tried at an offset. If not
// it is marked: either it leads to a match, and nobody asks again, or it fails.
func (m *machine) failedAt(memo, at int) bool {
	bit := memo*(len(m.text)+1) + at
	if m.failed[bit>>6]>>(bit&63)&1 != 0 {
		return true
	}
	m.failed[bit>>6] |= 1 << (bit & 63)
	return false
}

// begin starts a run: it gives where to go on, or -1 for nowhere.
func (m *machine) begin(pc, at int) (next, to int) {
	i := &m.p.insts[pc]
	most := len(m.text) - at
	if i.max >= 0 {
		most = min(most, i.max)
	}
	if i.lazy {
		most = min(most, i.min)
	}
	n := 0
	for n < most && i.set.Has(m.text[at+n]) {
		n++
	}
	m.steps += n
	if n < i.min {
		return -1, 0
	}
	return m.goOn(job{kind: jobRun, pc: pc, at: at, n: n})
}

// goOn goes on behind the run of j.n bytes, and leaves the next length to try
// on the stack.
func (m *machine) goOn(j job) (next, to int) {
	i := &m.p.insts[j.pc]
	n := j.n
	for {
		m.steps++
		fits := i.ahead == nil || j.at+n < len(m.text) && i.ahead.Has(m.text[j.at+n])
		more := n > i.min
		if i.lazy {
			more = (i.max < 0 || n < i.max) && j.at+n < len(m.text) && i.set.Has(m.text[j.at+n])
		}
		after := n - 1
		if i.lazy {
			after = n + 1
		}
		if fits {
			if more {
				m.stack = append(m.stack, job{kind: jobRun, pc: j.pc, at: j.at, n: after})
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
