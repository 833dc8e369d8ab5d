package archive

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// The parts of a zip (APPNOTE.TXT, section 4.3): their signatures, and the lengths of
// their fixed fields.
const (
	zipLocal      = "PK\x03\x04"
	zipDescriptor = "PK\x07\x08"
	zipDir        = "PK\x01\x02"
	zipEnd        = "PK\x05\x06"
	zipEnd64      = "PK\x06\x06"
	zipLocator64  = "PK\x06\x07"

	zipLocalLen     = 30
	zipDirLen       = 46
	zipEndLen       = 22
	zipEnd64Len     = 56
	zipLocator64Len = 20
)

// directory reads the central directory. It returns the entries that it could read, and
// an error if there is no directory or if there should be more.
func (z *zipFile) directory() ([]zipEntry, error) {
	end, err := z.end()
	if err != nil {
		return nil, err
	}
	z.claimed = append(z.claimed, span{end.start, end.at})
	r := bufio.NewReaderSize(io.NewSectionReader(z.file, end.start, end.at-end.start), 32<<10)
	var entries []zipEntry
	for {
		if err := z.ctx.Err(); err != nil {
			return nil, &stop{err}
		}
		head, err := r.Peek(zipDirLen)
		if err != nil || string(head[:4]) != zipDir {
			break
		}
		if len(entries) >= z.budget.total.Entries {
			return entries, &Miss{Reason: TooManyEntries}
		}
		e := zipEntry{
			flags:      binary.LittleEndian.Uint16(head[8:]),
			method:     binary.LittleEndian.Uint16(head[10:]),
			crc:        binary.LittleEndian.Uint32(head[16:]),
			compressed: int64(binary.LittleEndian.Uint32(head[20:])),
			size:       int64(binary.LittleEndian.Uint32(head[24:])),
			offset:     int64(binary.LittleEndian.Uint32(head[42:])),
		}
		name := int(binary.LittleEndian.Uint16(head[28:]))
		extra := int(binary.LittleEndian.Uint16(head[30:]))
		comment := int(binary.LittleEndian.Uint16(head[32:]))
		_, _ = r.Discard(zipDirLen) // was peeked
		fields := make([]byte, name+extra+comment)
		if _, err := io.ReadFull(r, fields); err != nil {
			break
		}
		e.name = string(fields[:name])
		e.zip64(fields[name : name+extra])
		e.remarks = strangeFields(fields[name:name+extra], string(fields[name+extra:]))
		e.offset += end.base
		entries = append(entries, e)
	}
	if uint64(len(entries)) < end.entries {
		return entries, &Miss{Reason: Damaged, Err: fmt.Errorf("its directory has %d of %d entries", len(entries), end.entries)}
	}
	return entries, nil
}

// strangeFields appends to an entry's comment, on lines of their own, the extra fields that
// are long enough for a secret and that are none of those that tools write.
func strangeFields(extra []byte, comment string) string {
	for len(extra) >= 4 {
		id, n := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		field := extra[4:min(len(extra), 4+n)]
		extra = extra[4+len(field):]
		switch id {
		case 0x0001, 0x000a, 0x5455, 0x5855, 0x7855, 0x7875, 0x9901: // sizes, times, owners, AES
			continue
		}
		if len(field) >= leastField {
			comment += "\n" + string(field)
		}
	}
	return comment
}

// leastField is the length in bytes of the extra fields that are shown.
const leastField = 12

// A zipTail is what the end of a zip says about its directory.
type zipTail struct {
	start, at int64 // the directory is between these offsets
	base      int64 // what to add to offsets, because of a program before the archive
	entries   uint64
}

// end finds the last record that ends a zip and leads to a directory.
func (z *zipFile) end() (zipTail, error) {
	n := min(z.size, TailLen+zipLocator64Len)
	tail := make([]byte, n)
	if _, err := z.file.ReadAt(tail, z.size-n); err != nil && err != io.EOF {
		return zipTail{}, err
	}
	for i := len(tail) - zipEndLen; i >= 0; i-- {
		if tail[i] != 'P' || string(tail[i:i+4]) != zipEnd {
			continue
		}
		if comment := int(binary.LittleEndian.Uint16(tail[i+20:])); i+zipEndLen+comment > len(tail) {
			continue
		}
		if end, ok := z.tail(tail[i:], z.size-n+int64(i)); ok {
			z.over = z.size - n + int64(i+zipEndLen) + int64(binary.LittleEndian.Uint16(tail[i+20:]))
			return end, nil
		}
	}
	return zipTail{}, &Miss{Reason: Truncated, Err: errors.New("it has no directory")}
}

// tail reads the record at an offset. It reports whether a directory is where it says.
func (z *zipFile) tail(record []byte, at int64) (end zipTail, ok bool) {
	entries := uint64(binary.LittleEndian.Uint16(record[10:]))
	size := uint64(binary.LittleEndian.Uint32(record[12:]))
	offset := uint64(binary.LittleEndian.Uint32(record[16:]))
	if entries == 0xffff || size == 0xffffffff || offset == 0xffffffff {
		if e, s, o, start, ok := z.tail64(at); ok {
			entries, size, offset, at = e, s, o, start
		}
	}
	if entries == 0 && size == 0 {
		return zipTail{start: at, at: at}, true
	}
	if size > uint64(at) {
		return end, false
	}
	// The directory ends where this record begins, or its offset is right.
	start := at - int64(size)
	for _, s := range []int64{start, int64(min(offset, uint64(at)))} {
		head := make([]byte, 4)
		if _, err := z.file.ReadAt(head, s); (err == nil || err == io.EOF) && string(head) == zipDir {
			end = zipTail{start: s, at: at, base: max(0, s-int64(min(offset, uint64(s)))), entries: entries}
			if s != start {
				end.base = 0
			}
			return end, true
		}
	}
	return end, false
}

// tail64 reads the record of a zip64, to which a locator leads that is before at.
func (z *zipFile) tail64(at int64) (entries, size, offset uint64, start int64, ok bool) {
	locator := make([]byte, zipLocator64Len)
	if at < zipLocator64Len {
		return
	}
	if _, err := z.file.ReadAt(locator, at-zipLocator64Len); err != nil || string(locator[:4]) != zipLocator64 {
		return
	}
	record := make([]byte, zipEnd64Len)
	// Before the locator, unless the record has an extension; or where the locator says.
	for _, start := range []uint64{uint64(max(0, at-zipLocator64Len-zipEnd64Len)), binary.LittleEndian.Uint64(locator[8:])} {
		if start > uint64(at) {
			continue
		}
		if _, err := z.file.ReadAt(record, int64(start)); err == nil && string(record[:4]) == zipEnd64 {
			return binary.LittleEndian.Uint64(record[32:]), binary.LittleEndian.Uint64(record[40:]),
				binary.LittleEndian.Uint64(record[48:]), int64(start), true
		}
	}
	return
}
