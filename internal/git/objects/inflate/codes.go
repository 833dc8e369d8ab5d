package inflate

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
	for i := range 19 {
		t[i] = entry(i) << 16
	}
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
	_ = d.build(d.fixed.lit[:], litBits, lens, litSymbols)
	for i := range 32 {
		lens[i] = 5
	}
	_ = d.build(d.fixed.dist[:], distBits, lens[:32], distSymbols)
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
	if err := d.build(d.pre[:], preBits, pre[:], preSymbols); err != nil {
		return err
	}
	for i := 0; i < lits+dists; {
		n, err := d.codeLengths(i)
		if err != nil {
			return err
		}
		if i += n; i > lits+dists {
			return errCode
		}
	}
	if d.lens[256] == 0 {
		return errCode // the block could not end
	}
	if err := d.build(d.dist[:], distBits, d.lens[lits:lits+dists], distSymbols); err != nil {
		return err
	}
	return d.build(d.lit[:], litBits, d.lens[:lits], litSymbols)
}

// codeLengths reads one symbol of the code for code lengths and sets the
// lengths that it stands for, from i on; it returns how many they are.
func (d *Decoder) codeLengths(i int) (int, error) {
	if d.in+8 <= len(d.src) {
		d.refill()
	}
	e := d.pre[d.bits&(1<<preBits-1)]
	length := uint(e & 15)
	if e&special != 0 {
		return 0, errCode
	}
	extra, base, value := uint(0), 1, uint8(e>>16)
	switch value {
	case 16:
		if i == 0 {
			return 0, errCode
		}
		extra, base, value = 2, 3, d.lens[i-1]
	case 17:
		extra, base, value = 3, 3, 0
	case 18:
		extra, base, value = 7, 11, 0
	}
	if err := d.need(length + extra); err != nil {
		return 0, err
	}
	d.take(length)
	n := base + int(d.take(extra))
	for k := i; k < i+n; k++ {
		d.lens[k] = value
	}
	return n, nil
}
