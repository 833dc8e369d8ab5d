package archive

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf8"
)

// Programs serialize their objects: settings, sessions, caches, models. The texts are in such
// a file as they are, but the bytes around them say which is the name of which. A length that
// happens to be a printable character even looks like a part of the text.
//
// The readers below show names with values, and then all other texts. They are lenient: what
// they do not understand ends them without a word, because the file itself is scanned, too.

// serials are the kinds with a magic number.
var serials = []struct {
	kind  Kind
	magic string
}{
	{Plist, "bplist0"}, {JavaObject, "\xac\xed\x00\x05"},
	{Pickle, "\x80\x02"}, {Pickle, "\x80\x03"}, {Pickle, "\x80\x04\x95"}, {Pickle, "\x80\x05\x95"},
	{Pickle, "(dp0\n"}, {Pickle, "(dp1\n"}, {Pickle, "(lp0\n"}, {Pickle, "(lp1\n"}, {Pickle, "ccopy_reg\n_reconstructor\n"},
}

// serialMagic returns the kind of serialized objects that a magic number names, or "".
func serialMagic(head []byte) Kind {
	switch head[0] {
	case 'b', 0xac, 0x80, '(', 'c':
		for _, s := range serials {
			if len(head) >= len(s.magic) && string(head[:len(s.magic)]) == s.magic {
				return s.kind
			}
		}
	}
	return ""
}

// serialTrial returns the kind of serialized objects that data, which is no text, can be read as,
// or "". Such data has no magic number, so all of it must be as its kind demands.
func serialTrial(head []byte) Kind {
	whole := len(head) < HeadLen
	switch b := head[0]; {
	case 0x81 <= b && b <= 0x8f && isPackedText(head[1]), b == 0xde && isPackedText(head[3]):
		if p := (&serialPack{cursor: cursor{data: head}}); p.messagePack(0).keys > 0 && p.fits(whole) {
			return MessagePack
		}
	case (0xa1 <= b && b <= 0xb7 || b == 0xbf) && head[1]>>5 == 3, b == 0xb8 && head[2]>>5 == 3, b == 0xd9 && head[1] == 0xd9 && head[2] == 0xf7:
		if p := (&serialPack{cursor: cursor{data: head}}); p.cbor(0).keys > 0 && p.fits(whole) {
			return CBOR
		}
	}
	if isBSON(head) {
		return BSON
	}
	return ""
}

// isPackedText reports whether a text of MessagePack begins with a byte, as the first name of
// a map does. It excludes most other files at once.
func isPackedText(b byte) bool { return 0xa1 <= b && b < 0xc0 || 0xd9 <= b && b <= 0xdb }

// serialReader opens a kind: read gives the names and texts of some data.
func serialReader(read func(data []byte, found *constants)) func(*walker, *input) error {
	return func(w *walker, in *input) error {
		data, err := io.ReadAll(io.LimitReader(in, int64(min(maxCompiled, w.budget.whole()))))
		if err != nil {
			return err
		}
		found := &constants{}
		read(data, found)
		if len(found.named) == 0 && len(found.texts) == 0 {
			return nil
		}
		return w.constants(found)
	}
}

// A serialPack reads MessagePack or CBOR.
//
// Sources: the specification of MessagePack; RFC 8949.
type serialPack struct {
	cursor
	found constants
	bad   bool
}

// A packedValue is what was read: a text, or a map with some names.
type packedValue struct {
	text string
	keys int
}

// maxSerialDepth is how deep values may be in one another.
const maxSerialDepth = 100

func readPacked(next func(*serialPack, int) packedValue) func([]byte, *constants) {
	return func(data []byte, found *constants) {
		p := &serialPack{cursor: cursor{data: data}}
		for p.at < len(data) && !p.bad && !p.cut { // several objects are one behind the other
			next(p, 0)
		}
		*found = p.found
	}
}

// fits reports whether all of the data was read, or all that there is of its beginning.
func (p *serialPack) fits(whole bool) bool {
	if whole {
		return !p.bad && !p.cut && p.at > 0
	}
	return !p.bad
}

func (p *serialPack) uint(size int) int {
	n := uint64(0)
	for _, b := range p.take(size) {
		n = n<<8 | uint64(b)
	}
	return int(min(n, 1<<40))
}

func (p *serialPack) text(size int, isText bool) packedValue {
	data := p.take(size)
	if !utf8.Valid(data) {
		p.bad = p.bad || isText && !p.cut
		return packedValue{}
	}
	p.found.add(string(data))
	return packedValue{text: string(data)}
}

// items reads the values of a list, or the names and values of a map. A size of -1 is one up
// to a mark of the end.
func (p *serialPack) items(size int, isMap bool, depth int, next func(int) packedValue) (v packedValue) {
	for i := 0; (size < 0 || i < size) && !p.bad && !p.cut; i++ {
		if size < 0 && p.at < len(p.data) && p.data[p.at] == 0xff {
			p.at++
			break
		}
		name := next(depth + 1)
		if isMap {
			value := next(depth + 1)
			if name.text != "" && isPlainText(name.text) {
				v.keys++
				l := loads{to: &p.found}
				l.assign(name.text, value.text)
			}
		}
	}
	return v
}

