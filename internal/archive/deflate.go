package archive

import (
	"bytes"
	"io"

	"github.com/klauspost/compress/flate"
)

const (
	leastDeflated = 24  // bytes of text that a short stream without a header decodes to
	sureDeflated  = 256 // the same if the stream does not end in sight
)

// isDeflate reports whether data, which is no text, is deflate without any header that decodes
// to text. What is random may begin as deflate does, but decodes to no text.
func isDeflate(head []byte) bool {
	if head[0]&6 == 6 { // no kind of block
		return false
	}
	in := bytes.NewReader(head)
	out := make([]byte, sureDeflated)
	n, err := io.ReadFull(guardedReader{flate.NewReader(in)}, out)
	if n < leastDeflated || !isText(out[:n]) {
		return false
	}
	return n == sureDeflated || err == io.ErrUnexpectedEOF && in.Len() == 0 && len(head) < HeadLen
}

func (w *walker) deflate(in *input) error {
	_, err := w.content(&Member{}, w.inflate(in), -1)
	return err
}
