package archive

import (
	"encoding/binary"
	"errors"
	"io"
)

// A marshal reads the objects of compiled Python.
//
// Source: Python's Python/marshal.c.
type marshal struct {
	version  pythonVersion
	data     cursor
	refs     []object
	interned []object // of Python 2
	found    constants
	bad      error
}

// An object is a text, a list of texts, or something else.
type object struct {
	text   string
	texts  []string // of a list: those of its objects, "" for what is no text
	list   []object // of a list; nil in what was referred to
	isList bool
}

const (
	refFlag         = 0x80 // a later object may refer to this one
	maxMarshalDepth = 200
)

var errMarshal = errors.New("not as compiled Python must be")

func (m *marshal) err() error {
	if m.data.cut {
		return io.ErrUnexpectedEOF
	}
	return m.bad
}

// size reads a number of four bytes.
func (m *marshal) size() int {
	if b := m.data.take(4); b != nil {
		return int(int32(binary.LittleEndian.Uint32(b)))
	}
	return 0
}

// object reads an object and all in it, and writes the texts of code.
func (m *marshal) object(depth int) object {
	kind := byte(m.data.u1())
	if depth > maxMarshalDepth {
		m.bad = errMarshal
	}
	if m.err() != nil {
		return object{}
	}
	ref := -1
	if kind&refFlag != 0 && !m.version.two {
		kind &^= refFlag
		ref = len(m.refs)
		m.refs = append(m.refs, object{})
	}
	o := m.body(kind, depth)
	if ref >= 0 {
		m.refs[ref] = object{text: o.text, texts: o.texts, isList: o.isList}
	}
	return o
}

func (m *marshal) body(kind byte, depth int) object {
	c := &m.data
	switch kind {
	case '0', 'N', 'F', 'T', 'S', '.':
	case 'i':
		c.take(4)
	case 'I', 'g':
		c.take(8)
	case 'y':
		c.take(16)
	case 'f':
		c.take(c.u1())
	case 'x':
		c.take(c.u1())
		c.take(c.u1())
	case 'l':
		n := m.size()
		c.take(2 * max(n, -n))
	case 's', 'u', 'a', 'A', 't':
		o := m.string(c.take(m.size()))
		if kind == 't' && m.version.two {
			m.interned = append(m.interned, o)
		}
		return o
	case 'z', 'Z':
		return m.string(c.take(c.u1()))
	case 'r':
		return m.referred(m.refs)
	case 'R':
		return m.referred(m.interned)
	case '(', '[', '<', '>':
		return m.list(m.size(), depth)
	case ')':
		return m.list(c.u1(), depth)
	case '{':
		for m.err() == nil {
			if c.at < len(c.data) && c.data[c.at] == '0' {
				c.take(1)
				break
			}
			m.object(depth + 1)
			m.object(depth + 1)
		}
	case ':':
		m.list(3, depth)
	case 'c':
		m.code(depth)
	default:
		m.bad = errMarshal
	}
	return object{}
}

// string returns a text. What code is written in is one, too.
func (m *marshal) string(data []byte) object {
	m.found.add(string(data))
	return object{text: string(data)}
}

func (m *marshal) referred(to []object) object {
	i := m.size()
	if i < 0 || i >= len(to) {
		m.bad = errMarshal
		return object{}
	}
	return to[i]
}

func (m *marshal) list(n, depth int) object {
	o := object{isList: true}
	for ; n > 0 && m.err() == nil; n-- {
		item := m.object(depth + 1)
		o.list, o.texts = append(o.list, item), append(o.texts, item.text)
	}
	return o
}

// code reads an object of code.
func (m *marshal) code(depth int) {
	m.data.take(4 * m.version.longs)
	next := func() object { return m.object(depth + 1) }
	code, consts, names := next(), next(), next()
	variables := next()
	rest := 4 // free variables, cell variables, file, name
	if m.version.places {
		rest = 4 // kinds of variables, file, name, qualified name
	}
	for range rest {
		next()
	}
	m.data.take(4)
	next() // lines
	if m.version.places {
		next() // exceptions
	}
	if m.err() == nil {
		m.pythonCode([]byte(code.text), consts.list, names.list, variables.list)
	}
}
