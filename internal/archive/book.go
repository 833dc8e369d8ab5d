package archive

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// Records of a workbook of Excel 97 to 2003.
const (
	bookLocked   = 0x002f // it is encrypted from here on
	bookContinue = 0x003c
	bookShared   = 0x00fc // the texts of all cells
	bookCell     = 0x00fd // a cell with a shared text
	bookLabel    = 0x0204 // a cell with a text of its own
	bookBegin    = 0x0809 // a sheet
)

// A bookRecord is a record, with the parts of it that are in records of their own.
type bookRecord struct {
	kind  int
	parts [][]byte
}

// bookRecords calls each for the records of a workbook.
func bookRecords(data []byte, each func(bookRecord) bool) {
	var last bookRecord
	c := cursor{data: data}
	for {
		kind, size := c.little(2), c.little(2)
		body := c.take(min(size, len(data)-c.at))
		if kind == bookContinue && !c.cut {
			last.parts = append(last.parts, body)
			continue
		}
		if last.kind != 0 && !each(last) || c.cut {
			return
		}
		last = bookRecord{kind, [][]byte{body}}
	}
}

// isLockedBook reports whether a workbook is encrypted.
func isLockedBook(data []byte) bool {
	n, locked := 0, false
	bookRecords(data, func(r bookRecord) bool {
		n++
		locked = r.kind == bookLocked
		return n < 20 && !locked
	})
	return locked
}

// bookRows returns the texts of a workbook: those of a row as a line, with tabs between, and then
// the shared texts that no cell has. A file has each text once, however many cells have it, so
// the text of all of them is bounded.
func bookRows(data []byte) []byte {
	const most = 64 << 10 // cells with the same text add no more than this to each megabyte
	var shared []string
	var out []byte
	limit := 4*len(data) + most
	used := map[int]bool{}
	row := -1
	cell := func(at int, text string) {
		switch text = strings.NewReplacer("\t", " ", "\r", " ", "\n", " ").Replace(text); {
		case len(out) > limit:
		case row == at:
			out = append(append(out, '\t'), text...)
		default:
			out = append(append(out, '\n'), text...)
		}
		row = at
	}
	bookRecords(data, func(r bookRecord) bool {
		c := cursor{data: r.parts[0]}
		switch r.kind {
		case bookBegin:
			row = -1
		case bookShared:
			shared = append(shared, bookShares(r.parts)...)
		case bookCell:
			at := c.little(2)
			c.take(4)
			if i := c.little(4); !c.cut && i < len(shared) {
				used[i] = true
				cell(at, shared[i])
			}
		case bookLabel:
			at := c.little(2)
			c.take(4)
			texts := bookTexts{parts: [][]byte{c.data[c.at:]}}
			if text, ok := texts.next(); ok {
				cell(at, text)
			}
		}
		return true
	})
	for i, text := range shared {
		if row = -1; !used[i] {
			cell(0, text)
		}
	}
	return out
}

// bookShares returns the texts that cells share.
func bookShares(parts [][]byte) (all []string) {
	const head = 8 // two numbers
	if len(parts[0]) < head {
		return nil
	}
	texts := bookTexts{parts: append([][]byte{parts[0][head:]}, parts[1:]...)}
	for {
		text, ok := texts.next()
		if !ok {
			return all
		}
		all = append(all, text)
	}
}

// bookTexts reads texts that go on from one part to the next.
type bookTexts struct{ parts [][]byte }

// take returns the next n bytes of what is no text.
func (b *bookTexts) take(n int) (out []byte) {
	for n > 0 && len(b.parts) > 0 {
		part := b.parts[0]
		m := min(n, len(part))
		out, n = append(out, part[:m]...), n-m
		if b.parts[0] = part[m:]; m == len(part) {
			b.parts = b.parts[1:]
		}
	}
	return out
}

// next reads a text: its length, flags, the number of its formats, the size of its sounds, the text,
// and both. Where a part ends within the text, the next begins with flags.
func (b *bookTexts) next() (string, bool) {
	head := b.take(3)
	if len(head) < 3 {
		return "", false
	}
	left, flags, behind := int(binary.LittleEndian.Uint16(head)), head[2], 0
	number := func(size int) int {
		var n [4]byte
		copy(n[:], b.take(size))
		return int(min(binary.LittleEndian.Uint32(n[:]), 1<<24))
	}
	if flags&8 != 0 {
		behind = 4 * number(2)
	}
	if flags&4 != 0 {
		behind += number(4)
	}
	var units []uint16
	for left > 0 && len(b.parts) > 0 {
		size := 1 + int(flags&1)
		part := b.parts[0]
		n := min(left, len(part)/size)
		for i := range n {
			if size == 2 {
				units = append(units, binary.LittleEndian.Uint16(part[2*i:]))
			} else {
				units = append(units, uint16(part[i]))
			}
		}
		b.parts[0] = part[n*size:]
		if left -= n; left == 0 {
			break
		}
		if b.parts = b.parts[1:]; len(b.parts) > 0 && len(b.parts[0]) > 0 {
			flags = b.parts[0][0]
			b.parts[0] = b.parts[0][1:]
		}
	}
	b.take(behind)
	return string(utf16.Decode(units)), true
}
