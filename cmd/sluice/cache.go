package main

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/sluicesec/sluice/internal/cache"
)

// maxCache is how many bytes the caches of all repositories may take.
const maxCache = 1 << 30

// cache returns what is kept of a repository.
func (e environment) cache(repo string) (*cache.Entry, error) {
	path, err := e.cacheFolder()
	if path == "" {
		return nil, err
	}
	dir, err := cache.Open(path, program(), maxCache)
	if err != nil {
		return nil, fmt.Errorf("there is no cache: %w", err)
	}
	if real, err := filepath.EvalSymlinks(repo); err == nil {
		repo = real
	}
	if repo, err = filepath.Abs(repo); err != nil {
		return nil, fmt.Errorf("there is no cache: %w", err)
	}
	return dir.Entry(repo), nil
}

// cacheFolder returns the folder that SLUICE_CACHE names, or else one among those in which
// programs keep what they can make again. It is "" if there is to be no cache.
func (e environment) cacheFolder() (string, error) {
	switch path := e.getenv("SLUICE_CACHE"); {
	case path == "off":
		return "", nil
	case path != "" && !filepath.IsAbs(path):
		return "", fmt.Errorf("there is no cache: SLUICE_CACHE is %q: name a folder by its whole path, or say off", path)
	case path != "":
		return path, nil
	}
	all := e.getenv("XDG_CACHE_HOME")
	if !filepath.IsAbs(all) {
		var err error
		if all, err = os.UserCacheDir(); err != nil {
			return "", fmt.Errorf("there is no cache: %w", err)
		}
	}
	if _, err := os.Stat(filepath.Dir(all)); err != nil { // a home that is not there is not made
		return "", fmt.Errorf("there is no cache: %w", errors.Unwrap(err))
	}
	return filepath.Join(all, "sluice"), nil
}

// program says which program this is. What another one has kept counts for nothing, since it
// may search otherwise. A program is known by its version and commit if these say what is
// in it, and else by its file.
func program() string {
	b := thisBuild()
	known := strings.Join([]string{b.Version, b.Commit, b.Date, b.Go}, " ")
	if b.content {
		return known
	}
	path, err := os.Executable()
	if err == nil {
		var stamp string
		if stamp, err = stampOf(path); err == nil {
			return known + " " + stamp
		}
	}
	return known + " " + rand.Text() // its file is gone, as during an upgrade: it is like no other
}

// stampOf returns what tells a program file from other versions of it: its size and the time
// of its last change. A time of whole seconds was set by a packager, who may give all versions
// the same one, and versions are often of the same size: then the content decides.
func stampOf(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	stamp := fmt.Sprintf("%d %d", info.Size(), info.ModTime().UnixNano())
	if info.ModTime().Nanosecond() != 0 {
		return stamp, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s %x", stamp, h.Sum(nil)), nil
}
