// Package substring finds those of many texts that hold another text or are a part of it.
//
// To compare each text with each other one takes the square of their number, and a line
// of a report can have hundreds of thousands. Here a text is looked up. A text that is a part
// of another one begins somewhere in it, so each place is looked up in a table of beginnings;
// and a text that holds another one is found in a suffix array of all texts.
package substring

import (
	"index/suffixarray"
	"iter"
	"slices"
	"sort"
	"strings"
)

// An Index is of a list of texts. It does not change.
type Index struct {
	least int
	texts []string

	at      map[string][]int   // the indices of each text; nil if the texts are few
	lengths map[string][]int   // by the first bytes of texts, as many as least: how long they are, each length once
	all     *suffixarray.Index // of the texts behind each other
	starts  []int              // where each begins there, and where the last ends
}

// few is the number of texts up to which they are compared one by one.
const few = 16

// New makes an index of texts. Those with fewer bytes than least, which is at least 1, are in no
// relation to any other.
func New(least int, texts []string) *Index {
	x := &Index{least: least, texts: texts}
	if len(texts) <= few {
		return x
	}
	x.at, x.lengths = map[string][]int{}, map[string][]int{}
	var all []byte
	for i, t := range texts {
		x.starts = append(x.starts, len(all))
		if len(t) < least {
			continue
		}
		x.at[t] = append(x.at[t], i)
		if head := t[:least]; !slices.Contains(x.lengths[head], len(t)) {
			x.lengths[head] = append(x.lengths[head], len(t))
		}
		all = append(all, t...)
	}
	x.starts = append(x.starts, len(all))
	x.all = suffixarray.New(all)
	return x
}

// Related goes through the indices of the texts that hold a text or are a part of it. It may
// name one several times. A text of fewer bytes than the least has none.
func (x *Index) Related(text string) iter.Seq[int] {
	return func(yield func(int) bool) {
		switch {
		case len(text) < x.least:
		case x.at == nil:
			x.compare(text, yield)
		default:
			_ = x.parts(text, yield) && x.holders(text, yield)
		}
	}
}

func (x *Index) compare(text string, yield func(int) bool) {
	for i, t := range x.texts {
		if len(t) >= x.least && (strings.Contains(t, text) || strings.Contains(text, t)) && !yield(i) {
			return
		}
	}
}

// parts goes through the texts that are a part of text.
func (x *Index) parts(text string, yield func(int) bool) bool {
	for at := range len(text) - x.least + 1 {
		for _, n := range x.lengths[text[at:at+x.least]] {
			if at+n > len(text) {
				continue
			}
			for _, i := range x.at[text[at:at+n]] {
				if !yield(i) {
					return false
				}
			}
		}
	}
	return true
}

// holders goes through the texts that hold text.
func (x *Index) holders(text string, yield func(int) bool) bool {
	for _, at := range x.all.Lookup([]byte(text), -1) {
		i := sort.SearchInts(x.starts, at+1) - 1
		if at+len(text) <= x.starts[i+1] && !yield(i) {
			return false
		}
	}
	return true
}
