package objects

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/sluicesec/sluice/internal/git/objects/delta"
	"github.com/sluicesec/sluice/internal/git/objects/inflate"
	"github.com/sluicesec/sluice/internal/git/objects/pack"
	"github.com/sluicesec/sluice/internal/oid"
)

// ErrNotFound is returned by Read for an object that the store does not hold.
var ErrNotFound = errors.New("object not found")

// Read returns an object whole, and only if its content hashes to its id. The
// content must not be changed, as later reads may share it. An object that is
// stored several times is read from the first copy that is sound. The error
// wraps ErrNotFound if there is none, and is a Problem if there are only broken
// ones, or one that is larger than twice Options.MaxObject.
func (s *Store) Read(id oid.ID) (Type, []byte, error) {
	return s.readUpTo(id, readLimit*s.options.MaxObject)
}

// readLimit is how many times larger than MaxObject an object may be that is asked for
// whole: a tree cannot be shown as a stream.
const readLimit = 2

func (s *Store) readUpTo(id oid.ID, limit int64) (t Type, content []byte, err error) {
	if id.Len() != s.IDSize() {
		return 0, nil, fmt.Errorf("read %s: %w", id, ErrNotFound)
	}
	err = s.withReader(limit, func(r *reader) (err error) {
		t, content, err = r.read(id.Bytes())
		return err
	})
	return t, content, err
}

// withReader calls f, guarded, with a reader that holds up to limit bytes of an object.
func (s *Store) withReader(limit int64, f func(*reader) error) error {
	d := s.decoders.Get().(*inflate.Decoder)
	defer s.decoders.Put(d)
	r := &reader{store: s, limit: limit, decoder: d, hops: map[location]bool{}, failed: map[location]bool{}}
	return s.Guard(func() error { return f(r) })
}

// A reader reads one object, with the delta bases that it needs.
type reader struct {
	store   *Store
	limit   int64 // bytes of an object that are held in memory
	decoder *inflate.Decoder
	hops    map[location]bool // entries that name their base by its id: only there can a chain turn back
	failed  map[location]bool // entries that cannot be read
}

// A location is where an entry starts.
type location struct {
	pack   *pack.Pack
	offset int64
}

// read reads an object from the first place where it is sound.
func (r *reader) read(id []byte) (Type, []byte, error) {
	var first error
	fail := func(p Problem) {
		if p.ID = oid.Make(id); first == nil {
			first = p
		}
	}
	fromPacks := func(packs []*pack.Pack) (t Type, data []byte, ok bool) {
		for _, p := range packs {
			i, ok := p.Index.Find(id)
			if !ok {
				continue
			}
			at := location{p, p.Index.Offset(i)}
			if r.failed[at] {
				continue
			}
			t, data, err := r.packed(at)
			if err == nil && r.store.Hash(t, data) != oid.Make(id) {
				err = errWrongID
			}
			if err == nil {
				return t, data, true
			}
			r.failed[at] = true
			fail(Problem{Reason: entryReason(err), Path: p.Path, Offset: at.offset, Err: err})
		}
		return 0, nil, false
	}
	if t, data, ok := fromPacks(r.store.packs); ok {
		return t, data, nil
	}
	for _, dir := range r.store.dirs {
		path := loosePath(dir, id)
		t, data, err := r.store.readLoose(r.decoder, path, id, r.limit)
		if err == nil {
			return t, data, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			fail(Problem{Reason: looseReason(err), Path: path, Err: err})
		}
	}
	if t, data, ok := fromPacks(r.store.findAdded()); ok {
		return t, data, nil
	}
	if first == nil {
		return 0, nil, fmt.Errorf("read %s: %w", oid.Make(id), ErrNotFound)
	}
	return 0, nil, first
}

var (
	errNoBase = errors.New("delta base not found")
	errCycle  = errors.New("object is its own delta base")
)

// A link is an entry on the way to a whole object.
type link struct {
	location
	entry pack.Entry
}

// packed reads the entry at a place: down the chain to a whole object or to
// one that was read lately, and up again delta by delta. A broken link is read
// from another place that has the same object.
func (r *reader) packed(at location) (Type, []byte, error) {
	chain, t, data, err := r.descend(at)
	if err != nil {
		return 0, nil, err
	}
	for _, l := range slices.Backward(chain) {
		if l.entry.Kind == pack.OfsDelta || l.entry.Kind == pack.RefDelta {
			data, err = r.patched(l, data)
		} else {
			t = Type(l.entry.Kind)
			data, err = r.inflate(l)
		}
		if err != nil && l.location != at {
			r.failed[l.location] = true
			t, data, err = r.elsewhere(l.location, err)
		}
		if err != nil {
			return 0, nil, err
		}
		r.store.bases.put(l.location, t, data)
	}
	return t, data, nil
}

