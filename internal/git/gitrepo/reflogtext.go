package gitrepo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

// A Reflog is what was written into the reflog of a ref: who moved the ref, when and
// why.
type Reflog struct {
	Ref string // the whole name, as that of a [Ref]

	// Text has a line for each entry, the oldest first if the reflog is a file. In a
	// reftable it has no ids, and the newest entry comes first.
	Text []byte
}

// EachReflog calls visit for the reflogs of all work trees. A ref that was deleted may
// have one still.
//
// The error joins all that could not be read, unless it is that of a visit, after
// which no other reflog is visited.
func (r *Repo) EachReflog(ctx context.Context, visit func(Reflog) error) error {
	if r.RefFormat == "reftable" {
		return r.askReflogTexts(ctx, visit)
	}
	var errs []error
	var stopped error
	for _, w := range r.workTrees() {
		errs = append(errs, walkFiles(ctx, filepath.Join(w.gitDir, "logs"), func(path, rel string) {
			if stopped != nil {
				return
			}
			log := Reflog{Ref: w.prefix + rel}
			if w.gitDir == r.CommonDir && !ownRef(rel) {
				log.Ref = rel
			}
			var err error
			if log.Text, err = readFile(path); err != nil {
				errs = append(errs, wrap(err, "reflog %s", log.Ref))
				return
			}
			stopped = visit(log)
		}))
	}
	if stopped != nil {
		return stopped
	}
	return errors.Join(errs...)
}

// askReflogTexts has git print the reflogs, which no plumbing does. Neither a
// signature is checked nor a diff made: for these the configuration of a repository
// can name programs.
func (r *Repo) askReflogTexts(ctx context.Context, visit func(Reflog) error) error {
	out, err := r.git(ctx, "", "log", "--walk-reflogs", "--all", "--no-show-signature", "--no-patch", "--no-notes", "--no-decorate", "--no-color",
		"--format=%gD%x00%gn <%ge>%x09%gs")
	if err != nil {
		return fmt.Errorf("reading the reflogs of %s: %w", r.GitDir, err)
	}
	var logs []Reflog
	for line := range bytes.Lines(out) {
		selector, text, ok := strings.Cut(string(line), "\x00")
		ref, _, isEntry := strings.Cut(selector, "@{")
		if !ok || !isEntry {
			continue
		}
		if len(logs) == 0 || logs[len(logs)-1].Ref != ref {
			logs = append(logs, Reflog{Ref: ref})
		}
		last := &logs[len(logs)-1]
		last.Text = append(last.Text, text...)
	}
	for _, log := range logs {
		if err := visit(log); err != nil {
			return err
		}
	}
	return nil
}
