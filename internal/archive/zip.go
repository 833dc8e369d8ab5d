package archive

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strings"
)

// zip goes through the entries of a zip's central directory, which is what a reader
// shows, and then through the local headers that the directory does not lead to.
func (w *walker) zip(*input) error {
	z := &zipFile{walker: w, file: w.file, size: w.file.Size(), head: make([]byte, zipLocalLen)}
	entries, err := z.directory()
	if stopped := (*stop)(nil); errors.As(err, &stopped) {
		return err
	}
	if err != nil {
		if err := w.missed(w.budget, missOf(err)); err != nil {
			return &stop{err}
		}
	}
	for i := range entries {
		if err := z.entry(&entries[i]); err != nil {
			return err
		}
	}
	if err := z.sheets(entries); err != nil {
		return err
	}
	if err := z.unlisted(); err != nil || z.over == 0 {
		return err
	}
	return z.rest(io.NewSectionReader(z.file, z.over, z.size-z.over), z.over)
}

// A zipFile is a zip that is read.
type zipFile struct {
	*walker
	file File
	size int64

	chunk []byte // used again for each search
	head  []byte // used again for each local header

	claimed []span // what the directory and its entries take
	read    int64  // compressed bytes that were read
	over    int64  // where the record that ends the archive is over; 0 if there is none
}

// remarksOf ends the path of what the directory says of an entry besides.
const remarksOf = " (comment)"

// A span is a part of the file.
type span struct{ start, end int64 }

// A zipEntry is what a header, central or local, says of an entry.
type zipEntry struct {
	name       string
	needs      byte // version of the format that is needed, times ten
	flags      uint16
	method     uint16
	crc        uint32
	compressed int64
	size       int64
	offset     int64 // of the local header
	unsized    bool  // the sizes are not known: they follow the data

	remarks string // of the directory: the comment and extra fields
}

const (
	flagEncrypted  = 1 << 0
	flagMark       = 1 << 1 // of LZMA: a mark ends the data
	flagDescriptor = 1 << 3 // the sizes follow the data
)

// entry shows an entry of the directory as the directory describes it, and once more as
// its local header does, where that says something else.
func (z *zipFile) entry(e *zipEntry) error {
	local, data, err := z.local(e.offset)
	if err != nil {
		return z.name(&Member{Path: e.name, Offset: max(0, min(e.offset, z.size)), Miss: &Miss{Reason: Damaged, Bytes: e.size, Err: err}})
	}
	consumed, err := z.show(e, data, false)
	if err != nil {
		return err
	}
	z.claimed = append(z.claimed, span{e.offset, data + consumed})
	if e.remarks != "" {
		m := &Member{Path: e.name + remarksOf, Offset: e.offset, Hidden: true}
		if _, err := z.content(m, strings.NewReader(e.remarks), int64(len(e.remarks))); err != nil {
			return err
		}
	}
	same := local.name == e.name && local.method == e.method && (local.flags^e.flags)&flagEncrypted == 0 &&
		(local.unsized || local.compressed == e.compressed && local.size == e.size)
	if same {
		return nil
	}
	if local.unsized {
		local.compressed, local.size, local.crc = e.compressed, e.size, e.crc
	}
	_, err = z.show(&local, data, true)
	return err
}

