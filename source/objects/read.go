package objects

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/sluicesec/sluice/source/objects/delta"
	"github.com/sluicesec/sluice/source/objects/inflate"
	"github.com/sluicesec/sluice/source/objects/pack"
)

// ErrNotFound is returned by Read for an object that the store does not hold.
var ErrNotFound = errors.New("object not found")

// Read returns an object whole. The content must not be changed, as later
// reads may share it. An object that is stored several times is read from the
// first copy that is sound. The error wraps ErrNotFound if there is none, and
// is a Problem if there are only broken ones.
func (s *Store) Read(id ID) (Type, []byte, error) {
	if int(id.n) != s.format.size {
		return 0, nil, fmt.Errorf("read %s: %w", id, ErrNotFound)
	}
	d := s.decoders.Get().(*inflate.Decoder)
	defer s.decoders.Put(d)
	r := reader{store: s, decoder: d, hops: map[location]bool{}}
	return r.read(id.Bytes())
}

// A reader follows one chain of deltas.
type reader struct {
	store   *Store
	decoder *inflate.Decoder
	hops    map[location]bool // where a base was named by its id: only there can a chain turn back
}

// A location is where an entry starts.
type location struct {
	pack   *pack.Pack
	offset int64
}

func (r *reader) read(id []byte) (Type, []byte, error) {
	var first error
	fail := func(p Problem) {
		if p.ID = MakeID(id); first == nil {
			first = p
		}
	}
	for _, p := range r.store.packs {
		i, ok := p.Index.Find(id)
		if !ok {
			continue
		}
		at := location{p, p.Index.Offset(i)}
		t, data, err := r.packed(at)
		if err == nil {
			return t, data, nil
		}
		fail(Problem{Reason: entryReason(err), Path: p.Path, Offset: at.offset, Err: err})
	}
	for _, dir := range r.store.dirs {
		path := loosePath(dir, id)
		t, data, err := r.store.readLoose(r.decoder, path, id)
		if err == nil {
			return t, data, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			fail(Problem{Reason: looseReason(err), Path: path, Err: err})
		}
	}
	if first == nil {
		return 0, nil, fmt.Errorf("read %s: %w", MakeID(id), ErrNotFound)
	}
	return 0, nil, first
}

var (
	errNoBase = errors.New("delta base not found")
	errCycle  = errors.New("object is its own delta base")
)

// packed reads the entry at a place: down the chain to a whole object or to
// one that was read lately, and up again delta by delta.
func (r *reader) packed(at location) (t Type, data []byte, err error) {
	type link struct {
		location
		entry pack.Entry
	}
	var chain []link
	for {
		var ok bool
		if t, data, ok = r.store.bases.get(at); ok {
			break
		}
		e, err := at.pack.Entry(at.offset)
		if err != nil {
			return 0, nil, err
		}
		if e.Kind != pack.OfsDelta && e.Kind != pack.RefDelta {
			t = Type(e.Kind)
			data, err = r.inflate(at, e)
			if err != nil {
				return 0, nil, err
			}
			r.store.bases.put(at, t, data)
			break
		}
		chain = append(chain, link{at, e})
		if e.Kind == pack.OfsDelta {
			at.offset -= e.Base
			continue
		}
		if r.hops[at] {
			return 0, nil, errCycle
		}
		r.hops[at] = true
		if i, ok := at.pack.Index.Find(e.BaseID); ok {
			at.offset = at.pack.Index.Offset(i)
			continue
		}
		if t, data, err = r.read(e.BaseID); err != nil {
			if errors.Is(err, ErrNotFound) {
				err = errNoBase
			}
			return 0, nil, err
		}
		break
	}
	for _, l := range slices.Backward(chain) {
		instructions, err := r.inflate(l.location, l.entry)
		if err != nil {
			return 0, nil, err
		}
		data, err = r.store.patch(data, instructions)
		if err != nil {
			return 0, nil, err
		}
		r.store.bases.put(l.location, t, data)
	}
	return t, data, nil
}

// inflate returns the inflated bytes of an entry.
func (r *reader) inflate(at location, e pack.Entry) ([]byte, error) {
	src := at.pack.From(at.offset + int64(e.Header))
	if err := r.store.fits(e.Size, int64(len(src))); err != nil {
		return nil, err
	}
	out := make([]byte, int(e.Size)+inflate.Slack)
	_, err := r.decoder.Decode(out, int(e.Size), src)
	return out[:e.Size:e.Size], err
}

// patch applies a delta in fresh memory.
func (s *Store) patch(base, patch []byte) ([]byte, error) {
	baseSize, size, instructions, err := delta.Header(patch)
	switch {
	case err != nil:
		return nil, err
	case baseSize != int64(len(base)):
		return nil, errBaseSize
	case size > s.options.MaxObject:
		return nil, errTooLarge
	}
	out := make([]byte, size)
	_, err = delta.Apply(out, base, instructions, nil)
	return out, err
}

var errBaseSize = errors.New("delta is for a base of another size")

// entryReason classifies what went wrong with an entry.
func entryReason(err error) Reason {
	switch {
	case errors.Is(err, errTooLarge):
		return TooLarge
	case errors.Is(err, errNoBase):
		return MissingBase
	case errors.Is(err, errCycle):
		return BaseCycle
	default:
		return BadEntry
	}
}

// looseReason classifies what went wrong with a loose object.
func looseReason(err error) Reason {
	switch {
	case errors.Is(err, errTooLarge):
		return TooLarge
	case errors.Is(err, errWrongID):
		return WrongID
	default:
		return BadLoose
	}
}
