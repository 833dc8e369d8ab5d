package literal

import (
	"cmp"
	"slices"
)

// A Literal is a string to look for, of at least two bytes.
type Literal struct {
	Text string
	Fold bool // ASCII letters match in either case

	// Before and After are the bytes that may stand beside the literal; nil
	// means any. The beginning and the end of the data are always allowed.
	Before, After *ByteSet
}

// A Set is a number of literals, ready to be looked for. It does not change,
// and may be used from several goroutines at once.
type Set struct {
	filter  [1 << (filterBits - 3)]byte // a bit for each hash of a gram
	buckets []uint32                    // by the upper bits of a hash: where its entries begin in entries
	entries []entry
	shift   uint32
	texts   []text
	reach   int // the largest offset of a gram within its literal
}

const filterBits = 18 // 32 KiB

// A text is a literal as it is compared: folded bytes have 0x20 in mask.
type text struct {
	bytes         string // with every byte ored with its mask
	mask          string
	before, after *ByteSet // nil for any
}

// An entry says that a literal has a gram at an offset.
type entry struct {
	gram   uint32 // as it stands, ored with mask
	mask   uint32 // 0x20 for each byte that matches in both cases
	id     int32
	offset int32 // of the gram in the literal; -1 when the gram begins a byte before it

	// One more byte of the literal, where it has one: cheap to look at first.
	probe                int32 // its offset from the gram
	probeByte, probeMask byte  // with probeMask 0xff there is none
}

// gramMask cuts three bytes out of a little-endian load of four, and folds
// them: the bit 0x20 is set, which maps upper case letters to lower case (and
// some other bytes onto each other, which costs a comparison later).
const (
	gramMask = 0x00ffffff
	gramFold = 0x00202020
)

func hash(gram uint32) uint32 { return gram * 0x9e3779b1 }

// New returns the set of the given literals. A hit names a literal by its
// index. Literals shorter than two bytes are never found.
func New(literals []Literal) *Set {
	s := &Set{texts: make([]text, len(literals))}
	for id, l := range literals {
		s.texts[id] = foldText(l)
		if len(l.Text) >= 2 {
			s.enter(int32(id), l)
		}
	}
	s.index()
	return s
}

func foldText(l Literal) text {
	b, m := []byte(l.Text), make([]byte, len(l.Text))
	for i, c := range b {
		if l.Fold && ('a' <= c|0x20 && c|0x20 <= 'z') {
			m[i] = 0x20
			b[i] |= 0x20
		}
	}
	return text{string(b), string(m), l.Before, l.After}
}

// enter adds the two grams that stand for a literal.
func (s *Set) enter(id int32, l Literal) {
	n := len(l.Text)
	switch n {
	case 2:
		s.addBefore(id, l)
		s.addAfter(id, l)
	case 3:
		s.addGram(id, l, 0)
		// The other parity has two of the three bytes, and one beside them.
		if beside(l.Before)+Weight(l.Text[:2], true) > beside(l.After)+Weight(l.Text[1:], true) {
			s.addBefore(id, l)
		} else {
			s.addAfter(id, l)
		}
	default:
		best := [2]int{0, 1} // at even and odd offsets
		for i := 2; i+3 <= n; i++ {
			if gramWeight(l.Text[i:i+3]) > gramWeight(l.Text[best[i%2]:][:3]) {
				best[i%2] = i
			}
		}
		s.addGram(id, l, best[0])
		s.addGram(id, l, best[1])
	}
}

// addGram adds the gram at an offset of the literal.
func (s *Set) addGram(id int32, l Literal, at int) {
	t := &s.texts[id]
	s.add(gramOf(t.bytes[at], t.bytes[at+1], t.bytes[at+2]), gramOf(t.mask[at], t.mask[at+1], t.mask[at+2]), id, at)
	e := &s.entries[len(s.entries)-1]
	best := 0.0
	for i := range len(l.Text) {
		if w := Weight(l.Text[i:i+1], l.Fold); (i < at || i > at+2) && w > best {
			best = w
			e.probe, e.probeByte, e.probeMask = int32(i-at), t.bytes[i], t.mask[i]
		}
	}
}

// addBefore adds the grams of the literal's first two bytes and any before
// them. At the beginning of the data the literal stands at an even offset, and
// is found by its other gram.
func (s *Set) addBefore(id int32, l Literal) {
	t := &s.texts[id]
	mask := gramOf(0, t.mask[0], t.mask[1])
	for x := range 256 {
		if l.Before == nil || l.Before.Has(byte(x)) {
			s.add(gramOf(byte(x), t.bytes[0], t.bytes[1]), mask, id, -1)
		}
	}
}

// addAfter adds the grams of the literal's last two bytes and any behind them.
func (s *Set) addAfter(id int32, l Literal) {
	t := &s.texts[id]
	at := len(l.Text) - 2
	mask := gramOf(t.mask[at], t.mask[at+1], 0)
	for x := range 256 {
		// At the end of the data a zero is read.
		if x == 0 || l.After == nil || l.After.Has(byte(x)) {
			s.add(gramOf(t.bytes[at], t.bytes[at+1], byte(x)), mask, id, at)
		}
	}
}

// beside is the weight of what may stand beside a literal.
func beside(s *ByteSet) float64 {
	if s == nil {
		return 0
	}
	return s.Weight()
}

func gramOf(a, b, c byte) uint32 { return uint32(a) | uint32(b)<<8 | uint32(c)<<16 }

func (s *Set) add(gram, mask uint32, id int32, offset int) {
	s.entries = append(s.entries, entry{gram: gram, mask: mask, id: id, offset: int32(offset), probeByte: 0xff, probeMask: 0xff})
	s.reach = max(s.reach, offset)
}

// index sets the filter, and sorts the entries into buckets by their hash.
func (s *Set) index() {
	n := 8
	for 1<<n < len(s.entries) {
		n++
	}
	s.shift = uint32(32 - n)
	slices.SortFunc(s.entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(hash(a.gram|gramFold), hash(b.gram|gramFold)), cmp.Compare(a.id, b.id), cmp.Compare(a.offset, b.offset), cmp.Compare(a.gram, b.gram))
	})
	s.entries = slices.Compact(s.entries)
	s.buckets = make([]uint32, 1<<n+1)
	for _, e := range s.entries {
		h := hash(e.gram | gramFold)
		s.filter[h>>(35-filterBits)] |= 1 << (h >> (32 - filterBits) & 7)
		s.buckets[h>>s.shift+1]++
	}
	for i := range 1 << n {
		s.buckets[i+1] += s.buckets[i]
	}
}
