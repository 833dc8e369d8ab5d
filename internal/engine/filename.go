package engine

import (
	"regexp/syntax"
	"slices"
)

// FileNames returns a test of the last part of a path, which every file passes
// at whose path MatchPath finds something, whatever folder it is in. It is nil
// if no rule judges a path alone.
//
// It is for a source that meets names long before it knows the folders, such
// as the trees of a history: most files need no look at their paths then.
func (d *Detector) FileNames() func(name []byte) bool {
	if len(d.byPath) == 0 {
		return nil
	}
	var endings []*ending
	for _, m := range d.byPath {
		endings = append(endings, newEnding(m.rule.Path))
	}
	return func(name []byte) bool {
		return slices.ContainsFunc(endings, func(e *ending) bool { return e.accepts(name) })
	}
}

// An ending is a path regex as the last part of a path sees it: the program of
// regexp/syntax with all states in which some folder may have left it. It
// accepts more than it must where a word boundary or a line's end is asked for.
type ending struct {
	prog *syntax.Prog
	from []uint32
	any  bool // a folder alone may match, and so may any file in it
}

func newEnding(expr string) *ending {
	re, err := syntax.Parse(latin1(expr), syntax.Perl)
	if err != nil {
		return &ending{any: true}
	}
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		return &ending{any: true}
	}
	e := &ending{prog: prog, from: []uint32{uint32(prog.Start)}}
	folder := stateSet{prog: prog}
	folder.add(uint32(prog.Start), syntax.EmptyBeginText)
	for i := 0; i < len(folder.list); i++ {
		switch in := &prog.Inst[folder.list[i]]; in.Op {
		case syntax.InstMatch:
			e.any = true
		default:
			if in.MatchRune('/') {
				e.from = append(e.from, in.Out)
			}
			folder.add(in.Out, 0)
		}
	}
	return e
}

func (e *ending) accepts(name []byte) bool {
	if e.any {
		return true
	}
	now, next := stateSet{prog: e.prog}, stateSet{prog: e.prog}
	for _, s := range e.from {
		now.add(s, syntax.EmptyBeginText)
	}
	for i, c := range name {
		next.clear()
		var at syntax.EmptyOp
		if i == len(name)-1 {
			at = syntax.EmptyEndText
		}
		for _, s := range now.list {
			switch in := &e.prog.Inst[s]; {
			case in.Op == syntax.InstMatch:
				return true
			case in.MatchRune(rune(c)):
				next.add(in.Out, at)
			}
		}
		next.add(uint32(e.prog.Start), at)
		now, next = next, now
	}
	return slices.ContainsFunc(now.list, func(s uint32) bool { return e.prog.Inst[s].Op == syntax.InstMatch })
}

// A stateSet is the states of a program that take a character or are its end.
type stateSet struct {
	prog *syntax.Prog
	seen []bool // also of the states between them
	list []uint32
}

func (s *stateSet) clear() {
	clear(s.seen)
	s.list = s.list[:0]
}

// add adds a state, or those that it leads to at a place where at holds.
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
		const exact = syntax.EmptyBeginText | syntax.EmptyEndText
		if syntax.EmptyOp(in.Arg)&exact&^at == 0 {
			s.add(in.Out, at)
		}
	case syntax.InstFail:
	default:
		s.list = append(s.list, state)
	}
}
