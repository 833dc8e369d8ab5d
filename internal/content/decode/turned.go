package decode

// turned returns the word that ROT13 made of a word, or that was turned around. Of the latter, the places
// are those of the characters that are as far from the beginning.
func turned(kind Kinds, word []byte) (text Text) {
	text.layers = kind.Names()
	for i, b := range word {
		if kind == Reversed {
			b = word[len(word)-1-i]
		} else if letter := b | 0x20; 'a' <= letter && letter <= 'z' {
			b += 13
			if letter > 'm' {
				b -= 26
			}
		}
		text.add(b, i)
	}
	text.At = append(text.At, int32(len(word)))
	return text
}
