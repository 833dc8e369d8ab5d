package model

import (
	"encoding/binary"
	"math"
	"strings"
)

// A Packed is a Vector with little room: nearly all features of most candidates are 0, and
// most of the others are 1. Two are equal if their vectors are.
//
// It has two bytes for each feature that is not 0. They are twice its index, and one more if a
// number of four bytes follows, because the feature is not 1 either.
type Packed string

// Pack returns the features in little room.
func (x *Vector) Pack() Packed {
	var all [6 * count]byte
	to := all[:0]
	for i, f := range x {
		switch bits := math.Float32bits(f); {
		case bits == 0:
		case f == 1:
			to = binary.LittleEndian.AppendUint16(to, uint16(i)<<1)
		default:
			to = binary.LittleEndian.AppendUint16(to, uint16(i)<<1|1)
			to = binary.LittleEndian.AppendUint32(to, bits)
		}
	}
	return Packed(to)
}

// Vector returns the features again.
func (p Packed) Vector() (x Vector) {
	from := strings.NewReader(string(p))
	var b [4]byte
	for {
		if n, _ := from.Read(b[:2]); n < 2 {
			return x
		}
		i := binary.LittleEndian.Uint16(b[:2])
		x[i>>1] = 1
		if i&1 == 1 {
			_, _ = from.Read(b[:])
			x[i>>1] = math.Float32frombits(binary.LittleEndian.Uint32(b[:]))
		}
	}
}
