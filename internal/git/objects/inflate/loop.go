package inflate

import "encoding/binary"

// refill reads ahead as many whole bytes as fit; eight more must be there.
// Bits above the n that count are the same ones that will be read again.
func (d *Decoder) refill() {
	d.bits |= binary.LittleEndian.Uint64(d.src[d.in:]) << (d.n & 63)
	d.in += int((63 - d.n) >> 3)
	d.n |= 56
}

// inputRoom is how many bytes of input a round may read ahead: one round reads up to
// 8 bytes from up to 7 bytes on.
const inputRoom = 16

// fastAny is fast for any processor.
func (d *Decoder) fastAny() (done bool, err error) {
	src, dst := d.src, d.dst
	in, out := d.in, d.out
	bits, n := d.bits, d.n
	inLimit, outLimit := len(src)-inputRoom, min(d.size, len(dst)-Slack)
	lit, dist := &d.lit, &d.dist

	for in <= inLimit && out <= outLimit {
		bits |= binary.LittleEndian.Uint64(src[in:]) << (n & 63)
		in += int((63 - n) >> 3)
		n |= 56

		// A code and its extra bits take at most 20 bits, a literal found in the
		// main table litBits: two literals and what follows fit in 56 bits.
		e := lit[bits&(1<<litBits-1)]
		if e&literal != 0 {
			bits >>= e & 63
			n -= uint(e & 63)
			dst[out] = byte(e >> 16)
			out++
			e = lit[bits&(1<<litBits-1)]
			if e&literal != 0 {
				bits >>= e & 63
				n -= uint(e & 63)
				dst[out] = byte(e >> 16)
				out++
				e = lit[bits&(1<<litBits-1)]
				if e&literal != 0 {
					bits >>= e & 63
					n -= uint(e & 63)
					dst[out] = byte(e >> 16)
					out++
					continue
				}
			}
		}
		if e&special != 0 {
			if e&subtable != 0 {
				bits >>= litBits
				n -= litBits
				e = lit[(uint64(e>>16)+bits&(1<<(e>>8&15)-1))%litSize]
				if e&literal != 0 {
					bits >>= e & 63
					n -= uint(e & 63)
					dst[out] = byte(e >> 16)
					out++
					continue
				}
			}
			if e&special != 0 {
				if e&blockEnd == 0 {
					return false, errCode
				}
				bits >>= e & 63
				n -= uint(e & 63)
				d.in, d.out, d.bits, d.n = in, out, bits, n
				if out > d.size {
					return false, errSize
				}
				return true, nil
			}
		}
		length := int(e>>16) + int(bits&(1<<(e&63)-1)>>(e>>8&15))
		bits >>= e & 63
		n -= uint(e & 63)

		// A distance takes at most 28 bits.
		if n < 28 {
			bits |= binary.LittleEndian.Uint64(src[in:]) << (n & 63)
			in += int((63 - n) >> 3)
			n |= 56
		}
		e = dist[bits&(1<<distBits-1)]
		if e&special != 0 {
			if e&subtable == 0 {
				return false, errCode
			}
			bits >>= distBits
			n -= distBits
			e = dist[(uint64(e>>16&0x7fff)+bits&(1<<(e>>8&15)-1))%distSize]
			if e&special != 0 {
				return false, errCode
			}
		}
		distance := int(e>>16) + int(bits&(1<<(e&63)-1)>>(e>>8&15))
		bits >>= e & 63
		n -= uint(e & 63)

		from := out - distance
		if from < 0 {
			return false, errDistance
		}
		end := out + length
		if distance >= 8 {
			binary.LittleEndian.PutUint64(dst[out:], binary.LittleEndian.Uint64(dst[from:]))
			binary.LittleEndian.PutUint64(dst[out+8:], binary.LittleEndian.Uint64(dst[from+8:]))
			for out += 16; out < end; out += 8 {
				from = out - distance
				binary.LittleEndian.PutUint64(dst[out:], binary.LittleEndian.Uint64(dst[from:]))
			}
		} else {
			for ; out < end; out++ {
				dst[out] = dst[out-distance]
			}
		}
		out = end
	}
	d.in, d.out, d.bits, d.n = in, out, bits, n
	return false, nil
}

// careful decodes a block to its end, symbol by symbol, where the input or the
// room is about to end.
func (d *Decoder) careful() error {
	if d.out > d.size {
		return errSize
	}
	for {
		e, err := d.symbol(d.lit[:], litBits)
		if err != nil {
			return err
		}
		switch {
		case e&literal != 0:
			if d.out == d.size {
				return errFull
			}
			d.dst[d.out] = byte(e >> 16)
			d.out++
			continue
		case e&special != 0:
			return nil
		}
		length := d.value(e)
		if e, err = d.symbol(d.dist[:], distBits); err != nil {
			return err
		}
		if e&special != 0 {
			return errCode
		}
		distance := d.value(e)
		if distance > d.out {
			return errDistance
		}
		for ; length > 0; length-- {
			if d.out == d.size {
				return errFull
			}
			d.dst[d.out] = d.dst[d.out-distance]
			d.out++
		}
	}
}

// symbol looks the next symbol up and makes sure that all its bits are there.
// It removes those of a literal and of the end of a block.
func (d *Decoder) symbol(table []entry, tableBits uint) (entry, error) {
	for d.n < 48 && d.in < len(d.src) {
		d.bits |= uint64(d.src[d.in]) << d.n
		d.in++
		d.n += 8
	}
	e := table[d.bits&(1<<tableBits-1)]
	used := uint(0)
	if e&special != 0 && e&subtable != 0 {
		used = tableBits
		e = table[uint64(e>>16&0x7fff)+d.bits>>tableBits&(1<<(e>>8&15)-1)]
	}
	if e&special != 0 && e&blockEnd == 0 {
		return 0, errCode
	}
	if d.n < used+uint(e&63) {
		return 0, errCut
	}
	d.take(used)
	if e&(literal|special) != 0 {
		d.take(uint(e & 63))
	}
	return e, nil
}

// value removes the bits of a length or a distance and returns it.
func (d *Decoder) value(e entry) int {
	extra := d.bits & (1<<(e&63) - 1) >> (e >> 8 & 15)
	d.take(uint(e & 63))
	return int(e>>16) + int(extra)
}
