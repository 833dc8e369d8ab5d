package job

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/sluicesec/sluice/ci"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/git/treefs"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/rules"
)

// Rules returns the rules for a scan of target, a folder or file that the user
// trusts: those of the file that the command line or the environment names,
// or else of the file in the folder, or else the built-in ones.
func (c Call) Rules(target string) (*rules.Config, error) {
	path, err := rules.Find(target, c.Config, c.Getenv("SLUICE_CONFIG"))
	if err != nil {
		return nil, err
	}
	if path == "" {
		return rules.Builtin()
	}
	return rules.Load(path)
}

// rulesBefore returns the rules that were in force before the range, and notes
// on what the range changes about them. A rule file that the user names and
// that is in the repository is read as it was before the range, too; any other
// file is the user's own, and is read as it is.
func (c Call) rulesBefore(r repository, span ci.Range) (*rules.Config, []string, error) {
	asked := cmp.Or(c.Config, c.Getenv("SLUICE_CONFIG"))
	name := within(r.WorkTree, asked)
	if asked != "" && name == "" {
		cfg, err := rules.Load(asked)
		return cfg, nil, err
	}
	notes, err := changes(r.store, span, name)
	if err != nil {
		return nil, nil, err
	}
	cfg, err := rulesAt(r.store, span.Exclude, name)
	return cfg, notes, err
}

// rulesAt returns the rules that a commit holds: those of the file called name,
// which is slash-separated, or of the file that [rules.FindFS] finds when name
// is "". Without such a file they are the built-in ones. The zero id is a commit
// without files.
func rulesAt(store *objects.Store, commit oid.ID, name string) (*rules.Config, error) {
	files, err := treefs.New(store, commit)
	if err != nil {
		return nil, err
	}
	if name == "" {
		if name, err = rules.FindFS(files); err != nil {
			return nil, err
		}
	} else if _, err := fs.Stat(files, name); errors.Is(err, fs.ErrNotExist) {
		name = ""
	}
	if name == "" {
		return rules.Builtin()
	}
	cfg, err := rules.LoadFS(files, name)
	if err != nil {
		return nil, fmt.Errorf("the rules of commit %s: %w", commit, err)
	}
	return cfg, nil
}

// changes returns a note for each rule file that the range changes. name is the
// only one that counts; "" when all that [rules.FindFS] looks for do.
func changes(store *objects.Store, span ci.Range, name string) ([]string, error) {
	before, err := treefs.New(store, span.Exclude)
	if err != nil {
		return nil, err
	}
	after, err := treefs.New(store, span.Include)
	if err != nil {
		return nil, nil // the range may end in a tag of something else than a commit
	}
	names := rules.Names()
	if name != "" {
		names = []string{name}
	}
	var notes []string
	for _, name := range names {
		old, errOld := read(before, name)
		now, errNow := read(after, name)
		if err := errors.Join(errOld, errNow); err != nil {
			return nil, err
		}
		if !bytes.Equal(old, now) || (old == nil) != (now == nil) {
			notes = append(notes, fmt.Sprintf("%s changes in this range: the range is judged by the rules from before it", name))
		}
	}
	return notes, nil
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

// within returns path relative to the work tree, slash-separated; "" for a path
// that is not in it.
func within(workTree, path string) string {
	if workTree == "" || path == "" {
		return ""
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return ""
	}
	rel, err := filepath.Rel(workTree, abs)
	if err != nil || !filepath.IsLocal(rel) {
		return ""
	}
	return filepath.ToSlash(rel)
}
