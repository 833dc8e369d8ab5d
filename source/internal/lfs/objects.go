package lfs

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"github.com/sluicesec/sluice/source"
)

// Objects is the contents that Git LFS keeps in a repository.
type Objects struct {
	dir     string
	visited *sync.Map // the names of the files that were visited
}

// In returns the contents that Git LFS keeps in a git directory, that which all work
// trees share. Where lfs.storage names another place, they are not found.
func In(gitDir string) Objects { return Objects{filepath.Join(gitDir, "lfs", "objects"), &sync.Map{}} }

// Dir returns the folder that holds them.
func (o Objects) Dir() string { return o.dir }

// Visited reports whether the file with this name was visited.
func (o Objects) Visited(name string) bool {
	_, ok := o.visited.Load(name)
	return ok
}

// IsPointer reports whether a text is a pointer file to content that is not empty,
// and the size of that content in bytes.
func IsPointer(text []byte) (size int64, ok bool) {
	p, ok := parse(text)
	return p.size, ok && p.size > 0
}

// Visit visits the content of a blob that is a pointer file, as content of that
// blob. Of any other blob it visits nothing. If the content is not in the repository,
// known is false, and nothing is visited.
//
// The content is visited besides the pointer file, not in its place: any line may be
// in a pointer file.
func (o Objects) Visit(worker int, b *source.Blob, ledger *source.Ledger, visit source.Visit) (found, known bool, err error) {
	p, ok := parse(b.Data)
	if !ok || p.size == 0 {
		return false, true, nil
	}
	f, err := o.open(p)
	if err != nil {
		return false, false, nil
	}
	defer f.Close()
	o.visited.Store(p.oid, true)
	content := *b
	content.Data, content.Edits, content.Size, content.LFS = nil, nil, p.size, true
	if p.size > source.MaxInMemory {
		content.Open = func() (io.ReadCloser, error) {
			_, err := f.Seek(0, io.SeekStart)
			return io.NopCloser(&checked{r: f, hash: sha256.New(), want: p.oid}), err
		}
	} else {
		content.Data, err = io.ReadAll(&checked{r: f, hash: sha256.New(), want: p.oid})
		if err != nil {
			ledger.Error(fmt.Errorf("the content of %s in Git LFS cannot be read: %w", name(b), err))
			return false, true, nil
		}
	}
	r, err := visit(worker, &content, nil)
	if err != nil {
		return false, true, err
	}
	ledger.Add(source.Counts{Blobs: 1, Bytes: p.size})
	return r.Found, true, nil
}

// open opens a content. Only a regular file of the right size counts, and a named
// pipe in its place must not keep the scan waiting.
func (o Objects) open(p pointer) (*os.File, error) {
	path := filepath.Join(o.dir, p.oid[:2], p.oid[2:4], p.oid)
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && (!info.Mode().IsRegular() || info.Size() != p.size) {
		err = &fs.PathError{Op: "open", Path: path, Err: errors.New("not the content that the pointer names")}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// Absent writes into the ledger a content that is not in the repository. where is
// the path of the pointer file, or the id of its blob.
func Absent(ledger *source.Ledger, where string, size int64) {
	if ledger.Miss(source.AbsentLFS, where, size) {
		ledger.Error(errors.New("files whose content is in Git LFS could not be scanned, because the content is not here: `git lfs fetch --all` (in a work tree also `git lfs checkout`) brings it; with --lfs-ok (on a server: `git config sluice.lfsOK true`) the scan is complete without it"))
	}
}

func name(b *source.Blob) string {
	if b.Path != "" {
		return b.Path
	}
	return b.ID.String()
}

// checked reads a content, and fails at its end if it has another hash.
type checked struct {
	r    io.Reader
	hash hash.Hash
	want string
}

func (c *checked) Read(buf []byte) (int, error) {
	n, err := c.r.Read(buf)
	c.hash.Write(buf[:n])
	if err == io.EOF && hex.EncodeToString(c.hash.Sum(nil)) != c.want {
		err = errors.New("its bytes do not have the SHA-256 that the pointer names; `git lfs fsck` names such files")
	}
	return n, err
}
