package literal

import "encoding/binary"

// An entry says that a literal has a gram at an offset.
type entry struct {
	key    uint32 // the three or four bytes that the gram is known by
	size   int    // how many they are
	id     int32
	offset int16 // of the key in the literal
}

// Where the fields of an entry are in its record. The literal's first eight bytes are
// compared before all else, as one number: those of the data ored with the mask must be those
// of the text. Behind the end of a shorter literal anything will do.
const (
	entryText   = 0
	entryMask   = 8
	entryID     = 16
	entryOffset = 20
	entryLast   = 22 // 1 in the last entry of a place, and else 0
	entryLen    = 24 // of the literal; 0 if more than the next two fields and the text must be looked at
	entryBefore = 26 // the number of the set of bytes before it, see texts
	entryAfter  = 28
	entrySize   = 32
)

// headSize is how many bytes of a literal are in its entries.
const headSize = 8

// anyByte, as a mask, makes any byte match.
const anyByte = 0xff

// append appends the record of an entry.
func (e *entry) append(b []byte, t *texts, last bool) []byte {
	text := t.at(e.id)
	head, mask := [headSize]byte{}, [headSize]byte{}
	for k := range headSize {
		head[k], mask[k] = anyByte, anyByte
		if k < len(text.bytes) {
			head[k], mask[k] = text.bytes[k], text.mask[k]
		}
	}
	n, before, after := len(text.bytes), t.number(e.id, textBefore), t.number(e.id, textAfter)
	if n > headSize || before > 0xffff || after > 0xffff {
		n, before, after = 0, 0, 0
	}
	isLast := uint16(0)
	if last {
		isLast = 1
	}
	b = append(append(b, head[:]...), mask[:]...)
	b = binary.LittleEndian.AppendUint32(b, uint32(e.id))
	for _, x := range [...]uint16{uint16(e.offset), isLast, uint16(n), uint16(before), uint16(after), 0} {
		b = binary.LittleEndian.AppendUint16(b, x)
	}
	return b
}
