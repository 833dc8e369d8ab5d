package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// limits bound a report that is read: a few bytes of text can become hundreds in memory.
type limits struct {
	bytes   int64 // of the text
	objects int   // findings, locations, parts and all else in braces
	members int   // of objects and lists
	value   int   // bytes of one finding
	depth   int   // of brackets and braces
}

// usualLimits are some ten times what the largest reports have.
func usualLimits() limits {
	return limits{bytes: 2 << 30, objects: 4 << 20, members: 64 << 20, value: 256 << 20, depth: 64}
}

// errTooLarge is the cause of an error about a report that exceeds a limit.
var errTooLarge = errors.New("it is too large, or it was made to take up all memory")

// values splits a JSON text into its values, without a look into them, so that a
// report need not be in memory as a text and as a whole.
type values struct {
	r    *bufio.Reader
	most limits
	read limits // the sums up to now
}

func newValues(r io.Reader) *values {
	return &values{r: bufio.NewReaderSize(r, 256<<10), most: usualLimits()}
}

// next skips white space and returns the byte after it, which is read next.
func (v *values) next() (byte, error) {
	for {
		b, err := v.r.ReadByte()
		if err != nil {
			return 0, err
		}
		if b != ' ' && b != '\n' && b != '\r' && b != '\t' {
			return b, v.r.UnreadByte()
		}
		if err := v.count(1, 0, 0); err != nil {
			return 0, err
		}
	}
}

// take reads the next byte if it is the given one.
func (v *values) take(want byte) (bool, error) {
	b, err := v.next()
	if err != nil || b != want {
		return false, err
	}
	if _, err := v.r.ReadByte(); err != nil {
		return false, err
	}
	return true, v.count(1, 0, 0)
}

// must reads the next byte, which must be the given one.
func (v *values) must(want byte) error {
	ok, err := v.take(want)
	if err == nil && !ok {
		err = fmt.Errorf("%q is missing", want)
	}
	return within(err)
}

// within is the error of a read within a value, where no end may be.
func within(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// count adds to what was read, and holds it against the limits.
func (v *values) count(bytes, objects, members int) error {
	v.read.bytes += int64(bytes)
	v.read.objects += objects
	v.read.members += members
	if v.read.bytes > v.most.bytes || v.read.objects > v.most.objects || v.read.members > v.most.members {
		return errTooLarge
	}
	return nil
}

// value reads one value and returns its text. The text of what begins with no brace,
// bracket or quote ends before the next comma, bracket, brace or white space. It need
// not be valid JSON.
func (v *values) value() ([]byte, error) {
	first, err := v.next()
	if err != nil {
		return nil, within(err)
	}
	var text []byte
	s := splitter{most: v.most.depth}
	for done := false; !done; {
		if _, err := v.r.Peek(1); err != nil {
			if err == io.EOF && s.bare && len(text) > 0 {
				return text, nil
			}
			return nil, within(err)
		}
		piece, _ := v.r.Peek(v.r.Buffered())
		n := 0
		if n, done, err = s.end(piece); err != nil {
			return nil, err
		}
		if len(text)+n > v.most.value {
			return nil, errTooLarge
		}
		text = append(text, piece[:n]...)
		if _, err := v.r.Discard(n); err != nil {
			return nil, err
		}
		if err := v.count(n, s.objects, s.members); err != nil {
			return nil, err
		}
		s.objects, s.members = 0, 0
	}
	if len(text) == 0 {
		return nil, fmt.Errorf("%q is where a value should be", first)
	}
	return text, nil
}

// A splitter finds the end of a value whose text comes in pieces.
type splitter struct {
	most    int // the greatest depth
	depth   int
	quoted  bool // within a string
	escaped bool // behind a backslash in it
	bare    bool // within a number or a word that is all of the value

	objects, members int // what was begun since somebody set them to 0
}

// end returns how many bytes of a piece belong to the value, and whether it ends
// there.
func (s *splitter) end(piece []byte) (n int, done bool, err error) {
	for i := 0; i < len(piece); i++ {
		b := piece[i]
		switch {
		case s.escaped:
			s.escaped = false
		case s.quoted:
			next := bytes.IndexByte(piece[i:], '"')
			if next < 0 {
				next = len(piece) - i
			}
			if slash := bytes.IndexByte(piece[i:i+next], '\\'); slash >= 0 {
				i += slash
				s.escaped = true
				continue
			}
			if i += next; i == len(piece) {
				return i, false, nil
			}
			s.quoted = false
			if s.depth == 0 {
				return i + 1, true, nil
			}
		case b == '"' && !s.bare:
			s.quoted = true
		case s.depth == 0 && bytes.IndexByte([]byte(",:]} \t\r\n"), b) >= 0:
			return i, true, nil
		case b == '{' || b == '[':
			if s.bare {
				return i, true, nil
			}
			if s.depth++; s.depth > s.most {
				return 0, false, errTooLarge
			}
			s.members++
			if b == '{' {
				s.objects++
			}
		case b == '}' || b == ']':
			if s.depth--; s.depth == 0 {
				return i + 1, true, nil
			}
		case b == ',':
			s.members++
		case s.depth == 0:
			s.bare = true
		}
	}
	return len(piece), false, nil
}

// each reads an object or a list whose first bracket was read, up to the last one, and
// calls element before each of its elements, which element must read.
func (v *values) each(last byte, element func() error) error {
	for first := true; ; first = false {
		if closed, err := v.take(last); err != nil || closed {
			return within(err)
		}
		if !first {
			if err := v.must(','); err != nil {
				return err
			}
		}
		if err := element(); err != nil {
			return err
		}
	}
}

// name reads the name of a member of an object, and the colon behind it.
func (v *values) name() (string, error) {
	text, err := v.value()
	if err != nil {
		return "", err
	}
	var name string
	if err := json.Unmarshal(text, &name); err != nil {
		return "", err
	}
	return name, v.must(':')
}
