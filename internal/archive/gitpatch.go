package archive

import (
	"bufio"
	"bytes"
	"io"

	"github.com/klauspost/compress/zlib"
)

// A patch of git has the new content of a binary file in base85, compressed: all of it, or as
// a delta, whose inserted bytes are in it as they are.
//
// Sources: git's gitformat-pack(5) for deltas, and its base85.c.
const patchMark = "GIT binary patch\n"

// isGitPatch reports whether a text is a patch with a binary file in it.
func isGitPatch(head []byte) bool {
	const near = 1 << 10
	if bytes.Contains(head[:min(len(head), near)], []byte(patchMark)) {
		return true
	}
	return (bytes.HasPrefix(head, []byte("diff --git ")) || bytes.HasPrefix(head, []byte("From "))) && bytes.Contains(head, []byte(patchMark))
}

// gitPatch visits the files of a patch that are in base85.
func (w *walker) gitPatch(in *input) error {
	c := &counter{r: in}
	r := bufio.NewReaderSize(c, patchLine)
	name, inPatch := "", false
	for {
		line, err := r.ReadSlice('\n')
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		switch {
		case bytes.HasPrefix(line, []byte("diff --git ")):
			name = ""
			if i := bytes.LastIndex(line, []byte(" b/")); i >= 0 {
				name = string(bytes.TrimRight(line[i+len(" b/"):], "\r\n"))
			}
			inPatch = false
		case string(line) == patchMark:
			inPatch = true
		case inPatch && (bytes.HasPrefix(line, []byte("literal ")) || bytes.HasPrefix(line, []byte("delta "))):
			if err := w.patched(name, c.n-int64(r.Buffered()), r); err != nil {
				return err
			}
		}
	}
}

// patchLine is how long a line of a patch is that is looked at, in bytes.
const patchLine = 4 << 10

// patched visits a block of lines in base85. One that is not compressed is none.
func (w *walker) patched(name string, offset int64, r *bufio.Reader) error {
	b := &base85Reader{r: r}
	if z, err := zlib.NewReader(b); err == nil {
		if _, err := w.content(&Member{Path: name, Offset: offset}, z, -1); err != nil {
			return err
		}
	}
	_, err := io.Copy(io.Discard, b)
	return err
}

// A base85Reader gives the bytes of lines up to an empty one. A line begins with the number of
// its bytes as a letter.
type base85Reader struct {
	r    *bufio.Reader
	out  []byte
	over bool
}

func (b *base85Reader) Read(p []byte) (int, error) {
	for len(b.out) == 0 {
		if b.over {
			return 0, io.EOF
		}
		line, err := b.r.ReadSlice('\n')
		if err != nil && err != io.EOF {
			return 0, err
		}
		if b.out = base85Line(b.out[:0], bytes.TrimRight(line, "\r\n")); len(b.out) == 0 {
			b.over = true
		}
	}
	n := copy(p, b.out)
	b.out = b.out[n:]
	return n, nil
}

// base85Line appends what a line encodes, nothing if it is no such line.
func base85Line(dst, line []byte) []byte {
	if len(line) < 6 || len(line)%5 != 1 {
		return dst
	}
	size := 0
	switch b := line[0]; {
	case 'A' <= b && b <= 'Z':
		size = int(b-'A') + 1
	case 'a' <= b && b <= 'z':
		size = int(b-'a') + 27
	default:
		return dst
	}
	for line = line[1:]; len(line) > 0; line = line[5:] {
		acc := uint32(0)
		for _, b := range line[:5] {
			v := base85Values[b]
			if v == 0 {
				return dst[:0]
			}
			acc = acc*85 + uint32(v-1)
		}
		dst = append(dst, byte(acc>>24), byte(acc>>16), byte(acc>>8), byte(acc))
	}
	return dst[:min(size, len(dst))]
}

// base85Values has the values of the characters, each plus one.
var base85Values = func() (t [256]byte) {
	const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
	for i := range len(alphabet) {
		t[alphabet[i]] = byte(i) + 1
	}
	return t
}()
