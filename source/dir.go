package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/sourcegraph/conc/pool"
)

// MaxInMemory is the size, in bytes, up to which a file is handed over whole.
// Larger ones are streamed.
const MaxInMemory = 64 << 20

// Dir is a source of files: folders, walked all the way down, and single files.
//
// Nothing in a folder can make it scan less: it obeys .gitignore only when
// asked. Folders called .git are left out (the git source reads those), and
// symbolic links are not followed, so a walk cannot leave its tree or loop.
type Dir struct {
	Paths     []string
	Gitignore bool // leave out what the .gitignore files in the tree exclude
}

// Name implements Source.
func (d *Dir) Name() string { return "dir " + strings.Join(d.Paths, " ") }

// Walk implements Source. The error names the first of the Paths that does
// not exist.
func (d *Dir) Walk(ctx context.Context, jobs int, ledger *Ledger, visit Visit) error {
	q := newQueue()
	for _, p := range d.Paths {
		info, err := os.Stat(p)
		if err != nil {
			return fmt.Errorf("cannot scan %s: %w; check the path", p, cause(err))
		}
		item := dirItem{path: filepath.Clean(p), dir: info.IsDir(), root: filepath.Clean(p)}
		if !item.dir && !info.Mode().IsRegular() && info.Mode()&fs.ModeNamedPipe == 0 {
			return fmt.Errorf("cannot scan %s: it is neither a folder nor a file", p)
		}
		q.push(item)
	}
	workers := pool.New().WithContext(ctx).WithCancelOnError()
	for worker := range jobs {
		workers.Go(func(ctx context.Context) error {
			w := dirWalker{dir: d, queue: q, ledger: ledger, worker: worker, visit: visit}
			return w.run(ctx)
		})
	}
	return workers.Wait()
}

// Locate implements Source: a file is where it is.
func (d *Dir) Locate(_ context.Context, secrets map[string][]SecretKey) (map[string][]Place, error) {
	places := make(map[string][]Place, len(secrets))
	for path := range secrets {
		places[path] = []Place{{Path: path, Kind: KindBlob, Reachable: true}}
	}
	return places, nil
}

// dirItem is a folder or file that waits for a worker.
type dirItem struct {
	path   string
	root   string // the one of Dir.Paths it was reached from
	dir    bool
	ignore *ignoreRules
}

type dirWalker struct {
	dir    *Dir
	queue  *queue
	ledger *Ledger
	worker int
	visit  Visit
	buf    []byte
}

func (w *dirWalker) run(ctx context.Context) error {
	for {
		item, ok := w.queue.pop()
		if !ok {
			return nil
		}
		err := ctx.Err()
		if err == nil {
			err = w.item(item)
		}
		w.queue.done()
		if err != nil {
			w.queue.stop()
			return err
		}
	}
}

func (w *dirWalker) item(item dirItem) error {
	if item.dir {
		w.folder(item)
		return nil
	}
	return w.file(item.path)
}

func (w *dirWalker) folder(item dirItem) {
	entries, err := os.ReadDir(item.path)
	if err != nil { // what was read before the error still counts
		w.ledger.Error(fmt.Errorf("cannot read folder %s: %w", slash(item.path), cause(err)))
	}
	ignore := item.ignore
	if w.dir.Gitignore {
		if ignore, err = ignore.in(item.root, item.path); err != nil {
			w.ledger.Error(err)
		}
	}
	for _, e := range entries {
		path := filepath.Join(item.path, e.Name())
		switch {
		case e.Name() == ".git":
		case ignore.match(path, e.IsDir()):
			w.ledger.Skip("gitignored", slash(path), 0)
		case e.IsDir():
			w.queue.push(dirItem{path: path, root: item.root, dir: true, ignore: ignore})
		case e.Type().IsRegular():
			w.queue.push(dirItem{path: path, root: item.root})
		case e.Type()&fs.ModeSymlink != 0:
			w.symlink(item.root, path)
		default:
			w.ledger.Skip("not a regular file", slash(path), 0)
		}
	}
}

// symlink records a link whose target lies outside the tree. A target inside
// is met by the walk itself.
func (w *dirWalker) symlink(root, path string) {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return // it dangles: there is nothing to scan
	}
	absRoot, err := filepath.EvalSymlinks(root)
	if err == nil {
		absRoot, err = filepath.Abs(absRoot)
	}
	if err == nil {
		target, err = filepath.Abs(target)
	}
	if rel, relErr := filepath.Rel(absRoot, target); err != nil || relErr != nil || !filepath.IsLocal(rel) {
		w.ledger.Skip("symlink out of the tree", slash(path), 0)
	}
}

func (w *dirWalker) file(path string) error {
	name := slash(path)
	f, err := os.Open(path)
	if err != nil {
		w.ledger.Error(fmt.Errorf("cannot read %s: %w", name, cause(err)))
		return nil
	}
	defer f.Close()
	b := &Blob{ID: name, Kind: KindBlob, Path: name}
	info, err := f.Stat()
	if err == nil && info.Size() > MaxInMemory {
		b.Size = info.Size()
		b.Open = func() (io.ReadCloser, error) { return io.NopCloser(f), nil }
	} else if err == nil {
		w.buf, err = readAll(f, w.buf[:0], int(info.Size()))
		b.Data, b.Size = w.buf, int64(len(w.buf))
	}
	if err != nil {
		w.ledger.Error(fmt.Errorf("cannot read %s: %w", name, cause(err)))
		return nil
	}
	if _, err := w.visit(w.worker, b, nil); err != nil {
		return err
	}
	w.ledger.Add(Counts{Blobs: 1, Files: 1, Bytes: b.Size})
	return nil
}

// readAll is io.ReadAll into a buffer that is used again. size is a hint.
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

// cause strips the path from an error that is reported with one.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

func slash(path string) string { return filepath.ToSlash(path) }
