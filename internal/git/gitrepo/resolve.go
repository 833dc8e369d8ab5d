package gitrepo

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"

	"github.com/sluicesec/sluice/internal/oid"
)

// Resolve returns the commit that a revision names. A revision can be any
// expression of gitrevisions(7), so Resolve needs git on the PATH. Replacements
// and grafts are not followed.
func (r *Repo) Resolve(ctx context.Context, rev string) (oid.ID, error) {
	out, err := r.git(ctx, "", "rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if id, ok := parseID(strings.TrimSpace(string(out)), r.ObjectFormat); ok && err == nil && rev != "" {
		return id, nil
	}
	var unknown *exec.ExitError
	if err != nil && !errors.As(err, &unknown) {
		return oid.ID{}, fmt.Errorf("resolving %q in %s: %w", rev, r.GitDir, err)
	}
	hint := ""
	if cut, _ := r.Shallow(); len(cut) > 0 {
		hint = "; the clone is shallow, so it may lack that commit: fetch the whole history (git fetch --unshallow)"
	}
	return oid.ID{}, fmt.Errorf("unknown revision %q in %s%s", rev, r.GitDir, hint)
}
