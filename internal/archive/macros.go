package archive

import (
	"bytes"
	"encoding/binary"
	"io"
	"math/bits"
)

// macroChunk is how many bytes of a macro are compressed together.
const macroChunk = 4096

// macroStart returns where the compressed text of a macro begins in a stream, or -1: all begin with
// the same attribute, whose first letters are as they are.
func macroStart(data []byte) int {
	const head = 3 // a signature, and the head of a chunk
	i := bytes.Index(data, []byte("\x00Attribut"))
	if i < head || data[i-head] != 1 || data[i-1]>>4&7 != 3 {
		return -1
	}
	return i - head
}

// A macroReader decodes the chunks of a macro.
//
// Source: [MS-OVBA], section 2.4.1.
type macroReader struct {
	data []byte
	left []byte
	out  [macroChunk]byte
}

func (m *macroReader) Read(p []byte) (int, error) {
	for len(m.left) == 0 {
		if len(m.data) < 2 {
			return 0, io.EOF
		}
		head := binary.LittleEndian.Uint16(m.data)
		if head>>12&7 != 3 {
			return 0, io.EOF // what is behind it
		}
		chunk := m.data[2:min(len(m.data), int(head&0xfff)+3)]
		m.data = m.data[2+len(chunk):]
		if head>>15 == 0 {
			m.left = chunk
		} else {
			m.left = m.chunk(chunk)
		}
	}
	n := copy(p, m.left)
	m.left = m.left[n:]
	return n, nil
}

// chunk decodes a chunk: eight tokens behind each byte of flags, each a letter or a place further
// up and a length. The further one is in the chunk, the more bits has the place.
func (m *macroReader) chunk(in []byte) []byte {
	n := 0
	for len(in) > 0 {
		flags := in[0]
		in = in[1:]
		for bit := 0; bit < 8 && len(in) > 0 && n < macroChunk; bit++ {
			if flags>>bit&1 == 0 {
				m.out[n] = in[0]
				n, in = n+1, in[1:]
				continue
			}
			if len(in) < 2 || n == 0 {
				return m.out[:n]
			}
			token := binary.LittleEndian.Uint16(in)
			in = in[2:]
			width := max(4, bits.Len(uint(n-1)))
			back, size := int(token>>(16-width))+1, int(token&(0xffff>>width))+3
			if back > n {
				return m.out[:n]
			}
			for ; size > 0 && n < macroChunk; size-- {
				m.out[n] = m.out[n-back]
				n++
			}
		}
	}
	return m.out[:n]
}
