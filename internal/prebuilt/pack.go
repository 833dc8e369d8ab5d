package prebuilt

import (
	"unsafe"

	"github.com/klauspost/compress/s2"
)

// Pack packs a text as it is stored.
func Pack(text []byte) []byte { return s2.EncodeBest(nil, text) }

// unpack gives the text that Pack was given, or "" of what Pack did not make.
func unpack(packed string) string {
	text, err := s2.Decode(nil, unsafe.Slice(unsafe.StringData(packed), len(packed)))
	if err != nil || len(text) == 0 {
		return ""
	}
	return unsafe.String(&text[0], len(text)) // nobody else has it
}
