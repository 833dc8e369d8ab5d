// Package remnant reads what an interrupted git has left in an object folder: packs
// that are cut off or have no index, and loose objects that were not finished.
//
// No clone gets such files and git itself never reads them, but they hold what
// somebody fetched or was about to add. They are read from the beginning as far as
// they go.
//
// The formats are those of gitformat-pack(5) and of loose objects in the Git book,
// chapter "Git Internals".
package remnant

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/git/objects/delta"
	"github.com/sluicesec/sluice/internal/git/objects/pack"
	"github.com/sluicesec/sluice/internal/oid"
)

// An Object is an object, or what is there of it.
type Object struct {
	Type   objects.Type // 0 if it is not known
	Offset int64        // where it begins in the file, in bytes
	Data   []byte
	Whole  bool // nothing of it is missing

	// Delta says that Data is only what a delta adds to an object that is not known.
	Delta bool

	// TooLarge says that the rest of Data is there, and more than is held in memory.
	TooLarge bool
}

// Limits of memory, in bytes.
const (
	maxObject = 64 << 20  // of one object
	maxBases  = 256 << 20 // of the objects of a pack that are kept for the deltas to come
	maxRest   = 1 << 30   // that are skipped behind the part of an object that is held
)

// ErrForm is wrapped by the error about a file that is none of the two kinds, or that
// is damaged before its end.
var ErrForm = errors.New("neither a pack nor a loose object, or damaged")

// IsPack and IsLoose say by the beginning of a file what it may be.
func IsPack(head []byte) bool { return bytes.HasPrefix(head, []byte("PACK")) }

// IsLoose is as IsPack, for a loose object: a zlib stream (RFC 1950, section 2.2).
func IsLoose(head []byte) bool {
	return len(head) >= 2 && head[0]&0x8f == 0x08 && (int(head[0])<<8|int(head[1]))%31 == 0
}

// Loose reads a loose object. A file that is cut off has no error.
func Loose(r io.Reader) (Object, error) {
	stream, err := zlib.NewReader(r)
	if err != nil {
		return Object{}, fmt.Errorf("%w: %w", ErrForm, err)
	}
	in := bufio.NewReader(stream)
	header, err := in.ReadString(0)
	if err != nil {
		return Object{Data: []byte(header)}, cut(err)
	}
	name, digits, _ := bytes.Cut([]byte(header[:len(header)-1]), []byte(" "))
	size, err := strconv.ParseInt(string(digits), 10, 64)
	o := Object{Type: typeNamed(string(name))}
	if err != nil || o.Type == 0 {
		return Object{}, fmt.Errorf("%w: its header is %q", ErrForm, header)
	}
	o.Data, err = io.ReadAll(io.LimitReader(in, maxObject))
	o.Whole = err == nil && int64(len(o.Data)) == size
	o.TooLarge = err == nil && len(o.Data) == maxObject && size > maxObject
	return o, cut(err)
}

func typeNamed(name string) objects.Type {
	for _, t := range []objects.Type{objects.Commit, objects.Tree, objects.Blob, objects.Tag} {
		if t.String() == name {
			return t
		}
	}
	return 0
}

// cut returns nil for the error of a file that ends too early.
func cut(err error) error {
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	if errors.Is(err, zlib.ErrHeader) || errors.Is(err, zlib.ErrChecksum) {
		return fmt.Errorf("%w: %w", ErrForm, err)
	}
	return err
}

// Pack reads the objects of a pack, in their order, and calls visit for each, whose
// error it returns. base returns an object of the repository with its type, or nil;
// idSize is the size of ids in bytes. A file that is cut off has no error.
func Pack(r io.Reader, idSize int, base func(oid.ID) (objects.Type, []byte), visit func(Object) error) error {
	counted := &counter{r: r}
	in := bufio.NewReaderSize(counted, 64<<10)
	var header [12]byte
	if _, err := io.ReadFull(in, header[:]); err != nil {
		return cut(err)
	}
	if !IsPack(header[:]) {
		return ErrForm
	}
	p := &reader{in: in, bases: map[int64]Object{}, base: base}
	for {
		p.at = counted.n - int64(in.Buffered())
		head, _ := in.Peek(64)
		if len(head) <= idSize { // the checksum at the end
			return nil
		}
		e, err := pack.ParseEntry(head, idSize)
		if err != nil {
			return fmt.Errorf("%w: at byte %d: %w", ErrForm, p.at, err)
		}
		baseID := bytes.Clone(e.BaseID)
		if _, err := in.Discard(e.Header); err != nil {
			return cut(err)
		}
		e.BaseID = baseID
		o, err := p.read(e)
		if len(o.Data) > 0 || o.Whole {
			if err := visit(o); err != nil {
				return err
			}
		}
		if err != nil {
			return cut(err)
		}
	}
}

// A reader reads the entries of a pack.
type reader struct {
	in    *bufio.Reader
	at    int64 // where the entry begins
	base  func(oid.ID) (objects.Type, []byte)
	bases map[int64]Object // by their offsets
	size  int64            // of bases
}

// read reads an entry whose header is behind the reader. With an error, the object
// holds what was read before it.
func (p *reader) read(e pack.Entry) (Object, error) {
	o := Object{Offset: p.at}
	stream, err := zlib.NewReader(p.in)
	if err != nil {
		return o, err
	}
	data, err := io.ReadAll(io.LimitReader(stream, min(e.Size, maxObject)))
	if err == nil { // the rest, and the checksum
		var n int64
		if n, err = io.Copy(io.Discard, io.LimitReader(stream, maxRest)); n == maxRest {
			err = fmt.Errorf("%w: at byte %d: it inflates to more than %d MiB", ErrForm, p.at, maxRest>>20)
		}
	}
	whole := err == nil && int64(len(data)) == e.Size
	o.TooLarge = err == nil && e.Size > maxObject
	switch e.Kind {
	case pack.OfsDelta, pack.RefDelta:
		if p.apply(e, data, whole, &o) {
			break
		}
		_, _, instructions, _ := delta.Header(data)
		o.Data, o.Delta = delta.Inserted(instructions), whole
	default:
		o.Type, o.Data, o.Whole = objects.Type(e.Kind), data, whole
	}
	if o.Whole {
		p.keep(o)
	}
	return o, err
}

// apply makes the object of a delta if its base is known.
func (p *reader) apply(e pack.Entry, data []byte, whole bool, o *Object) bool {
	if !whole {
		return false
	}
	from := p.bases[p.at-e.Base]
	if e.Kind == pack.RefDelta {
		from = Object{}
		from.Type, from.Data = p.base(oid.Make(e.BaseID))
	}
	baseSize, size, instructions, err := delta.Header(data)
	if from.Type == 0 || err != nil || baseSize != int64(len(from.Data)) || size > maxObject || delta.Length(instructions) != size {
		return false
	}
	made := make([]byte, size)
	if _, err := delta.Apply(made, from.Data, instructions, nil); err != nil {
		return false
	}
	o.Type, o.Data, o.Whole = from.Type, made, true
	return true
}

// keep keeps an object for deltas. When there is no room, it forgets all others.
func (p *reader) keep(o Object) {
	if p.size += int64(len(o.Data)); p.size > maxBases {
		clear(p.bases)
		p.size = int64(len(o.Data))
	}
	p.bases[o.Offset] = o
}

// A counter counts the bytes that are read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
