package literal

// maxLooked bounds how much of a literal is considered for its grams.
const maxLooked = 256

// A Gram says where in a literal the four bytes are that it is looked for by, and one
// more byte that is compared first. At most places in a text the literal is not.
type Gram struct {
	At    int16 // offset of the four bytes
	Probe int16 // offset of the one byte; At if there is no other
}

// Grams are the rarest gram of a literal at an even offset, and that at an odd one.
// Their choice decides about speed alone.
type Grams [2]Gram

// BestGrams returns the grams of a literal of more than four bytes, and the zero value
// for a shorter one. To find them is a good part of making a Set, so that those of
// built-in rules are stored.
func BestGrams(l Literal) Grams {
	if len(l.Text) <= 4 {
		return Grams{}
	}
	return bestGrams(&foldTexts([]Literal{l})[0])
}

func bestGrams(t *text) (best Grams) {
	var weight [2]float64
	for k := range min(len(t.bytes), maxLooked) - 3 {
		if w := gramWeight(t.bytes[k : k+4]); w > weight[k%2] {
			weight[k%2], best[k%2].At = w, int16(k)
		}
	}
	for i := range best {
		best[i].Probe = bestProbe(t, best[i].At)
	}
	return best
}

// bestProbe returns the offset of the rarest byte that is not in the gram at an offset.
func bestProbe(t *text, at int16) int16 {
	probe, best := at, 0.0
	for i := range int16(min(len(t.bytes), maxLooked)) {
		if w := byteWeight(t.bytes[i:i+1], t.mask[i] != 0); (i < at || i >= at+4) && w > best {
			probe, best = i, w
		}
	}
	return probe
}
