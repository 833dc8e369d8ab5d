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

// An ID identifies a blob within one source: a git object by its own id, anything
// else by a name such as its path.
type ID struct {
	Object oid.ID
	Name   string
	Kind   finding.Kind // of a text that is no file and no object; else ""
}

// Object returns the ID of a git object.
func Object(id oid.ID) ID { return ID{Object: id} }

// Named returns the ID of a blob that is no git object.
func Named(name string) ID { return ID{Name: name} }

// Text returns the ID of a text of some kind that is no file and no git object, such
// as the name of a ref: two texts of different kinds may have the same name.
func Text(kind finding.Kind, name string) ID { return ID{Name: name, Kind: kind} }

// String returns the object id in hexadecimal, or the name.
func (id ID) String() string {
	if id.Object.IsZero() {
		return id.Name
	}
	return id.Object.String()
}

// Compare orders IDs: by object, by name, then by kind.
func (id ID) Compare(other ID) int {
	return cmp.Or(id.Object.Compare(other.Object), strings.Compare(id.Name, other.Name), cmp.Compare(id.Kind, other.Kind))
}

// A Blob is bytes to scan and where they come from. Data belongs to the
// source: it must not be changed, nor kept after the visit.
type Blob struct {
	ID   ID
	Kind finding.Kind
	Path string // slash-separated; "" when only Locate knows it (a history)

	// Data is the content. That of a KindRefName or KindPath is the name itself, or
	// the last element of the path, in which a secret is looked for. A KindPath
	// without Data is a path that a rule may judge as a whole, see PathWanter.
	Data []byte

	// LinesAbove is the number of lines of the object before Data, if Data is only
	// a section of it and its lines are numbered as those of the whole.
	LinesAbove int

	// LFS says that Data is not the object itself, a pointer file, but the content
	// that Git LFS keeps for it.
	LFS bool

	// Open gives the content of a blob that is too large to hold in memory;
	// Data is nil then. Size is its length in bytes where it is known. If what Open
	// returns is an io.ReaderAt, too, Size is known. Open may be called several times,
	// one after the other; it returns an error if the content cannot be read again.
	Open func() (io.ReadCloser, error)
	Size int64

	// Edits says how Data was made from the blob whose state the visit gets as
	// base: the runs of bytes that were copied, in the order of At. All other
	// bytes are new. Without a base it is empty.
	Edits []Copy

	// Recalled says that an earlier scan has visited the blob. It has no Data. The visit
	// returns what that scan has found; if it does not know that any more, its result is not
	// Found, and the blob has to be visited with its content. See Memory.
	Recalled bool

	// Again says that the same bytes were visited before, when their path was not known.
	Again bool

	// Base says that other blobs may be made from this one: the State that its visit
	// returns is their base. The State of any other blob is not used.
	Base bool
}

// A Copy is a run of bytes that a blob shares with its base.
type Copy = delta.Copy

// A Visit scans one blob. It gets as base the State that it returned for the
// blob that Edits refer to, or nil when there is none. It is called from several
// goroutines at once, with worker in 0..jobs-1 and never twice at a time for the
// same worker, so that each worker can have scratch memory of its own.
type Visit func(worker int, b *Blob, base any) (Result, error)

// A Result is what the visit of a blob returns.
type Result struct {
	State any  // passed as base to the visits of blobs that were made from this one
	Found bool // something was found: Locate will be called for this blob

	// Content is set for a path, if the content of the file counts as well, see
	// PathWanter.
	Content bool

	// Inherited says that everything found here was found in the base already.
	Inherited bool
}

// A Source is something that can be scanned.
type Source interface {
	// Name says what is scanned, for people: "git /path/to/repo".
	Name() string

	// Walk visits every blob once, on up to jobs goroutines, and writes into the
	// ledger what it visited and what it could not. It returns an error if the whole
	// walk failed (no such repository, ctx done); what only makes the walk
	// incomplete is in the ledger.
	Walk(ctx context.Context, jobs int, ledger *Ledger, visit Visit) error

	// Locate returns where the blobs with these IDs are. It must be called after
	// Walk. After a Walk that ctx has stopped it may return an error. For each blob it returns every place that held the blob's secrets, in a
	// stable order. secrets maps a blob's ID to the keys of the secrets in it, so
	// that a source of commits can distinguish the commit that brought a secret from
	// one that only edited the file around it.
	Locate(ctx context.Context, secrets map[ID][]SecretKey) (map[ID][]Place, error)
}

// A SecretKey identifies one rule's secret, whatever file it is in.
type SecretKey uint32

// A Place is where a blob is, and who put it there.
type Place struct {
	Path string
	finding.Provenance
	Secrets []SecretKey // which of the blob's secrets this place is for; nil means all

	// Root is the folder that was scanned, where Path begins with it and the names in
	// it say nothing about the file; "" otherwise.
	Root string

	// More says that the secrets of the place may also be at places that the source
	// did not return, because there are too many or because it does not know them.
	More bool

	// LeftOver says for certain that the blob was never committed and is no more
	// staged: no clone gets it, and no push carries it.
	LeftOver bool

	// Again says that the file held the secrets before the commit, which only adds lines
	// that hold them. See Repeated, also for Hunks.
	Again bool
	Hunks []Lines // in which the commit adds the secrets; nil if that is not known
}

// MaxInMemory is the size, in bytes, up to which a file is visited with its whole
// content in Data. Larger ones are streamed.
const MaxInMemory = 64 << 20

// Cause returns the cause inside an *fs.PathError, for a message that names the path
// itself, and any other error as it is.
func Cause(err error) error {
	if pe := (*fs.PathError)(nil); errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
