package literal

// A Literal is a string to look for, of at least two bytes.
type Literal struct {
	Text string
	Fold bool // ASCII letters match in either case

	// Before and After are the bytes that may be beside the literal; nil
	// means any. The beginning and the end of the data are always allowed.
	Before, After *ByteSet

	Grams Grams // what BestGrams gives, if that is known; or the zero value
}

// A Set is a number of literals, ready to be looked for. It does not change,
// and may be used from several goroutines at once.
type Set struct {
	texts []text
	reach int // the largest offset of a gram within its literal

	filter filter // of the grams
	full   table  // literals by a gram
	here   table  // short literals by the first three bytes of one, where the last is the byte behind them
	behind table  // short literals by the last three, where the first is the byte before them

	paired  bool         // there are literals of two bytes
	pairs   pairs        // those
	byFirst [256][]int32 // likewise, by the first byte
}

// A text is a literal as it is compared: folded bytes have 0x20 in mask.
type text struct {
	bytes         string // with every byte ored with its mask
	mask          string
	before, after *ByteSet // nil for any
}

// New returns the set of the given literals. A hit names a literal by its
// index. Literals shorter than two bytes are never found.
func New(literals []Literal) *Set {
	s := &Set{texts: foldTexts(literals)}
	s.full.entries = make([]entry, 0, 2*len(literals)) // nearly all have two grams
	for i := range s.texts {
		id, t := int32(i), &s.texts[i]
		switch n := len(t.bytes); {
		case n == 2:
			s.addPair(id, t)
		case n == 3:
			s.addBefore(id, t)
			s.addAfter(id, t)
		case n == 4:
			s.addGram(id, t, Gram{At: 0, Probe: bestProbe(t, 0)})
			// The other parity has three of the four bytes, and one beside them.
			if beside(t.before)+gramWeight(t.bytes[:3]) > beside(t.after)+gramWeight(t.bytes[1:]) {
				s.addBefore(id, t)
			} else {
				s.addAfter(id, t)
			}
		case n > 4:
			grams := literals[i].Grams
			if grams == (Grams{}) {
				grams = bestGrams(t)
			}
			for _, g := range grams {
				s.addGram(id, t, g)
			}
		}
	}
	s.full.index()
	s.here.index()
	s.behind.index()
	return s
}

// foldTexts makes the texts of literals. There are thousands of them, so that they
// share their memory.
func foldTexts(literals []Literal) []text {
	size := 0
	for i := range literals {
		size += 2 * len(literals[i].Text)
	}
	folded := make([]byte, 0, size) // of each literal its bytes, and then their masks
	for i := range literals {
		l := &literals[i]
		from := len(folded)
		folded = append(folded, l.Text...)
		for k := range len(l.Text) {
			mask := byte(0)
			if c := l.Text[k]; l.Fold && ('a' <= c|0x20 && c|0x20 <= 'z') {
				mask = 0x20
				folded[from+k] |= mask
			}
			folded = append(folded, mask)
		}
	}
	rest, texts := string(folded), make([]text, len(literals))
	for i := range literals {
		l := &literals[i]
		n := len(l.Text)
		texts[i] = text{rest[:n], rest[n : 2*n], l.Before, l.After}
		rest = rest[2*n:]
	}
	return texts
}

// addPair adds a literal of two bytes.
func (s *Set) addPair(id int32, t *text) {
	s.paired = true
	for i, first := range [...]byte{t.bytes[0], t.bytes[0] &^ t.mask[0]} {
		if i == 0 || first != t.bytes[0] {
			s.byFirst[first] = append(s.byFirst[first], id)
		}
		for _, second := range [...]byte{t.bytes[1], t.bytes[1] &^ t.mask[1]} {
			s.pairs.add(uint32(first) | uint32(second)<<8)
		}
	}
}

// addGram adds a gram of a literal.
func (s *Set) addGram(id int32, t *text, g Gram) {
	at, by := int(g.At), int(g.Probe)
	e := entry{gram: gram(t.bytes[at : at+4]), mask: gram(t.mask[at : at+4]), id: id, offset: g.At, probe: noProbe}
	if by != at {
		e.probe = probe{int16(by - at), t.bytes[by], t.mask[by]}
	}
	e.key = e.gram
	s.full.entries = append(s.full.entries, e)
	s.filter.add(e.gram)
	s.reach = max(s.reach, at)
}

// anyByte, as a mask, makes a byte of a gram match whatever it is.
const anyByte = 0xff

// addBefore adds the grams of the first three bytes of a literal and one before
// them. At the beginning of the data there is none, but there a literal is at
// an even offset, and found by another gram.
func (s *Set) addBefore(id int32, t *text) {
	three := gram(t.bytes[:3])
	s.behind.entries = append(s.behind.entries, entry{
		gram: three<<8 | anyByte, mask: gram(t.mask[:3])<<8 | anyByte, key: three, id: id, offset: -1, probe: noProbe,
	})
	for x := range uint32(256) {
		if t.before == nil || t.before.Has(byte(x)) {
			s.filter.add(three<<8 | x)
		}
	}
}

// addAfter adds the grams of the last three bytes of a literal and one behind
// them. At the end of the data a zero is read.
func (s *Set) addAfter(id int32, t *text) {
	at := len(t.bytes) - 3
	three := gram(t.bytes[at:])
	s.here.entries = append(s.here.entries, entry{
		gram: three | anyByte<<24, mask: gram(t.mask[at:]) | anyByte<<24, key: three, id: id, offset: int16(at), probe: noProbe,
	})
	for x := range uint32(256) {
		if x == 0 || t.after == nil || t.after.Has(byte(x)) {
			s.filter.add(three | x<<24)
		}
	}
	s.reach = max(s.reach, at)
}

// gram is the number that up to four bytes make.
func gram(b string) (g uint32) {
	for i := range len(b) {
		g |= uint32(b[i]) << (8 * i)
	}
	return g
}

// beside is the weight of the bytes that may be beside a literal.
func beside(s *ByteSet) float64 {
	if s == nil {
		return 0
	}
	return s.Weight()
}

// isAt reports whether a literal is at an offset of data.
func (s *Set) isAt(data []byte, at int, id int32) bool {
	t := &s.texts[id]
	end := at + len(t.bytes)
	if at < 0 || end > len(data) {
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
