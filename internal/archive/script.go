package archive

import (
	"bufio"
	"bytes"
	"io"
)

// behindScript is the path of the archive behind a script.
const behindScript = "(behind the script)"

// maxScript is how many bytes of a script are looked through for the archive behind it.
const maxScript = HeadLen

// isScript reports whether data is a script of a shell with an archive behind its last
// line, which it cuts off and unpacks: an installer.
func isScript(head []byte) bool {
	if !bytes.HasPrefix(head, []byte("#!")) {
		return false
	}
	for at := 0; at < min(len(head), maxScript); {
		i := bytes.IndexByte(head[at:], '\n')
		if i < 0 {
			return false
		}
		at += i + 1
		if packed(head[at:]) {
			return true
		}
	}
	return false
}

// packed reports whether data begins as a format with a strong magic number that is no
// text.
func packed(data []byte) bool {
	if len(data) < 6 || bytes.IndexByte([]byte("\x1f\xfd\x04(BP"), data[0]) < 0 {
		return false
	}
	switch byMagic(data) {
	case Gzip, Bzip2, Xz, Zstd, Lz4, Zip:
		return true
	}
	return false
}

// script visits what is behind the lines of a script.
func (w *walker) script(in *input) error {
	r := bufio.NewReader(in)
	for at := int64(0); at < maxScript; {
		line, err := r.ReadSlice('\n')
		at += int64(len(line))
		if err == bufio.ErrBufferFull {
			continue
		}
		if err != nil {
			return err
		}
		if head, _ := r.Peek(64); packed(head) {
			_, err := w.content(&Member{Path: behindScript, Offset: at, Verbatim: true}, r, -1)
			return err
		}
	}
	return io.ErrUnexpectedEOF
}
