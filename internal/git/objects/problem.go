package objects

import (
	"fmt"

	"github.com/sluicesec/sluice/internal/oid"
)

// Reason says in a few words, which do not change, what is wrong. Reasons may be
// counted and compared.
type Reason string

// What can be wrong with a store or with one of its objects.
const (
	BadDirectory Reason = "unreadable object directory"
	BadIndex     Reason = "corrupt pack index"
	BadPack      Reason = "corrupt pack"
	NoIndex      Reason = "pack without index"
	BadEntry     Reason = "corrupt pack entry"
	BadChecksum  Reason = "checksum mismatch" // the stored bytes are not those that were written
	HiddenBytes  Reason = "hidden bytes"      // a gap between two entries
	MissingBase  Reason = "missing delta base"
	BaseCycle    Reason = "delta cycle"
	BadLoose     Reason = "corrupt loose object"
	WrongID      Reason = "object id mismatch" // the content hashes to another id
	Faulted      Reason = "changed while read" // a pack or index lost bytes that it had when it was opened
	TooLarge     Reason = "too large"          // a delta whose result, or base, is too large even for a temporary file
	NoSpace      Reason = "no space for a temporary file"
)

// A Problem is something in a store that could not be read, or could be read
// and is not as it should be. It is an error.
type Problem struct {
	Reason Reason
	ID     oid.ID // of the object; zero if the problem is not about one object
	Type   Type   // of the object, if known
	Path   string // the file, as it was opened
	Offset int64  // where in a pack its entry starts; 0 if the problem is not about an entry
	Err    error  // the cause, if known; may be nil
}

// Error says on one line all that is known.
func (p Problem) Error() string {
	s := string(p.Reason)
	if !p.ID.IsZero() {
		s += " " + p.ID.String()
	}
	if p.Path != "" {
		s += " in " + p.Path
	}
	if p.Offset > 0 {
		s += fmt.Sprintf(" at %d", p.Offset)
	}
	if p.Err != nil {
		s += ": " + p.Err.Error()
	}
	return s
}

// Unwrap returns Err.
func (p Problem) Unwrap() error { return p.Err }
