package archive

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// sstable visits the blocks of a table of LevelDB or RocksDB: browsers keep what pages store in
// them. Blocks are compressed, and a key lacks what it has in common with the one before it.
//
// Sources: doc/table_format.md of LevelDB; table/format.cc and
// table/block_based/block_builder.cc of RocksDB.
func (w *walker) sstable(in *input) error {
	data, release, unread := w.whole(in)
	defer release()
	if !isSSTable(data) {
		return unexpected(unread)
	}
	t := ssTable{walker: w, data: data}
	foot := data[len(data)-sstFoot:]
	if string(data[len(data)-8:]) == rocksDBMagic {
		foot = data[len(data)-sstNewFoot:]
		t.version = int(binary.LittleEndian.Uint32(foot[len(foot)-12:]))
		foot = foot[1:] // the kind of checksums
	}
	if t.version > 5 {
		return unknown("version", t.version)
	}
	c := cursor{data: foot}
	c.handle() // of tables about the table
	index, err := t.block(c.handle())
	if err != nil {
		return err
	}
	blocks := &sstBlock{cursor: cursor{data: bytes.Clone(withoutRestarts(index))}, index: t.version >= 4}
	var last error
	for blocks.entry() {
		at := cursor{data: blocks.value}
		offset, size := at.handle()
		data, err := t.block(offset, size)
		if stopped := ofStop(err); stopped != nil {
			return stopped
		} else if err != nil {
			last = err
			continue
		}
		var text []byte
		block := &sstBlock{cursor: cursor{data: withoutRestarts(data)}}
		for block.entry() && len(text) <= 8*len(data)+1<<20 { // hostile keys have much in common
			text = appendPair(text, block.key[:max(0, len(block.key)-8)], block.value)
		}
		if err := w.text(strconv.Itoa(offset), offset, text); err != nil {
			return err
		}
	}
	return last
}

const (
	levelDBMagic = "\x57\xfb\x80\x8b\x24\x75\x47\xdb"
	rocksDBMagic = "\xf7\xcf\xf4\x85\xb7\x41\xe2\x88"
	sstFoot      = 48 // bytes of the end of a table
	sstNewFoot   = 53 // the same of RocksDB
)

// isSSTable reports whether data ends as a table does.
func isSSTable(tail []byte) bool {
	if len(tail) < sstNewFoot {
		return false
	}
	end := string(tail[len(tail)-8:])
	return end == levelDBMagic || end == rocksDBMagic
}

type ssTable struct {
	*walker
	data    []byte
	version int // of the format of RocksDB
}

// uvarint reads a number.
func (c *cursor) uvarint() int {
	v, n := binary.Uvarint(c.data[c.at:])
	if n <= 0 {
		c.take(-1)
		return 0
	}
	c.at += n
	return int(min(v, 1<<40))
}

// handle reads where a block is.
func (c *cursor) handle() (offset, size int) {
	offset = c.uvarint()
	return offset, c.uvarint()
}

// block decodes a block.
func (t *ssTable) block(offset, size int) ([]byte, error) {
	if offset >= len(t.data) || size >= len(t.data)-offset {
		return nil, errors.New("a block is behind the end")
	}
	packed, method := t.data[offset:offset+size], t.data[offset+size]
	left := -1
	if t.version >= 2 && method > 1 {
		c := cursor{data: packed}
		left = c.uvarint()
		packed = packed[c.at:]
	}
	isRocks := string(t.data[len(t.data)-8:]) == rocksDBMagic
	switch method {
	case 0:
		return packed, nil
	case 1:
		return t.walker.block(codecSnappy, packed, -1)
	case 2:
		if isRocks {
			return t.walker.block(codecDeflate, packed, left)
		}
		return t.walker.block(codecZlib, packed, left)
	case 4, 5:
		if !isRocks { // of a game
			return t.walker.block(codecDeflate, packed, -1)
		}
		return t.walker.block(codecLz4, packed, left)
	case 7:
		return t.walker.block(codecZstd, packed, left)
	}
	return nil, unknown("method", method)
}

// An sstBlock reads the entries of a block.
type sstBlock struct {
	cursor
	index      bool // a value is where a block is, and its length is not written
	key, value []byte
}

// withoutRestarts leaves out the places at the end of a block at which keys are whole.
func withoutRestarts(data []byte) []byte {
	if n := len(data) - 4; n >= 0 {
		data = data[:max(0, n-4*int(binary.LittleEndian.Uint32(data[n:])&0xffffff))]
	}
	return data
}