func (p *serialPack) messagePack(depth int) packedValue {
	kind := p.u1()
	if p.bad = p.bad || depth > maxSerialDepth; p.bad || p.cut {
		return packedValue{}
	}
	switch {
	case kind < 0x80, kind >= 0xe0, kind == 0xc0, kind == 0xc2, kind == 0xc3:
	case kind < 0x90:
		return p.items(kind&0xf, true, depth, p.messagePack)
	case kind < 0xa0:
		return p.items(kind&0xf, false, depth, p.messagePack)
	case kind < 0xc0:
		return p.text(kind&0x1f, true)
	case kind == 0xc1:
		p.bad = true
	case kind <= 0xc6: // bytes
		return p.text(p.uint(1<<(kind-0xc4)), false)
	case kind <= 0xc9: // an extension
		p.take(p.uint(1<<(kind-0xc7)) + 1)
	case kind <= 0xcb: // floating point
		p.take(4 << (kind - 0xca))
	case kind <= 0xcf:
		p.take(1 << (kind - 0xcc))
	case kind <= 0xd3:
		p.take(1 << (kind - 0xd0))
	case kind <= 0xd8:
		p.take(1<<(kind-0xd4) + 1)
	case kind <= 0xdb:
		return p.text(p.uint(1<<(kind-0xd9)), true)
	case kind <= 0xdd:
		return p.items(p.uint(2<<(kind-0xdc)), false, depth, p.messagePack)
	default:
		return p.items(p.uint(2<<(kind-0xde)), true, depth, p.messagePack)
	}
	return packedValue{}
}

func (p *serialPack) cbor(depth int) packedValue {
	head := p.u1()
	if p.bad = p.bad || depth > maxSerialDepth; p.bad || p.cut {
		return packedValue{}
	}
	size := head & 0x1f
	switch {
	case size >= 24 && size <= 27:
		size = p.uint(1 << (size - 24))
	case size == 31 && head>>5 >= 2 && head>>5 <= 5:
		size = -1
	case size > 27:
		p.bad = true
	}
	switch head >> 5 {
	case 2, 3:
		if size < 0 { // in parts
			var text strings.Builder
			for p.at < len(p.data) && p.data[p.at] != 0xff && !p.bad && !p.cut {
				text.WriteString(p.cbor(depth + 1).text)
			}
			p.take(1)
			return packedValue{text: text.String()}
		}
		return p.text(size, head>>5 == 3)
	case 4, 5:
		return p.items(size, head>>5 == 5, depth, p.cbor)
	case 6: // a tag
		return p.cbor(depth + 1)
	}
	return packedValue{}
}

// isBSON reports whether data begins with a document of BSON: its length, elements with a kind
// and a name, a zero.
func isBSON(head []byte) bool {
	if len(head) < 12 || head[3] != 0 || head[2] > 0x20 || head[4] == 0 || head[4] > 0x13 {
		return false
	}
	size := int(binary.LittleEndian.Uint32(head))
	if size <= len(head) {
		return size >= 12 && head[size-1] == 0 && readBSON(head[:size], &constants{}, 0)
	}
	n := bytes.IndexByte(head[5:], 0)
	return len(head) >= HeadLen && n > 0 && isSettingName(string(head[5:5+n]))
}

// readBSON reads a document, and reports whether it is as it must be.
//
// Source: bsonspec.org, version 1.1.
func readBSON(doc []byte, found *constants, depth int) bool {
	c := cursor{data: doc, at: 4}
	size := func() int {
		if b := c.take(4); b != nil {
			return int(int32(binary.LittleEndian.Uint32(b)))
		}
		return 0
	}
	name := func() string {
		n := bytes.IndexByte(c.data[c.at:], 0)
		if n < 0 {
			c.cut = true
			return ""
		}
		return string(c.take(n + 1)[:n])
	}
	l := loads{to: found}
	for depth < maxSerialDepth && !c.cut {
		kind := c.u1()
		if kind == 0 {
			return !c.cut
		}
		key := name()
		switch kind {
		case 0x02, 0x0d, 0x0e: // texts
			n := size()
			if text := c.take(n); n > 0 && text != nil {
				found.add(string(text[:n-1]))
				l.assign(key, string(text[:n-1]))
			}
		case 0x03, 0x04: // documents, lists
			n := size()
			if c.at -= 4; c.at < 0 || !readBSON(c.take(n), found, depth+1) {
				return false
			}
		case 0x05:
			n := size()
			c.take(1)
			c.take(n)
		case 0x06, 0x0a, 0xff, 0x7f:
		case 0x07:
			c.take(12)
		case 0x08:
			c.take(1)
		case 0x01, 0x09, 0x11, 0x12:
			c.take(8)
		case 0x0b:
			l.assign(key, name())
			name()
		case 0x0c:
			c.take(size())
			c.take(12)
		case 0x0f:
			n := size()
			c.take(n - 4)
		case 0x10:
			c.take(4)
		case 0x13:
			c.take(16)
		default:
			return false
		}
	}
	return false
}

// bsonFile reads the documents of a file, as mongodump writes it.
func bsonFile(data []byte, found *constants) {
	for len(data) > 4 {
		n := int64(binary.LittleEndian.Uint32(data))
		doc := data[:max(5, min(int64(len(data)), n))]
		if !readBSON(doc, found, 0) {
			return
		}
		data = data[len(doc):]
	}
}
