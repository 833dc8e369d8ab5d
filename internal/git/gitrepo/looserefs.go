package gitrepo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/internal/oid"
)

// A looseRef is a ref in a file of its own: it holds an id or names another ref.
type looseRef struct {
	name   string
	gitDir string // the work tree it is seen from
	id     oid.ID // zero for a symbolic ref
	target string // of a symbolic ref
}

// unfinished are the files in which an unfinished operation keeps commits that
// perhaps no ref names; git's own prune keeps these too.
var unfinished = [...]string{
	"rebase-apply/autostash", "rebase-apply/orig-head",
	"rebase-merge/autostash", "rebase-merge/orig-head",
}

// looseRefs reads the refs in files, of all work trees.
func (r *Repo) looseRefs(ctx context.Context) ([]looseRef, error) {
	var refs []looseRef
	var errs []error
	for _, w := range r.workTrees() {
		// a linked work tree has refs of its own in its folder (bisect, worktree,
		// rewritten); those of the main one are in the common folder with the others
		read := func(path, name string) {
			found, err := r.readLoose(w, path, name)
			refs, errs = append(refs, found...), append(errs, err)
		}
		errs = append(errs, walkFiles(ctx, filepath.Join(w.gitDir, "refs"), func(path, rel string) {
			read(path, "refs/"+rel)
		}))
		for _, name := range append(pseudoRefs(w.gitDir), unfinished[:]...) {
			read(filepath.Join(w.gitDir, filepath.FromSlash(name)), name)
		}
	}
	return refs, errors.Join(append(errs, ctx.Err())...)
}

// readLoose reads one file. FETCH_HEAD and MERGE_HEAD can name several
// objects, one at the beginning of each line.
func (r *Repo) readLoose(w workTree, path, name string) ([]looseRef, error) {
	ref := looseRef{name: w.prefix + name, gitDir: w.gitDir}
	if w.gitDir == r.CommonDir && !ownRef(name) {
		ref.name = name
	}
	if link, err := os.Readlink(path); err == nil && strings.HasPrefix(link, "refs/") {
		ref.target = link // how old versions of git wrote a symbolic ref
		return []looseRef{ref}, nil
	}
	text, err := readLooseFile(path, name)
	if isAbsent(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("ref %s: %w", ref.name, err)
	}
	if target, ok := strings.CutPrefix(text, "ref:"); ok {
		ref.target = strings.TrimSpace(target)
		return []looseRef{ref}, nil
	}
	var refs []looseRef
	for line := range strings.Lines(text) {
		digits, _, _ := strings.Cut(strings.TrimSpace(line), "\t")
		var ok bool
		if ref.id, ok = parseID(digits, r.ObjectFormat); ok {
			refs = append(refs, ref)
		}
	}
	if len(refs) == 0 && (name == "HEAD" || strings.HasPrefix(name, "refs/")) {
		return nil, fmt.Errorf("ref %s is broken: it holds no object id", ref.name)
	}
	return refs, nil
}

// readLooseFile reads the file of a ref. FETCH_HEAD alone grows with the
// number of branches fetched.
func readLooseFile(path, name string) (string, error) {
	read := readSmall
	if name == "FETCH_HEAD" {
		read = readFile
	}
	text, err := read(path)
	return string(text), err
}

// pseudoRefs returns the names of HEAD and other pseudorefs (gitglossary(7)) in a
// git folder: by git's rule, those in upper case that end in HEAD, and a few more.
func pseudoRefs(gitDir string) []string {
	files, err := os.ReadDir(gitDir)
	if err != nil {
		return nil
	}
	var names []string
	for _, f := range files {
		switch name := f.Name(); name {
		case "HEAD", "AUTO_MERGE", "BISECT_EXPECTED_REV", "NOTES_MERGE_PARTIAL", "MERGE_AUTOSTASH":
			names = append(names, name)
		default:
			if strings.HasSuffix(name, "_HEAD") && strings.ToUpper(name) == name {
				names = append(names, name)
			}
		}
	}
	return names
}

// follow resolves a name that may be symbolic, as seen from a work tree. The id is
// zero when the last branch has no commit yet. Refs without a file are looked up
// in packed; when packed is nil, packed-refs is read.
func (r *Repo) follow(gitDir, name string, packed []Ref) (oid.ID, error) {
	const depth = 5 // git follows no more either (SYMREF_MAXDEPTH)
	w := workTree{gitDir: gitDir}
	for range depth {
		if !validName(name) {
			return oid.ID{}, fmt.Errorf("a symbolic ref names %q, which is no ref", name)
		}
		dir := r.CommonDir
		if ownRef(name) {
			dir = gitDir
		}
		found, err := r.readLoose(w, filepath.Join(dir, filepath.FromSlash(name)), name)
		if err != nil {
			return oid.ID{}, err
		}
		if len(found) == 0 {
			return r.inPacked(name, packed)
		}
		if found[0].target == "" {
			return found[0].id, nil
		}
		name = found[0].target
	}
	return oid.ID{}, fmt.Errorf("symbolic refs lead in a circle at %s", name)
}

// inPacked returns the id of a packed ref, zero when there is none.
func (r *Repo) inPacked(name string, packed []Ref) (oid.ID, error) {
	var err error
	if packed == nil {
		packed, err = r.packedRefs()
	}
	if i := slices.IndexFunc(packed, func(p Ref) bool { return p.Name == name }); i >= 0 {
		return packed[i].ID, nil
	}
	return oid.ID{}, err
}

// ownRef reports whether each work tree has its own ref of that name (gitrepository-layout(5)).
func ownRef(name string) bool {
	return !strings.HasPrefix(name, "refs/") || strings.HasPrefix(name, "refs/bisect/") ||
		strings.HasPrefix(name, "refs/worktree/") || strings.HasPrefix(name, "refs/rewritten/")
}

// validName reports whether a symbolic ref may point to name: a path that stays inside.
func validName(name string) bool {
	return name == "HEAD" || strings.HasPrefix(name, "refs/") && fs.ValidPath(name) && !strings.Contains(name, "\x00")
}

// walkFiles visits the files below root, except those that git never reads as
// refs: hidden ones and locks. It follows a link at root, because some tools share
// refs between folders in this way, but none below it: they can lead in a circle.
func walkFiles(ctx context.Context, root string, visit func(path, rel string)) error {
	if real, err := filepath.EvalSymlinks(root); err == nil {
		root = real
	}
	var errs []error
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			if !isAbsent(err) {
				errs = append(errs, err)
			}
			return nil
		}
		if path == root {
			return nil
		}
		if strings.HasPrefix(d.Name(), ".") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if !d.IsDir() && !strings.HasSuffix(d.Name(), ".lock") {
			rel, _ := filepath.Rel(root, path)
			visit(path, filepath.ToSlash(rel))
		}
		return nil
	})
	return errors.Join(append(errs, err)...)
}
