package model

import "iter"

// A wordTable finds words of a list in a text in one pass: it holds their indexes in the
// list by their first two letters.
type wordTable struct {
	at    [pairs]uint8 // where in lists; 0 for no word
	lists [][]uint8
}

const pairs = 1 << 10

var (
	aroundBy = tableOf(aroundWords[:])
	sampleBy = tableOf(sampleWords[:])
	secretBy = tableOf(secretWords[:])
)

func tableOf(words []string) *wordTable {
	t := &wordTable{lists: make([][]uint8, 1, len(words)+1)}
	for i, w := range words {
		p := pairOf(w[0], w[1])
		if t.at[p] == 0 {
			t.at[p] = uint8(len(t.lists))
			t.lists = append(t.lists, nil)
		}
		list := &t.lists[t.at[p]]
		*list = append(*list, uint8(i))
	}
	return t
}

func pairOf(a, b byte) int { return int(a&31)<<5 | int(b&31) }

// in gives the indexes of the words that are in text. Both are in lower case, and
// words is the list that the table was made of.
func (t *wordTable) in(text []byte, words []string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 0; i+1 < len(text); i++ {
			at := t.at[pairOf(text[i], text[i+1])]
			if at == 0 {
				continue
			}
			for _, k := range t.lists[at] {
				if w := words[k]; len(text)-i >= len(w) && string(text[i:i+len(w)]) == w && !yield(int(k)) {
					return
				}
			}
		}
	}
}

// anyIn reports whether one of the words is in text.
func (t *wordTable) anyIn(text []byte, words []string) bool {
	for range t.in(text, words) {
		return true
	}
	return false
}
