package archive

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf16"
)

// A plist reads a binary property list: objects that refer to others by number, a table of
// where they are, and a trailer.
//
// Source: Apple's CFBinaryPList.c.
type plist struct {
	data       []byte
	table      []byte
	size, refs int // bytes of an offset, and of a number
	found      *constants
	seen       map[uint64]string // texts of the objects that were read
	depth      int
	left       int // bytes of texts that may be read: hostile objects lie over each other
}

func binaryPlist(data []byte, found *constants) {
	const trailer = 32
	if len(data) < trailer+8 {
		return
	}
	end := data[len(data)-trailer:]
	p := &plist{data: data[:len(data)-trailer], size: int(end[6]), refs: int(end[7]), found: found, seen: map[uint64]string{}, left: 2 * len(data)}
	count, top, at := binary.BigEndian.Uint64(end[8:]), binary.BigEndian.Uint64(end[16:]), binary.BigEndian.Uint64(end[24:])
	if hi, n := bits.Mul64(count, uint64(p.size)); hi != 0 || at > uint64(len(p.data)) || n > uint64(len(p.data))-at || p.size > 8 || p.refs > 8 {
		return
	}
	p.table = p.data[at:][:count*uint64(p.size)]
	p.object(top)
}

func bigEndian(b []byte) (n uint64) {
	for _, v := range b {
		n = n<<8 | uint64(v)
	}
	return n
}

// object returns the text of an object, which it reads with all that is in it, once.
func (p *plist) object(number uint64) string {
	text, known := p.seen[number]
	if !known {
		p.seen[number] = ""
		text = p.read(number)
		p.seen[number] = text
	}
	return text
}

func (p *plist) read(number uint64) string {
	if p.size == 0 || number >= uint64(len(p.table)/p.size) || p.depth > maxSerialDepth || p.left < 0 {
		return ""
	}
	at := bigEndian(p.table[number*uint64(p.size):][:p.size])
	if at >= uint64(len(p.data)) {
		return ""
	}
	c := cursor{data: p.data, at: int(at)}
	head := c.u1()
	n := head & 0xf
	if n == 0xf {
		n = int(min(bigEndian(c.take(1<<(c.u1()&7))), 1<<40))
	}
	switch head >> 4 {
	case 4, 5, 7: // bytes, ASCII, UTF-8
		return p.text(string(c.take(n)))
	case 6:
		b := c.take(2 * n)
		units := make([]uint16, 0, len(b)/2)
		for ; len(b) > 0; b = b[2:] {
			units = append(units, binary.BigEndian.Uint16(b))
		}
		return p.text(string(utf16.Decode(units)))
	case 0xa, 0xb, 0xc:
		p.depth++
		for items := p.items(&c, n); len(items) > 0; items = items[p.refs:] {
			p.object(bigEndian(items[:p.refs]))
		}
		p.depth--
	case 0xd:
		p.depth++
		names := p.items(&c, n)
		l := loads{to: p.found}
		for values := p.items(&c, n); len(values) > 0; names, values = names[p.refs:], values[p.refs:] {
			name := p.object(bigEndian(names[:p.refs]))
			l.assign(name, p.object(bigEndian(values[:p.refs])))
		}
		p.depth--
	}
	return ""
}

// items returns the numbers of the objects in a list.
func (p *plist) items(c *cursor, n int) []byte {
	items := c.take(n * p.refs)
	p.left -= len(items)
	return items
}

func (p *plist) text(text string) string {
	p.left -= len(text)
	if !isPlainText(text) {
		return ""
	}
	p.found.add(text)
	return text
}
