package gitrepo

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// Resolve returns the commit that a revision names, as a hex id. It reads the
// syntax of gitrevisions(7), so it needs git on the PATH. Replacements and
// grafts are not followed.
func (r *Repo) Resolve(ctx context.Context, rev string) (string, error) {
	out, err := r.git(ctx, "", "rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if id := strings.TrimSpace(string(out)); err == nil && rev != "" && r.isID(id) {
		return id, nil
	}
	var unknown *exec.ExitError
	if err != nil && !errors.As(err, &unknown) {
		return "", fmt.Errorf("resolving %q in %s: %w", rev, r.GitDir, err)
	}
	hint := ""
	if cut, _ := r.Shallow(); len(cut) > 0 {
		hint = "; the clone is shallow, so it may lack that commit: fetch the whole history (git fetch --unshallow)"
	}
	return "", fmt.Errorf("unknown revision %q in %s%s", rev, r.GitDir, hint)
}
