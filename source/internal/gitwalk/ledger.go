package gitwalk

import (
	"errors"
	"fmt"
	"os"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/source"
)

// errDamaged says what to do about damaged objects. It names none of them, as there
// may be many: the ledger has examples.
var errDamaged = errors.New("some stored objects are damaged, so what they should hold could not be scanned: `git fsck` names them; restore them from another clone")

// errTooLarge says what to do about large objects that are stored as deltas, which
// are made in temporary files. Files that are stored whole can have any size.
var errTooLarge = errors.New("some large objects are stored as deltas of others and would take too much space: `git -c core.bigFileThreshold=64m repack -a -d -F` stores them whole")

// errNoSpace says what to do where there is no space for temporary files.
func errNoSpace() error {
	return fmt.Errorf("some large objects are stored as deltas of others, and there is no space in %s to make them: free space there, or name another folder in TMPDIR", os.TempDir())
}

// Report writes a problem of the object store into the ledger.
func Report(ledger *source.Ledger, p objects.Problem) {
	if p.ID.IsZero() {
		ledger.Miss(string(p.Reason), p.Path, 0)
		ledger.Error(p)
		return
	}
	ledger.Miss(string(p.Reason), p.ID.String(), 0)
	if p.Reason == objects.TooLarge {
		ledger.Error(errTooLarge)
		return
	}
	if p.Reason == objects.NoSpace {
		ledger.Error(errNoSpace())
		return
	}
	ledger.Error(errDamaged)
}

// Absence returns the reason why objects that a repository names are not in it, for
// the ledger, and a hint on what to do.
func Absence(repo *gitrepo.Repo) (reason, hint string) {
	if repo.Promisor() {
		return "absent object, promised by a remote", "this is a partial clone, so run `git fetch --refetch --no-filter`, and scan again"
	}
	return "absent object", "the repository is damaged; `git fsck` names what is broken"
}

// Submodule writes a submodule into the ledger. A commit holds only the id of a
// commit of another repository, whose content is no part of this one: the scan is
// complete without it.
func Submodule(ledger *source.Ledger, path string) {
	ledger.Skip("submodule", path, 0)
	ledger.Note("submodules are repositories of their own and were not scanned: `sluice git --recurse-submodules` scans them, too")
}
