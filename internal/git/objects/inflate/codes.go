package inflate

import "encoding/binary"

// lengthSymbols and distanceSymbols are the entries of RFC 1951, 3.2.5, for
// build to complete.
var (
	litSymbols  = makeLitSymbols()
	distSymbols = makeDistSymbols()
	preSymbols  = makePreSymbols()
)

func makeLitSymbols() *[288]entry {
	var t [288]entry
	for i := range 256 {
		t[i] = literal | entry(i)<<16
	}
	t[256] = special | blockEnd
	base := 3
	for i := 257; i < 285; i++ {
		extra := max(0, (i-257)/4-1)
		t[i] = entry(base)<<16 | entry(extra)
		base += 1 << extra
	}
	t[285] = 258 << 16
	t[286], t[287] = special, special
	return &t
}

func makeDistSymbols() *[288]entry {
	var t [288]entry
	base := 1
	for i := range 30 {
		extra := max(0, i/2-1)
		t[i] = entry(base)<<16 | entry(extra)
		base += 1 << extra
	}
	t[30], t[31] = special, special
	return &t
}

func makePreSymbols() *[288]entry {
	var t [288]entry
	for i := range 16 {
		t[i] = entry(i)<<16 | 1<<24
	}
	t[16] = repeat | 2<<20 | 3<<24
	t[17] = 3<<20 | 3<<24
	t[18] = 7<<20 | 11<<24
	return &t
}

// preOrder is the order in which the lengths of the code for code lengths are
// stored (RFC 1951, 3.2.7).
const preOrder = "\x10\x11\x12\x00\x08\x07\x09\x06\x0a\x05\x0b\x04\x0c\x03\x0d\x02\x0e\x01\x0f"

// setFixed sets the codes of RFC 1951, 3.2.6.
func (d *Decoder) setFixed() {
	d.codes = &d.fixed
	if d.hasFixed {
		return
	}
	d.hasFixed = true
	lens := d.lens[:288]
	for i := range lens {
		switch {
		case i < 144:
			lens[i] = 8
		case i < 256:
			lens[i] = 9
		case i < 280:
			lens[i] = 7
		default:
			lens[i] = 8
		}
	}
	// These codes are complete: they cannot fail.
	count := countLengths(lens)
	_ = d.build(d.fixed.lit[:], litBits, lens, &count, litSymbols)
	for i := range 32 {
		lens[i] = 5
	}
	count = countLengths(lens[:32])
	_ = d.build(d.fixed.dist[:], distBits, lens[:32], &count, distSymbols)
}

// readDynamic reads the codes at the start of a block (RFC 1951, 3.2.7).
func (d *Decoder) readDynamic() error {
	d.codes = &d.dynamic
	if err := d.need(14); err != nil {
		return err
	}
	lits, dists, pres := int(d.take(5))+257, int(d.take(5))+1, int(d.take(4))+4
	if lits > 286 || dists > 30 {
		return errCode
	}
	var pre [19]uint8
	for i := range pres {
		if err := d.need(3); err != nil {
			return err
		}
		pre[preOrder[i]] = uint8(d.take(3))
	}
	count := countLengths(pre[:])
	if err := d.build(d.pre[:], preBits, pre[:], &count, preSymbols); err != nil {
		return err
	}
	litCount, distCount, err := d.readLengths(lits, lits+dists)
	if err != nil {
		return err
	}
	if d.lens[256] == 0 {
		return errCode // the block could not end
	}
	if err := d.build(d.dist[:], distBits, d.lens[lits:lits+dists], &distCount, distSymbols); err != nil {
		return err
	}
	return d.build(d.lit[:], litBits, d.lens[:lits], &litCount, litSymbols)
}

// readLengths reads the lengths of so many codes, the first ones of which are for literals
// and lengths, and the others for distances. It counts both.
//
// Each symbol of the code for code lengths stands for a run of one length, mostly of 1.
// All are treated alike, as a branch for each kind would be predicted badly.
func (d *Decoder) readLengths(lits, all int) (litCount, distCount counts, err error) {
	value := uint8(maxLen + 1) // there is none to be repeated
	for i := 0; i < all; {
		if d.n < preBits+7 && d.in+8 <= len(d.src) {
			d.refill()
		}
		e := d.pre[d.bits&(1<<preBits-1)]
		if e&special != 0 {
			return litCount, distCount, errCode
		}
		length, extra := uint(e&15), uint(e>>20&15)
		if d.n < length+extra {
			if err := d.need(length + extra); err != nil {
				return litCount, distCount, err
			}
		}
		d.bits >>= length
		n := int(e>>24&15) + int(d.bits&(1<<extra-1))
		d.bits >>= extra
		d.n -= length + extra
		if e&repeat == 0 {
			value = uint8(e >> 16 & 15)
		} else if value > maxLen {
			return litCount, distCount, errCode
		}
		word := uint64(value) * 0x0101010101010101
		binary.LittleEndian.PutUint64(d.lens[i:], word)
		binary.LittleEndian.PutUint64(d.lens[i+8:], word)
		for k := 16; k < n; k += 8 {
			binary.LittleEndian.PutUint64(d.lens[i+k:], word)
		}
		ofLits := min(max(lits-i, 0), n)
		litCount[value&15] += uint16(ofLits)
		distCount[value&15] += uint16(n - ofLits)
		if i += n; i > all {
			return litCount, distCount, errCode
		}
	}
	return litCount, distCount, nil
}
