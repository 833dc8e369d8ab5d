package pack

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"math"
	"sort"
)

// An Index says where in a pack each object is stored. Objects are numbered
// 0..Len()-1 in the order of their ids.
type Index struct {
	data   []byte
	size   int // bytes in an id
	n      int
	fanout []byte // 256 counts: how many ids start with a byte up to this one
	ids    []byte // the first id; later ones follow every stride bytes
	stride int
	crcs   []byte // version 2 only
	small  []byte // 4-byte offsets, every step bytes
	step   int
	large  []byte // 8-byte offsets, version 2 only
}

// ErrIndex is wrapped by every error about the form of an index.
var ErrIndex = errors.New("bad pack index")

const (
	magicV2   = "\xfftOc\x00\x00\x00\x02"
	fanoutLen = 256 * 4
)

// ParseIndex reads the frame of an index whose ids have size bytes. It looks
// at the fanout table and the length only; Check looks at the rest.
func ParseIndex(data []byte, size int) (*Index, error) {
	x := &Index{data: data, size: size}
	v2 := bytes.HasPrefix(data, []byte(magicV2))
	body := data
	if v2 {
		body = data[len(magicV2):]
	}
	if len(body) < fanoutLen+2*size {
		return nil, fmt.Errorf("%w: %d bytes are too few", ErrIndex, len(data))
	}
	x.fanout, body = body[:fanoutLen], body[fanoutLen:len(body)-2*size]
	n := 0
	for b := range 256 {
		next := x.count(b)
		if next < n { // it may be negative on a 32-bit processor
			return nil, fmt.Errorf("%w: the fanout table descends at %#02x", ErrIndex, b)
		}
		n = next
	}
	if n > len(body)/(size+4) { // before a product with n overflows
		return nil, fmt.Errorf("%w: %d bytes do not hold %d objects", ErrIndex, len(data), n)
	}
	x.n = n
	if !v2 {
		x.stride, x.step = 4+size, 4+size
		if len(body) != n*x.stride {
			return nil, fmt.Errorf("%w: %d bytes do not hold %d objects", ErrIndex, len(data), n)
		}
		x.small = body
		if n > 0 {
			x.ids = body[4:]
		}
		return x, nil
	}
	rest := len(body) - n*(size+8)
	if rest < 0 || rest%8 != 0 || rest/8 > n {
		return nil, fmt.Errorf("%w: %d bytes do not hold %d objects", ErrIndex, len(data), n)
	}
	x.stride, x.step = size, 4
	x.ids, body = body[:n*size], body[n*size:]
	x.crcs, body = body[:n*4], body[n*4:]
	x.small, x.large = body[:n*4], body[n*4:]
	return x, nil
}

// Len returns how many objects the index lists.
func (x *Index) Len() int { return x.n }

// ID returns the id of object i. The bytes belong to the index.
func (x *Index) ID(i int) []byte {
	at := i * x.stride
	return x.ids[at : at+x.size : at+x.size]
}

// Offset returns where in the pack the entry of object i starts, in bytes. An
// index that points outside its own table of large offsets gives nowhere: the
// largest number there is.
func (x *Index) Offset(i int) int64 {
	off := binary.BigEndian.Uint32(x.small[i*x.step:])
	if off < 1<<31 || x.large == nil {
		return int64(off)
	}
	at := int64(off&(1<<31-1)) * 8
	if at+8 > int64(len(x.large)) {
		return math.MaxInt64
	}
	return int64(min(binary.BigEndian.Uint64(x.large[at:]), math.MaxInt64))
}

// CRC returns the CRC-32 (IEEE) of the stored bytes of object i, header
// included. Version 1 has none.
func (x *Index) CRC(i int) (sum uint32, ok bool) {
	if x.crcs == nil {
		return 0, false
	}
	return binary.BigEndian.Uint32(x.crcs[i*4:]), true
}

// Sum returns the checksum of the index itself, with which Check compares it.
func (x *Index) Sum() []byte { return x.data[len(x.data)-x.size:] }

// PackSum returns the checksum of the pack that the index was made for.
func (x *Index) PackSum() []byte {
	return x.data[len(x.data)-2*x.size : len(x.data)-x.size]
}

// Check reads the whole index and reports whether it is what its writer
// wrote: its checksum, made with h, holds and its ids ascend as the fanout
// table says, without which Find cannot be trusted.
func (x *Index) Check(h hash.Hash) error {
	h.Write(x.data[:len(x.data)-x.size])
	if !bytes.Equal(h.Sum(nil), x.data[len(x.data)-x.size:]) {
		return fmt.Errorf("%w: checksum mismatch", ErrIndex)
	}
	i := 0
	for b := range 256 {
		for end := x.count(b); i < end; i++ {
			id := x.ID(i)
			if int(id[0]) != b || i > 0 && bytes.Compare(x.ID(i-1), id) > 0 {
				return fmt.Errorf("%w: ids are out of order at %d", ErrIndex, i)
			}
		}
	}
	return nil
}

// count returns how many ids start with a byte up to b.
func (x *Index) count(b int) int {
	return int(binary.BigEndian.Uint32(x.fanout[b*4:]))
}

// interpolations bounds the guesses of Find before it falls back to halving,
// so that ids that someone made uneven cost no more than a binary search.
const interpolations = 4

// Find returns the number of the object with this id, the least if the index
// lists it more than once.
//
// Ids are evenly spread, so an id's bytes nearly give its position: a few guesses
// replace a dozen halvings, each of them a cache miss.
func (x *Index) Find(id []byte) (i int, ok bool) {
	lo, hi := 0, x.count(int(id[0]))
	if id[0] > 0 {
		lo = x.count(int(id[0]) - 1)
	}
	key := uint64(binary.BigEndian.Uint32(id[1:]))
	from, to := uint64(0), uint64(1)<<32 // the keys in lo..hi are within from..to
	for try := 0; lo < hi; try++ {
		mid := int(uint(lo+hi) / 2)
		if try < interpolations && from <= key && key < to {
			mid = lo + int((key-from)*uint64(hi-lo)/(to-from))
		}
		at := x.ID(mid)
		k := uint64(binary.BigEndian.Uint32(at[1:]))
		order := cmp.Compare(k, key)
		if order == 0 {
			order = bytes.Compare(at, id)
		}
		switch {
		case order < 0:
			lo, from = mid+1, k
		case order > 0:
			hi, to = mid, k+1
		case mid == lo || !bytes.Equal(x.ID(mid-1), id):
			return mid, true
		default:
			return lo + sort.Search(mid-lo, func(k int) bool { return bytes.Equal(x.ID(lo+k), id) }), true
		}
	}
	return 0, false
}
