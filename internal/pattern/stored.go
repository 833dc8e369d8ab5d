package pattern

import (
	"github.com/sluicesec/sluice/internal/literal"
	"github.com/sluicesec/sluice/internal/prebuilt"
)

// A Store collects what stored patterns share: sets of bytes, automata, and
// parts of trees. They are few, and most patterns have them from others.
type Store struct {
	shared prebuilt.Shared
	sets   map[literal.ByteSet]int // numbers
}

// Shared gives what has been collected.
func (s *Store) Shared() *prebuilt.Shared { return &s.shared }

// set is the number of a set, from 1 on. 0 is for nil.
func (s *Store) set(set *literal.ByteSet) uint64 {
	if set == nil {
		return 0
	}
	n, ok := s.sets[*set]
	if !ok {
		if s.sets == nil {
			s.sets = map[literal.ByteSet]int{}
		}
		s.shared.Sets = append(s.shared.Sets, prebuilt.Set(*set))
		n = len(s.shared.Sets)
		s.sets[*set] = n
	}
	return uint64(n)
}

// automaton is the number of an automaton, from 0 on.
func (s *Store) automaton(a *automaton) uint64 {
	return uint64(s.shared.Automata.Add(a.stored(s)))
}

// part is the number of a part of a tree, from 0 on.
func (s *Store) part(text string) uint64 { return uint64(s.shared.Parts.Add(text)) }

// Add gives the pattern as it is stored among the prebuilt ones.
func (s *Store) Add(p *Pattern) prebuilt.Pattern {
	p.prepare()
	stored := prebuilt.Pattern{
		Expr: p.spec.Expr, SecretGroup: p.spec.SecretGroup, Multiline: p.spec.Multiline,
		Outline: p.Outline().stored(s), Matchers: p.matchers.stored(s),
	}
	if p.tree != nil { // none is needed by a pattern that matches in one pass
		stored.Tree = storedTree(p.tree, p.groups, s)
	}
	return stored
}

func (o *Outline) stored(s *Store) string {
	w := &prebuilt.Writer{}
	w.Bool(o.OnePass)
	w.Uint(uint64(o.Pad))
	w.Uint(uint64(o.Longest))
	w.Uint(s.set(o.Run.Set))
	w.Uint(uint64(o.Run.Min))
	w.Uint(uint64(len(o.Anchors)))
	for i := range o.Anchors {
		a := &o.Anchors[i]
		w.String(a.Text)
		w.Bool(a.Fold)
		w.Uint(uint64(a.Edge + 1))
		w.Uint(uint64(a.Before))
		w.Uint(uint64(a.After))
		w.Uint(s.set(a.Prev))
		w.Uint(s.set(a.Next))
		for _, at := range a.Grams {
			w.Uint(uint64(at))
		}
	}
	return string(w.Bytes())
}

func readOutline(text string, shared *prebuilt.Shared) (Outline, error) {
	r := prebuilt.NewReader(text)
	o := Outline{OnePass: r.Bool(), Pad: int(r.Uint()), Longest: int(r.Uint())}
	o.Run = Run{Set: readSet(r, shared), Min: int(r.Uint())}
	o.Anchors = make([]Anchor, r.Len())
	for i := range o.Anchors {
		o.Anchors[i] = Anchor{
			Text: r.String(), Fold: r.Bool(), Edge: int(r.Uint()) - 1,
			Before: int(r.Uint()), After: int(r.Uint()), Prev: readSet(r, shared), Next: readSet(r, shared),
		}
		for k := range o.Anchors[i].Grams {
			o.Anchors[i].Grams[k] = int16(r.Uint())
		}
	}
	return o, r.Err()
}

// readSet reads the number of a set and returns the set.
func readSet(r *prebuilt.Reader, shared *prebuilt.Shared) *literal.ByteSet {
	return setAt(r.Uint(), shared)
}

// setAt returns the set of a number.
func setAt(n uint64, shared *prebuilt.Shared) *literal.ByteSet {
	if n == 0 || n > uint64(len(shared.Sets)) {
		return nil
	}
	return (*literal.ByteSet)(&shared.Sets[n-1])
}
