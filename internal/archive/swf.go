package archive

import (
	"bytes"
	"encoding/binary"
	"io"

	"github.com/ulikunitz/xz/lzma"
)

// swf visits the content of a film of Flash that is compressed by LZMA: behind a head of eight bytes are
// four of its size and five of its parameters. One that is compressed by zlib is Embedded.
//
// Source: the SWF File Format Specification, version 19.
func (w *walker) swf(in *input) error {
	head := make([]byte, swfHead)
	if _, err := io.ReadFull(in, head); err != nil {
		return truncated(err)
	}
	size := int64(binary.LittleEndian.Uint32(head[4:]))
	params := make([]byte, 4+5)
	if _, err := io.ReadFull(in, params); err != nil {
		return truncated(err)
	}
	if miss := w.allocate(int64(binary.LittleEndian.Uint32(params[5:]))); miss != nil {
		return miss
	}
	params = binary.LittleEndian.AppendUint64(params[4:], uint64(max(0, size-swfHead)))
	r, err := guard(func() (*lzma.Reader, error) {
		return lzma.NewReader(io.MultiReader(bytes.NewReader(params), in))
	})
	if err == nil {
		_, err = w.content(&Member{Offset: swfHead}, r, max(0, size-swfHead))
	}
	return err
}

const swfHead = 8

// isSWF reports whether a film is compressed by LZMA.
func isSWF(head []byte) bool {
	return len(head) > 20 && string(head[:3]) == "ZWS" && head[3] < 60 && head[12] == 0x5d
}
