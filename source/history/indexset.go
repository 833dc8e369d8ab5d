package history

import "github.com/sluicesec/sluice/internal/git/objects"

// indexSet is a set of objects: a bit for each in the store.
type indexSet []uint64

func newIndexSet(n int) indexSet { return make(indexSet, (n+63)/64) }

func (s indexSet) add(i objects.Index) { s[i/64] |= 1 << (i % 64) }

func (s indexSet) has(i objects.Index) bool { return s[i/64]&(1<<(i%64)) != 0 }
