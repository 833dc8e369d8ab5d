package archive

import (
	"encoding/binary"
	"errors"
	"io"
)

// javaClass shows the texts among the constants of a compiled Java class, each as a line,
// and before them what is known of their names: the fields whose constant values they are,
// the fields that code stores them in, and calls with a name and a value.
//
// Source: The Java Virtual Machine Specification, sections 4.1 to 4.7 and 6.5.
func (w *walker) javaClass(in *input) error {
	data, err := w.small(in)
	if err != nil {
		return err
	}
	c := &classFile{cursor: cursor{data: data}}
	if err := c.read(); err != nil {
		return err
	}
	return w.constants(&c.found)
}

// maxCompiled is how many bytes a file of compiled code may have.
const maxCompiled = 8 << 20

// small reads all of a file that is to be held.
func (w *walker) small(in *input) ([]byte, error) {
	most := min(maxCompiled, w.budget.whole())
	data, err := io.ReadAll(io.LimitReader(in, int64(most)+1))
	if err == nil && len(data) > most {
		err = &Miss{Reason: TooLarge, Bytes: int64(len(data))}
	}
	return data, err
}

// isJavaClass reports whether a file begins as a class does, and not as a program for several
// processors of Apple, which has the same magic number.
func isJavaClass(head []byte) bool {
	return len(head) >= 10 && string(head[:4]) == "\xca\xfe\xba\xbe" && head[6] == 0 && head[7] >= 45
}

// A cursor reads numbers and texts, and notes when there are no more.
type cursor struct {
	data []byte
	at   int
	cut  bool
}

// take returns the next n bytes.
func (c *cursor) take(n int) []byte {
	if n < 0 || n > len(c.data)-c.at {
		c.cut, c.at = true, len(c.data)
		return nil
	}
	c.at += n
	return c.data[c.at-n : c.at]
}

func (c *cursor) u1() int {
	if b := c.take(1); b != nil {
		return int(b[0])
	}
	return 0
}

func (c *cursor) u2() int {
	if b := c.take(2); b != nil {
		return int(binary.BigEndian.Uint16(b))
	}
	return 0
}

// little reads a number of up to eight bytes in little endian, which is no more than 1<<40.
func (c *cursor) little(size int) int {
	var b [8]byte
	copy(b[:], c.take(size))
	return int(min(binary.LittleEndian.Uint64(b[:]), 1<<40))
}

func (c *cursor) u4() int {
	if b := c.take(4); b != nil {
		return int(binary.BigEndian.Uint32(b))
	}
	return 0
}

// A classConstant is an entry of the pool: a text, or a reference to one or two others.
type classConstant struct {
	tag         int
	text        string
	first, then int
}

// Tags of constants.
const (
	classText    = 1
	classString  = 8
	classField   = 9
	classNameful = 12
)

type classFile struct {
	cursor
	pool  []classConstant
	found constants
}

var errClass = errors.New("not as a Java class must be")

// read reads all of the file.
func (c *classFile) read() error {
	c.take(8)
	if err := c.readPool(); err != nil {
		return err
	}
	c.take(6)
	c.take(2 * c.u2()) // interfaces
	for range 2 {      // fields, and then methods
		for n := c.u2(); n > 0 && !c.cut; n-- {
			c.take(2)
			c.member(c.name(c.u2()))
		}
	}
	if c.cut {
		return io.ErrUnexpectedEOF
	}
	for _, k := range c.pool {
		if k.tag == classText {
			c.found.add(k.text)
		}
	}
	return nil
}

// readPool reads the constants. Numbers of eight bytes take two places.
func (c *classFile) readPool() error {
	count := c.u2()
	c.pool = make([]classConstant, max(count, 1))
	for i := 1; i < count; i++ {
		k := classConstant{tag: c.u1()}
		switch k.tag {
		case classText:
			k.text = string(c.take(c.u2()))
		case 7, classString, 16, 19, 20:
			k.first = c.u2()
		case 3, 4, classField, 10, 11, classNameful, 17, 18:
			k.first, k.then = c.u2(), c.u2()
		case 5, 6:
			c.take(8)
		case 15:
			c.take(3)
		default:
			return errClass
		}
		c.pool[i] = k
		if k.tag == 5 || k.tag == 6 {
			i++
		}
	}
	return nil
}

// constant returns an entry of the pool if it has a tag.
func (c *classFile) constant(i, tag int) (k classConstant, ok bool) {
	if i <= 0 || i >= len(c.pool) || c.pool[i].tag != tag {
		return k, false
	}
	return c.pool[i], true
}

func (c *classFile) name(i int) string {
	k, _ := c.constant(i, classText)
	return k.text
}

// str returns the text of a constant that is a string.
func (c *classFile) str(i int) (string, bool) {
	k, ok := c.constant(i, classString)
	return c.name(k.first), ok
}

// field returns the name of a field that code refers to.
func (c *classFile) field(i int) string {
	k, _ := c.constant(i, classField)
	k, _ = c.constant(k.then, classNameful)
	return c.name(k.first)
}

// member reads a field or a method.
func (c *classFile) member(name string) {
	l := loads{to: &c.found}
	c.take(2)
	for n := c.u2(); n > 0 && !c.cut; n-- {
		kind, size := c.name(c.u2()), c.u4()
		body := cursor{data: c.take(size)}
		switch kind {
		case "ConstantValue":
			if text, ok := c.str(body.u2()); ok {
				l.assign(name, text)
			}
		case "Code":
			body.take(4)
			c.code(&l, body.take(body.u4()))
		}
	}
}

// Instructions that load a constant, and that store into a field.
const (
	opLdc       = 0x12
	opLdcW      = 0x13
	opPutStatic = 0xb3
	opPutField  = 0xb5
)

// code looks for constants in code. It does not know how long other instructions are: what
// looks like one of these within another must refer to a text as well.
func (c *classFile) code(l *loads, code []byte) {
	u2 := func(i int) int {
		if i+2 > len(code) {
			return 0
		}
		return int(binary.BigEndian.Uint16(code[i:]))
	}
	for i := 0; i+1 < len(code); {
		text, ok, size := "", false, 1
		switch code[i] {
		case opLdc:
			text, ok = c.str(int(code[i+1]))
			size = 2
		case opLdcW:
			text, ok = c.str(u2(i + 1))
			size = 3
		}
		switch {
		case ok:
			l.load(text)
			i += size
			continue
		case code[i] == opPutStatic || code[i] == opPutField:
			l.store(c.field(u2(i + 1)))
		default:
			l.over()
		}
		i++
	}
	l.over()
}