// descend follows a chain from the entry at a place. It ends at a whole object,
// which is the last link, or else with the content below the last link.
func (r *reader) descend(at location) (chain []link, t Type, data []byte, err error) {
	for {
		if t, data, ok := r.store.bases.get(at); ok {
			return chain, t, data, nil
		}
		e, err := at.pack.Entry(at.offset)
		if err != nil {
			return nil, 0, nil, err
		}
		chain = append(chain, link{at, e})
		switch e.Kind {
		case pack.OfsDelta:
			at.offset -= e.Base
			continue
		case pack.RefDelta:
		default:
			return chain, 0, nil, nil
		}
		if r.hops[at] {
			return nil, 0, nil, errCycle
		}
		r.hops[at] = true
		if i, ok := at.pack.Index.Find(e.BaseID); ok {
			at.offset = at.pack.Index.Offset(i)
			continue
		}
		t, data, err = r.read(e.BaseID)
		if errors.Is(err, ErrNotFound) {
			err = errNoBase
		}
		return chain, t, data, err
	}
}

// elsewhere reads the object whose entry is broken from another place. To find
// out which object that is, it must go through the whole index.
func (r *reader) elsewhere(broken location, cause error) (Type, []byte, error) {
	x := broken.pack.Index
	for i := range x.Len() {
		if x.Offset(i) == broken.offset {
			if t, data, err := r.read(x.ID(i)); err == nil {
				return t, data, nil
			}
		}
	}
	return 0, nil, cause
}

// inflate returns the inflated bytes of an entry.
func (r *reader) inflate(l link) ([]byte, error) {
	src := l.pack.From(l.offset + int64(l.entry.Header))
	size := l.entry.Size
	if err := fits(size, int64(len(src)), r.limit); err != nil {
		return nil, err
	}
	r.store.work.add(Work{Entries: 1, Inflated: size})
	out := make([]byte, int(size)+inflate.Slack)
	_, err := r.decoder.Decode(out, int(size), src)
	return out[:size:size], err
}

// patched applies the delta of an entry to its base.
func (r *reader) patched(l link, base []byte) ([]byte, error) {
	patch, err := r.inflate(l)
	if err != nil {
		return nil, err
	}
	size, instructions, err := deltaHeader(patch, base, r.limit)
	if err != nil {
		return nil, err
	}
	out := make([]byte, size)
	_, err = delta.Apply(out, base, instructions, nil)
	return out, err
}

// largeResult is the size from which a delta is read twice, so that one of a
// few bytes cannot make us take memory for what it merely declares.
const largeResult = 1 << 20

// deltaHeader reads the head of a delta, and checks that it is for this base
// and that what it makes has at most limit bytes.
func deltaHeader(patch, base []byte, limit int64) (size int, instructions []byte, err error) {
	baseSize, result, instructions, err := delta.Header(patch)
	switch {
	case err != nil:
		return 0, nil, err
	case baseSize != int64(len(base)):
		return 0, nil, errBaseSize
	case result > limit:
		return 0, nil, errTooLarge
	case result > largeResult && result != delta.Length(instructions):
		return 0, nil, errSize
	}
	return int(result), instructions, nil
}

var errBaseSize = errors.New("delta is for a base of another size")

// entryReason classifies what went wrong with an entry.
func entryReason(err error) Reason {
	switch {
	case errors.Is(err, errTooLarge) || isTooLarge(err):
		return TooLarge
	case isSpoolError(err):
		return NoSpace
	case errors.Is(err, errNoBase):
		return MissingBase
	case errors.Is(err, errCycle):
		return BaseCycle
	case errors.Is(err, errWrongID):
		return WrongID
	default:
		return BadEntry
	}
}

// looseReason classifies what went wrong with a loose object.
func looseReason(err error) Reason {
	switch {
	case errors.Is(err, errTooLarge):
		return TooLarge
	case isSpoolError(err):
		return NoSpace
	case errors.Is(err, errWrongID):
		return WrongID
	default:
		return BadLoose
	}
}
