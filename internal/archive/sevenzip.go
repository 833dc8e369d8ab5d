package archive

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/flate"
)

// sevenZip goes through a 7z archive. Its directory is at its end, mostly compressed.
// Its files are joined into a few streams, the folders, each of which a chain of
// coders made.
//
// Source: 7zFormat.txt and Methods.txt of the LZMA SDK.
func (w *walker) sevenZip(*input) error {
	head := make([]byte, sevenZipHead)
	if _, err := io.ReadFull(io.NewSectionReader(w.file, 0, w.file.Size()), head); err != nil {
		return truncated(err)
	}
	offset, size := binary.LittleEndian.Uint64(head[12:]), binary.LittleEndian.Uint64(head[20:])
	left := uint64(w.file.Size() - sevenZipHead)
	if offset > left || size > left-offset {
		return &Miss{Reason: Truncated, Err: errors.New("its directory is behind its end")}
	}
	if size == 0 {
		return w.rest(io.NewSectionReader(w.file, sevenZipHead, int64(left)), sevenZipHead)
	}
	raw, err := w.directory7(io.NewSectionReader(w.file, sevenZipHead+int64(offset), int64(size)), int64(size))
	if err != nil {
		return err
	}
	if crc32.ChecksumIEEE(raw) != binary.LittleEndian.Uint32(head[28:]) {
		if err := w.missed(w.budget, &Miss{Reason: Damaged, Err: errors.New("wrong checksum of its directory")}); err != nil {
			return &stop{err}
		}
	}
	var dir *directory7
	for range w.budget.total.Depth + 1 { // the directory is packed, and so may be the one in it
		var packed bool
		if dir, packed, err = parse7(raw, w.budget.total.Entries); err != nil {
			return err
		}
		if !packed {
			break
		}
		if len(dir.folders) != 1 {
			return errors.New("its directory is packed in no folder")
		}
		if err := w.folder7(dir, 0, func(r io.Reader) error {
			size := dir.folders[0].size()
			if crc := dir.folders[0].crc; crc != nil {
				r = &checked{r: exactly(r, size), size: size, crc: *crc}
			}
			raw, err = w.directory7(r, size)
			return err
		}); err != nil {
			return err
		}
		dir = nil
	}
	if dir == nil {
		return errors.New("its directory is packed too often")
	}
	if err := w.files7(dir); err != nil {
		return err
	}
	end := sevenZipHead + int64(offset+size)
	return w.rest(io.NewSectionReader(w.file, end, w.file.Size()-end), end)
}

const (
	sevenZipHead     = 32
	maxDirectory7    = 32 << 20
	maxCoders        = 8
	maxFolderStreams = 1 << 20
)

// directory7 reads a directory, as large as it is but not larger than it may be.
func (w *walker) directory7(r io.Reader, size int64) ([]byte, error) {
	if size > maxDirectory7 {
		return nil, &Miss{Reason: TooLarge, Err: fmt.Errorf("a directory of %d bytes", size)}
	}
	var raw bytes.Buffer
	_, err := io.Copy(&raw, io.LimitReader(&contentReader{walker: w, r: r, size: -1}, maxDirectory7))
	return raw.Bytes(), err
}

// files7 visits the files: those with content folder by folder, the others where the
// directory names them.
func (w *walker) files7(dir *directory7) error {
	files := dir.files
	for i := range dir.folders {
		f := &dir.folders[i]
		// The files of the folder, and those without content before them.
		group := 0
		for n := 0; group < len(files) && (n < len(f.sizes) || files[group].empty); group++ {
			if !files[group].empty {
				n++
			}
		}
		if err := w.group7(dir, i, files[:group]); err != nil {
			return err
		}
		files = files[group:]
	}
	for _, f := range files {
		m := &Member{Path: f.path()}
		if !f.empty {
			m.Miss = &Miss{Reason: Damaged, Err: errors.New("it has no content")}
		}
		if err := w.name(m); err != nil {
			return err
		}
	}
	return nil
}

