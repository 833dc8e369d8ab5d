package pattern

import (
	"sync"

	"github.com/sluicesec/sluice/internal/prebuilt"
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

	stored *prebuilt.Pattern // of which the outline and the matchers are read; nil for none
	shared *prebuilt.Shared  // with other stored patterns

	analysis *analysis // until prepare has used it; nil for a stored pattern

	outlineOnce sync.Once
	outline     Outline // for Outline

	// Made by prepare, when the first hit passes the looks that need no automaton.
	prepareOnce sync.Once
	matchers

	// Made by compiled, when the first hit passes all looks: of most rules none
	// ever does.
	compileOnce sync.Once
	tree        *node // until compiled has used it; nil for a stored pattern
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
	return &Pattern{spec: s, outline: a.outline, analysis: a, regex: Regex{expr: s.Expr}}, nil
}

// Prebuilt makes the pattern that is stored, as New makes it of its Spec. shared is what
// was stored with it. What is stored of a pattern is read when it is needed, without a look
// at errors: a test reads all that is in the program.
func Prebuilt(stored *prebuilt.Pattern, shared *prebuilt.Shared) *Pattern {
	return &Pattern{
		spec:   Spec{Expr: stored.Expr, Multiline: stored.Multiline, SecretGroup: stored.SecretGroup},
		stored: stored, shared: shared, regex: Regex{expr: stored.Expr},
	}
}

// Outline returns the pattern's outline. It must not be changed.
func (p *Pattern) Outline() *Outline {
	p.outlineOnce.Do(func() {
		if p.stored != nil {
			p.outline, _ = readOutline(p.stored.Outline, p.shared)
		}
	})
	return &p.outline
}

// prepare makes what a hit needs, once.
func (p *Pattern) prepare() {
	p.prepareOnce.Do(func() {
		if p.stored != nil {
			p.matchers, _ = readMatchers(p.stored.Matchers, p.shared)
			return
		}
		a := p.analysis
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
		switch {
		case p.tree != nil:
		case p.stored != nil && p.stored.Tree != "":
			p.tree, p.groups, _ = readTree(p.stored.Tree, p.shared)
		default:
			p.tree, p.groups, _ = parse(p.spec.Expr) // it was parsed before
		}
		p.prog = newProg(p.tree, p.groups)
		p.tree = nil
	})
	return p.prog
}

// Heavy reports whether the pattern is too large for the backtracker, or repeats
// without end what may be empty. It is left to RE2 then, which takes a
// millisecond and more to compile such a pattern.
func (p *Pattern) Heavy() bool { return !p.Outline().OnePass && p.compiled() == nil }
