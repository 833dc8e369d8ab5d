package archive

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"io"

	"github.com/klauspost/compress/flate"
)

// png shows the texts in a PNG, of which three kinds of chunk may be compressed, and what is
// compressed in the chunks of programs. Their path is the keyword, or the kind of the chunk. What
// is behind the end of the picture is a member. All other chunks are in the file as they are, and
// so is what remains of a file that is damaged or cut, unless it is in a compressed text.
//
// Source: ISO 15948, sections 5 and 11.3.4.
func (w *walker) png(in *input) error {
	if err := skip(in, 8); err != nil {
		return ofStop(err)
	}
	head := make([]byte, 8)
	for {
		if _, err := io.ReadFull(in, head); err != nil {
			return cmp.Or(ofStop(err), w.zipBehind())
		}
		size, kind, start := int64(binary.BigEndian.Uint32(head)), string(head[4:]), in.at
		if kind == "IEND" {
			if err := skip(in, size+4); err != nil {
				return ofStop(err)
			}
			return w.rest(in, in.at)
		}
		var err error
		switch kind {
		case "tEXt", "zTXt", "iTXt", "iCCP":
			err = w.pngText(kind, io.LimitReader(in, size), start)
		case "IHDR", "IDAT", "PLTE", "fdAT", "fcTL", "tRNS":
		default:
			err = w.pngOther(kind, io.LimitReader(in, size), start)
		}
		if err != nil {
			return err
		}
		if err := skip(in, start+size+4-in.at); err != nil { // with the checksum
			return cmp.Or(ofStop(err), w.zipBehind())
		}
	}
}

// ofStop returns err if it stops the walk, and nil for any other one.
func ofStop(err error) error {
	if stopped := (*stop)(nil); errors.As(err, &stopped) {
		return err
	}
	return nil
}

// maxPNGKeyword is how many bytes the fields before a text may have.
const maxPNGKeyword = 1 << 10

// pngText shows the text in a chunk.
func (w *walker) pngText(kind string, chunk io.Reader, at int64) error {
	c := &counter{r: chunk}
	keyword, ok := c.field()
	if !ok {
		return nil
	}
	compressed := kind == "zTXt" || kind == "iCCP"
	switch kind {
	case "zTXt", "iCCP":
		_, _ = c.ReadByte() // the method; a decoder that fails says so
	case "iTXt":
		flag, _ := c.ReadByte()
		_, _ = c.ReadByte()
		compressed = flag != 0
		for range 2 { // the language, and the keyword in it
			if _, ok := c.field(); !ok {
				return nil
			}
		}
	}
	text := io.Reader(c)
	m := &Member{Path: keyword, Offset: at + c.n, Verbatim: true}
	if compressed {
		m.Verbatim = false
		if err := skip(c, 2); err != nil {
			return ofStop(err)
		}
		text = flate.NewReader(c)
	}
	_, err := w.content(m, text, -1)
	return err
}

// maxPNGChunk is how many bytes a chunk of a program may have that is looked at.
const maxPNGChunk = 1 << 20

// pngOther shows what is in a chunk that only some program knows, if it is a stream of zlib.
func (w *walker) pngOther(kind string, chunk io.Reader, at int64) error {
	data, err := io.ReadAll(io.LimitReader(chunk, maxPNGChunk))
	if err != nil {
		return ofStop(err)
	}
	if len(data) < 8 || !isZlib(data) {
		return nil
	}
	if miss := w.allocate(1 << 20); miss != nil { // the trial takes time as well
		return miss
	}
	_, err = w.content(&Member{Path: kind, Offset: at}, w.inflate(newBytes(data[2:])), -1)
	return err
}

// field reads up to a zero.
func (c *counter) field() (string, bool) {
	var field bytes.Buffer
	for field.Len() < maxPNGKeyword {
		b, err := c.ReadByte()
		if err != nil {
			return "", false
		}
		if b == 0 {
			return field.String(), true
		}
		field.WriteByte(b)
	}
	return "", false
}