// group7 visits the files of a folder.
func (w *walker) group7(dir *directory7, i int, files []file7) error {
	f := &dir.folders[i]
	begun := 0 // files that were visited
	err := w.folder7(dir, i, func(r io.Reader) error {
		n := 0
		for _, file := range files {
			m := &Member{Path: file.path(), Offset: max(0, min(dir.offset(i), w.file.Size()))}
			if file.empty {
				begun++
				if err := w.name(m); err != nil {
					return err
				}
				continue
			}
			size := f.sizes[n]
			body := io.Reader(exactly(r, size))
			left := body.(*exact)
			if crc := f.crcs[n]; crc != nil {
				body = &checked{r: body, size: size, crc: *crc}
			}
			n++
			begun++
			if _, err := w.content(m, body, size); err != nil {
				return err
			}
			if m.Miss != nil && m.Miss.Err != nil && left.left > 0 { // all that follows is lost
				return &Miss{Reason: m.Miss.Reason, Err: m.Miss.Err}
			}
			if left.left > 0 { // the visitor did not read all
				c := &contentReader{walker: w, r: left, size: left.left}
				if _, err := io.Copy(io.Discard, c); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if stopped := (*stop)(nil); err == nil || errors.As(err, &stopped) || w.budget.exhausted() != nil {
		return err
	}
	// Nothing else of this folder can be read.
	for n, file := range files {
		if n < begun {
			continue
		}
		m := &Member{Path: file.path(), Offset: max(0, min(dir.offset(i), w.file.Size()))}
		if !file.empty {
			m.Miss = missOf(err)
			m.Miss.Bytes = file.size
		}
		if err := w.name(m); err != nil {
			return err
		}
	}
	return nil
}

// folder7 lets use read what the coders of a folder give.
func (w *walker) folder7(dir *directory7, i int, use func(io.Reader) error) error {
	f := &dir.folders[i]
	at := dir.offset(i)
	if at < 0 || at > w.file.Size() {
		return &Miss{Reason: Truncated, Err: errors.New("its streams are behind its end")}
	}
	if f.encrypted() {
		return &Miss{Reason: Encrypted}
	}
	if f.split {
		return unknown("7z coder", "with several streams")
	}
	in := &input{ctx: w.ctx, r: io.NewSectionReader(w.file, at, w.file.Size()-at), budget: w.budget}
	var r io.Reader = exactly(in, dir.packed[f.firstPacked])
	return w.coders7(f, f.chain, r, use)
}

// coders7 opens the coders of a chain, the innermost first.
func (w *walker) coders7(f *folder7, chain []int, r io.Reader, use func(io.Reader) error) error {
	if len(chain) == 0 {
		return use(r)
	}
	c := f.coders[chain[0]]
	next := func(r io.Reader) error { return w.coders7(f, chain[1:], r, use) }
	size, packed := f.unpacked[chain[0]], int64(-1)
	if in, ok := r.(*exact); ok {
		packed = in.left
	}
	var err error
	switch c.method {
	case "\x00":
	case "\x21":
		if len(c.properties) != 1 {
			return errors.New("bad properties of LZMA2")
		}
		r, err = w.newLzma2(c.properties[0], size, packed, r)
	case "\x03\x01\x01":
		if len(c.properties) != 5 {
			return errors.New("bad properties of LZMA")
		}
		r, err = w.newLzma(c.properties, size, packed, r)
	case "\x03":
		if len(c.properties) != 1 {
			return errors.New("bad properties of Delta")
		}
		r = &delta{r: r, distance: int(c.properties[0]) + 1}
	case "\x04", "\x03\x03\x01\x03":
		r = &branches{r: r}
	case "\x04\x01\x08":
		r = flate.NewReader(&counter{r: r})
	case "\x04\x01\x09":
		r = newDeflate64(&counter{r: r})
	case "\x04\x02\x02":
		r, err = w.newBzip2(r)
	case "\x04\xf7\x11\x01":
		return w.withZstd(r, next)
	default:
		return unknown("7z method", fmt.Sprintf("%x", c.method))
	}
	if err != nil {
		return err
	}
	return next(r)
}
