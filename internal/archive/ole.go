package archive

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf16"
)

// ole visits the streams of a compound file: documents of Word, Excel, PowerPoint, Outlook and
// Visio up to 2003, macros of the later ones, installers of Windows. A stream lies in sectors that are
// anywhere in the file, so a secret in it may be in two parts.
//
// Macros are compressed in their streams; their text is a member of its own. So are the rows of
// a workbook.
//
// Sources: [MS-CFB], [MS-OVBA], [MS-DOC], [MS-XLS].
func (w *walker) ole(in *input) error {
	data, release, unread := w.whole(in)
	defer release()
	if len(data) < oleHead {
		return unexpected(unread)
	}
	f := &oleFile{data: data, shift: uint(binary.LittleEndian.Uint16(data[30:])), cutoff: binary.LittleEndian.Uint32(data[56:])}
	if f.shift != 9 && f.shift != 12 {
		return errors.New("its sectors have a size that does not exist")
	}
	f.readTables()
	entries := f.directory()
	if len(entries) == 0 {
		return errors.New("it has no directory")
	}
	for _, e := range entries {
		if e.kind != oleStream {
			continue
		}
		m := &Member{Path: e.name, Offset: f.offset(e)}
		if _, err := w.content(m, f.open(e), int64(e.size)); err != nil {
			return err
		}
		if err := w.oleContent(e, m.Data); err != nil {
			return err
		}
	}
	return unread
}

// oleContent visits what is packed in a stream.
func (w *walker) oleContent(e oleEntry, data []byte) error {
	switch {
	case e.name == "EncryptedPackage",
		e.name == "WordDocument" && len(data) > 11 && data[11]&1 != 0,
		(e.name == "Workbook" || e.name == "Book") && isLockedBook(data):
		return w.name(&Member{Path: e.name, Miss: &Miss{Reason: Encrypted, Bytes: int64(e.size)}})
	case e.name == "Workbook" || e.name == "Book":
		if rows := bookRows(data); len(rows) > 0 {
			return w.text(e.name+".tsv", 0, rows)
		}
	}
	if at := macroStart(data); at >= 0 {
		macro := bytes.Clone(data[at:])
		_, err := w.content(&Member{Path: e.name + ".bas"}, &macroReader{data: macro[1:]}, -1)
		return err
	}
	return nil
}

const (
	oleMagic  = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	oleHead   = 512
	oleStream = 2
	oleRoot   = 5
	oleShort  = 6 // the logarithm of the bytes of a short sector
)

// An oleFile is a compound file: sectors, and tables that say which sector follows which.
type oleFile struct {
	data   []byte
	shift  uint // the logarithm of the bytes of a sector
	cutoff uint32
	next   []uint32 // by sector
	short  []uint32 // by short sector
	shorts []uint32 // the sectors in which short sectors lie
}

type oleEntry struct {
	name  string
	kind  byte
	start uint32
	size  uint64
}

// sector returns the bytes of a sector, fewer at the end of the file, and none behind it.
func (f *oleFile) sector(n uint32) []byte {
	from := (int64(n) + 1) << f.shift
	if from >= int64(len(f.data)) {
		return nil
	}
	return f.data[from:min(int64(len(f.data)), from+1<<f.shift)]
}

// numbers appends the numbers in a sector.
func (f *oleFile) numbers(to []uint32, sector []byte) []uint32 {
	for ; len(sector) >= 4; sector = sector[4:] {
		to = append(to, binary.LittleEndian.Uint32(sector))
	}
	return to
}

// readTables reads which sector follows which. There are no more of them than the file has
// sectors, whatever it says.
func (f *oleFile) readTables() {
	sectors := len(f.data) >> f.shift
	tables := f.numbers(nil, f.data[76:oleHead])
	for more := binary.LittleEndian.Uint32(f.data[68:]); len(tables) <= sectors; {
		list := f.numbers(nil, f.sector(more))
		if len(list) < 2 {
			break
		}
		tables, more = append(tables, list[:len(list)-1]...), list[len(list)-1]
	}
	for _, n := range tables {
		if len(f.next) <= sectors {
			f.next = f.numbers(f.next, f.sector(n))
		}
	}
	for _, n := range f.chain(binary.LittleEndian.Uint32(f.data[60:])) {
		f.short = f.numbers(f.short, f.sector(n))
	}
}

