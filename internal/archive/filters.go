package archive

import (
	"encoding/binary"
	"io"
)

// delta undoes the Delta filter of 7z: each byte is a difference from the one some bytes
// before it.
type delta struct {
	r        io.Reader
	distance int // 1 to 256
	history  [256]byte
	at       uint8
}

func (d *delta) Read(p []byte) (int, error) {
	n, err := d.r.Read(p)
	for i := range n {
		p[i] += d.history[uint8(int(d.at)-d.distance)]
		d.history[d.at] = p[i]
		d.at++
	}
	return n, err
}

// branches undoes the BCJ filter of x86: the targets of calls and jumps were made
// absolute, so that equal targets look equal to what compressed them. x86.c of the LZMA SDK
// defines it.
type branches struct {
	r    io.Reader
	buf  []byte
	done int    // bytes at the beginning of buf that are final
	at   uint32 // of buf in the program

	// opcodes has a bit for each of the three bytes before the one that is looked at:
	// 4, 2 and 1, from near to far, if it is an opcode whose operand was left as it is.
	opcodes int
	err     error
}

func (b *branches) Read(p []byte) (int, error) {
	for b.done == 0 {
		if b.err != nil {
			if len(b.buf) == 0 {
				return 0, b.err
			}
			b.done = len(b.buf) // too few for an instruction
			break
		}
		old := len(b.buf)
		b.buf = append(b.buf, make([]byte, 32<<10)...)
		n, err := b.r.Read(b.buf[old:])
		b.buf, b.err = b.buf[:old+n], err
		b.done = b.convert()
	}
	n := copy(p, b.buf[:b.done])
	b.done -= n
	if b.buf = b.buf[n:]; b.done == 0 {
		b.buf = append([]byte(nil), b.buf...)
	}
	return n, nil
}

// convert makes targets relative, and returns how many bytes are final.
func (b *branches) convert() int {
	buf := b.buf
	i := 0
	for i+4 < len(buf) {
		opcode := buf[i]&0xfe == 0xe8
		if !opcode || !b.isTarget(buf[i+1:i+5]) {
			if b.opcodes >>= 1; opcode {
				b.opcodes |= 4
			}
			i++
			continue
		}
		next := b.at + uint32(i) + 5
		target := binary.LittleEndian.Uint32(buf[i+1:]) - next
		if b.opcodes != 0 {
			// The operand of the opcode before overlaps, so that the filter may have
			// converted twice.
			shift := b.opcodes & 6 * 4
			if signByte(byte(target >> shift)) {
				target = (target ^ (0x100<<shift - 1)) - next
			}
		}
		target = target&0x01ffffff | -(target>>24&1)<<24
		binary.LittleEndian.PutUint32(buf[i+1:], target)
		b.opcodes = 0
		i += 5
	}
	b.at += uint32(i)
	return i
}

// isTarget reports whether the filter has converted this operand.
func (b *branches) isTarget(operand []byte) bool {
	if !signByte(operand[3]) {
		return false
	}
	switch b.opcodes {
	case 0:
		return true
	case 1, 2, 4:
		return !signByte(operand[b.opcodes>>1])
	}
	return false
}

func signByte(b byte) bool { return b == 0 || b == 0xff }
