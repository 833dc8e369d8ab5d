// Package treefs shows what a commit holds as an fs.FS.
//
// A gate must not take its rules from what it judges. It can trust the files of an
// earlier commit, but these are in no work tree. With this package, code that reads
// files can read them.
package treefs

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// New returns the files of a commit whose objects are in store. It serves
// regular files; folders, links and submodules can be asked for with fs.Stat
// but not read. The zero ID means a commit without files.
func New(store *objects.Store, commit oid.ID) (fs.FS, error) {
	if commit.IsZero() {
		return &tree{store: store}, nil
	}
	t, data, err := store.Read(commit)
	if err != nil {
		return nil, fmt.Errorf("reading the files of commit %s: %w", commit, err)
	}
	if t != objects.Commit {
		return nil, fmt.Errorf("reading the files of commit %s: it is a %s", commit, t)
	}
	info, err := objects.ParseCommit(data)
	if err != nil {
		return nil, fmt.Errorf("reading the files of commit %s: %w", commit, err)
	}
	return &tree{store: store, root: info.Tree}, nil
}

type tree struct {
	store *objects.Store
	root  oid.ID // zero when there are no files
}

// Open implements fs.FS.
func (t *tree) Open(name string) (fs.File, error) {
	f, err := t.open(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return f, nil
}

func (t *tree) open(name string) (*file, error) {
	if !fs.ValidPath(name) {
		return nil, fs.ErrInvalid
	}
	e := objects.TreeEntry{Mode: objects.ModeDir, ID: t.root}
	if name != "." {
		for element := range strings.SplitSeq(name, "/") {
			var err error
			if e, err = t.entry(e, element); err != nil {
				return nil, err
			}
		}
	}
	f := &file{name: path.Base(name), mode: mode(e.Mode)}
	if !f.mode.IsRegular() {
		return f, nil
	}
	_, data, err := t.store.Read(e.ID)
	if err != nil {
		return nil, err
	}
	f.size = int64(len(data))
	f.content = bytes.NewReader(data)
	return f, nil
}

// entry returns the entry of a folder with a name.
func (t *tree) entry(dir objects.TreeEntry, name string) (objects.TreeEntry, error) {
	if !dir.Mode.IsDir() || dir.ID.IsZero() {
		return objects.TreeEntry{}, fs.ErrNotExist
	}
	_, data, err := t.store.Read(dir.ID)
	if err != nil {
		return objects.TreeEntry{}, err
	}
	for e, err := range objects.Entries(data, t.store.IDSize()) {
		if err != nil {
			return objects.TreeEntry{}, err
		}
		if string(e.Name) == name {
			return e, nil
		}
	}
	return objects.TreeEntry{}, fs.ErrNotExist
}

func mode(m objects.Mode) fs.FileMode {
	switch {
	case m.IsDir():
		return fs.ModeDir | 0o755
	case m.IsSymlink():
		return fs.ModeSymlink | 0o777
	case m.IsSubmodule():
		return fs.ModeIrregular
	}
	return fs.FileMode(m) & 0o777
}

// A file is an open file and its properties.
type file struct {
	content *bytes.Reader // nil for what is not a regular file
	name    string
	size    int64
	mode    fs.FileMode
}

var errNotRegular = errors.New("it is not a regular file")

func (f *file) Read(p []byte) (int, error) {
	if f.content == nil {
		return 0, &fs.PathError{Op: "read", Path: f.name, Err: errNotRegular}
	}
	return f.content.Read(p)
}

func (f *file) Stat() (fs.FileInfo, error) { return info{f}, nil }
func (f *file) Close() error               { return nil }

type info struct{ *file }

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.mode.IsDir() }
func (i info) Sys() any           { return nil }
