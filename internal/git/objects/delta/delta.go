// Package delta applies git's deltas and says which bytes they copy.
//
// A delta is a list of instructions that build an object from its base: copy a run
// of bytes from the base, or insert new bytes. The copied bytes were in the base, so
// a reader that knows the base need only read the rest; Apply therefore returns the
// copies together with the bytes.
//
// The format is that of gitformat-pack(5), "Deltified representation".
package delta

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
)

// A Copy is a run of bytes that an object shares with its base.
type Copy struct {
	Base int // offset in the base, in bytes
	At   int // offset in the object, in bytes
	Len  int // length in bytes, never 0
}

// ErrDelta is wrapped by every error of this package.
var ErrDelta = errors.New("bad delta")

var (
	errHeader = fmt.Errorf("%w: cut header", ErrDelta)
	errCut    = fmt.Errorf("%w: cut instruction", ErrDelta)
	errBase   = fmt.Errorf("%w: copy outside the base", ErrDelta)
	errSize   = fmt.Errorf("%w: the result has another size than declared", ErrDelta)
	errOp     = fmt.Errorf("%w: reserved instruction", ErrDelta)
)

// Header reads the sizes of the base and of the result, in bytes, and returns
// the instructions that follow.
func Header(delta []byte) (base, result int64, instructions []byte, err error) {
	base, delta, err = size(delta)
	if err != nil {
		return 0, 0, nil, err
	}
	result, delta, err = size(delta)
	return base, result, delta, err
}

func size(b []byte) (n int64, rest []byte, err error) {
	for shift := 0; shift < 56 && len(b) > 0; shift += 7 {
		c := b[0]
		b = b[1:]
		n |= int64(c&0x7f) << shift
		if c&0x80 == 0 {
			return n, b, nil
		}
	}
	return 0, nil, errHeader
}

// Length returns how many bytes the instructions make, as far as they can be
// read. It is a cheap check that a large result is really there, before memory is
// allocated for it.
func Length(instructions []byte) (n int64) {
	for p := instructions; len(p) > 0; {
		op := p[0]
		if op < 0x80 {
			n += int64(op)
			p = p[min(len(p), 1+int(op)):]
			continue
		}
		_, length, rest, ok := copyArgs(op, p[1:])
		if !ok {
			return n
		}
		n += int64(length)
		p = rest
	}
	return n
}

// Apply fills dst, which must have the size that Header gave for the result,
// by running the instructions over base. It appends to copies what it copied,
// in the order of At; runs that continue each other in both are joined.
func Apply(dst, base, instructions []byte, copies []Copy) ([]Copy, error) {
	first := len(copies)
	at := 0
	for p := instructions; len(p) > 0; {
		op := p[0]
		p = p[1:]
		if op < 0x80 {
			n := int(op)
			switch {
			case n == 0:
				return copies, errOp
			case n > len(p):
				return copies, errCut
			case n > len(dst)-at:
				return copies, errSize
			}
			copy(dst[at:at+n], p)
			p = p[n:]
			at += n
			continue
		}
		off, n, rest, ok := copyArgs(op, p)
		p = rest
		switch {
		case !ok:
			return copies, errCut
		case off < 0 || off > len(base) || n > len(base)-off: // below 0 where an int has 32 bits
			return copies, errBase
		case n > len(dst)-at:
			return copies, errSize
		}
		copy(dst[at:at+n], base[off:off+n])
		if k := len(copies) - 1; k >= first && copies[k].Base+copies[k].Len == off && copies[k].At+copies[k].Len == at {
			copies[k].Len += n
		} else {
			copies = append(copies, Copy{Base: off, At: at, Len: n})
		}
		at += n
	}
	if at != len(dst) {
		return copies, errSize
	}
	return copies, nil
}

// copyArgs reads the offset and the length of a copy: only the bytes that are
// not zero are stored, as the bits of op say. A length of 0 means 64 KiB.
func copyArgs(op byte, p []byte) (off, n int, rest []byte, ok bool) {
	used := argsLen[op&0x7f]
	var v uint64
	if len(p) >= 8 {
		v = binary.LittleEndian.Uint64(p)
	} else {
		if len(p) < int(used) {
			return 0, 0, nil, false
		}
		for i, b := range p {
			v |= uint64(b) << (8 * i)
		}
	}
	// A loop over the bits takes several times as long.
	if op&0x01 != 0 {
		off = int(v & 0xff)
		v >>= 8
	}
	if op&0x02 != 0 {
		off |= int(v&0xff) << 8
		v >>= 8
	}
	if op&0x04 != 0 {
		off |= int(v&0xff) << 16
		v >>= 8
	}
	if op&0x08 != 0 {
		off |= int(v&0xff) << 24
		v >>= 8
	}
	if op&0x10 != 0 {
		n = int(v & 0xff)
		v >>= 8
	}
	if op&0x20 != 0 {
		n |= int(v&0xff) << 8
		v >>= 8
	}
	if op&0x40 != 0 {
		n |= int(v&0xff) << 16
	}
	if n == 0 {
		n = 0x10000
	}
	return off, n, p[used:], true
}

// argsLen says how many bytes follow a copy, by the lower seven bits of its first byte.
var argsLen = func() (t [128]uint8) {
	for op := range t {
		t[op] = uint8(bits.OnesCount8(uint8(op)))
	}
	return t
}()

// Inserted returns the new bytes that the instructions insert, as far as they can be
// read, for a reader who does not have the base. There is a line end between runs
// that a copy divides.
func Inserted(instructions []byte) (inserted []byte) {
	for p := instructions; len(p) > 0; {
		op := p[0]
		if op >= 0x80 {
			_, _, rest, ok := copyArgs(op, p[1:])
			if !ok {
				return inserted
			}
			if len(inserted) > 0 && inserted[len(inserted)-1] != '\n' {
				inserted = append(inserted, '\n')
			}
			p = rest
			continue
		}
		end := min(len(p), 1+int(op))
		inserted = append(inserted, p[1:end]...)
		p = p[end:]
	}
	return inserted
}
