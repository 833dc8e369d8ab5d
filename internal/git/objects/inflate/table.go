package inflate

import (
	"encoding/binary"
	"math/bits"
)

// An entry of a table says what the next bits of the stream stand for:
//
//	literal   bit 31; bits 16-23: the byte
//	length    bits 16-24: the base of the length; likewise a distance in bits 16-30
//	run       bits 16-19: the length of codes that a run of the code for code lengths
//	          has, or bit 28: that of the code before; bits 20-23: how many extra
//	          bits say how often it comes, besides the number in bits 24-27
//	others    bit 15: the end of a block (bit 13), the way to a subtable
//	          (bit 14; bits 16-30: its start, bits 8-11: its index bits), or,
//	          with neither, no code at all
//
// Bits 0-5 count the bits to remove, extra bits of lengths and distances included; bits 8-11 of a
// length or a distance count those of the code alone, below the extra bits.
type entry = uint32

const (
	literal  entry = 1 << 31
	repeat   entry = 1 << 28
	special  entry = 1 << 15
	subtable entry = 1 << 14
	blockEnd entry = 1 << 13
)

// Tables are indexed by up to so many bits; longer codes go on in subtables.
// The sizes are the most that any code of 288, 32 or 19 symbols of up to 15 or
// 7 bits can need (the program enough.c that comes with zlib counts them).
const (
	litBits, litSize   = 10, 1334
	distBits, distSize = 8, 402
	preBits, preSize   = 7, 128

	maxLen = 15
)

// codes are the tables of a block.
type codes struct {
	lit  [litSize]entry
	dist [distSize]entry
}

// A builder is the scratch of build.
type builder struct {
	pre    [preSize]entry              // the code for code lengths
	lens   [288 + 32 + 138 + 2*8]uint8 // runs may go on beyond the last one
	sorted [288]uint16
}

// counts is how many codes there are of each length.
type counts [maxLen + 1]uint16

func countLengths(lens []uint8) (count counts) {
	for _, n := range lens {
		count[n&15]++
	}
	return count
}

// build fills table with the canonical code whose lengths are lens, and their counts count
// (RFC 1951, 3.2.2). symbols gives the entry of each symbol, without the lengths of codes.
// The table has room for 1<<tableBits entries and for all subtables.
//
// Codes are taken in their order, in which each is the next number when read
// backwards; the part of the table that is filled doubles with each bit.
func (b *builder) build(table []entry, tableBits int, lens []uint8, count *counts, symbols *[288]entry) error {
	longest := maxLen
	for longest > 0 && count[longest] == 0 {
		longest--
	}
	var next [maxLen + 1]uint16
	used := 0 // of the code space, in units of the longest code
	for n := 1; n <= longest; n++ {
		used = used<<1 + int(count[n])
		if n < maxLen {
			next[n+1] = next[n] + count[n]
		}
	}
	b.sort(lens, &next)
	if used != 1<<longest || longest == 0 {
		return b.buildIncomplete(table[:1<<tableBits], symbols, longest, used)
	}

	sorted := b.sorted[:]
	code, length := 0, 1
	filled := 2
	for length <= tableBits {
		for range count[length] {
			table[code] = symbols[sorted[0]] + entry(length)<<8 + entry(length)
			sorted = sorted[1:]
			if code == filled-1 {
				for ; filled < 1<<tableBits; filled *= 2 {
					copy(table[filled:2*filled], table[:filled])
				}
				return nil
			}
			code = following(code, filled-1)
		}
		if length++; length <= tableBits {
			copy(table[filled:2*filled], table[:filled])
			filled *= 2
		}
	}

	end := 1 << tableBits
	prefix, start := -1, 0
	for ; ; length++ {
		for left := int(count[length]); left > 0; left-- {
			if p := code & (1<<tableBits - 1); p != prefix {
				// The subtable must hold all codes with this prefix.
				prefix, start = p, end
				size := length - tableBits
				for space := left; space < 1<<size; {
					size++
					space = space<<1 + int(count[tableBits+size])
				}
				end = start + 1<<size
				table[prefix] = entry(start)<<16 | special | subtable | entry(size)<<8 | entry(tableBits)
			}
			e := symbols[sorted[0]] + entry(length-tableBits)<<8 + entry(length-tableBits)
			sorted = sorted[1:]
			for i := start + code>>tableBits; i < end; i += 1 << (length - tableBits) {
				table[i] = e
			}
			if code == 1<<length-1 {
				return nil
			}
			code = following(code, 1<<length-1)
		}
	}
}

// sort puts the symbols that have codes into the order of these. next says where those of
// each length begin.
func (b *builder) sort(lens []uint8, next *[maxLen + 1]uint16) {
	symbol := 0
	for ; symbol+8 <= len(lens); symbol += 8 {
		word := binary.LittleEndian.Uint64(lens[symbol:])
		// The high bit of each byte that is not 0: lengths are at most 15.
		for has := (word + 0x7f7f7f7f7f7f7f7f) & 0x8080808080808080; has != 0; has &= has - 1 {
			at := bits.TrailingZeros64(has) &^ 7
			n := word >> at & 15
			b.sorted[next[n]] = uint16(symbol + at/8)
			next[n]++
		}
	}
	for ; symbol < len(lens); symbol++ {
		if n := lens[symbol] & 15; n > 0 {
			b.sorted[next[n]] = uint16(symbol)
			next[n]++
		}
	}
}

// following returns the code after code, which is not the last one, read
// backwards: all ones at its end turn to zeros, and the zero before to a one.
func following(code, ones int) int {
	bit := 1 << (bits.Len(uint(code^ones)) - 1)
	return code&(bit-1) | bit
}

// buildIncomplete builds the incomplete codes that encoders do write: a single
// code of one bit, or none at all, where no distance is ever used.
func (b *builder) buildIncomplete(table []entry, symbols *[288]entry, longest, used int) error {
	if longest > 1 || used > 1 {
		return errCode
	}
	for i := range table {
		table[i] = special
		if used == 1 && i&1 == 0 {
			table[i] = symbols[b.sorted[0]] + 1<<8 + 1
		}
	}
	return nil
}
