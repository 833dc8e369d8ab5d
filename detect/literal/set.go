package literal

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
	texts   []text
	table   table        // of the literals of three bytes and more
	pairs   pairs        // of those of two bytes
	byFirst [256][]int32 // likewise, by the first byte
}

// pairs has a bit for each two bytes, as a little-endian number.
type pairs [1 << 13]byte

// has is 1 if the two bytes are a literal, and else 0.
func (p *pairs) has(pair uint32) uint32 { return uint32(p[pair>>3]) >> (pair & 7) & 1 }

// A text is a literal as it is compared: folded bytes have 0x20 in mask.
type text struct {
	bytes         string // with every byte ored with its mask
	mask          string
	before, after *ByteSet // nil for any
}

// maxLooked bounds how much of a literal is considered for its grams.
const maxLooked = 256

// New returns the set of the given literals. A hit names a literal by its
// index. Literals shorter than two bytes are never found.
func New(literals []Literal) *Set {
	s := &Set{texts: make([]text, len(literals))}
	s.table.entries = make([]entry, 0, entries(literals))
	for i := range literals {
		l, id := &literals[i], int32(i)
		s.texts[i] = foldText(l)
		t := &s.texts[i]
		n := len(l.Text)
		switch {
		case n == 2:
			s.addPair(id, t)
		case n == 3:
			s.table.addBefore(id, t)
			s.table.addAfter(id, t)
		case n == 4:
			s.table.add(id, t, 0)
			// The other parity has three of the four bytes, and one beside them.
			if beside(t.before)+gramWeight(l.Text[:3]) > beside(t.after)+gramWeight(l.Text[1:]) {
				s.table.addBefore(id, t)
			} else {
				s.table.addAfter(id, t)
			}
		case n > 4:
			var weight [2]float64 // of the best grams at even and odd offsets
			var best [2]int
			for k := range min(n, maxLooked) - 3 {
				if w := gramWeight(l.Text[k : k+4]); w > weight[k%2] {
					weight[k%2], best[k%2] = w, k
				}
			}
			s.table.add(id, t, best[0])
			s.table.add(id, t, best[1])
		}
	}
	s.table.index()
	return s
}

// entries is about how many entries the literals make: two for each, but many
// for the short ones, since anything may stand beside them.
func entries(literals []Literal) int {
	sum := 2 * len(literals)
	for i := range literals {
		if n := len(literals[i].Text); n == 3 || n == 4 {
			for _, beside := range []*ByteSet{literals[i].Before, literals[i].After} {
				if beside != nil {
					sum += beside.Len() / (n - 2)
				} else {
					sum += 256 / (n - 2)
				}
			}
		}
	}
	return sum
}

// addPair adds a literal of two bytes.
func (s *Set) addPair(id int32, t *text) {
	for i, first := range [...]byte{t.bytes[0], t.bytes[0] &^ t.mask[0]} {
		if i == 0 || first != t.bytes[0] {
			s.byFirst[first] = append(s.byFirst[first], id)
		}
		for _, second := range [...]byte{t.bytes[1], t.bytes[1] &^ t.mask[1]} {
			pair := uint32(first) | uint32(second)<<8
			s.pairs[pair>>3] |= 1 << (pair & 7)
		}
	}
}

func foldText(l *Literal) text {
	b, m := []byte(l.Text), make([]byte, len(l.Text))
	for i, c := range b {
		if l.Fold && ('a' <= c|0x20 && c|0x20 <= 'z') {
			m[i] = 0x20
			b[i] |= 0x20
		}
	}
	return text{string(b), string(m), l.Before, l.After}
}

// beside is the weight of what may stand beside a literal.
func beside(s *ByteSet) float64 {
	if s == nil {
		return 0
	}
	return s.Weight()
}

// stands reports whether a literal stands at an offset of data.
func (s *Set) stands(data []byte, at int, id int32) bool {
	t := &s.texts[id]
	end := at + len(t.bytes)
	if end > len(data) {
		return false
	}
	d := data[at:end]
	mask, want := t.mask[:len(d)], t.bytes[:len(d)]
	for k := range d {
		if d[k]|mask[k] != want[k] {
			return false
		}
	}
	return (t.before == nil || at == 0 || t.before.Has(data[at-1])) &&
		(t.after == nil || end == len(data) || t.after.Has(data[end]))
}
