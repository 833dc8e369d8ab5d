package delta

import (
	"bufio"
	"errors"
	"io"
)

// A Stream is a delta that is read as it is applied. Neither it nor its base, nor what it
// makes, is held in memory.
type Stream struct {
	BaseSize, Size int64 // of the base and of the result, in bytes

	in *bufio.Reader
}

// NewStream reads the sizes that a delta begins with.
func NewStream(r io.Reader) (*Stream, error) {
	s := &Stream{in: bufio.NewReader(r)}
	for _, n := range []*int64{&s.BaseSize, &s.Size} {
		var digits []byte
		for more := true; more; {
			c, err := s.in.ReadByte()
			if err != nil {
				return nil, cut(err, errHeader)
			}
			digits = append(digits, c)
			more = c&0x80 != 0 && len(digits) < 9
		}
		var err error
		if *n, _, err = size(digits); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Apply runs the instructions over base and writes the result to w.
func (s *Stream) Apply(w io.Writer, base io.ReaderAt) error {
	from := window{file: base, size: s.BaseSize}
	var args [7]byte
	for left := s.Size; ; {
		op, err := s.in.ReadByte()
		if err == io.EOF {
			if left > 0 {
				return errSize
			}
			return nil
		}
		if err != nil {
			return err
		}
		var off, n int64
		switch {
		case op == 0:
			return errOp
		case op < 0x80:
			n = int64(op)
		default:
			count := 0
			for bit := range 7 {
				count += int(op >> bit & 1)
			}
			if _, err := io.ReadFull(s.in, args[:count]); err != nil {
				return cut(err, errCut)
			}
			o, l, _, _ := copyArgs(op, args[:count])
			off, n = int64(uint32(o)), int64(l)
			if off > s.BaseSize || n > s.BaseSize-off {
				return errBase
			}
		}
		if n > left {
			return errSize
		}
		left -= n
		if op < 0x80 {
			if _, err = io.CopyN(w, s.in, n); err != nil {
				err = cut(err, errCut)
			}
		} else {
			err = from.copyTo(w, off, n)
		}
		if err != nil {
			return err
		}
	}
}

// cut returns why a delta ended too early: the error of its reader, if it has one.
func cut(err, missing error) error {
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		return missing
	}
	return err
}

// A window is a piece of a file: most runs are copied from near the one before.
type window struct {
	file io.ReaderAt
	size int64
	at   int64
	data []byte
}

const windowSize = 256 << 10

// copyTo writes a part of the file, which it must have.
func (p *window) copyTo(w io.Writer, off, n int64) error {
	for n > 0 {
		if off < p.at || off >= p.at+int64(len(p.data)) {
			if p.data == nil {
				p.data = make([]byte, windowSize)
			}
			p.data = p.data[:min(windowSize, p.size-off)]
			if k, err := p.file.ReadAt(p.data, off); k < len(p.data) {
				p.data = p.data[:0]
				return err
			}
			p.at = off
		}
		piece := p.data[off-p.at:]
		piece = piece[:min(int64(len(piece)), n)]
		if _, err := w.Write(piece); err != nil {
			return err
		}
		off += int64(len(piece))
		n -= int64(len(piece))
	}
	return nil
}
