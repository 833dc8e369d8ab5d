package archive

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

const tarBlock = 512

// isTarHeader reports whether a block is a header of any dialect of tar: its checksum
// is right (POSIX pax, "ustar Interchange Format").
func isTarHeader(block []byte) bool {
	if len(block) < tarBlock {
		return false
	}
	if c := block[150]; c != ' ' && (c < '0' || c > '7') { // most texts need no look at more
		return false
	}
	field := strings.Trim(string(block[148:156]), " \x00")
	want, err := strconv.ParseInt(field, 8, 64)
	if err != nil || block[0] == 0 {
		return false
	}
	var unsigned, signed int64 // old tars sum signed bytes
	for i, b := range block {
		if i >= 148 && i < 156 {
			b = ' '
		}
		unsigned += int64(b)
		signed += int64(int8(b))
	}
	return want == unsigned || want == signed
}

// tar goes through a tar, through those that are joined to it, and shows what is behind
// its end, and which parts of an image of containers are missing.
func (w *walker) tar(in *input) error {
	err := w.tars(in)
	if stopped := (*stop)(nil); errors.As(err, &stopped) {
		return err
	}
	for _, part := range w.image.absent() {
		miss := &Miss{Reason: Absent}
		if err := w.visit(&Member{Path: part, Budget: w.budget, Miss: miss}); err != nil {
			return &stop{err}
		}
	}
	return err
}

// tars goes through a tar and those that are joined to it.
func (w *walker) tars(in *input) error {
	hidden := false
	rest := &blocks{r: in}
	for {
		err := w.tarMembers(in, tar.NewReader(rest), hidden)
		if err == nil && rest.n > 0 && len(bytes.Trim(rest.last(), "\x00")) > 0 {
			err = fmt.Errorf("it has no end: %w", io.ErrUnexpectedEOF)
		}
		if err != nil && !tarDamage(err) {
			return err
		}
		if err != nil {
			if err := w.missed(w.budget, missOf(err)); err != nil {
				return &stop{err}
			}
			if errors.Is(err, io.ErrUnexpectedEOF) {
				return nil
			}
		}
		// Another archive may follow behind the end, as with tar -i, or behind the damage.
		block, err := nextBlock(in, err != nil)
		if err != nil || block == nil {
			return err
		}
		rest = &blocks{r: io.MultiReader(bytes.NewReader(block), in)}
		if !isTarHeader(block) {
			m := &Member{Path: afterEnd, Offset: in.at - int64(len(block)), Verbatim: true, Hidden: true}
			_, err := w.content(m, rest, -1)
			return err
		}
		hidden = true
	}
}

// blocks reads a tar and keeps its last block, which is of zeros if the tar is whole.
type blocks struct {
	r    io.Reader
	n    int64
	ring [tarBlock]byte
}

func (b *blocks) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	for read := p[max(0, n-tarBlock):n]; len(read) > 0; {
		m := copy(b.ring[(b.n+int64(n-len(read)))%tarBlock:], read)
		read = read[m:]
	}
	b.n += int64(n)
	return n, err
}

// last returns the bytes of the last block, in any order.
func (b *blocks) last() []byte { return b.ring[:] }

// tarDamage reports whether an error is of the tar itself, and not of its budget, the
// stream around it or the context.
func tarDamage(err error) bool {
	stopped, miss := (*stop)(nil), (*Miss)(nil)
	return !errors.As(err, &stopped) && !errors.As(err, &miss)
}

// nextBlock returns the next block that is not all zeros, or none at the end. After a
// damage it returns the next header.
func nextBlock(in *input, damaged bool) ([]byte, error) {
	block := make([]byte, tarBlock)
	for {
		n, err := io.ReadFull(in, block)
		if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
			return nil, err
		}
		switch {
		case n == 0:
			return nil, nil
		case damaged && !isTarHeader(block[:n]):
		case len(bytes.Trim(block[:n], "\x00")) > 0:
			return block[:n], nil
		}
	}
}

func (w *walker) tarMembers(in *input, t *tar.Reader, hidden bool) error {
	for {
		h, err := t.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := w.tarMember(in, t, h, hidden); err != nil {
			return err
		}
	}
}

func (w *walker) tarMember(in *input, t *tar.Reader, h *tar.Header, hidden bool) error {
	if text := paxText(h); text != "" {
		m := &Member{Path: h.Name + " (pax records)", Offset: in.at, Hidden: true}
		if _, err := w.content(m, strings.NewReader(text), int64(len(text))); err != nil {
			return err
		}
	}
	m := &Member{Path: h.Name, Link: h.Linkname, Offset: in.at, Hidden: hidden}
	switch h.Typeflag {
	case tar.TypeXGlobalHeader:
		return nil
	case tar.TypeDir:
		if !strings.HasSuffix(m.Path, "/") {
			m.Path += "/"
		}
		return w.name(m)
	case tar.TypeLink, tar.TypeSymlink, tar.TypeChar, tar.TypeBlock, tar.TypeFifo:
		w.image.see(m.Path, nil)
		return w.name(m)
	}
	m.Verbatim = h.Typeflag != tar.TypeGNUSparse && h.PAXRecords["GNU.sparse.major"] == "" && h.PAXRecords["GNU.sparse.map"] == ""
	_, err := w.content(m, t, h.Size)
	w.image.see(m.Path, m.Data)
	return err
}

// paxText returns the records of a pax header that say more than what a Member has: comments
// and extended attributes.
func paxText(h *tar.Header) string {
	var text strings.Builder
	for _, key := range slices.Sorted(maps.Keys(h.PAXRecords)) {
		switch key {
		case "path", "linkpath", "size", "mtime", "atime", "ctime", "uid", "gid", "uname", "gname":
		default:
			if !strings.HasPrefix(key, "GNU.sparse.") {
				fmt.Fprintf(&text, "%s=%s\n", key, h.PAXRecords[key])
			}
		}
	}
	return text.String()
}
