package archive

import (
	"encoding/binary"
	"math/bits"
	"strings"
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
	objects    []byte            // numbers of the objects that those of NSKeyedArchiver refer to
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
	p.objects = p.archived(top)
	p.object(top)
}

// archived returns the numbers of all objects in what NSKeyedArchiver writes: a list of them, that
// refer to one another by their place in it.
func (p *plist) archived(top uint64) []byte {
	c, kind, n := p.head(top)
	if kind != plistMap {
		return nil
	}
	names := p.items(&c, n)
	for values := p.items(&c, n); len(values) > 0; names, values = names[p.refs:], values[p.refs:] {
		name, kind, n := p.head(bigEndian(names[:p.refs]))
		if kind != plistASCII || string(name.take(n)) != "$objects" {
			continue
		}
		if list, kind, n := p.head(bigEndian(values[:p.refs])); kind == plistList {
			return p.items(&list, n)
		}
	}
	return nil
}

// Kinds of objects.
const (
	plistBytes = 4
	plistASCII = 5
	plistUTF16 = 6
	plistUTF8  = 7
	plistUID   = 8
	plistList  = 0xa
	plistMap   = 0xd
)

// head returns a cursor behind the head of an object, its kind, and how many bytes or objects it
// has. There is no object of the kind 0.
func (p *plist) head(number uint64) (c cursor, kind, n int) {
	if p.size == 0 || number >= uint64(len(p.table)/p.size) || p.left < 0 {
		return c, 0, 0
	}
	at := bigEndian(p.table[number*uint64(p.size):][:p.size])
	if at >= uint64(len(p.data)) {
		return c, 0, 0
	}
	c = cursor{data: p.data, at: int(at)}
	head := c.u1()
	n = head & 0xf
	if n == 0xf {
		n = int(min(bigEndian(c.take(1<<(c.u1()&7))), 1<<40))
	}
	return c, head >> 4, n
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
	c, kind, n := p.head(number)
	if p.depth > maxSerialDepth {
		return ""
	}
	switch kind {
	case plistUID:
		// All that is no text is read as a part of the list.
		if at := int(min(bigEndian(c.take(n+1)), 1<<32)) * p.refs; p.refs > 0 && at+p.refs <= len(p.objects) {
			to := bigEndian(p.objects[at:][:p.refs])
			if _, kind, _ := p.head(to); kind == plistASCII || kind == plistUTF16 || kind == plistUTF8 {
				return p.object(to)
			}
		}
	case plistBytes, plistASCII, plistUTF8:
		return p.text(string(c.take(n)))
	case plistUTF16:
		b := c.take(2 * n)
		units := make([]uint16, 0, len(b)/2)
		for ; len(b) > 0; b = b[2:] {
			units = append(units, binary.BigEndian.Uint16(b))
		}
		return p.text(string(utf16.Decode(units)))
	case plistList, 0xb, 0xc:
		p.depth++
		for items := p.items(&c, n); len(items) > 0; items = items[p.refs:] {
			p.object(bigEndian(items[:p.refs]))
		}
		p.depth--
	case plistMap:
		p.depth++
		names := p.items(&c, n)
		l := loads{to: p.found}
		lists := map[string][]byte{}
		for values := p.items(&c, n); len(values) > 0; names, values = names[p.refs:], values[p.refs:] {
			name, value := p.object(bigEndian(names[:p.refs])), bigEndian(values[:p.refs])
			l.assign(name, p.object(value))
			if list, kind, n := p.head(value); kind == plistList && strings.HasPrefix(name, "NS.") {
				lists[name] = p.items(&list, n)
			}
		}
		names, values := lists["NS.keys"], lists["NS.objects"] // of a map of NSKeyedArchiver
		for ; min(len(names), len(values)) > 0; names, values = names[p.refs:], values[p.refs:] {
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
