package literal

// maxLooked bounds how much of a literal is considered for its grams.
const maxLooked = 256

// Grams are the offsets of the rarest gram of a literal at an even offset, and of that at an
// odd one. Their choice decides about speed alone.
type Grams [2]int16

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
			weight[k%2], best[k%2] = w, int16(k)
		}
	}
	return best
}