// show visits an entry whose data begins at data. It returns how many bytes of the file
// the data takes.
func (z *zipFile) show(e *zipEntry, data int64, hidden bool) (consumed int64, err error) {
	m := &Member{Path: e.name, Offset: data, Hidden: hidden, Verbatim: e.method == 0}
	available := max(0, min(e.compressed, z.size-data))
	if strings.HasSuffix(e.name, "/") && e.compressed == 0 {
		return 0, z.name(m)
	}
	if e.flags&flagEncrypted != 0 || e.method == 99 {
		m.Verbatim = false
		m.Miss = &Miss{Reason: Encrypted, Bytes: max(0, e.size)}
		return available, z.name(m)
	}
	// Each byte belongs to one entry. An archive whose entries share their bytes is a bomb.
	if z.read > 2*z.size+1<<20 {
		return 0, &Miss{Reason: ExpandsTooMuch, Err: errors.New("its entries overlap")}
	}
	in := &counter{r: exactly(io.NewSectionReader(z.file, data, z.size-data), e.compressed)}
	defer func() { z.read += in.n }()
	all, sum := false, &checked{size: e.size, crc: e.crc, unsized: e.unsized}
	err = z.decode(e, in, func(r io.Reader) error {
		sum.r = r
		all, err = z.content(m, sum, e.size)
		return err
	})
	if stopped := (*stop)(nil); err != nil && m.Budget == nil && !errors.As(err, &stopped) {
		m.Miss = missOf(err) // the decoder did not begin
		m.Miss.Bytes = max(0, e.size)
		return available, z.name(m)
	}
	if all && e.method != 0 {
		return in.n, err
	}
	return available, err
}

// decode opens the decoder for an entry.
func (z *zipFile) decode(e *zipEntry, in *counter, use func(io.Reader) error) (err error) {
	var r io.Reader
	switch e.method {
	case 0:
		r = in
	case 8:
		r = z.inflate(in)
	case 9:
		r = newDeflate64(in)
	case 12:
		r, err = z.newBzip2(in)
	case 14:
		head := make([]byte, 9) // two bytes of version, two of length, five of properties
		if _, err = io.ReadFull(in, head); err != nil {
			return err
		}
		if n := binary.LittleEndian.Uint16(head[2:]); n != 5 {
			return fmt.Errorf("%d bytes of LZMA properties", n)
		}
		size := e.size
		if e.flags&flagMark != 0 || e.unsized {
			size = -1
		}
		r, err = z.newLzma(head[4:], size, max(0, min(e.compressed, z.size)), in)
	case 20, 93:
		return z.withZstd(in, use)
	case 95:
		r, err = z.newXz(in)
	default:
		return unknown("zip method", e.method)
	}
	if err != nil {
		return err
	}
	return use(r)
}

// checked reads the content of an entry, and ends with an error if it is not what the
// header promises.
type checked struct {
	r       io.Reader
	size    int64
	crc     uint32
	unsized bool
	n       int64
	sum     uint32
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	c.sum = crc32.Update(c.sum, crc32.IEEETable, p[:n])
	if err == io.EOF && !c.unsized {
		if c.n != c.size {
			return n, fmt.Errorf("its header says %d bytes, but there are %d", c.size, c.n)
		}
		if c.sum != c.crc {
			return n, errors.New("wrong checksum")
		}
	}
	return n, err
}

// local reads the local header at an offset. data is where the entry's data begins.
func (z *zipFile) local(offset int64) (e zipEntry, data int64, err error) {
	if offset < 0 || offset > z.size {
		return e, 0, errors.New("its data is outside of the archive")
	}
	head := z.head[:zipLocalLen]
	if n, err := z.file.ReadAt(head, offset); n < len(head) {
		return e, 0, fmt.Errorf("no local header: %w", truncated(err))
	}
	if string(head[:4]) != zipLocal {
		return e, 0, errors.New("no local header where the directory says")
	}
	e = zipEntry{
		needs:      head[4],
		flags:      binary.LittleEndian.Uint16(head[6:]),
		method:     binary.LittleEndian.Uint16(head[8:]),
		crc:        binary.LittleEndian.Uint32(head[14:]),
		compressed: int64(binary.LittleEndian.Uint32(head[18:])),
		size:       int64(binary.LittleEndian.Uint32(head[22:])),
		offset:     offset,
	}
	name, extra := int(binary.LittleEndian.Uint16(head[26:])), int(binary.LittleEndian.Uint16(head[28:]))
	data = offset + zipLocalLen + int64(name+extra)
	if data > z.size {
		return e, 0, fmt.Errorf("incomplete local header: %w", io.ErrUnexpectedEOF)
	}
	if len(z.head) < name+extra {
		z.head = make([]byte, name+extra)
	}
	fields := z.head[:name+extra]
	if n, err := z.file.ReadAt(fields, offset+zipLocalLen); n < len(fields) {
		return e, 0, truncated(err)
	}
	e.name = string(fields[:name])
	e.zip64(fields[name:])
	e.unsized = e.flags&flagDescriptor != 0 || e.compressed == 0 && e.size == 0
	return e, data, nil
}

