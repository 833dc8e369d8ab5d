// Package folder is the source of folders and files, as they are on disk.
//
// Workers share a queue of folders and files; a worker that reads a folder adds its
// entries. A file is read into a buffer that its worker uses again, or streamed if it
// is large. The path of a file is known when it is visited, so Locate only repeats it.
//
// The name of each file and folder is visited as a text of its own, and so is the
// target of each symbolic link.
package folder

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/sourcegraph/conc/pool"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/regular"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/lfs"
)

var _ source.Source = (*Folders)(nil)

// Folders is the source of all files below some folders, and of single files.
//
// Nothing in a folder can make it scan less: it obeys .gitignore only if Gitignore
// is set. By itself it leaves out the folders called .git that are repositories, which
// the git sources read, and does not follow symbolic links to folders, so that a walk can
// neither leave its tree nor loop.
type Folders struct {
	Paths     []string // folders and files
	Gitignore bool     // leave out what the .gitignore files in the tree exclude

	// FollowFiles scans the files that symbolic links lead to, also those outside the
	// tree, under the paths of the links. Links to folders are not followed.
	FollowFiles bool

	// GitFolders scans folders called .git that are repositories, too: their configuration,
	// hooks and the like, but not their objects.
	GitFolders bool
}

// Name implements source.Source.
func (f *Folders) Name() string { return filepath.ToSlash("dir " + strings.Join(f.Paths, " ")) }

// Walk implements source.Source. The error names the first of the Paths that does
// not exist.
func (f *Folders) Walk(ctx context.Context, jobs int, ledger *source.Ledger, visit source.Visit) error {
	q := newQueue()
	for _, p := range f.Paths {
		info, err := os.Stat(p)
		if err != nil {
			return fmt.Errorf("cannot scan %s: %w; check the path", p, source.Cause(err))
		}
		it := item{path: filepath.Clean(p), dir: info.IsDir(), root: filepath.Clean(p)}
		if !it.dir && !info.Mode().IsRegular() && info.Mode()&fs.ModeNamedPipe == 0 {
			return fmt.Errorf("cannot scan %s: it is neither a folder nor a file", p)
		}
		q.push(it)
	}
	workers := pool.New().WithContext(ctx).WithCancelOnError()
	for worker := range jobs {
		workers.Go(func(ctx context.Context) error {
			w := walker{folders: f, queue: q, ledger: ledger, worker: worker, visit: visit}
			return w.run(ctx)
		})
	}
	return workers.Wait()
}

// Locate implements source.Source. The ID of a blob is named by its path.
func (f *Folders) Locate(_ context.Context, secrets map[source.ID][]source.SecretKey) (map[source.ID][]source.Place, error) {
	places := make(map[source.ID][]source.Place, len(secrets))
	for id := range secrets {
		kind := cmp.Or(id.Kind, finding.KindBlob)
		places[id] = []source.Place{{Path: id.Name, Root: f.root(id.Name), Provenance: finding.Provenance{Kind: kind, Reachable: true}}}
	}
	return places, nil
}

// root returns the longest of the paths to scan that lead to a file, if it begins
// outside the current folder: its names say where on this machine the project is,
// and nothing about the project. For a file that is named itself it is the file's
// folder.
func (f *Folders) root(file string) (longest string) {
	for _, p := range f.Paths {
		p = filepath.Clean(p)
		if filepath.IsLocal(p) {
			continue
		}
		p = filepath.ToSlash(p)
		if p == file {
			p = path.Dir(p)
		}
		if inside := strings.TrimSuffix(p, "/") + "/"; strings.HasPrefix(file, inside) && len(p) > len(longest) {
			longest = p
		}
	}
	return longest
}

// An item is a folder or file that waits for a worker.
type item struct {
	path   string
	root   string // the one of Folders.Paths it was reached from
	dir    bool
	git    bool // a folder called .git that is a repository
	ignore *ignoreRules
}

// A walker is one worker of a walk.
type walker struct {
	folders *Folders
	queue   *queue
	ledger  *source.Ledger
	worker  int
	visit   source.Visit
	buf     []byte

	named source.Blob // of the last name, and its data, so that names need no memory
	last  []byte
}

func (w *walker) run(ctx context.Context) error {
	for {
		it, ok := w.queue.pop()
		if !ok {
			return nil
		}
		err := ctx.Err()
		if err == nil {
			err = w.item(it)
		}
		w.queue.done()
		if err != nil {
			w.queue.stop()
			return err
		}
	}
}

func (w *walker) item(it item) error {
	if it.dir {
		return w.folder(it)
	}
	if it.path == it.root {
		if err := w.name(it.path); err != nil {
			return err
		}
	}
	return w.file(it)
}

func (w *walker) folder(it item) error {
	entries, err := os.ReadDir(it.path)
	if err != nil { // the entries that were read before it are still visited
		w.ledger.Error(fmt.Errorf("cannot read folder %s: %w", filepath.ToSlash(it.path), source.Cause(err)))
	}
	ignore := it.ignore
	if w.folders.Gitignore {
		if ignore, err = ignore.in(it.root, it.path); err != nil {
			w.ledger.Error(err)
		}
	}
	for _, e := range entries {
		path := filepath.Join(it.path, e.Name())
		if ignore.match(path, e.IsDir()) {
			w.ledger.Skip("gitignored", filepath.ToSlash(path), sizeOf(e))
			continue
		}
		if err := w.name(path); err != nil {
			return err
		}
		isGit := e.Name() == ".git" && e.IsDir() && gitrepo.IsGitDir(path)
		switch {
		case isGit && !w.folders.GitFolders:
			w.ledger.Skip("git folder", filepath.ToSlash(path), 0)
		case it.git && e.Name() == "objects":
			w.ledger.Skip("git objects", filepath.ToSlash(path), 0)
		case e.IsDir():
			w.queue.push(item{path: path, root: it.root, dir: true, git: isGit, ignore: ignore})
		case e.Type().IsRegular():
			w.queue.push(item{path: path, root: it.root})
		case e.Type()&fs.ModeSymlink != 0:
			if err := w.symlink(it.root, path); err != nil {
				return err
			}
		default:
			w.ledger.Skip("not a regular file", filepath.ToSlash(path), 0)
		}
	}
	return nil
}

