package decode

import (
	"bytes"
	"compress/flate"
	"io"
)

// Some programs write base64 of compressed data without a header that says so (RFC 1951): draw.io, and
// browsers that are sent to a login with SAML. Any random data may be that. So the first
// block has to begin as compressors write it, and what comes out of it has to be text.

const (
	leastFixed   = 32  // bytes of a word with the codes that are known
	leastDynamic = 64  // bytes of a word that begins with codes of its own
	deflateHead  = 24  // bytes of compressed data that are looked at first
	deflateTry   = 768 // bytes of a word of which some are decompressed
	deflateText  = 32  // bytes of text, at least, that come out of them
	literals     = 6   // characters, at least, before the first repetition
)

// isDeflated reports whether a word of base64 is compressed text without a header.
func isDeflated(word []byte) bool {
	if len(word) < leastFixed {
		return false
	}
	first := base64Values[word[0]]<<2 | base64Values[word[1]]>>4
	switch first >> 1 & 3 {
	case 1:
		if !beginsFixed(bitsOf(word)) {
			return false
		}
	case 2:
		if len(word) < leastDynamic || !beginsDynamic(bitsOf(word)) {
			return false
		}
	default:
		return false
	}
	text := make([]byte, deflateTry)
	n, _ := io.ReadFull(flate.NewReader(bytes.NewReader(wordBytes(Base64, word[:min(len(word), deflateTry)]).Data)), text)
	return n >= deflateText && isText(text[:n])
}

// A bitReader reads the bits of bytes, the lowest first. Behind the end there are zeros.
type bitReader struct {
	data [deflateHead]byte
	at   int
}

// bitsOf are the first bits of what a word of base64 encodes.
func bitsOf(word []byte) *bitReader {
	r := &bitReader{at: 3} // the header of the block
	copy(r.data[:], wordBytes(Base64, word[:min(len(word), deflateHead*4/3)]).Data)
	return r
}

func (r *bitReader) bit() (b int) {
	if r.at < len(r.data)*8 {
		b = int(r.data[r.at/8] >> (r.at % 8) & 1)
	}
	r.at++
	return b
}

// number reads a number, the lowest bit first.
func (r *bitReader) number(n int) (v int) {
	for i := range n {
		v |= r.bit() << i
	}
	return v
}

// code reads a code, the highest bit first.
func (r *bitReader) code(n int) (v int) {
	for range n {
		v = v<<1 | r.bit()
	}
	return v
}

// beginsFixed reports whether a block with fixed codes (RFC 1951, section 3.2.6) begins with characters.
func beginsFixed(r *bitReader) bool {
	for n := 0; r.at+9 < len(r.data)*8; n++ {
		code := r.code(7)
		if code < 0x18 || code >= 0x60 && code < 0x64 { // a repetition, or the end
			return n >= literals
		}
		code = code<<1 | r.bit()
		if b := code - 0x30; code >= 0xc0 || !printable(byte(b)) || b >= 0x80 {
			return false
		}
	}
	return true
}

// beginsDynamic reports whether a block with codes of its own begins (section 3.2.7) with the numbers
// of codes that there are, and a complete code for their lengths.
func beginsDynamic(r *bitReader) bool {
	const mostCodes, longest = 29, 7
	if literals, distances := r.number(5), r.number(5); literals > mostCodes || distances > mostCodes {
		return false
	}
	used := 0
	for range r.number(4) + 4 {
		if n := r.number(3); n > 0 {
			used += 1 << (longest - n)
		}
	}
	return used == 1<<longest
}
