package history

import (
	"math/bits"
	"slices"

	"github.com/sluicesec/sluice/internal/git/objects"
)

// An objectSet is a set of objects, with a bit for each object of the store.
type objectSet []uint64

func newObjectSet(n int) objectSet { return make(objectSet, (n+63)/64) }

func (s objectSet) add(i objects.Index) { s[i/64] |= 1 << (i % 64) }

func (s objectSet) remove(i objects.Index) { s[i/64] &^= 1 << (i % 64) }

func (s objectSet) has(i objects.Index) bool { return s[i/64]&(1<<(i%64)) != 0 }

// union adds the objects of other, a set of the same store, and returns the set.
func (s objectSet) union(other objectSet) objectSet {
	if s == nil {
		return slices.Clone(other)
	}
	for i, bits := range other {
		s[i] |= bits
	}
	return s
}

func (s objectSet) empty() bool {
	return !slices.ContainsFunc(s, func(bits uint64) bool { return bits != 0 })
}

// words returns the numbers of the objects, in order.
func (s objectSet) words() (list []uint32) {
	for at, word := range s {
		for ; word != 0; word &= word - 1 {
			list = append(list, uint32(64*at+bits.TrailingZeros64(word)))
		}
	}
	return list
}
