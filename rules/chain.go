package rules

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
)

const (
	maxDepth         = 10 // files that extend each other
	maxGitleaksDepth = 3  // the same, of files in gitleaks' manner: gitleaks reads no more
)

// chain reads a file and those that it extends by path, the deepest first.
// above holds the files that led here.
func (l loader) chain(name string, data []byte, how manner, above []string) ([]*file, error) {
	f, err := decode(name, data, how)
	if err != nil {
		return nil, err
	}
	if f.Extend.URL != "" {
		return nil, fmt.Errorf("%s: extend.url: rules are not fetched over the network; save the file and name it with extend.path", name)
	}
	if f.Extend.Path == "" {
		return []*file{f}, nil
	}
	above = append(above, filepath.Clean(name))
	path, data, err := l.extended(f)
	if err != nil {
		// The error of the file system repeats the path.
		if at := (*fs.PathError)(nil); errors.As(err, &at) {
			err = at.Err
		}
		return nil, fmt.Errorf("%s: extend.path %s: %w", name, shown(f.Extend.Path), err)
	}
	var stop string
	switch {
	case slices.Contains(above, filepath.Clean(path)):
		stop = fmt.Sprintf("extend.path %s leads back to a file that extends this one", shown(f.Extend.Path))
	case how == gitleaksManner && len(above) >= maxGitleaksDepth:
		stop = fmt.Sprintf("extend.path %s: gitleaks reads no more than %d files that extend each other", shown(f.Extend.Path), maxGitleaksDepth)
	case len(above) >= maxDepth:
		stop = fmt.Sprintf("extend.path %s: more than %d files extend each other", shown(f.Extend.Path), maxDepth)
	}
	switch {
	case stop != "" && how == gitleaksManner:
		f.notes.about("%s: it is not read here", stop)
		return []*file{f}, nil
	case stop != "":
		return nil, fmt.Errorf("%s: %s", name, stop)
	}
	files, err := l.chain(path, data, mannerOf(path, how), above)
	if err != nil {
		return nil, err
	}
	return append(files, f), nil
}

// extended reads what a file extends by path. The path is relative to the folder of
// the file; in gitleaks' manner it is relative to the working directory, and to the
// folder only if nothing is there.
func (l loader) extended(f *file) (path string, data []byte, err error) {
	path = f.Extend.Path
	if filepath.IsAbs(path) {
		data, err = l.read(path)
		return path, data, err
	}
	if f.manner == gitleaksManner {
		path = filepath.Clean(path)
		data, err = l.read(path)
		if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrInvalid) { // a commit has no ".."
			return path, data, err
		}
	}
	path = filepath.Join(filepath.Dir(f.name), path)
	data, err = l.read(path)
	return path, data, err
}
