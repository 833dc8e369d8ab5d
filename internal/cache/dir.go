package cache

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/sluicesec/sluice/internal/regular"
)

// A Dir is a folder of cache files that belongs to the user.
type Dir struct {
	path    string
	program string
	key     []byte
	limit   int64 // of the bytes of all files
}

const (
	keyFile = "key"
	keySize = 32
	suffix  = ".cache"
	partial = ".partial" // what a temporary file ends in
)

// abandoned is how old a temporary file is that nobody writes any more.
const abandoned = time.Hour

// Open opens the folder at path, and makes it if it is not there. program says which
// program makes the files: those of another one count for nothing. All files together take
// limit bytes at most. It returns an error if the folder cannot be used, or if others than
// the user can write to it.
func Open(path, program string, limit int64) (*Dir, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, err
	}
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		return nil, fmt.Errorf("%s is a link: let SLUICE_CACHE name the folder that it leads to", path)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("%s is no folder", path)
	}
	if err := isOwn(path, info); err != nil {
		return nil, err
	}
	d := &Dir{path: path, program: program, limit: limit}
	d.key, err = d.readKey()
	if errors.Is(err, fs.ErrNotExist) {
		d.key, err = d.makeKey()
	}
	if err != nil {
		return nil, err
	}
	return d, nil
}

// readKey reads the key of the folder. One that is cut short, as after a power cut, is
// removed: it is as good as none.
func (d *Dir) readKey() ([]byte, error) {
	path := filepath.Join(d.path, keyFile)
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if err := isOwn(path, info); err != nil {
		return nil, err
	}
	key, err := regular.ReadFile(path, keySize)
	if err == nil && len(key) != keySize {
		if err = os.Remove(path); err == nil {
			err = fs.ErrNotExist
		}
		return nil, err
	}
	return key, err
}

// makeKey makes a key, unless another process has just made one.
func (d *Dir) makeKey() ([]byte, error) {
	key := make([]byte, keySize)
	rand.Read(key)
	temp, err := d.write(key)
	if err != nil {
		return nil, err
	}
	defer os.Remove(temp)
	if err := os.Link(temp, filepath.Join(d.path, keyFile)); err != nil && !errors.Is(err, fs.ErrExist) {
		if err := os.Rename(temp, filepath.Join(d.path, keyFile)); err != nil { // no links on this file system
			return nil, err
		}
	}
	return d.readKey()
}

// write writes a temporary file and returns its path.
func (d *Dir) write(parts ...[]byte) (path string, err error) {
	f, err := os.CreateTemp(d.path, "*"+partial) // mode 0600
	if err != nil {
		return "", err
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			os.Remove(f.Name())
		}
	}()
	for _, part := range parts {
		if _, err := f.Write(part); err != nil {
			return "", err
		}
	}
	return f.Name(), nil
}

// Entry returns the file for a repository, which name identifies: its path and what else
// tells it from others.
func (d *Dir) Entry(name string) *Entry {
	sum := sha256.Sum256([]byte(name))
	return &Entry{dir: d, path: filepath.Join(d.path, hex.EncodeToString(sum[:16])+suffix)}
}

// evict removes the files that were not used for the longest time until all others take at
// most the limit, and what killed processes have left. It keeps one file.
func (d *Dir) evict(keep string) error {
	files, err := os.ReadDir(d.path)
	if err != nil {
		return err
	}
	var list []fs.FileInfo
	var total int64
	for _, f := range files {
		info, err := f.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		path := filepath.Join(d.path, f.Name())
		switch {
		case strings.HasSuffix(f.Name(), partial) && time.Since(info.ModTime()) > abandoned:
			err = os.Remove(path)
		case strings.HasSuffix(f.Name(), suffix):
			if total += info.Size(); path != keep {
				list = append(list, info)
			}
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	slices.SortFunc(list, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for _, info := range list {
		if total <= d.limit {
			break
		}
		if err := os.Remove(filepath.Join(d.path, info.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		total -= info.Size()
	}
	return nil
}
