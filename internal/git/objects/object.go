package objects

import (
	"io"

	"github.com/sluicesec/sluice/internal/git/objects/delta"
	"github.com/sluicesec/sluice/internal/oid"
)

// Type is what an object is. The values are those of gitformat-pack(5).
type Type uint8

// The types of objects. 0 means that the object cannot be read.
const (
	Commit Type = 1
	Tree   Type = 2
	Blob   Type = 3
	Tag    Type = 4
)

// String returns git's name for the type.
func (t Type) String() string {
	switch t {
	case Commit:
		return "commit"
	case Tree:
		return "tree"
	case Blob:
		return "blob"
	case Tag:
		return "tag"
	}
	return "unknown"
}

func parseType(name string) (Type, bool) {
	for t := Commit; t <= Tag; t++ {
		if t.String() == name {
			return t, true
		}
	}
	return 0, false
}

// An Index numbers the objects of one open Store: 0..Len()-1, in the order in
// which they are stored. It is stable until the Store is closed and means
// nothing afterwards.
type Index uint32

// A Copy is a run of bytes that an object shares with its delta base.
type Copy = delta.Copy

// An Object is what a Walk shows to its visitor. It is valid during the visit
// only, and so is all that it refers to, except as said of Data.
type Object struct {
	Index Index
	ID    oid.ID
	Type  Type
	Size  int64 // bytes of content

	// Data is the content. It must not be changed. It stays as it is during the
	// visit and while the objects that are stored as deltas against this one are
	// visited; afterwards its memory holds something else. It is nil for an
	// object with Open.
	Data []byte

	// Edits says which runs of Data were copied from the base, in the order of
	// At, when the base was visited too. All other bytes are new.
	Edits []Copy

	// Leaf says that no object is stored as a delta against this one, so that what
	// its visit returns is not needed.
	Leaf bool

	// Open is set instead of Data for an object larger than Options.MaxObject.
	// It returns the content as a stream, which ends in an error if the stored
	// bytes are damaged. It may be called several times, during the visit only.
	Open func() (io.ReadCloser, error)
}

// A Visit is called once for each object, from several goroutines, but never
// twice at a time for the same worker (0..jobs-1). What it returns as state is
// passed, as base, to the visits of the objects that are deltas against this
// one; base is nil for an object that is stored whole or whose base could not be
// visited. An error ends the walk.
type Visit func(worker int, o *Object, base any) (state any, err error)
