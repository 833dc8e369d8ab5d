package archive

import (
	"errors"
	"io"
)

// compress visits the content of what compress(1) makes, a .Z.
func (w *walker) compress(in *input) error {
	c := &counter{r: in}
	head := make([]byte, 3)
	if _, err := io.ReadFull(c, head); err != nil {
		return truncated(err)
	}
	if most := head[2] & 0x1f; most < lzwLeast || most > 16 {
		return unknown("bits", most)
	}
	_, err := w.content(&Member{}, newLZW(c, int(head[2]&0x1f), head[2]&0x80 != 0), -1)
	return err
}

// An lzw decodes LZW as compress(1) writes it: codes of 9 bits and more, from the lowest bit on. Codes
// come in groups of eight, and what is left of a group when codes get longer is not used.
type lzw struct {
	in      io.ByteReader
	most    int  // bits of a code
	clears  bool // a code begins anew
	width   int  // bits of the next code
	group   []byte
	at      int // bits of the group that were read
	next    int // the next free code
	last    int // the code before; -1 at the beginning
	first   byte
	before  []uint16
	letters []byte
	out     []byte // the text of a code, in reverse
	err     error
}

const (
	lzwClear = 256
	lzwLeast = 9
)

func newLZW(in io.ByteReader, most int, clears bool) *lzw {
	l := &lzw{in: in, most: most, clears: clears, before: make([]uint16, 1<<most), letters: make([]byte, 1<<most)}
	for i := range 256 {
		l.letters[i] = byte(i)
	}
	l.begin()
	return l
}

func (l *lzw) begin() {
	l.width, l.next, l.last, l.group = lzwLeast, 256, -1, nil
	if l.clears {
		l.next = lzwClear + 1
	}
}

// code returns the next code.
func (l *lzw) code() (code int, err error) {
	if l.next >= 1<<l.width && l.width < l.most {
		l.width++
		l.group = nil
	}
	if l.at+l.width > 8*len(l.group) {
		l.group, l.at = l.group[:0], 0
		for len(l.group) < l.width {
			b, err := l.in.ReadByte()
			if err != nil && (err != io.EOF || 8*len(l.group) < l.width) {
				return 0, err
			} else if err != nil {
				break
			}
			l.group = append(l.group, b)
		}
	}
	for i := range l.width {
		bit := l.at + i
		code |= int(l.group[bit>>3]>>(bit&7)&1) << i
	}
	l.at += l.width
	return code, nil
}

func (l *lzw) Read(p []byte) (n int, err error) {
	for n == 0 && l.err == nil {
		for len(l.out) > 0 && n < len(p) {
			p[n] = l.out[len(l.out)-1]
			l.out, n = l.out[:len(l.out)-1], n+1
		}
		if n == 0 {
			l.err = l.step()
		}
	}
	return n, l.err
}

// step decodes a code.
func (l *lzw) step() error {
	code, err := l.code()
	switch {
	case err != nil:
		return err
	case code == lzwClear && l.clears:
		l.begin()
		return nil
	case code > l.next || code == l.next && (l.last < 0 || l.next >= 1<<l.most), l.last < 0 && code > 255:
		return errors.New("a code that nothing has defined")
	}
	at := code
	if code == l.next { // the text before, and its first letter again
		l.out = append(l.out, l.first)
		at = l.last
	}
	for ; at > 255; at = int(l.before[at]) {
		l.out = append(l.out, l.letters[at])
	}
	l.first = byte(at)
	l.out = append(l.out, l.first)
	if l.last >= 0 && l.next < 1<<l.most {
		l.before[l.next], l.letters[l.next] = uint16(l.last), l.first
		l.next++
	}
	l.last = code
	return nil
}
