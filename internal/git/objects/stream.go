package objects

import (
	"bytes"
	"errors"
	"hash"
	"io"

	"github.com/klauspost/compress/zlib"
)

var (
	errTooLarge = errors.New("larger than the limit for objects in memory")
	errSize     = errors.New("declared size does not fit the stored bytes")
	errWrongID  = errors.New("content does not hash to the id")
)

// maxRatio is more than the most that deflate can shrink: a run of 258 bytes
// takes at least two bits (RFC 1951, 3.2.5).
const maxRatio = 1032

// fits reports whether an object that declares size bytes and is stored in
// stored bytes can be held in memory, which is not so above limit. It is asked
// before memory is: a header of a few bytes may declare any size.
func fits(size, stored, limit int64) error {
	switch {
	case size/maxRatio > stored:
		return errSize
	case size > limit:
		return errTooLarge
	}
	return nil
}

// stream returns the content of an object whose zlib stream src holds. With
// header set, the content follows a loose object's header. The reader fails at
// its end if the size is not the declared one or if the id is another.
func (s *Store) stream(src io.Reader, closer io.Closer, t Type, size int64, id []byte, header bool) (io.ReadCloser, error) {
	z, err := zlib.NewReader(src)
	if err != nil {
		return nil, err
	}
	r := &contentReader{src: z, closer: closer, left: size, hash: s.newHash(t, size), id: id}
	if header {
		var b [1]byte
		for n := 0; n == 0 || b[0] != 0; n++ {
			if n == maxLooseHeader {
				return nil, errLooseHeader
			}
			if _, err := io.ReadFull(z, b[:]); err != nil {
				return nil, err
			}
		}
	}
	return r, nil
}

// A contentReader reads left bytes and then checks that there are no more and
// that all of them hash to id.
type contentReader struct {
	src    io.Reader
	closer io.Closer
	left   int64
	hash   hash.Hash
	id     []byte
}

func (r *contentReader) Read(p []byte) (int, error) {
	n, err := r.src.Read(p)
	r.hash.Write(p[:n])
	r.left -= int64(n)
	switch {
	case r.left < 0, err == io.EOF && r.left > 0:
		return n, errSize
	case err == io.EOF && !bytes.Equal(r.hash.Sum(nil), r.id):
		return n, errWrongID
	}
	return n, err
}

func (r *contentReader) Close() error { return r.closer.Close() }
