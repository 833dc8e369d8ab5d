package scan

import (
	"hash/maphash"

	"github.com/sluicesec/sluice/internal/content"
)

// plainParagraphs remembers paragraphs in which nothing is encoded. Their bytes alone decide
// that, see package decode. Versions of a file make the same edits again to what they are made
// from, so more than half of the fresh paragraphs of a history were there shortly before, and to
// hash one takes a tenth of the time that a search takes.
//
// It is a cache without chains. Its size changes no result. Another paragraph has the hash of one
// by chance once in 2^64 comparisons, and nobody can make one: nobody knows the seed.
type plainParagraphs struct {
	seed  maphash.Seed
	table []uint64
}

// plainKnown is how many paragraphs are remembered. Much larger tables know hardly more.
const plainKnown = 1 << 14

func newPlainParagraphs() *plainParagraphs {
	return &plainParagraphs{maphash.MakeSeed(), make([]uint64, plainKnown)}
}

// slot returns the key of paragraphs in data of a class, and where the key is if they are known. Whether
// the data begins or ends with them is part of it: a word that ends with the data is whole.
func (p *plainParagraphs) slot(c content.Class, data []byte, at span) (key uint64, slot *uint64) {
	key = maphash.Bytes(p.seed, data[at.start:at.end]) + uint64(c)<<2
	if at.start == 0 {
		key++
	}
	if at.end == len(data) {
		key += 2
	}
	return key, &p.table[key%plainKnown]
}
