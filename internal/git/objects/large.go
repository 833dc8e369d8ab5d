package objects

import (
	"bytes"
	"errors"
	"io"
	"io/fs"

	"github.com/klauspost/compress/zlib"

	"github.com/sluicesec/sluice/internal/git/objects/delta"
	"github.com/sluicesec/sluice/internal/git/objects/pack"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/internal/spool"
)

// A Content is the content of one object.
type Content struct {
	Type Type
	Size int64  // in bytes
	Data []byte // must not be changed, as later reads may share it

	// Open is set instead of Data for an object larger than Options.MaxObject, as in
	// Object. It may be called until Close is.
	Open func() (io.ReadCloser, error)

	file *spool.File
}

// Close gives back the space that a large content takes.
func (c *Content) Close() error {
	if c.file == nil {
		return nil
	}
	return c.file.Close()
}

// Content returns an object as Read does, or as a stream if it is large: a stream of the
// stored bytes if these are the object, and else of a temporary file in which it was made.
// The first one ends in an error if the stored bytes are not what they should be.
func (s *Store) Content(id oid.ID) (*Content, error) {
	t, data, err := s.readUpTo(id, s.options.MaxObject)
	if err == nil {
		return &Content{Type: t, Size: int64(len(data)), Data: data}, nil
	}
	if p := (Problem{}); !errors.As(err, &p) || p.Reason != TooLarge {
		return nil, err
	}
	var c *Content
	err = s.withReader(s.options.MaxObject, func(r *reader) (err error) {
		c, err = r.large(id)
		return err
	})
	return c, err
}

// large returns a large object from the first place that has it.
func (r *reader) large(id oid.ID) (*Content, error) {
	s := r.store
	var first error
	fail := func(p Problem) {
		if p.ID = id; first == nil {
			first = p
		}
	}
	fromPacks := func(packs []*pack.Pack) *Content {
		for _, p := range packs {
			i, ok := p.Index.Find(id.Bytes())
			if !ok {
				continue
			}
			at := location{p, p.Index.Offset(i)}
			c, err := r.largePacked(at, id)
			if err == nil {
				return c
			}
			fail(Problem{Reason: entryReason(err), Path: p.Path, Offset: at.offset, Err: err})
		}
		return nil
	}
	if c := fromPacks(s.packs); c != nil {
		return c, nil
	}
	for _, dir := range s.dirs {
		path := loosePath(dir, id.Bytes())
		t, size, _, err := looseHeader(path)
		if err == nil {
			return &Content{Type: t, Size: size, Open: func() (io.ReadCloser, error) { return s.openLoose(path, t, size, id.Bytes()) }}, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			fail(Problem{Reason: looseReason(err), Path: path, Err: err})
		}
	}
	if c := fromPacks(s.findAdded()); c != nil {
		return c, nil
	}
	if first == nil {
		first = ErrNotFound
	}
	return nil, first
}

// largePacked returns the object of the entry at a place.
func (r *reader) largePacked(at location, id oid.ID) (*Content, error) {
	e, err := at.pack.Entry(at.offset)
	if err != nil {
		return nil, err
	}
	if e.Kind != pack.OfsDelta && e.Kind != pack.RefDelta {
		src := at.pack.From(at.offset + int64(e.Header))
		if err := fits(e.Size, int64(len(src)), e.Size); err != nil {
			return nil, err
		}
		return &Content{Type: Type(e.Kind), Size: e.Size, Open: func() (io.ReadCloser, error) {
			return r.store.stream(bytes.NewReader(src), io.NopCloser(nil), Type(e.Kind), e.Size, id.Bytes(), false)
		}}, nil
	}
	t, made, err := r.made(at)
	if err != nil {
		return nil, err
	}
	if made.id != id {
		return nil, errors.Join(errWrongID, made.file.Close())
	}
	open := func() (io.ReadCloser, error) { return made.file.Reader(), nil }
	return &Content{Type: t, Size: made.file.Size(), Open: open, file: made.file}, nil
}

