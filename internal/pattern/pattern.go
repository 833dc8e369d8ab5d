package pattern

import (
	"sync"

	"github.com/sluicesec/sluice/internal/literal"
)

// A Spec is a pattern as a rule gives it.
type Spec struct {
	Expr        string // a regex in the syntax of RE2, over bytes
	Multiline   bool   // follow every unbounded repeat for 32 KiB, across lines
	SecretGroup int    // the group that holds the secret; 0 for the first that matched something
}

// A Pattern is a compiled pattern. It is safe for use from several goroutines.
type Pattern struct {
	spec Spec

	outlineOnce sync.Once
	outlined    Outline // when Outline has been called
	stored      string  // the outline as Store wrote it, if it is not there yet
	sets        []literal.ByteSet

	analysis *analysis // until prepare has used it; nil for a prebuilt outline

	// Made by prepare, when the first hit passes the looks that need no automaton.
	prepareOnce sync.Once
	onePass     *onePass
	automata    []*automaton // by anchor

	// Made by compiled, when the first hit passes all looks: of most rules none
	// ever does.
	compileOnce sync.Once
	tree        *node // until compiled has used it
	groups      int
	prog        *prog // nil: left to RE2

	regex Regex // what is left to RE2
}

// New analyses a pattern. The error says what is wrong with its regex or group.
func New(s Spec) (*Pattern, error) {
	a, err := analyse(s)
	if err != nil {
		return nil, err
	}
	return &Pattern{spec: s, outlined: a.outline, analysis: a, regex: Regex{expr: s.Expr}}, nil
}

// Prebuilt makes a pattern of which the outline is stored: that of New for the same
// Spec, with all sets that were stored, in the order of their numbers. The outline is
// read when it is first asked for, and the pattern is analysed when one of its literals
// is first found.
func Prebuilt(s Spec, outline string, sets []literal.ByteSet) *Pattern {
	return &Pattern{spec: s, stored: outline, sets: sets, regex: Regex{expr: s.Expr}}
}

// Outline returns the pattern's outline. It must not be changed.
func (p *Pattern) Outline() *Outline {
	p.outlineOnce.Do(func() {
		if p.stored != "" {
			p.outlined, _ = ReadOutline(p.stored, p.sets) // a test reads all that is in the program
		}
	})
	return &p.outlined
}

// prepare makes what a hit needs, once.
func (p *Pattern) prepare() {
	p.prepareOnce.Do(func() {
		a := p.analysis
		if a == nil {
			a, _ = analyse(p.spec) // New has succeeded on it
		}
		p.analysis = nil
		if p.onePass = a.onePass; p.onePass != nil {
			return
		}
		p.tree, p.groups = a.tree, a.groups
		made := map[*continuation]*automaton{}
		for _, rest := range a.rests {
			if made[rest] == nil {
				made[rest] = newAutomaton(rest)
			}
			p.automata = append(p.automata, made[rest])
		}
	})
}

// compiled returns the program for the backtracker, made on the first call.
func (p *Pattern) compiled() *prog {
	p.prepare()
	p.compileOnce.Do(func() {
		p.prog = newProg(p.tree, p.groups)
		p.tree = nil
	})
	return p.prog
}

// Heavy reports whether the pattern is too large for the backtracker, or repeats
// without end what may be empty. It is left to RE2 then, which takes a
// millisecond and more to compile such a pattern.
func (p *Pattern) Heavy() bool { return !p.Outline().OnePass && p.compiled() == nil }