// chain returns the sectors that follow each other. One that leads back is as long as the file.
func (f *oleFile) chain(n uint32) (all []uint32) {
	for int64(n) < int64(len(f.next)) && len(all) <= len(f.data)>>f.shift {
		all = append(all, n)
		n = f.next[n]
	}
	return all
}

// directory returns the streams and folders, in the order of the file.
func (f *oleFile) directory() (entries []oleEntry) {
	const size = 128
	for _, n := range f.chain(binary.LittleEndian.Uint32(f.data[48:])) {
		for s := f.sector(n); len(s) >= size; s = s[size:] {
			e := oleEntry{name: oleName(s), kind: s[66], start: binary.LittleEndian.Uint32(s[116:]), size: binary.LittleEndian.Uint64(s[120:])}
			if f.shift == 9 {
				e.size &= 1<<32 - 1
			}
			if e.kind == oleRoot {
				f.shorts = f.chain(e.start)
			}
			entries = append(entries, e)
		}
	}
	return entries
}

// oleName returns the name of an entry. Installers write two characters as one that is not in use.
func oleName(entry []byte) string {
	const packed = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._"
	var units []uint16
	for i := 0; i < 64; i += 2 {
		u := binary.LittleEndian.Uint16(entry[i:])
		switch {
		case u == 0:
			return string(utf16.Decode(units))
		case 0x3800 <= u && u < 0x4800:
			units = append(units, uint16(packed[(u-0x3800)&63]), uint16(packed[(u-0x3800)>>6]))
		case 0x4800 <= u && u < 0x4840:
			units = append(units, uint16(packed[u-0x4800]))
		case u == 0x4840:
			units = append(units, '!')
		default:
			units = append(units, u)
		}
	}
	return string(utf16.Decode(units))
}

// isShort reports whether a stream lies in short sectors.
func (f *oleFile) isShort(e oleEntry) bool { return e.size < uint64(f.cutoff) }

// offset is where a stream begins.
func (f *oleFile) offset(e oleEntry) int64 {
	at := (int64(e.start) + 1) << f.shift
	if f.isShort(e) {
		at = 0
		if i := int64(e.start) << oleShort >> f.shift; i < int64(len(f.shorts)) {
			at = (int64(f.shorts[i])+1)<<f.shift + int64(e.start)<<oleShort&(1<<f.shift-1)
		}
	}
	return min(at, int64(len(f.data)))
}

// open returns a reader of a stream.
func (f *oleFile) open(e oleEntry) io.Reader {
	next, sector := f.next, f.sector
	if f.isShort(e) {
		next, sector = f.short, f.shortSector
	}
	n, steps := e.start, 0
	var left []byte
	return exactly(readerFunc(func(p []byte) (int, error) {
		for len(left) == 0 {
			if left = sector(n); len(left) == 0 || steps > len(next) {
				return 0, io.ErrUnexpectedEOF
			}
			if steps++; int64(n) < int64(len(next)) {
				n = next[n]
			} else {
				n = 1<<32 - 1
			}
		}
		m := copy(p, left)
		left = left[m:]
		return m, nil
	}), int64(min(e.size, 1<<40)))
}

// shortSector returns the bytes of a short sector.
func (f *oleFile) shortSector(n uint32) []byte {
	at := int64(n) << oleShort
	if at>>f.shift >= int64(len(f.shorts)) {
		return nil
	}
	s := f.sector(f.shorts[at>>f.shift])
	from := at & (1<<f.shift - 1)
	return s[min(from, int64(len(s))):min(from+1<<oleShort, int64(len(s)))]
}

// unexpected is the error where a file ends before it should.
func unexpected(err error) error {
	if err == nil {
		err = io.ErrUnexpectedEOF
	}
	return err
}
