package job

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/git/treefs"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source/history"
	"github.com/sluicesec/sluice/source/staged"
)

// An Inventory is the job that finds all that a baseline is about, whatever the baseline
// says, and the place of the baseline.
type Inventory struct {
	*Job
	Path   string // of the file, which need not be there
	Folder string // the root of the work tree, of the bare repository or of the folder
	Root   string // what paths in the file are relative to; "" for what reports make them relative to
	Tree   string // the id of the tree of HEAD; "" for none

	head oid.ID // zero for none
}

// GitInventory makes the inventory of the whole history of a repository. Its baseline is
// the file that the user names, or the one at the root of the work tree or of a bare
// repository.
func GitInventory(ctx context.Context, c Call, o history.Options) (*Inventory, error) {
	inv := &Inventory{}
	named := c.askedBaseline()
	c.Baseline, c.NoBaseline = "", true
	j, err := c.open(ctx, func(r repository) (*Job, error) {
		inv.Folder = r.ruleFolder()
		inv.Path = filepath.Join(inv.Folder, baseline.Name)
		var err error
		if inv.head, err = r.Head(ctx); err != nil {
			return nil, err
		}
		if inv.Tree, err = headTree(ctx, r); err != nil {
			return nil, err
		}
		return c.git(ctx, r, Part{History: o})
	})
	if named != "" {
		inv.Path = named
	}
	inv.Job = j
	return inv, err
}

// FolderInventory is GitInventory for a folder, of which no history is known.
func FolderInventory(c Call, folder string, gitignore bool) (*Inventory, error) {
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("%s is no folder: a baseline lies in the folder that it is about", folder)
	}
	path := filepath.Join(folder, baseline.Name)
	if named := c.askedBaseline(); named != "" {
		path = named
	}
	c.Baseline, c.NoBaseline = "", true
	j, err := Folders(c, []string{folder}, gitignore)
	return &Inventory{Job: j, Path: path, Folder: folder, Root: filepath.ToSlash(filepath.Clean(folder))}, err
}

// IndexInventory is GitInventory for the files that git tracks alone, as the index has
// them. It is quick.
func IndexInventory(ctx context.Context, c Call) (*Inventory, error) {
	c.Baseline, c.NoBaseline = "", true
	inv := &Inventory{}
	j, err := c.open(ctx, func(r repository) (*Job, error) {
		j, err := c.trusted(staged.NewOnto(r.Repo, r.store, nil), r.ruleFolder())
		if err == nil {
			j.about.Kind = finding.ScanStaged
		}
		return j, err
	})
	inv.Job = j
	return inv, err
}

// File returns a file of a commit, or of HEAD if that is "", while the job is open. ok is
// false if it cannot be read.
func (inv *Inventory) File(ctx context.Context, commit, name string) (text []byte, ok bool) {
	if inv.store == nil {
		return nil, false
	}
	id, err := inv.head, error(nil)
	if commit != "" {
		id, err = oid.Parse(commit)
	}
	if err != nil || id.IsZero() || ctx.Err() != nil {
		return nil, false
	}
	files, err := treefs.New(inv.store, id)
	if err != nil {
		return nil, false
	}
	text, err = fs.ReadFile(files, name)
	return text, err == nil
}

// headTree returns the id of the tree of HEAD, "" before the first commit.
func headTree(ctx context.Context, r repository) (string, error) {
	head, err := r.Head(ctx)
	if err != nil || head.IsZero() {
		return "", err
	}
	t, data, err := r.store.Read(head)
	if err != nil || t != objects.Commit {
		return "", fmt.Errorf("reading the commit of HEAD, %s: %w", head, err)
	}
	info, err := objects.ParseCommit(data)
	if err != nil {
		return "", fmt.Errorf("reading the commit of HEAD, %s: %w", head, err)
	}
	return info.Tree.String(), nil
}

// BaselinePlace returns where the baseline of a repository is, or with a folder that of
// the folder, and the id of the tree of HEAD, from which the key of a new one is made. The
// file need not be there.
func BaselinePlace(ctx context.Context, c Call, folder string) (path, tree string, err error) {
	named := c.askedBaseline()
	if folder != "" {
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			return "", "", fmt.Errorf("%s is no folder: a baseline lies in the folder that it is about", folder)
		}
		return cmp.Or(named, filepath.Join(folder, baseline.Name)), "", nil
	}
	j, err := c.open(ctx, func(r repository) (*Job, error) {
		path = cmp.Or(named, filepath.Join(r.ruleFolder(), baseline.Name))
		var err error
		tree, err = headTree(ctx, r)
		return &Job{}, err
	})
	if err != nil {
		return "", "", err
	}
	return path, tree, j.Close()
}
