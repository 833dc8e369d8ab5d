package engine

import (
	"github.com/sluicesec/sluice/internal/literal"
	"github.com/sluicesec/sluice/internal/prebuilt"
	"github.com/sluicesec/sluice/rules"
)

// Prebuild derives an outline for the prebuilt rules.
func Prebuild(expr string, group int, multiline bool, sets *Sets) (prebuilt.Pattern, error) {
	a, err := analyse(&rules.Rule{Regex: expr, SecretGroup: group, Multiline: multiline})
	if err != nil {
		return prebuilt.Pattern{}, err
	}
	var w prebuilt.Writer
	a.outline.write(&w, sets)
	return prebuilt.Pattern{Expr: expr, SecretGroup: group, Multiline: multiline, Outline: string(w.Bytes())}, nil
}

// Sets numbers sets of bytes: they are few, and outlines share them.
type Sets struct {
	list    []prebuilt.Set
	numbers map[literal.ByteSet]int
}

// List gives the sets in the order of their numbers.
func (s *Sets) List() []prebuilt.Set { return s.list }

// number is the number of a set, from 1 on; 0 stands for nil.
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

func (o *outline) write(w *prebuilt.Writer, sets *Sets) {
	w.Bool(o.shaped)
	w.Uint(uint64(o.pad))
	w.Uint(uint64(o.most))
	w.Uint(sets.number(o.stretch.set))
	w.Uint(uint64(o.stretch.min))
	w.Uint(uint64(len(o.anchors)))
	for i := range o.anchors {
		a := &o.anchors[i]
		w.String(a.text)
		w.Bool(a.fold)
		w.Bool(a.fixed)
		w.Uint(uint64(a.before))
		w.Uint(uint64(a.after))
		w.Uint(sets.number(a.prev))
		w.Uint(sets.number(a.next))
	}
}

// readOutline reads what write wrote. Sets are those of all outlines.
func readOutline(text string, sets []literal.ByteSet) (outline, error) {
	r := prebuilt.NewReader(text)
	set := func() *literal.ByteSet {
		n := r.Uint()
		if n == 0 || n > uint64(len(sets)) {
			return nil
		}
		return &sets[n-1]
	}
	o := outline{shaped: r.Bool(), pad: int(r.Uint()), most: int(r.Uint())}
	o.stretch.set, o.stretch.min = set(), int(r.Uint())
	o.anchors = make([]anchor, r.Len())
	for i := range o.anchors {
		o.anchors[i] = anchor{
			text: r.String(), fold: r.Bool(), fixed: r.Bool(),
			before: int(r.Uint()), after: int(r.Uint()), prev: set(), next: set(),
		}
	}
	return o, r.Err()
}

// known finds the outlines of rules that are built in and unchanged.
type known struct {
	patterns []prebuilt.Pattern
	sets     []literal.ByteSet
}

func newKnown() *known {
	k := &known{patterns: prebuilt.Patterns()}
	for _, s := range prebuilt.Sets() {
		k.sets = append(k.sets, literal.ByteSet(s))
	}
	return k
}

// of gives the prebuilt pattern of each rule, nil for one that has none. Rules
// that are built in come in the order of the patterns, whatever is between
// them. The regex of such a rule is the very string of the pattern, so that to
// compare them takes no time.
func (k *known) of(list []rules.Rule) []*prebuilt.Pattern {
	found := make([]*prebuilt.Pattern, len(list))
	next := 0
	for i := range list {
		r := &list[i]
		for at := next; at < len(k.patterns) && r.Regex != ""; at++ {
			p := &k.patterns[at]
			if p.Expr == r.Regex && p.SecretGroup == r.SecretGroup && p.Multiline == r.Multiline {
				found[i], next = p, at+1
				break
			}
		}
	}
	return found
}
