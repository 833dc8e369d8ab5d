package detect

import (
	"encoding/binary"
	"slices"
)

// A tail tells quickly whether what stands behind a literal can go on as a
// match: most words such as "key" in a text are not followed by anything that
// looks like a secret, and a few bytes show it. It is an automaton for a
// superset of what the pattern allows there, so that it stays small: long
// counted repeats count as endless, assertions as true, and where it would
// grow beyond maxTailStates it says yes. A yes is confirmed by the regex; a no
// is final.
type tail struct {
	classes [256]uint8 // bytes that no set of the pattern tells apart are one class
	width   int        // number of classes
	next    []uint16   // by state*width + class
}

// States of a tail; the others are numbered from tailStart on.
const (
	tailNo    = 0
	tailYes   = 1
	tailStart = 2

	maxTailStates = 512
	maxTailCount  = 16 // the least repeat that is counted
)

// allows reports whether text can go on from pos as a match, looking at limit
// bytes at most. Nothing else of text matters to the answer.
func (t *tail) allows(text []byte, pos, limit int) bool {
	state := uint16(tailStart)
	if t.next == nil {
		return true
	}
	cut := pos+limit < len(text)
	if cut {
		text = text[:pos+limit]
	}
	for ; pos < len(text); pos++ {
		state = t.next[int(state)*t.width+int(t.classes[text[pos]])]
		if state <= tailYes {
			return state == tailYes
		}
	}
	return cut
}

// newTail makes the tail for what follows a literal.
func newTail(rest *node) *tail {
	b := tailBuilder{}
	accept := b.add(step{kind: stepAccept})
	start := b.compile(rest, accept)
	t := &tail{}
	sets := t.classify(b.steps)

	states := map[string]uint16{}
	var queue [][]uint16
	number := func(members []uint16) uint16 {
		switch {
		case len(members) == 0:
			return tailNo
		case slices.Contains(members, accept):
			return tailYes
		}
		key := make([]byte, 0, 2*len(members))
		for _, m := range members {
			key = binary.LittleEndian.AppendUint16(key, m)
		}
		id, ok := states[string(key)]
		if !ok {
			if len(states) == maxTailStates {
				return tailYes
			}
			id = uint16(tailStart + len(states))
			states[string(key)] = id
			queue = append(queue, members)
		}
		return id
	}
	if first := number(b.closure([]uint16{start})); first != tailStart {
		return t // everything goes
	}
	t.next = make([]uint16, tailStart*t.width)
	for len(queue) > 0 {
		members := queue[0]
		queue = queue[1:]
		for _, sample := range sets {
			var to []uint16
			for _, m := range members {
				if b.steps[m].set.has(sample) {
					to = append(to, b.steps[m].out)
				}
			}
			t.next = append(t.next, number(b.closure(to)))
		}
	}
	return t
}

// classify numbers the classes of bytes, and gives a member of each.
func (t *tail) classify(steps []step) (samples []byte) {
	seen := map[string]uint8{}
	for c := range 256 {
		key := make([]byte, 0, len(steps))
		for i := range steps {
			if steps[i].kind == stepSet {
				if steps[i].set.has(byte(c)) {
					key = append(key, 1)
				} else {
					key = append(key, 0)
				}
			}
		}
		id, ok := seen[string(key)]
		if !ok {
			id = uint8(len(samples))
			seen[string(key)] = id
			samples = append(samples, byte(c))
		}
		t.classes[c] = id
	}
	t.width = len(samples)
	return samples
}

// A step is a state of the nondeterministic automaton that a tail is made of.
type step struct {
	kind stepKind
	set  *byteSet // stepSet
	out  uint16   // stepSet, stepSplit
	out2 uint16   // stepSplit
}

type stepKind uint8

const (
	stepAccept stepKind = iota
	stepSet
	stepSplit
)

// maxSteps bounds the nondeterministic automaton.
const maxSteps = 2000

type tailBuilder struct{ steps []step }

func (b *tailBuilder) add(s step) uint16 {
	if len(b.steps) >= maxSteps {
		return 0 // the accepting step: what lies behind is taken for granted
	}
	b.steps = append(b.steps, s)
	return uint16(len(b.steps) - 1)
}

// compile gives the step that begins n and goes on with out.
func (b *tailBuilder) compile(n *node, out uint16) uint16 {
	switch n.op {
	case opSet:
		return b.add(step{kind: stepSet, set: n.set, out: out})
	case opCat:
		for _, sub := range slices.Backward(n.subs) {
			out = b.compile(sub, out)
		}
	case opAlt:
		start := b.compile(n.subs[0], out)
		for _, sub := range n.subs[1:] {
			start = b.add(step{kind: stepSplit, out: start, out2: b.compile(sub, out)})
		}
		return start
	case opGroup:
		if len(n.subs) > 0 {
			return b.compile(n.subs[0], out)
		}
	case opRepeat:
		sub := n.subs[0]
		least := min(n.min, maxTailCount)
		if n.max < 0 || n.max > maxTailCount || n.max-n.min > 4 {
			loop := b.add(step{kind: stepSplit, out2: out})
			if loop != 0 {
				b.steps[loop].out = b.compile(sub, loop)
			}
			out = loop
		} else {
			end := out
			for range n.max - n.min {
				out = b.add(step{kind: stepSplit, out: b.compile(sub, out), out2: end})
			}
		}
		for range least {
			out = b.compile(sub, out)
		}
	}
	return out
}

// closure gives the sets and the accepting step that are reached from some
// steps without a byte, sorted.
func (b *tailBuilder) closure(from []uint16) []uint16 {
	seen := make(map[uint16]bool, len(from))
	var members []uint16
	for len(from) > 0 {
		s := from[len(from)-1]
		from = from[:len(from)-1]
		if seen[s] {
			continue
		}
		seen[s] = true
		if b.steps[s].kind == stepSplit {
			from = append(from, b.steps[s].out, b.steps[s].out2)
		} else {
			members = append(members, s)
		}
	}
	slices.Sort(members)
	return members
}
