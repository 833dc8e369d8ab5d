package archive

import (
	"errors"
	"io"
)

// newDeflate64 decodes Deflate64 ("enhanced deflating", zip's method 9). It is deflate
// (RFC 1951) with a window of 64 KiB, two more codes of distance, and a code of length
// that has 16 bits: see Info-ZIP's inflate.c and 7-Zip's DeflateConst.h.
func newDeflate64(r io.ByteReader) io.Reader {
	return &deflate64{r: r}
}

const window64 = 64 << 10

type deflate64 struct {
	r    io.ByteReader
	bits uint64
	have uint // bits in bits

	window [window64]byte
	at     int // in the window, where the next byte goes
	filled int // bytes in the window, up to all
	given  int // bytes of the window before at that Read has not given yet

	last     bool // the block is the last
	inBlock  bool
	stored   int // bytes left of a stored block
	length   int // left to copy
	distance int
	literals huffman
	offsets  huffman
	err      error
}

var errDeflate64 = errors.New("bad Deflate64 data")

func (d *deflate64) Read(p []byte) (int, error) {
	for d.given == 0 {
		if d.err != nil {
			return 0, d.err
		}
		d.err = d.step()
	}
	n := 0
	for n < len(p) && d.given > 0 {
		start := (d.at - d.given) & (window64 - 1)
		m := copy(p[n:], d.window[start:min(start+d.given, window64)])
		n += m
		d.given -= m
	}
	return n, nil
}

// step decodes until the window has half of its bytes to give, or a block ends.
func (d *deflate64) step() error {
	if !d.inBlock {
		if d.last {
			return io.EOF
		}
		return d.block()
	}
	for d.given < window64/2 {
		switch {
		case d.stored > 0:
			b, err := d.take(8)
			if err != nil {
				return err
			}
			d.put(byte(b))
			if d.stored--; d.stored == 0 {
				d.inBlock = false
				return nil
			}
		case d.length > 0:
			d.put(d.window[(d.at-d.distance)&(window64-1)])
			d.length--
		default:
			done, err := d.symbol()
			if err != nil || done {
				d.inBlock = false
				return err
			}
		}
	}
	return nil
}

func (d *deflate64) put(b byte) {
	d.window[d.at] = b
	d.at = (d.at + 1) & (window64 - 1)
	d.filled = min(d.filled+1, window64)
	d.given++
}

// take reads n bits, at most 16.
func (d *deflate64) take(n uint) (int, error) {
	for d.have < n {
		b, err := d.r.ReadByte()
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return 0, err
		}
		d.bits |= uint64(b) << d.have
		d.have += 8
	}
	v := int(d.bits & (1<<n - 1))
	d.bits >>= n
	d.have -= n
	return v, nil
}

// block reads the header of a block.
func (d *deflate64) block() error {
	head, err := d.take(3)
	if err != nil {
		return err
	}
	d.last, d.inBlock = head&1 != 0, true
	switch head >> 1 {
	case 0:
		if _, err := d.take(d.have % 8); err != nil {
			return err
		}
		n, err := d.take(16)
		if err != nil {
			return err
		}
		inverse, err := d.take(16)
		if err != nil {
			return err
		}
		if n != ^inverse&0xffff {
			return errDeflate64
		}
		d.stored, d.inBlock = n, n > 0
		return nil
	case 1:
		var lengths [288 + 32]byte
		for i := range 288 {
			switch {
			case i < 144, i >= 280:
				lengths[i] = 8
			case i < 256:
				lengths[i] = 9
			default:
				lengths[i] = 7
			}
		}
		for i := range 32 {
			lengths[288+i] = 5
		}
		d.literals.build(lengths[:288])
		d.offsets.build(lengths[288:])
		return nil
	case 2:
		return d.dynamic()
	}
	return errDeflate64
}

// dynamic reads the codes of a block (RFC 1951, 3.2.7).
func (d *deflate64) dynamic() error {
	counts, err := d.take(14)
	if err != nil {
		return err
	}
	nl, nd, nc := counts&31+257, counts>>5&31+1, counts>>10+4
	order := [19]byte{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}
	var codes [19]byte
	for _, i := range order[:nc] {
		v, err := d.take(3)
		if err != nil {
			return err
		}
		codes[i] = byte(v)
	}
	d.literals.build(codes[:])
	lengths := make([]byte, nl+nd)
	for i := 0; i < len(lengths); {
		s, err := d.decode(&d.literals)
		if err != nil {
			return err
		}
		if s < 16 {
			lengths[i] = byte(s)
			i++
			continue
		}
		bits, least, value := uint(2), 3, byte(0)
		switch s {
		case 16:
			if i == 0 {
				return errDeflate64
			}
			value = lengths[i-1]
		case 17:
			bits = 3
		case 18:
			bits, least = 7, 11
		}
		n, err := d.take(bits)
		if err != nil {
			return err
		}
		if n += least; i+n > len(lengths) {
			return errDeflate64
		}
		for range n {
			lengths[i] = value
			i++
		}
	}
	d.literals.build(lengths[:nl])
	d.offsets.build(lengths[nl:])
	return nil
}

// symbol decodes a byte, or what to copy. It reports whether the block ends.
func (d *deflate64) symbol() (done bool, err error) {
	s, err := d.decode(&d.literals)
	if err != nil {
		return false, err
	}
	switch {
	case s < 256:
		d.put(byte(s))
		return false, nil
	case s == 256:
		return true, nil
	case s > 285:
		return false, errDeflate64
	}
	base, extra := 0, uint(0)
	switch s -= 257; {
	case s < 8:
		base = s + 3
	case s == 28:
		base, extra = 3, 16
	default:
		extra = uint(s)/4 - 1
		base = 3 + (4+s%4)<<extra
	}
	more, err := d.take(extra)
	if err != nil {
		return false, err
	}
	length := base + more
	if s, err = d.decode(&d.offsets); err != nil {
		return false, err
	}
	base, extra = s+1, 0
	if s >= 4 {
		extra = uint(s)/2 - 1
		base = 1 + (2+s%2)<<extra
	}
	if more, err = d.take(extra); err != nil {
		return false, err
	}
	if d.distance = base + more; d.distance > d.filled {
		return false, errDeflate64
	}
	d.length = length
	return false, nil
}

// decode reads a symbol, bit by bit: a code is rare enough not to need a table.
func (d *deflate64) decode(h *huffman) (int, error) {
	code, first, index := 0, 0, 0
	for n := 1; n <= 15; n++ {
		bit, err := d.take(1)
		if err != nil {
			return 0, err
		}
		code |= bit
		count := int(h.count[n])
		if code-count < first {
			return int(h.symbols[index+code-first]), nil
		}
		index += count
		first = (first + count) << 1
		code <<= 1
	}
	return 0, errDeflate64
}

// A huffman is a canonical Huffman code: how many codes have each length, and the
// symbols in the order of their codes.
type huffman struct {
	count   [16]uint16
	symbols [320]uint16
}

// build makes the code in which each symbol has the length given, or none if that is 0.
// A code with too many symbols decodes to wrong ones, which the checksum shows.
func (h *huffman) build(lengths []byte) {
	h.count = [16]uint16{}
	for _, n := range lengths {
		h.count[n]++
	}
	h.count[0] = 0
	var next [16]uint16
	for n := 1; n < 15; n++ {
		next[n+1] = next[n] + h.count[n]
	}
	for s, n := range lengths {
		if n > 0 {
			h.symbols[next[n]] = uint16(s)
			next[n]++
		}
	}
}
