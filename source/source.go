package source

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/objects/delta"
	"github.com/sluicesec/sluice/internal/oid"
)

// An ID names a blob within one source: a git object by its own id, anything
// else by a name such as its path.
type ID struct {
	Object oid.ID
	Name   string
}

// Object is the ID of a git object.
func Object(id oid.ID) ID { return ID{Object: id} }

// Named is the ID of what is no git object.
func Named(name string) ID { return ID{Name: name} }

// String returns the ID for people.
func (id ID) String() string {
	if id.Object.IsZero() {
		return id.Name
	}
	return id.Object.String()
}

// Compare orders IDs: by object, then by name.
func (id ID) Compare(other ID) int {
	return cmp.Or(id.Object.Compare(other.Object), strings.Compare(id.Name, other.Name))
}

// A Blob is bytes to scan and where they come from. Data belongs to the
// source: it must not be changed, nor kept after the visit.
type Blob struct {
	ID   ID
	Kind finding.Kind
	Path string // slash-separated; "" when only Locate can tell (a history)
	Data []byte

	// LinesAbove is how many lines of the object stand above Data, where Data is
	// a part that is numbered as the whole.
	LinesAbove int

	// Open gives the content of a blob that is too large to hold in memory;
	// Data is nil then. Size is its length in bytes where it is known.
	Open func() (io.ReadCloser, error)
	Size int64

	// Edits says how Data derives from the blob whose state the visit gets as
	// base: the runs of bytes that were copied, in the order of At. All other
	// bytes are new. Without a base it is empty.
	Edits []Copy
}

// A Copy is a run of bytes that a blob shares with its base.
type Copy = delta.Copy

// A Visit scans one blob. It gets as base the State that it returned for the
// blob that Edits refer to, or nil when the blob stands alone. It is called
// from several goroutines at once, with worker in 0..jobs-1 and never twice at
// a time for the same worker, so that scratch can be kept for each worker.
//
// Visits are pushed, not pulled: only the walk knows in which order the
// deltas of a pack are cheap to resolve.
type Visit func(worker int, b *Blob, base any) (Result, error)

// A Result is what the visit of a blob came to.
type Result struct {
	State any  // what the visit of a blob that derives from this one needs
	Found bool // something was found: Locate will be asked for this blob

	// Inherited says that all that was found was found in base, and taken over.
	Inherited bool
}

// A Source is something that can be scanned.
type Source interface {
	// Name says what is scanned, for people: "git /path/to/repo".
	Name() string

	// Walk visits every blob once, on up to jobs goroutines, and writes into the
	// ledger what it visited and what it could not. The error is for what makes
	// the whole walk meaningless (no such repository, ctx done); what merely
	// makes it incomplete is in the ledger.
	Walk(ctx context.Context, jobs int, ledger *Ledger, visit Visit) error

	// Locate says where the blobs with these IDs are, after Walk. For each blob
	// it gives every place that held the blob's secrets, in a stable order.
	// secrets maps a blob's ID to the keys of the secrets in it, so that a
	// source with a past can tell the commit that brought a secret from one
	// that merely edited the file around it.
	Locate(ctx context.Context, secrets map[ID][]SecretKey) (map[ID][]Place, error)
}

// A SecretKey stands for one rule's secret, whatever file it is in.
type SecretKey uint32

// A Place is where a blob is, and who put it there.
type Place struct {
	Path string
	finding.Provenance
	Secrets []SecretKey // which of the blob's secrets this place is for; nil means all
}

// MaxInMemory is the size, in bytes, up to which a file is handed over whole.
// Larger ones are streamed.
const MaxInMemory = 64 << 20

// Cause strips the path from an error that is reported with one.
func Cause(err error) error {
	if pe := (*fs.PathError)(nil); errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
