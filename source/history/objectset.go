package history

import "github.com/sluicesec/sluice/internal/git/objects"

// An objectSet is a set of objects, with a bit for each object of the store.
type objectSet []uint64

func newObjectSet(n int) objectSet { return make(objectSet, (n+63)/64) }

func (s objectSet) add(i objects.Index) { s[i/64] |= 1 << (i % 64) }

func (s objectSet) has(i objects.Index) bool { return s[i/64]&(1<<(i%64)) != 0 }
