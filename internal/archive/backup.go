package archive

import (
	"bytes"
	"cmp"
	"errors"
	"io"
)

// backup visits the content of a backup of Android: four lines, and a tar, mostly compressed.
func (w *walker) backup(in *input) error {
	c := &counter{r: in}
	var lines [][]byte
	for line := []byte(nil); len(lines) < 4; {
		b, err := c.ReadByte()
		if err != nil || len(line) > len(backupMagic) {
			return cmp.Or(err, errors.New("it has no head"))
		}
		if b != '\n' {
			line = append(line, b)
			continue
		}
		lines, line = append(lines, line), nil
	}
	m, r := &Member{Offset: c.n}, io.Reader(c)
	if !bytes.Equal(lines[3], []byte("none")) {
		return &Miss{Reason: Encrypted}
	}
	if bytes.Equal(lines[2], []byte("1")) {
		if err := skip(c, 2); err != nil {
			return err
		}
		r = w.inflate(c)
	}
	_, err := w.content(m, r, -1)
	return err
}

const backupMagic = "ANDROID BACKUP\n"
