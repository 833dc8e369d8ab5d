package prebuilt

import "strings"

// The regexes of patterns are some two million bytes, and most of it is said again and
// again: what may be before a value, and what names it. What is derived from them is likewise. So
// each is written as pieces of one text, which holds every long piece once. That makes the
// file a third as large, and to join the pieces of one regex takes a microsecond.

// A piece is a part of the common text.
type piece struct{ from, size int }

// shortest is how many bytes a piece has at least that is looked for in the common text.
// Where one begins costs three bytes, so that a shorter one would save little.
const shortest = 20

// mostTries bounds how many places of the common text are compared for a piece.
const mostTries = 64

// A cutter cuts texts into pieces of a common text, which it makes.
type cutter struct {
	common []byte
	places map[string][]int // where the common text has these bytes, of which there are shortest
}

// cut gives the pieces of a text, and adds to the common text what it lacks.
func (c *cutter) cut(text string) (pieces []piece) {
	begin := 0 // of what the common text lacks
	add := func(end int) {
		if end > begin {
			pieces = append(pieces, piece{c.add(text[begin:end]), end - begin})
		}
	}
	for at := 0; at+shortest <= len(text); {
		p := c.find(text[at:])
		if p.size == 0 {
			at++
			continue
		}
		add(at)
		pieces = append(pieces, p)
		at += p.size
		begin = at
	}
	add(len(text))
	return pieces
}

// find gives the longest of the pieces that a text begins with.
func (c *cutter) find(text string) (best piece) {
	places := c.places[text[:shortest]]
	for _, from := range places[:min(len(places), mostTries)] {
		n := shortest
		for n < len(text) && from+n < len(c.common) && text[n] == c.common[from+n] {
			n++
		}
		if n > best.size {
			best = piece{from, n}
		}
	}
	return best
}

// add appends to the common text, and gives where.
func (c *cutter) add(text string) (from int) {
	if c.places == nil {
		c.places = map[string][]int{}
	}
	from = len(c.common)
	c.common = append(c.common, text...)
	for at := max(from-shortest+1, 0); at+shortest <= len(c.common); at++ {
		key := string(c.common[at : at+shortest])
		c.places[key] = append(c.places[key], at)
	}
	return from
}

// cut writes a text as pieces of the common text of a cutter. Reader.joined reads it.
func (w *Writer) cut(c *cutter, text string) {
	if len(text) < shortest {
		w.Uint(0)
		w.String(text)
		return
	}
	pieces := c.cut(text)
	w.Uint(uint64(len(pieces)))
	for _, p := range pieces {
		w.Uint(uint64(p.from))
		w.Uint(uint64(p.size))
	}
}

// newReader returns a reader of what a Writer wrote and the cutter cut.
func (c *cutter) newReader(text string) *Reader {
	r := NewReader(text)
	r.common = func() string { return string(c.common) }
	return r
}

// joined reads what Writer.cut wrote.
func (r *Reader) joined() string {
	n := r.Len()
	if n == 0 {
		return r.String()
	}
	common := r.common()
	size, pieces := 0, r.rest // to read twice is cheaper than to let the text grow
	for range n {
		_, text := r.Uint(), r.Uint()
		size += int(min(text, uint64(len(common))))
	}
	if r.bad {
		return ""
	}
	r.rest = pieces
	var b strings.Builder
	b.Grow(size)
	for range n {
		from, size := r.Uint(), r.Uint()
		if from > uint64(len(common)) || size > uint64(len(common))-from {
			r.fail()
			return ""
		}
		b.WriteString(common[from : from+size])
	}
	return b.String()
}
