package pattern

import (
	"regexp/syntax"
	"slices"
)

// A FileName is a regex over paths as the last element of a path sees it: which
// file names can belong to a path that matches, whatever the folder?
//
// It is right for a walk that meets names long before it knows their folders,
// such as the trees of a history: one look at the name saves most files a look
// at their paths. It is a Thompson automaton, which runs in all states that some
// folder could have left it in. Where a word boundary or the end of a line is
// asked for, it accepts more than it has to.
type FileName struct {
	prog *syntax.Prog
	from []uint32 // the states behind some folder
	any  bool     // a folder alone can match, and so any file in it

	// A match can begin within the name. Nearly all paths of rules begin with
	// (?:^|/), so that a name that does not fit is left after a few bytes.
	within bool
}

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
	f := &FileName{prog: prog, from: []uint32{uint32(prog.Start)}}
	folder := stateSet{prog: prog}
	folder.add(uint32(prog.Start), syntax.EmptyBeginText)
	for i := 0; i < len(folder.list); i++ {
		switch in := &prog.Inst[folder.list[i]]; in.Op {
		case syntax.InstMatch:
			f.any = true
		default:
			if in.MatchRune('/') {
				f.from = append(f.from, in.Out)
			}
			folder.add(in.Out, 0)
		}
	}
	start := stateSet{prog: prog}
	start.add(uint32(prog.Start), syntax.EmptyEndText)
	f.within = slices.ContainsFunc(start.list, f.takesName)
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
	now, next := stateSet{prog: f.prog}, stateSet{prog: f.prog}
	for _, s := range f.from {
		now.add(s, syntax.EmptyBeginText)
	}
	for i, c := range name {
		if len(now.list) == 0 && !f.within {
			return false
		}
		next.clear()
		var at syntax.EmptyOp
		if i == len(name)-1 {
			at = syntax.EmptyEndText
		}
		for _, s := range now.list {
			switch in := &f.prog.Inst[s]; {
			case in.Op == syntax.InstMatch:
				return true
			case in.MatchRune(rune(c)):
				next.add(in.Out, at)
			}
		}
		if f.within {
			next.add(uint32(f.prog.Start), at)
		}
		now, next = next, now
	}
	return slices.ContainsFunc(now.list, func(s uint32) bool { return f.prog.Inst[s].Op == syntax.InstMatch })
}

// A stateSet is a set of states that take a character, or are the end.
type stateSet struct {
	prog *syntax.Prog
	seen []bool // by state, those between them included
	list []uint32
}

func (s *stateSet) clear() {
	clear(s.seen)
	s.list = s.list[:0]
}

// add adds a state, or those that it leads to without a character. at is the
// assertions that hold here.
func (s *stateSet) add(state uint32, at syntax.EmptyOp) {
	if s.seen == nil {
		s.seen = make([]bool, len(s.prog.Inst))
	}
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
