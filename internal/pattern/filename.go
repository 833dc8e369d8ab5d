package pattern

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
	"sync"
	"sync/atomic"
)

// A FileName is a regex over paths as the last element of a path sees it: which
// file names can belong to a path that matches, whatever the folder?
//
// It is right for a walk that meets names long before it knows their folders,
// such as the trees of a history: one look at the name saves most files a look
// at their paths. It is a Thompson automaton, which runs in all states that some
// folder could have left it in, and is made deterministic as far as names ask for
// it. Where a word boundary or the end of a line is asked for, it accepts more than
// it has to. It is safe for use from several goroutines.
type FileName struct {
	prog *syntax.Prog
	any  bool // a folder alone can match, and so any file in it

	// A match can begin within the name. Nearly all paths of rules begin with
	// (?:^|/), so that a name that does not fit is left after a few bytes.
	within bool

	start *nameState // behind some folder

	mu         sync.Mutex
	states     map[string]*nameState // by what they are
	here, last stateSet              // memory for state
}

// A nameState is a state of the deterministic automaton: a set of states of the
// other.
type nameState struct {
	list    []uint32 // those that take a byte
	matched bool     // the regex has matched
	ends    bool     // it matches if the name ends here
	next    [256]atomic.Pointer[nameState]
}

// maxNameStates bounds the states that are kept, of 2 KB each.
const maxNameStates = 1 << 10

// NewFileName makes the FileName of a regex over paths.
func NewFileName(expr string) *FileName {
	re, err := parseSyntax(expr)
	if err != nil {
		return &FileName{any: true}
	}
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		return &FileName{any: true}
	}
	f := &FileName{prog: prog, states: map[string]*nameState{}}
	from := []uint32{uint32(prog.Start)} // the states behind some folder
	var folder, start stateSet
	folder.reset(prog)
	start.reset(prog)
	folder.add(uint32(prog.Start), syntax.EmptyBeginText)
	for i := 0; i < len(folder.list); i++ {
		switch in := &prog.Inst[folder.list[i]]; in.Op {
		case syntax.InstMatch:
			f.any = true
		default:
			if in.MatchRune('/') {
				from = append(from, in.Out)
			}
			folder.add(in.Out, 0)
		}
	}
	start.add(uint32(prog.Start), syntax.EmptyEndText)
	f.within = slices.ContainsFunc(start.list, f.takesName)
	f.start, _ = f.state(from, syntax.EmptyBeginText)
	return f
}

// takesName reports whether a state takes a byte that a name can have, or is the end.
func (f *FileName) takesName(state uint32) bool {
	in := &f.prog.Inst[state]
	if in.Op == syntax.InstMatch {
		return true
	}
	for c := range rune(256) {
		if c != '/' && in.MatchRune(c) {
			return true
		}
	}
	return false
}

// Accepts reports whether the regex matches a path whose last element is name,
// in some folder.
func (f *FileName) Accepts(name []byte) bool {
	if f.any {
		return true
	}
	s := f.start
	for _, c := range name {
		if s.matched {
			return true
		}
		if len(s.list) == 0 && !f.within {
			return false
		}
		next := s.next[c].Load()
		if next == nil {
			next = f.step(s, c)
		}
		s = next
	}
	return s.matched || s.ends
}

// step returns the state behind a byte.
func (f *FileName) step(s *nameState, c byte) *nameState {
	var to []uint32
	for _, i := range s.list {
		if in := &f.prog.Inst[i]; in.MatchRune(rune(c)) {
			to = append(to, in.Out)
		}
	}
	if f.within {
		to = append(to, uint32(f.prog.Start))
	}
	next, kept := f.state(to, 0)
	if kept {
		s.next[c].Store(next)
	}
	return next
}

// state returns the state of some states of the other automaton, where at holds, and whether it
// is among those that are kept. Most are known, because names differ where no path cares.
func (f *FileName) state(from []uint32, at syntax.EmptyOp) (state *nameState, kept bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.here.reset(f.prog)
	f.last.reset(f.prog)
	for _, i := range from {
		f.here.add(i, at)
		f.last.add(i, at|syntax.EmptyEndText)
	}
	isMatch := func(i uint32) bool { return f.prog.Inst[i].Op == syntax.InstMatch }
	ends := slices.ContainsFunc(f.last.list, isMatch)
	slices.Sort(f.here.list)
	key := nameKey(f.here.list, ends)
	if known := f.states[key]; known != nil {
		return known, true
	}
	state = &nameState{matched: slices.ContainsFunc(f.here.list, isMatch), ends: ends, list: slices.Clone(f.here.list)}
	if kept = len(f.states) < maxNameStates; kept {
		f.states[key] = state
	}
	return state, kept
}

// nameKey is the same for equal states, and for no others.
func nameKey(list []uint32, ends bool) string {
	var key []byte
	for _, i := range list {
		key = binary.AppendUvarint(key, uint64(i))
	}
	if ends {
		key = append(key, 0) // no other number ends so: state 0 of a program takes no byte
	}
	return string(key)
}

// A stateSet is a set of states that take a character, or are the end.
type stateSet struct {
	prog *syntax.Prog
	seen []bool // by state, those between them included
	list []uint32
}

// reset makes the set empty.
func (s *stateSet) reset(prog *syntax.Prog) {
	if s.prog = prog; s.seen == nil {
		s.seen = make([]bool, len(prog.Inst))
	}
	clear(s.seen)
	s.list = s.list[:0]
}

// add adds a state, or those that it leads to without a character. at is the
// assertions that hold here.
func (s *stateSet) add(state uint32, at syntax.EmptyOp) {
	if s.seen[state] {
		return
	}
	s.seen[state] = true
	switch in := &s.prog.Inst[state]; in.Op {
	case syntax.InstAlt, syntax.InstAltMatch:
		s.add(in.Out, at)
		s.add(in.Arg, at)
	case syntax.InstCapture, syntax.InstNop:
		s.add(in.Out, at)
	case syntax.InstEmptyWidth:
		const exact = syntax.EmptyBeginText | syntax.EmptyEndText // only these are judged
		if syntax.EmptyOp(in.Arg)&exact&^at == 0 {
			s.add(in.Out, at)
		}
	case syntax.InstFail:
	default:
		s.list = append(s.list, state)
	}
}
