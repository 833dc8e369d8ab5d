package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
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
// may search otherwise. One that was not built from a commit is known by its file.
func program() string {
	v := version()
	info, ok := debug.ReadBuildInfo()
	if ok && !strings.HasPrefix(v, "devel") || strings.HasPrefix(v, "devel+") && !strings.HasSuffix(v, ".modified") {
		return v + " " + info.GoVersion
	}
	if path, err := os.Executable(); err == nil {
		if file, err := os.Stat(path); err == nil {
			return fmt.Sprintf("%s %d %d", v, file.Size(), file.ModTime().UnixNano())
		}
	}
	return v
}