// zip64 replaces the sizes and the offset that are too large for 32 bits by those of
// the extra field (APPNOTE.TXT, 4.5.3).
func (e *zipEntry) zip64(extra []byte) {
	for len(extra) >= 4 {
		id, n := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		extra = extra[4:]
		if n > len(extra) {
			return
		}
		field := extra[:n]
		extra = extra[n:]
		if id != 1 {
			continue
		}
		for _, value := range []*int64{&e.size, &e.compressed, &e.offset} {
			if *value == 0xffffffff && len(field) >= 8 {
				*value = max(0, int64(binary.LittleEndian.Uint64(field)))
				field = field[8:]
			}
		}
	}
}

// unlisted shows entries whose local headers are in no part of the file that the
// directory lays claim to: what an updated archive left behind, or what somebody hides.
func (z *zipFile) unlisted() error {
	slices.SortFunc(z.claimed, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	at := int64(0)
	for _, claim := range append(z.claimed, span{z.size, z.size}) {
		for at < claim.start {
			next, err := z.find(at, claim.start, zipLocal)
			if err != nil {
				return err
			}
			if next < 0 {
				break
			}
			if at, err = z.hidden(next); err != nil {
				return err
			}
		}
		at = max(at, claim.end)
	}
	return nil
}

// hidden shows the entry at an offset, if there is one, and returns the offset behind it.
func (z *zipFile) hidden(offset int64) (end int64, err error) {
	e, data, err := z.local(offset)
	if err != nil || !e.plausible() || z.over > 0 && e.compressed > z.size-data {
		return offset + 4, nil // not a header, but a program that knows how one begins
	}
	if e.unsized && e.compressed == 0 {
		e.compressed, e.size = z.size-data, -1
		if e.method != 8 && e.method != 9 { // nothing but the next header says where it ends
			next, err := z.find(data, z.size, zipDescriptor, zipLocal, zipDir)
			if err != nil {
				return 0, err
			}
			if next >= 0 {
				e.compressed = next - data
			}
		}
	} else {
		e.unsized = false
	}
	consumed, err := z.show(&e, data, true)
	return max(data+consumed, offset+4), err
}

// plausible reports whether this may be a header: its signature may be anywhere by chance.
func (e *zipEntry) plausible() bool {
	if e.name == "" || strings.Contains(e.name, "\x00") || e.needs > 63 {
		return false
	}
	switch e.method {
	case 0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 14, 16, 18, 19, 20, 93, 94, 95, 96, 97, 98, 99:
		return true
	}
	return false
}

// find returns the offset of the first of some signatures of four bytes between two
// offsets, or -1.
func (z *zipFile) find(start, end int64, signatures ...string) (int64, error) {
	step := 1 << 10 // the next header is mostly near
	for at := start; end-at >= 4; step = min(2*step, maxStep) {
		if err := z.ctx.Err(); err != nil {
			return 0, &stop{err}
		}
		n := int(min(int64(step), end-at))
		if len(z.chunk) < n {
			z.chunk = make([]byte, n)
		}
		n, err := z.file.ReadAt(z.chunk[:n], at)
		if err != nil && (err != io.EOF || n < 4) {
			return -1, err
		}
		first := -1
		for _, s := range signatures {
			if i := bytes.Index(z.chunk[:n], []byte(s)); i >= 0 && (first < 0 || i < first) {
				first = i
			}
		}
		if first >= 0 {
			return at + int64(first), nil
		}
		at += int64(n - 3)
	}
	return -1, nil
}