// made makes an object of its chain of deltas, each in a file of its own. The file is the
// caller's.
func (r *reader) made(at location) (t Type, made largeObject, err error) {
	chain, t, data, err := r.descend(at)
	if err == errTooLarge || isTooLarge(err) { // a base that the pack does not hold
		var base *Content
		if base, err = r.large(oid.Make(chain[len(chain)-1].entry.BaseID)); err != nil {
			return 0, made, err
		}
		t = base.Type
		if made.file = base.file; made.file == nil {
			if made.file, err = spooled(base.Open); err != nil {
				return 0, made, err
			}
		}
	} else if err != nil {
		return 0, made, err
	}
	for i := len(chain) - 1; i >= 0; i-- {
		l := chain[i]
		src := l.pack.From(l.offset + int64(l.entry.Header))
		base := largeBase{data: data, file: made.file}
		if l.entry.Kind != pack.OfsDelta && l.entry.Kind != pack.RefDelta {
			t, base = Type(l.entry.Kind), largeBase{none: true}
		}
		next, err := r.store.makeLarge(t, src, l.entry.Size, base)
		if made.file != nil {
			err = errors.Join(err, made.file.Close())
		}
		if err != nil {
			return 0, made, err
		}
		made = next
	}
	return t, made, nil
}

// spooled returns a file with what a stream holds.
func spooled(open func() (io.ReadCloser, error)) (*spool.File, error) {
	r, err := open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return spool.Write(func(w io.Writer) error {
		_, err := io.Copy(w, r)
		return err
	})
}

func isTooLarge(err error) bool {
	p := Problem{}
	return errors.As(err, &p) && p.Reason == TooLarge
}

func isSpoolError(err error) bool {
	e := (*spool.Error)(nil)
	return errors.As(err, &e)
}

// A largeObject is an object in a temporary file.
type largeObject struct {
	file *spool.File
	id   oid.ID // of the content
	used int    // bytes of the stream that it was made from
}

// A largeBase is what a delta is for.
type largeBase struct {
	data []byte
	file *spool.File // instead of data
	none bool        // there is no base: the object is stored whole
}

func (b largeBase) size() int64 {
	if b.file != nil {
		return b.file.Size()
	}
	return int64(len(b.data))
}

func (b largeBase) readerAt() io.ReaderAt {
	if b.file != nil {
		return b.file
	}
	return bytes.NewReader(b.data)
}

// makeLarge makes an object of the zlib stream that src begins with and that holds size
// bytes: the object itself, or a delta for base. Little of it is in memory at a time.
func (s *Store) makeLarge(t Type, src []byte, size int64, base largeBase) (o largeObject, err error) {
	if err := fits(size, int64(len(src)), spool.Max); err != nil {
		return o, err
	}
	stored := bytes.NewReader(src)
	z, err := zlib.NewReader(stored)
	if err != nil {
		return o, err
	}
	stream := &exactReader{r: z, left: size}
	if base.none {
		o.file, o.id, err = s.hashed(t, size, func(w io.Writer) error {
			_, err := io.Copy(w, stream)
			return err
		})
	} else {
		var patch *delta.Stream
		if patch, err = delta.NewStream(stream); err != nil {
			return o, err
		}
		switch {
		case patch.BaseSize != base.size():
			return o, errBaseSize
		case patch.Size > spool.Max:
			return o, errTooLarge
		}
		o.file, o.id, err = s.hashed(t, patch.Size, func(w io.Writer) error { return patch.Apply(w, base.readerAt()) })
	}
	o.used = len(src) - stored.Len()
	return o, err
}

// hashed returns a file with what fill writes, and the id of an object with that content.
func (s *Store) hashed(t Type, size int64, fill func(io.Writer) error) (*spool.File, oid.ID, error) {
	h := s.newHash(t, size)
	f, err := spool.Write(func(w io.Writer) error { return fill(io.MultiWriter(w, h)) })
	return f, oid.Make(h.Sum(nil)), err
}

// An exactReader fails unless what it reads has left bytes.
type exactReader struct {
	r    io.Reader
	left int64
}

func (e *exactReader) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	e.left -= int64(n)
	if e.left < 0 || err == io.EOF && e.left > 0 {
		return 0, errSize
	}
	return n, err
}