// entry reads an entry. Its key lacks what it has in common with the one before it.
func (b *sstBlock) entry() bool {
	if b.at >= len(b.data) {
		return false
	}
	common, rest, size := b.uvarint(), b.uvarint(), 0
	if !b.index {
		size = b.uvarint()
	}
	own := b.take(rest)
	if b.cut || common > len(b.key) {
		return false
	}
	b.key = append(b.key[:common], own...)
	if b.index {
		at := b.at
		b.handle()
		size, b.at = b.at-at, at
	}
	b.value = b.take(size)
	return !b.cut
}

// appendPair appends a key and its value as a line. Of a key that holds other bytes, such as the
// address of a page in a browser, only what is behind the last of them is its name. Browsers
// write a byte before a text that says which kind it is, and UTF-16.
func appendPair(out, key, value []byte) []byte {
	name := key
	if i := bytes.LastIndexFunc(key, func(r rune) bool { return r < ' ' || r == utf8.RuneError }); i >= 0 {
		name = key[i+1:]
	}
	if len(value) > 2 && value[0] == 0 && len(value)%2 == 1 {
		if wide := utf16Text(value[1:]); isPlainText(wide) {
			value = []byte(wide)
		}
	} else if len(value) > 1 && value[0] == 1 {
		value = value[1:]
	}
	if isSettingName(string(name)) && isPlainText(string(value)) && utf8.Valid(value) {
		return appendValue(append(append(out, name...), ": "...), string(value))
	}
	return append(append(append(append(out, key...), '\n'), value...), '\n')
}

// utf16Text is text of UTF-16 in little endian.
func utf16Text(data []byte) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}

// levelLog visits the records of a log of LevelDB or RocksDB. It is in blocks of 32 KiB, and a
// record that is in several is cut by the heads of its parts.
//
// Source: doc/log_format.md of LevelDB.
func (w *walker) levelLog(in *input) error {
	data, release, unread := w.whole(in)
	defer release()
	var record []byte
	begin := 0
	for at := 0; at+levelHead <= len(data); {
		if left := levelBlock - at%levelBlock; left < levelHead {
			at += left
			continue
		}
		size, kind := int(binary.LittleEndian.Uint16(data[at+4:])), data[at+6]
		if kind >= 5 { // of a log that is written again
			return unread
		}
		if kind == 0 { // what was not written to
			at += levelBlock - at%levelBlock
			continue
		}
		part := data[at+levelHead : min(len(data), at+levelHead+size)]
		if kind < 3 {
			record, begin = record[:0], at
		}
		record = append(record, part...)
		if at += levelHead + len(part); kind == 1 || kind == 4 {
			if err := w.text(strconv.Itoa(begin), begin, batchText(record)); err != nil {
				return err
			}
			record = record[:0]
		}
	}
	if len(record) > 0 { // it was cut
		return cmp.Or(w.text(strconv.Itoa(begin), begin, record), unread)
	}
	return unread
}

const (
	levelBlock = 32 << 10
	levelHead  = 7 // a checksum, a length, a kind
)

// isLevelLog reports whether data begins with a record, by its checksum.
func isLevelLog(head []byte) bool {
	if len(head) < levelHead+12 || head[6] != 1 && head[6] != 2 {
		return false
	}
	end := levelHead + int(binary.LittleEndian.Uint16(head[4:]))
	if end > min(len(head), levelBlock) || end < levelHead+12 {
		return false
	}
	sum := crc32.Checksum(head[6:end], crc32.MakeTable(crc32.Castagnoli))
	return binary.LittleEndian.Uint32(head) == (sum>>15|sum<<17)+0xa282ead8
}

// batchText is the keys and values that a record writes. A record of another kind is as it is.
func batchText(record []byte) (out []byte) {
	const head = 12 // the number of the first, and how many there are
	c := cursor{data: record, at: min(head, len(record))}
	for c.at < len(record) && !c.cut {
		switch kind := c.u1(); kind {
		case 0, 1:
			key := c.take(c.uvarint())
			var value []byte
			if kind == 1 {
				value = c.take(c.uvarint())
			}
			if !c.cut {
				out = appendPair(out, key, value)
			}
		default:
			c.cut = true
		}
	}
	if c.cut {
		return append(out, record...)
	}
	return out
}