// sizeOf returns the size of a regular file in bytes, and 0 for anything else.
func sizeOf(e fs.DirEntry) int64 {
	if !e.Type().IsRegular() {
		return 0
	}
	info, err := e.Info()
	if err != nil {
		return 0
	}
	return info.Size()
}

// name visits the last element of a path.
func (w *walker) name(path string) error {
	path = filepath.ToSlash(path)
	w.last = append(w.last[:0], path[strings.LastIndexByte(path, '/')+1:]...)
	w.named = source.Blob{ID: source.Text(finding.KindPath, path), Kind: finding.KindPath, Path: path, Data: w.last}
	if _, err := w.visit(w.worker, &w.named, nil); err != nil {
		return err
	}
	w.ledger.Add(source.Counts{Names: 1})
	return nil
}

// symlink visits what a link names.
func (w *walker) symlink(root, path string) error {
	text, err := os.Readlink(path)
	if err != nil {
		w.ledger.Error(fmt.Errorf("cannot read the link %s: %w", filepath.ToSlash(path), source.Cause(err)))
		return nil
	}
	b := &source.Blob{ID: source.Text(finding.KindSymlink, filepath.ToSlash(path)), Kind: finding.KindSymlink, Data: []byte(text), Size: int64(len(text))}
	if _, err := w.visit(w.worker, b, nil); err != nil {
		return err
	}
	w.ledger.Add(source.Counts{Names: 1})
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && w.folders.FollowFiles {
		w.queue.push(item{path: path, root: root})
		return nil
	}
	w.accountLink(root, path)
	return nil
}

// accountLink records a link whose target is outside the tree. The walk itself visits
// the files that the others lead to.
func (w *walker) accountLink(root, path string) {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return // it leads nowhere: there is nothing to scan
	}
	absRoot, err := filepath.EvalSymlinks(root)
	if err == nil {
		absRoot, err = filepath.Abs(absRoot)
	}
	if err == nil {
		target, err = filepath.Abs(target)
	}
	if rel, relErr := filepath.Rel(absRoot, target); err != nil || relErr != nil || !filepath.IsLocal(rel) {
		w.ledger.Skip("symlink out of the tree", filepath.ToSlash(path), 0)
	}
}

// open opens a file. A named pipe is read only if the user names it.
func open(it item) (*os.File, error) {
	if it.path == it.root {
		return os.Open(it.path)
	}
	return regular.Open(it.path)
}

func (w *walker) file(it item) error {
	name := filepath.ToSlash(it.path)
	if it.path != it.root {
		var ok bool
		if w.buf, ok = regular.ReadSmall(it.path, w.buf, source.MaxInMemory); ok {
			return w.content(&source.Blob{ID: source.Named(name), Kind: finding.KindBlob, Path: name, Data: w.buf, Size: int64(len(w.buf))})
		}
	}
	f, err := open(it)
	if err != nil {
		w.ledger.Error(fmt.Errorf("cannot read %s: %w", name, source.Cause(err)))
		return nil
	}
	defer f.Close()
	b := &source.Blob{ID: source.Named(name), Kind: finding.KindBlob, Path: name}
	var rest *counted // what is read of a file that turned out too large to hold
	info, err := f.Stat()
	if err == nil && info.Size() > source.MaxInMemory {
		b.Size = info.Size()
		b.Open = func() (io.ReadCloser, error) { return keptOpen{f}, nil }
	} else if err == nil {
		w.buf, err = readAll(io.LimitReader(f, source.MaxInMemory+1), w.buf[:0], int(info.Size()))
		if b.Data = w.buf; len(w.buf) > source.MaxInMemory { // a pipe, or a file that grows
			b.Data = nil
			rest = &counted{r: io.MultiReader(bytes.NewReader(w.buf), f)}
			b.Open = func() (io.ReadCloser, error) { return io.NopCloser(rest), nil }
		}
		b.Size = int64(len(w.buf))
	}
	if err != nil {
		w.ledger.Error(fmt.Errorf("cannot read %s: %w", name, source.Cause(err)))
		return nil
	}
	if rest != nil {
		defer func() { w.ledger.Add(source.Counts{Bytes: rest.n - b.Size}) }()
	}
	return w.content(b)
}

// keptOpen is a file that its reader does not close.
type keptOpen struct{ *os.File }

func (keptOpen) Close() error { return nil }

// content visits a file.
func (w *walker) content(b *source.Blob) error {
	if _, err := w.visit(w.worker, b, nil); err != nil {
		return err
	}
	if size, ok := lfs.IsPointer(b.Data); ok {
		lfs.Absent(w.ledger, b.Path, size)
	}
	w.ledger.Add(source.Counts{Blobs: 1, Files: 1, Bytes: b.Size})
	return nil
}

// A counted reader counts what is read.
type counted struct {
	r io.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// readAll is io.ReadAll into a buffer that is used again. size is the expected
// number of bytes.
func readAll(r io.Reader, buf []byte, size int) ([]byte, error) {
	if cap(buf) <= size {
		buf = make([]byte, 0, size+size/4+512)
	}
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err == io.EOF {
			return buf, nil
		}
		if err != nil {
			return buf, err
		}
	}
}
