package job

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/ci"
	"github.com/sluicesec/sluice/gitleaks"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/git/treefs"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/rules"
)

// A decisive is a kind of file at the root of a repository that decides what is
// reported. So it must come from a place that is trusted.
type decisive struct {
	names []string // those that are looked for; the first that is there counts
	what  string   // that it holds, in the plural if there are several
	flag  string   // that names such a file
}

func ruleFiles() decisive { return decisive{rules.Names(), "rules", "--config"} }

func baselines() decisive {
	return decisive{[]string{baseline.Name, baseline.IgnoreName, gitleaks.IgnoreName}, "baseline", "--baseline"}
}

// ignored returns a note if a commit, which is judged, has such a file, in a clone
// that does not have the default branch. name is the only one that counts; "" when all
// do that are looked for.
func (d decisive) ignored(r repository, run *ci.Run, commit oid.ID, name string) []string {
	files, err := treefs.New(r.store, commit)
	if err != nil {
		return nil // the scan says what is wrong with it
	}
	i := slices.IndexFunc(d.of(name), func(name string) bool {
		_, err := fs.Stat(files, name)
		return err == nil
	})
	if i < 0 {
		return nil
	}
	fetch := "git remote set-head origin --auto"
	if run.Default != "" {
		fetch = fmt.Sprintf("git fetch origin +refs/heads/%[1]s:refs/remotes/origin/%[1]s", run.Default)
	}
	return []string{fmt.Sprintf("%s is not used: only the default branch's is trusted, and this clone does not have that branch; run `%s` before, or name a file outside the repository with %s", d.of(name)[i], fetch, d.flag)}
}

// changes returns a note for each such file that the range changes. name is the only one
// that counts; "" when all do that are looked for.
func (d decisive) changes(store *objects.Store, span ci.Range, name string) ([]string, error) {
	before, err := treefs.New(store, span.Exclude)
	if err != nil {
		return nil, err
	}
	after, err := treefs.New(store, span.Include)
	if err != nil {
		return nil, nil // the range may end in a tag of something else than a commit
	}
	var notes []string
	for _, name := range d.of(name) {
		old, errOld := read(before, name)
		now, errNow := read(after, name)
		if err := errors.Join(errOld, errNow); err != nil {
			return nil, err
		}
		if !bytes.Equal(old, now) || (old == nil) != (now == nil) {
			notes = append(notes, fmt.Sprintf("%s changes in this range, and counts once it is merged: the range is judged by the %s from before it", name, d.what))
		}
	}
	return notes, nil
}

func (d decisive) of(name string) []string {
	if name != "" {
		return []string{name}
	}
	return d.names
}

// read returns the content of a file, nil when there is none.
func read(files fs.FS, name string) ([]byte, error) {
	text, err := fs.ReadFile(files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if text == nil && err == nil {
		text = []byte{}
	}
	return text, err
}

// unreadable reports whether an object is absent or damaged, so that nobody knows
// what a file says.
func unreadable(err error) bool {
	var problem objects.Problem
	return errors.Is(err, objects.ErrNotFound) || errors.As(err, &problem)
}
