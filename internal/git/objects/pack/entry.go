package pack

import (
	"errors"
	"fmt"
)

// Kind is the type field of an entry.
type Kind uint8

// The kinds of gitformat-pack(5). 0 and 5 are reserved.
const (
	Commit   Kind = 1
	Tree     Kind = 2
	Blob     Kind = 3
	Tag      Kind = 4
	OfsDelta Kind = 6 // a delta against the entry Base bytes before this one
	RefDelta Kind = 7 // a delta against the object BaseID
)

// An Entry is the header of an object in a pack.
type Entry struct {
	Kind   Kind
	Size   int64  // bytes once inflated: of the object, or of the delta
	Base   int64  // OfsDelta: how many bytes before this entry its base starts
	BaseID []byte // RefDelta: the id of the base; belongs to the pack
	Header int    // bytes before the zlib stream
}

// ErrEntry is wrapped by every error about the form of an entry's header.
var ErrEntry = errors.New("bad pack entry")

var (
	errCut   = fmt.Errorf("%w: cut short", ErrEntry)
	errWide  = fmt.Errorf("%w: number too large", ErrEntry)
	errKind  = fmt.Errorf("%w: reserved type", ErrEntry)
	errEarly = fmt.Errorf("%w: delta base before the start of the pack", ErrEntry)
)

// ParseEntry reads the header at the start of data, in a pack with ids of
// idSize bytes. The errors are prepared, as a broken pack may ask for millions.
func ParseEntry(data []byte, idSize int) (Entry, error) {
	if len(data) == 0 {
		return Entry{}, errCut
	}
	c := data[0]
	e := Entry{Kind: Kind(c >> 4 & 7), Size: int64(c & 15), Header: 1}
	for shift := 4; c&0x80 != 0; shift += 7 {
		if e.Header >= len(data) {
			return Entry{}, errCut
		}
		if shift > 55 {
			return Entry{}, errWide
		}
		c = data[e.Header]
		e.Size |= int64(c&0x7f) << shift
		e.Header++
	}
	switch e.Kind {
	case Commit, Tree, Blob, Tag:
		return e, nil
	case OfsDelta:
		return e.ofs(data)
	case RefDelta:
		if len(data)-e.Header < idSize {
			return Entry{}, errCut
		}
		e.BaseID = data[e.Header : e.Header+idSize : e.Header+idSize]
		e.Header += idSize
		return e, nil
	default:
		return Entry{}, errKind
	}
}

// ofs reads the distance to the base: seven bits a byte, the highest first,
// each continued number one larger so that no value has two forms.
func (e Entry) ofs(data []byte) (Entry, error) {
	for {
		if e.Header >= len(data) {
			return Entry{}, errCut
		}
		c := data[e.Header]
		e.Header++
		e.Base |= int64(c & 0x7f)
		if c&0x80 == 0 {
			return e, nil
		}
		if e.Base >= 1<<48 {
			return Entry{}, errWide
		}
		e.Base = (e.Base + 1) << 7
	}
}
