package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
)

// maxStep is how many bytes are read between two looks at the context and the budget.
const maxStep = 64 << 10

// input is the bytes of the container as they are read in order.
type input struct {
	ctx    context.Context
	r      io.Reader
	budget *Budget
	count  bool  // the budget does not know how many bytes there are
	at     int64 // how many were read
}

func (in *input) Read(p []byte) (int, error) {
	if err := in.ctx.Err(); err != nil {
		return 0, &stop{err}
	}
	n, err := in.r.Read(p[:min(len(p), maxStep)])
	in.at += int64(n)
	if in.count {
		in.budget.in += int64(n)
	}
	return n, err
}

// contentReader reads the content of a member. It charges the budget, asks the context
// and makes every error a *Miss, except io.EOF and a *stop.
type contentReader struct {
	walker *walker
	r      io.Reader
	size   int64 // what the member says to have, or -1
	n      int64
	empty  int
	err    error
}

func (c *contentReader) Read(p []byte) (int, error) {
	if c.err != nil || len(p) == 0 {
		return 0, c.err
	}
	if err := c.walker.ctx.Err(); err != nil {
		c.err = &stop{err}
		return 0, c.err
	}
	n, err := guarded(c.r, p[:min(len(p), maxStep)])
	c.n += int64(n)
	c.walker.failed = c.walker.failed || errors.Is(err, errPanic)
	if c.empty++; n > 0 {
		c.empty = 0
	} else if err == nil && c.empty > 100 {
		err = io.ErrNoProgress
	}
	if miss := c.walker.budget.take(n); miss != nil {
		err = miss
	}
	if stopped := (*stop)(nil); err != nil && err != io.EOF && !errors.As(err, &stopped) {
		miss := missOf(err)
		if miss.Bytes == 0 {
			miss.Bytes = max(0, c.size-c.n)
		}
		err = miss
	}
	c.err = err
	return n, err
}

var errPanic = errors.New("the decoder failed")

// guarded reads from a decoder and makes an error of its panic.
func guarded(r io.Reader, p []byte) (n int, err error) {
	defer func() {
		if e := recover(); e != nil {
			n, err = 0, fmt.Errorf("%w: %v", errPanic, e)
		}
	}()
	n, err = r.Read(p)
	return min(max(n, 0), len(p)), err
}

// guard opens a decoder and makes an error of its panic.
func guard[R io.Reader](open func() (R, error)) (r io.Reader, err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("%w: %v", errPanic, e)
		}
	}()
	return open()
}

// counter counts the bytes that a decoder takes. It has ReadByte, so decoders of
// deflate take no byte more than they need.
type counter struct {
	r   io.Reader
	buf [4 << 10]byte
	i   int
	end int
	n   int64
	err error
}

func (c *counter) fill() error {
	for c.i == c.end {
		if c.err != nil {
			return c.err
		}
		c.i = 0
		c.end, c.err = c.r.Read(c.buf[:])
	}
	return nil
}

func (c *counter) ReadByte() (byte, error) {
	if c.i == c.end {
		if err := c.fill(); err != nil {
			return 0, err
		}
	}
	b := c.buf[c.i]
	c.i++
	c.n++
	return b, nil
}

func (c *counter) Read(p []byte) (int, error) {
	if err := c.fill(); err != nil {
		return 0, err
	}
	n := copy(p, c.buf[c.i:c.end])
	c.i += n
	c.n += int64(n)
	return n, nil
}

// peek returns the next bytes, up to n, without taking them. n must be small.
func (c *counter) peek(n int) []byte {
	if c.end-c.i < n && c.err == nil {
		c.end = copy(c.buf[:], c.buf[c.i:c.end])
		c.i = 0
		for c.end < n && c.err == nil {
			var m int
			m, c.err = c.r.Read(c.buf[c.end:])
			c.end += m
		}
	}
	return c.buf[c.i:min(c.end, c.i+n)]
}

func newBytes(data []byte) *bytes.Reader { return bytes.NewReader(data) }

// exactly makes the end of the data, where more was promised, an io.ErrUnexpectedEOF.
func exactly(r io.Reader, n int64) io.Reader { return &exact{r, n} }

type exact struct {
	r    io.Reader
	left int64
}

func (e *exact) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n, err := e.r.Read(p[:min(int64(len(p)), e.left)])
	e.left -= int64(n)
	if err == io.EOF && e.left > 0 {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// skip passes over n bytes.
func skip(r io.Reader, n int64) error {
	if n <= 0 {
		return nil
	}
	m, err := io.CopyN(io.Discard, r, n)
	if err == io.EOF && m < n {
		return io.ErrUnexpectedEOF
	}
	return err
}
