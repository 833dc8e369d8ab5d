package pattern

import (
	"math/bits"

	"github.com/sluicesec/sluice/internal/literal"
	"github.com/sluicesec/sluice/internal/prebuilt"
)

// A matchers is what prepare makes of a pattern: either a onePass, or an automaton for
// each anchor.
type matchers struct {
	onePass  *onePass
	automata []*automaton // by anchor; some are the same
}

func (m *matchers) stored(s *Store) string {
	w := &prebuilt.Writer{}
	w.Bool(m.onePass != nil)
	if m.onePass != nil {
		m.onePass.store(w, s)
		return string(w.Bytes())
	}
	w.Uint(uint64(len(m.automata)))
	for _, a := range m.automata {
		w.Uint(s.automaton(a))
	}
	return string(w.Bytes())
}

func readMatchers(text string, shared *prebuilt.Shared) (matchers, error) {
	r := prebuilt.NewReader(text)
	if r.Bool() {
		return matchers{onePass: readOnePass(r, shared)}, r.Err()
	}
	known := map[uint64]*automaton{}
	all := make([]*automaton, r.Len())
	for i := range all {
		n := r.Uint()
		if known[n] == nil && n < uint64(shared.Automata.Len()) {
			a, err := readAutomaton(shared.Automata.At(n), shared)
			if err != nil {
				return matchers{}, err
			}
			known[n] = a
		}
		all[i] = known[n]
	}
	return matchers{automata: all}, r.Err()
}

func (o *onePass) store(w *prebuilt.Writer, s *Store) {
	w.Uint(uint64(o.start))
	w.Uint(s.set(&o.before))
	w.Uint(uint64(len(o.repeats)))
	for i := range o.repeats {
		r := &o.repeats[i]
		w.Uint(s.set(&r.set))
		w.Int(r.min)
		w.Int(r.max)
	}
	w.Uint(uint64(o.end))
	w.Uint(s.set(&o.after))
	w.Int(o.from)
	w.Int(o.to)
	w.Bool(o.whole)
}

func readOnePass(r *prebuilt.Reader, shared *prebuilt.Shared) *onePass {
	o := &onePass{start: border(r.Uint())}
	if set := readSet(r, shared); set != nil {
		o.before = *set
	}
	if n := r.Len(); n > 0 {
		o.repeats = make([]repeat, n)
	}
	for i := range o.repeats {
		if set := readSet(r, shared); set != nil {
			o.repeats[i].set = *set
		}
		o.repeats[i].min, o.repeats[i].max = r.Int(), r.Int()
	}
	o.end = border(r.Uint())
	if set := readSet(r, shared); set != nil {
		o.after = *set
	}
	o.from, o.to, o.whole = r.Int(), r.Int(), r.Bool()
	return o
}

// stored writes an automaton. Most positions are followed by the next one alone, for
// which 0 is written.
func (a *automaton) stored(s *Store) string {
	w := &prebuilt.Writer{}
	a.first.store(w)
	w.Uint(uint64(len(a.follow)))
	for i, p := range a.follow {
		if p == only(i+1) {
			w.Uint(0)
		} else {
			w.Uint(1)
			p.store(w)
		}
	}
	w.Uint(uint64(len(a.fits)))
	for k := range a.fits {
		var class literal.ByteSet
		for b := range a.class {
			if int(a.class[b]) == k {
				class.Add(byte(b))
			}
		}
		w.Uint(s.set(&class))
		a.fits[k].store(w)
	}
	return string(w.Bytes())
}

func readAutomaton(text string, shared *prebuilt.Shared) (*automaton, error) {
	r := prebuilt.NewReader(text)
	a := &automaton{first: readPositions(r), follow: make([]positions, r.Len())}
	for i := range a.follow {
		if a.follow[i] = only(i + 1); r.Bool() {
			a.follow[i] = readPositions(r)
		}
	}
	a.fits = make([]positions, r.Len())
	for k := range a.fits {
		set := readSet(r, shared)
		a.fits[k] = readPositions(r)
		if k == 0 || set == nil {
			continue // the first class are all bytes that are in no other
		}
		for i, word := range set {
			for ; word != 0; word &= word - 1 {
				a.class[i<<6|bits.TrailingZeros64(word)] = uint8(k)
			}
		}
	}
	return a, r.Err()
}

// only is the set of one position.
func only(i int) (p positions) {
	p.add(i & endPosition)
	return p
}

// store writes positions as ranges: how many there are, and of each how far it begins
// behind the one before, and its length.
func (p positions) store(w *prebuilt.Writer) {
	var ranges []int // beginnings and ends
	p.all(func(i int) {
		if n := len(ranges); n > 0 && ranges[n-1] == i {
			ranges[n-1]++
		} else {
			ranges = append(ranges, i, i+1)
		}
	})
	w.Uint(uint64(len(ranges) / 2))
	last := 0
	for _, i := range ranges {
		w.Uint(uint64(i - last))
		last = i
	}
}

func readPositions(r *prebuilt.Reader) (p positions) {
	end := 0
	for range r.Len() {
		begin := end + int(r.Uint())
		end = begin + int(r.Uint())
		for i := begin; i < min(end, maxPositions+1); i++ {
			p.add(i)
		}
	}
	return p
}
