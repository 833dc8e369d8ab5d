package inflate

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Slack is how many bytes of room beyond the decoded size make Decode fast.
// With less it is correct, and slow towards the end.
const Slack = maxRound + 32

// maxRound is what one round of the fast loop decodes at most: three literals and the
// longest match. Matches are copied in pieces, which may end 32 bytes later.
const maxRound = 3 + 258

// ErrCorrupt is wrapped by every error of this package.
var ErrCorrupt = errors.New("corrupt zlib stream")

var (
	errHeader   = fmt.Errorf("%w: not a zlib header", ErrCorrupt)
	errCut      = fmt.Errorf("%w: cut short", ErrCorrupt)
	errBlock    = fmt.Errorf("%w: bad block", ErrCorrupt)
	errCode     = fmt.Errorf("%w: bad Huffman code", ErrCorrupt)
	errDistance = fmt.Errorf("%w: match before the start", ErrCorrupt)
	errSize     = fmt.Errorf("%w: another size than declared", ErrCorrupt)
	errSum      = fmt.Errorf("%w: Adler-32 mismatch", ErrCorrupt)

	// errFull stops a decoding that has filled its output before the stream ends.
	errFull = fmt.Errorf("%w, longer", errSize)
)

// A Decoder decodes streams. It holds tables and scratch only, so that its
// zero value is ready, but it must not be used by two goroutines at once.
type Decoder struct {
	src  []byte
	in   int    // the next byte of src to go into bits
	bits uint64 // the next bits of the stream, the first one lowest
	n    uint   // how many of them count

	dst  []byte
	out  int // bytes decoded
	size int // bytes expected

	*codes   // of the present block
	fixed    codes
	hasFixed bool
	dynamic  codes
	builder

	portable bool // tests compare the loop for any processor with that for this one
}

// Decode decodes the zlib stream at the start of src into dst[:size] and
// returns how many bytes of src it takes. It fails unless the stream holds
// size bytes exactly and they match its checksum; dst then holds garbage. Up
// to Slack bytes beyond size are overwritten if dst has them.
func (d *Decoder) Decode(dst []byte, size int, src []byte) (used int, err error) {
	if err := d.deflate(dst, size, src); err != nil {
		return 0, err
	}
	d.in -= int(d.n / 8) // whole bytes that were read ahead
	if d.out != size {
		return 0, errSize
	}
	if d.in < 0 || len(src)-d.in < 4 {
		return 0, errCut
	}
	if binary.BigEndian.Uint32(src[d.in:]) != adler(dst[:size]) {
		return 0, errSum
	}
	return d.in + 4, nil
}

// Prefix decodes the first bytes of a zlib stream, up to len(dst) of them, and
// returns how many there are.
func (d *Decoder) Prefix(dst, src []byte) (n int, err error) {
	if err := d.deflate(dst, len(dst), src); err != nil && err != errFull {
		return 0, err
	}
	return d.out, nil
}

// deflate decodes all blocks.
func (d *Decoder) deflate(dst []byte, size int, src []byte) error {
	d.src, d.in, d.bits, d.n = src, 0, 0, 0
	d.dst, d.out, d.size = dst, 0, size
	defer func() { d.src, d.dst = nil, nil }() // they are the caller's
	if len(src) < 2 {
		return errCut
	}
	// Method 8 with a window of up to 32 KiB, no preset dictionary (RFC 1950, 2.2).
	if src[0]&0x0f != 8 || src[0]>>4 > 7 || src[1]&0x20 != 0 || binary.BigEndian.Uint16(src)%31 != 0 {
		return errHeader
	}
	d.in = 2
	for {
		if err := d.need(3); err != nil {
			return err
		}
		last := d.take(1) == 1
		if err := d.block(d.take(2)); err != nil {
			return err
		}
		if last {
			return nil
		}
	}
}

// block decodes a block of the given type (RFC 1951, 3.2.3).
func (d *Decoder) block(kind uint64) error {
	switch kind {
	case 0:
		return d.stored()
	case 1:
		d.setFixed()
	case 2:
		if err := d.readDynamic(); err != nil {
			return err
		}
	default:
		return errBlock
	}
	done, err := d.fast()
	if done || err != nil {
		return err
	}
	return d.careful()
}

// stored copies a block that is not compressed.
func (d *Decoder) stored() error {
	d.take(d.n & 7)
	if err := d.need(32); err != nil {
		return err
	}
	length, check := int(d.take(16)), int(d.take(16))
	if length != check^0xffff {
		return errBlock
	}
	d.in -= int(d.n / 8)
	d.bits, d.n = 0, 0
	if length > len(d.src)-d.in {
		return errCut
	}
	n := copy(d.dst[d.out:d.size], d.src[d.in:d.in+length])
	d.in += n
	d.out += n
	if n < length {
		return errFull
	}
	return nil
}

// need makes sure that there are n bits, up to 56.
func (d *Decoder) need(n uint) error {
	for d.n < n {
		if d.in >= len(d.src) {
			return errCut
		}
		d.bits |= uint64(d.src[d.in]) << (d.n & 63)
		d.in++
		d.n += 8
	}
	return nil
}

// take removes n bits, which must be there.
func (d *Decoder) take(n uint) uint64 {
	v := d.bits & (1<<n - 1)
	d.bits >>= n
	d.n -= n
	return v
}
