package inflate

import (
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/zlib"
)

var ErrCorrupt = errors.New("corrupt zlib stream")

const Slack = 0

type Decoder struct{ r io.ReadCloser }

func (d *Decoder) Decode(dst []byte, size int, src []byte) (int, error) {
	br := bytes.NewReader(src)
	if d.r == nil {
		r, err := zlib.NewReader(br)
		if err != nil {
			return 0, err
		}
		d.r = r
	} else if err := d.r.(zlib.Resetter).Reset(br, nil); err != nil {
		return 0, err
	}
	if _, err := io.ReadFull(d.r, dst[:size]); err != nil {
		return 0, err
	}
	var x [1]byte
	if n, err := d.r.Read(x[:]); n != 0 || err != io.EOF {
		return 0, ErrCorrupt
	}
	return len(src) - br.Len(), nil
}

func (d *Decoder) Prefix(dst, src []byte) (int, error) {
	r, err := zlib.NewReader(bytes.NewReader(src))
	if err != nil {
		return 0, err
	}
	n, err := io.ReadFull(r, dst)
	if err == io.ErrUnexpectedEOF {
		err = nil
	}
	return n, err
}
