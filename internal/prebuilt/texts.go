package prebuilt

// Texts are texts that have numbers from 0 on. Those of the first file are cut into pieces,
// and one is joined when it is asked for.
type Texts struct {
	list    []string
	numbers map[string]int // of what Add was given
	common  func() string  // what the texts are pieces of; nil if they are whole
}

// Add gives the number of a text.
func (t *Texts) Add(text string) int {
	n, ok := t.numbers[text]
	if !ok {
		if t.numbers == nil {
			t.numbers = map[string]int{}
		}
		n = len(t.list)
		t.list = append(t.list, text)
		t.numbers[text] = n
	}
	return n
}

// Len is how many texts there are.
func (t *Texts) Len() int { return len(t.list) }

// At gives a text by its number. It is "" if there is none.
func (t *Texts) At(n uint64) string {
	if n >= uint64(len(t.list)) {
		return ""
	}
	if t.common == nil {
		return t.list[n]
	}
	r := NewReader(t.list[n])
	r.common = t.common
	return r.joined()
}

// store writes the texts, each so that it can be read without the others.
func (t *Texts) store(w *Writer, common *cutter) {
	var list []string
	for _, text := range t.list {
		var one Writer
		one.cut(common, text)
		list = append(list, string(one.Bytes()))
	}
	w.Strings(list)
}

func (r *Reader) readTexts() Texts { return Texts{list: r.Strings(), common: r.common} }
