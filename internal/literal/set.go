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
//
// What is large in it is kept as the bytes that Store writes, in records of fixed
// size, so that a stored set is ready as soon as its parts are sliced out.
type Set struct {
	texts texts
	reach int // the largest offset of a gram within its literal

	filter *filter // of the grams
	full   table   // literals by a gram
	here   table   // short literals by the first three bytes of one, where the last is the byte behind them
	behind table   // short literals by the last three, where the first is the byte before them

	pairs *pairs // literals of two bytes; nil if there are none
}

// New returns the set of the given literals. A hit names a literal by its
// index. Literals shorter than two bytes are never found.
func New(literals []Literal) *Set {
	b := builder{filter: new(filter)}
	texts := foldTexts(literals)
	b.full = make([]entry, 0, 2*len(literals)) // nearly all have two grams
	var two []int32
	for i := range texts {
		id, t := int32(i), &texts[i]
		switch n := len(t.bytes); {
		case n == 2:
			two = append(two, id)
		case n == 3:
			b.addBefore(id, t)
			b.addAfter(id, t)
		case n == 4:
			b.addGram(id, t, 0)
			// The other parity has three of the four bytes, and one beside them.
			if besideWeight(t.before)+gramWeight(t.bytes[:3]) > besideWeight(t.after)+gramWeight(t.bytes[1:]) {
				b.addBefore(id, t)
			} else {
				b.addAfter(id, t)
			}
		case n > 4:
			grams := literals[i].Grams
			if grams == (Grams{}) {
				grams = bestGrams(t)
			}
			for _, at := range grams {
				b.addGram(id, t, at)
			}
		}
	}
	s := &Set{texts: joinTexts(texts), reach: b.reach, filter: b.filter}
	// Of the few short literals the places are four times as many, as nearly all that passes
	// the filter has a place of another key there.
	s.full = newTable(b.full, &s.texts, len(b.full))
	s.here = newTable(b.here, &s.texts, 4*len(b.here))
	s.behind = newTable(b.behind, &s.texts, 4*len(b.behind))
	s.pairs = newPairs(&s.texts, two)
	return s
}

// A builder collects the grams of a set.
type builder struct {
	filter             *filter
	full, here, behind []entry
	reach              int
}

// addGram adds the gram at an offset of a literal.
func (b *builder) addGram(id int32, t *text, at int16) {
	four := gram(t.bytes[at : at+4])
	b.full = append(b.full, entry{key: four, size: 4, id: id, offset: at})
	b.filter.add(four)
	b.reach = max(b.reach, int(at))
}

// addBefore adds the grams of the first three bytes of a literal and one before
// them. At the beginning of the data there is none, but there a literal is at
// an even offset, and found by another gram.
func (b *builder) addBefore(id int32, t *text) {
	three := gram(t.bytes[:3])
	b.behind = append(b.behind, entry{key: three, size: 3, id: id, offset: 0})
	for x := range uint32(256) {
		if t.before == nil || t.before.Has(byte(x)) {
			b.filter.add(three<<8 | x)
		}
	}
}

// addAfter adds the grams of the last three bytes of a literal and one behind
// them. At the end of the data a zero is read.
func (b *builder) addAfter(id int32, t *text) {
	at := len(t.bytes) - 3
	three := gram(t.bytes[at:])
	b.here = append(b.here, entry{key: three, size: 3, id: id, offset: int16(at)})
	for x := range uint32(256) {
		if x == 0 || t.after == nil || t.after.Has(byte(x)) {
			b.filter.add(three | x<<24)
		}
	}
	b.reach = max(b.reach, at)
}

// gram is the number that up to four bytes make.
func gram(b string) (g uint32) {
	for i := range len(b) {
		g |= uint32(b[i]) << (8 * i)
	}
	return g
}

// besideWeight is the weight of the bytes that may be beside a literal.
func besideWeight(s *ByteSet) float64 {
	if s == nil {
		return 0
	}
	return s.Weight()
}

// isAt reports whether a literal is at an offset of data.
func (s *Set) isAt(data []byte, at int, id int32) bool {
	t := s.texts.at(id)
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
