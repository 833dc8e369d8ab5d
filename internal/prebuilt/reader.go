package prebuilt

import (
	"errors"
	"math"
)

// A Reader reads what a Writer wrote, from the beginning on. Strings are views
// of it. Past the end, or in what no Writer wrote, it reads zeros and keeps
// the error for Err.
type Reader struct {
	rest   string        // numbers
	text   string        // of strings
	common func() string // gives what texts are pieces of
	bad    bool
	arena  []string // what Strings has not given away yet
	lists  int      // how many strings to make room for at once
}

// errBroken can only be seen in a program that was built from a broken file.
var errBroken = errors.New("the built-in rules of this program are broken: run go generate ./... and build it again")

// NewReader returns a reader of what a Writer wrote.
func NewReader(text string) *Reader {
	r := &Reader{rest: text}
	numbers := r.Len()
	r.rest, r.text = r.rest[:numbers], r.rest[numbers:]
	return r
}

// Err returns the first error.
func (r *Reader) Err() error {
	if r.bad {
		return errBroken
	}
	return nil
}

func (r *Reader) fail() { r.bad, r.rest, r.text = true, "", "" }

// More reports whether anything is left.
func (r *Reader) More() bool { return len(r.rest)+len(r.text) > 0 }

// Uint reads what Writer.Uint wrote.
func (r *Reader) Uint() uint64 {
	var n uint64
	for i := 0; i < len(r.rest) && i < 10; i++ {
		b := r.rest[i]
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			r.rest = r.rest[i+1:]
			return n
		}
	}
	r.fail()
	return 0
}

// Int reads what Writer.Int wrote.
func (r *Reader) Int() int {
	n := r.Uint()
	return int(int64(n>>1) ^ -int64(n&1))
}

// Bool reads what Writer.Bool wrote.
func (r *Reader) Bool() bool { return r.Uint() != 0 }

// Float reads what Writer.Float wrote.
func (r *Reader) Float() float64 { return math.Float64frombits(r.Word()) }

// Word reads what Writer.Word wrote.
func (r *Reader) Word() uint64 {
	s := r.take(8)
	if len(s) < 8 {
		return 0
	}
	return Uint64(s, 0)
}

// String reads what Writer.String wrote.
func (r *Reader) String() string {
	n := r.Uint()
	if n > uint64(len(r.text)) {
		r.fail()
		return ""
	}
	s := r.text[:n]
	r.text = r.text[n:]
	return s
}

// Many makes the Reader ready for many lists of strings, which then share memory.
func (r *Reader) Many() { r.lists = 1024 }

// Strings reads what Writer.Strings wrote. An empty list is nil. Lists share
// memory: they may be extended, but must not be written to.
func (r *Reader) Strings() []string {
	n := r.Len()
	if n == 0 {
		return nil
	}
	if len(r.arena) < n {
		r.arena = make([]string, max(n, r.lists))
	}
	list := r.arena[:n:n]
	r.arena = r.arena[n:]
	for i := range list {
		list[i] = r.String()
	}
	return list
}

// Len reads a number of things that follow, each of at least one byte.
func (r *Reader) Len() int {
	n := r.Uint()
	if n > uint64(len(r.rest)) {
		r.fail()
		return 0
	}
	return int(n)
}

// take takes so many bytes of the numbers.
func (r *Reader) take(n int) string {
	if n > len(r.rest) {
		r.fail()
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

// skip leaves out so many bytes of the numbers and of the text.
func (r *Reader) skip(numbers, text int) {
	if numbers > len(r.rest) || text > len(r.text) {
		r.fail()
		return
	}
	r.rest, r.text = r.rest[numbers:], r.text[text:]
}

// Words reads as many words as the list has.
func (r *Reader) Words(list []uint64) {
	s := r.take(8 * len(list))
	if len(s) < 8*len(list) {
		return
	}
	for i := range list {
		list[i] = Uint64(s, 8*i)
	}
}

// Uint16 gives the number in two bytes at an offset of text, as LittleEndian of
// encoding/binary writes it. Records of such numbers are used where they are, and not
// read into structs.
func Uint16(text string, at int) uint16 {
	s := text[at : at+2]
	return uint16(s[0]) | uint16(s[1])<<8
}

// Uint32 gives the number in four bytes at an offset of text.
func Uint32(text string, at int) uint32 {
	s := text[at : at+4]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// Uint64 gives the number in eight bytes at an offset of text.
func Uint64(text string, at int) uint64 {
	s := text[at : at+8]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}
