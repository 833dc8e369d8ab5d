package pattern

import (
	"github.com/sluicesec/sluice/internal/literal"
	"github.com/sluicesec/sluice/internal/prebuilt"
)

// Sets numbers the sets of bytes of outlines that are stored together: they are
// few, and most outlines share them.
type Sets struct {
	list    []prebuilt.Set
	numbers map[literal.ByteSet]int
}

// List gives the sets in the order of their numbers.
func (s *Sets) List() []prebuilt.Set { return s.list }

// number is the number of a set, from 1 on. 0 is for nil.
func (s *Sets) number(set *literal.ByteSet) uint64 {
	if set == nil {
		return 0
	}
	n, ok := s.numbers[*set]
	if !ok {
		if s.numbers == nil {
			s.numbers = map[literal.ByteSet]int{}
		}
		s.list = append(s.list, prebuilt.Set(*set))
		n = len(s.list)
		s.numbers[*set] = n
	}
	return uint64(n)
}

// Store gives the pattern as it is stored among the prebuilt ones. What it has
// of sets goes into sets.
func (p *Pattern) Store(sets *Sets) prebuilt.Pattern {
	o := p.Outline()
	w := &prebuilt.Writer{}
	w.Bool(o.OnePass)
	w.Uint(uint64(o.Pad))
	w.Uint(uint64(o.Longest))
	w.Uint(sets.number(o.Run.Set))
	w.Uint(uint64(o.Run.Min))
	w.Uint(uint64(len(o.Anchors)))
	for i := range o.Anchors {
		a := &o.Anchors[i]
		w.String(a.Text)
		w.Bool(a.Fold)
		w.Uint(uint64(a.Edge + 1))
		w.Uint(uint64(a.Before))
		w.Uint(uint64(a.After))
		w.Uint(sets.number(a.Prev))
		w.Uint(sets.number(a.Next))
		for _, g := range a.Grams {
			w.Uint(uint64(g.At))
			w.Uint(uint64(g.Probe))
		}
	}
	return prebuilt.Pattern{
		Expr: p.spec.Expr, SecretGroup: p.spec.SecretGroup, Multiline: p.spec.Multiline,
		Outline: string(w.Bytes()),
	}
}

// ReadOutline reads what Store wrote of an outline. Sets are all that were
// stored with it, in the order of their numbers.
func ReadOutline(text string, sets []literal.ByteSet) (Outline, error) {
	r := prebuilt.NewReader(text)
	set := func() *literal.ByteSet {
		n := r.Uint()
		if n == 0 || n > uint64(len(sets)) {
			return nil
		}
		return &sets[n-1]
	}
	o := Outline{OnePass: r.Bool(), Pad: int(r.Uint()), Longest: int(r.Uint())}
	o.Run = Run{Set: set(), Min: int(r.Uint())}
	o.Anchors = make([]Anchor, r.Len())
	for i := range o.Anchors {
		o.Anchors[i] = Anchor{
			Text: r.String(), Fold: r.Bool(), Edge: int(r.Uint()) - 1,
			Before: int(r.Uint()), After: int(r.Uint()), Prev: set(), Next: set(),
		}
		for k := range o.Anchors[i].Grams {
			o.Anchors[i].Grams[k] = literal.Gram{At: int16(r.Uint()), Probe: int16(r.Uint())}
		}
	}
	return o, r.Err()
}
