package objects

import (
	"math/bits"
	"sort"

	"github.com/sluicesec/sluice/internal/git/objects/pack"
)

// offsets is the objects of a pack in the order of their entries. A key holds
// an entry's offset in its high bits and its number in the index in the low
// ones, so that plain integers are sorted, and eight bytes are enough for any
// pack of up to 2^40 bytes and 2^24 objects, or 2^32 of each.
type offsets struct {
	keys  []uint64
	shift int
}

func offsetOrder(x *pack.Index) offsets {
	o := offsets{keys: make([]uint64, x.Len()), shift: bits.Len(uint(x.Len()))}
	for i := range o.keys {
		offset := uint64(x.Offset(i))
		if offset>>(64-o.shift) != 0 {
			offset = 1<<(64-o.shift) - 1 // no pack is so large: the entry will be found broken
		}
		o.keys[i] = offset<<o.shift | uint64(i)
	}
	o.keys = radixSort(o.keys, o.shift)
	return o
}

// radixSort sorts keys whose lowest bits, so many, ascend already. It uses as much memory
// again, and takes a tenth of the time of a sort by comparing.
func radixSort(keys []uint64, low int) []uint64 {
	const digit = 11 // bits
	var all uint64
	for _, k := range keys {
		all |= k
	}
	other := make([]uint64, len(keys))
	for shift := low; shift < bits.Len64(all); shift += digit {
		var starts [1 << digit]uint32
		for _, k := range keys {
			starts[k>>shift%(1<<digit)]++
		}
		var sum uint32
		for i, count := range starts {
			starts[i] = sum
			sum += count
		}
		for _, k := range keys {
			at := &starts[k>>shift%(1<<digit)]
			other[*at] = k
			*at++
		}
		keys, other = other, keys
	}
	return keys
}

func (o offsets) at(i int) (offset int64, pos uint32) {
	return int64(o.keys[i] >> o.shift), uint32(o.keys[i] & (1<<o.shift - 1))
}

// before returns the place of the entry at offset, among those before place i.
// Most bases are near their deltas, so it searches backwards in growing steps.
func (o offsets) before(i int, offset int64) (place int, ok bool) {
	hi, stride := i, 16
	lo := max(0, hi-stride)
	for lo > 0 && int64(o.keys[lo]>>o.shift) > offset {
		hi = lo
		stride *= 4
		lo = max(0, hi-stride)
	}
	place = lo + sort.Search(hi-lo, func(k int) bool { return int64(o.keys[lo+k]>>o.shift) >= offset })
	return place, place < i && int64(o.keys[place]>>o.shift) == offset
}
