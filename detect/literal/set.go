package literal

import "slices"

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
	gram   uint32
	id     int32
	offset int32 // of the gram in the literal; -1 when the gram begins a byte before it
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
	t := l.Text
	switch len(t) {
	case 2:
		s.addBefore(id, l)
		s.addAfter(id, l)
	case 3:
		s.add(gramOf(t[0], t[1], t[2]), id, 0)
		// The other parity has two of the three bytes, and one beside them.
		if beside(l.Before)+Weight(t[0], true) > beside(l.After)+Weight(t[2], true) {
			s.addBefore(id, l)
		} else {
			s.addAfter(id, l)
		}
	default:
		even, odd := 0, 1
		for i := range len(t) - 2 {
			if i%2 == 0 && gramWeight(l, i) > gramWeight(l, even) {
				even = i
			}
			if i%2 == 1 && gramWeight(l, i) > gramWeight(l, odd) {
				odd = i
			}
		}
		s.add(gramOf(t[even], t[even+1], t[even+2]), id, int32(even))
		s.add(gramOf(t[odd], t[odd+1], t[odd+2]), id, int32(odd))
	}
}

// addBefore adds the grams of the literal's first two bytes and any before them.
func (s *Set) addBefore(id int32, l Literal) {
	for x := range 256 {
		if l.Before == nil || l.Before.Has(byte(x)) {
			s.add(gramOf(byte(x), l.Text[0], l.Text[1]), id, -1)
		}
	}
	// At the beginning of the data the literal stands at an even offset, and is
	// found by its other gram.
}

// addAfter adds the grams of the literal's last two bytes and any behind them.
func (s *Set) addAfter(id int32, l Literal) {
	n := len(l.Text)
	s.add(gramOf(l.Text[n-2], l.Text[n-1], 0), id, int32(n-2)) // at the end of the data
	for x := range 256 {
		if l.After == nil || l.After.Has(byte(x)) {
			s.add(gramOf(l.Text[n-2], l.Text[n-1], byte(x)), id, int32(n-2))
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

// gramWeight is the weight of the gram at i of a literal.
func gramWeight(l Literal, i int) float64 {
	// The filter folds all grams, so case never helps here.
	return Weight(l.Text[i], true) + Weight(l.Text[i+1], true) + Weight(l.Text[i+2], true)
}

func gramOf(a, b, c byte) uint32 {
	return (uint32(a) | uint32(b)<<8 | uint32(c)<<16) | gramFold
}

func (s *Set) add(gram uint32, id, offset int32) {
	s.entries = append(s.entries, entry{gram, id, offset})
	s.reach = max(s.reach, int(offset))
}

// index sets the filter, and sorts the entries into buckets by their hash.
func (s *Set) index() {
	n := 8
	for 1<<n < len(s.entries) {
		n++
	}
	s.shift = uint32(32 - n)
	slices.SortFunc(s.entries, func(a, b entry) int {
		if x, y := hash(a.gram), hash(b.gram); x != y {
			if x < y {
				return -1
			}
			return 1
		}
		if a.id != b.id {
			return int(a.id - b.id)
		}
		return int(a.offset - b.offset)
	})
	s.entries = slices.Compact(s.entries)
	s.buckets = make([]uint32, 1<<n+1)
	for _, e := range s.entries {
		h := hash(e.gram)
		s.filter[h>>(35-filterBits)] |= 1 << (h >> (32 - filterBits) & 7)
		s.buckets[h>>s.shift+1]++
	}
	for i := range 1 << n {
		s.buckets[i+1] += s.buckets[i]
	}
}
