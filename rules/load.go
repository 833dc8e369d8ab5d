package rules

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/sluicesec/sluice/internal/regular"
)

const (
	maxDepth = 10      // files that extend each other
	maxSize  = 2 << 20 // bytes of one file; to decode it takes some 200 times as much memory
)

// Load reads the rule file at path with all that it extends. The error joins
// everything that is wrong with it. It shows no value of the file, because a
// secret may have got into it.
func Load(path string) (*Config, error) {
	data, err := read(path)
	if err != nil {
		return nil, fmt.Errorf("read rules: %w", err)
	}
	return Parse(path, data)
}

// read reads a whole rule file. The path may come from a file in a repository
// that nobody trusts, and name a device without end, or a pipe on which nobody
// ever writes: to open that would already take for ever.
func read(path string) ([]byte, error) {
	return regular.ReadFile(path, maxSize)
}

// Parse is Load for a file that is already read. Errors call it name, and
// what it extends by path is looked up relative to name's folder.
func Parse(name string, data []byte) (*Config, error) {
	return parseWith(read, name, data)
}

// parseWith is Parse with a way to read the files that it extends.
func parseWith(read func(path string) ([]byte, error), name string, data []byte) (*Config, error) {
	files, err := chain(read, name, data, nil)
	if err != nil {
		return nil, err
	}
	builtin, err := Builtin()
	if err != nil {
		return nil, err
	}
	all := len(builtin.Rules)
	base := &Config{}
	if useDefault(files) {
		base = builtin
	}
	below := make(map[string]bool, len(base.Rules))
	for i := range base.Rules { // merge changes the base
		below[base.Rules[i].ID] = true
	}
	c, err := merge(base, files)
	if err != nil {
		return nil, err
	}
	c.From = from(name, c, below, all)
	return c, nil
}

// Names returns the names of the rule files that are looked for in a folder,
// the first that is there counts.
func Names() []string { return []string{".sluice.toml", ".gitleaks.toml"} }

// Find returns the path of the rule file in a folder; "" if there is none, or if
// the path is not that of a folder. A file is not judged by rules that merely lie
// beside it.
func Find(folder string) (string, error) {
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return "", nil
	}
	for _, name := range Names() {
		path := filepath.Join(folder, name)
		_, err := os.Stat(path)
		if err == nil {
			return path, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("find rules: %w", err)
		}
	}
	return "", nil
}

// chain reads a file and those that it extends by path, the deepest first.
// above holds the files that led here.
func chain(read func(path string) ([]byte, error), name string, data []byte, above []string) ([]*file, error) {
	f, err := decode(name, data, false)
	if err != nil {
		return nil, err
	}
	if f.Extend.URL != "" {
		return nil, fmt.Errorf("%s: extend.url: rules are not fetched over the network; save the file and name it with extend.path", name)
	}
	if f.Extend.Path == "" {
		return []*file{f}, nil
	}
	path := f.Extend.Path
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(name), path)
	}
	above = append(above, filepath.Clean(name))
	if slices.Contains(above, filepath.Clean(path)) {
		return nil, fmt.Errorf("%s: extend.path %s leads back to a file that extends this one", name, shown(f.Extend.Path))
	}
	if len(above) == maxDepth {
		return nil, fmt.Errorf("%s: extend.path %s: more than %d files extend each other", name, shown(f.Extend.Path), maxDepth)
	}
	data, err = read(path)
	if err != nil {
		// The error of the file system repeats the path.
		if at := (*fs.PathError)(nil); errors.As(err, &at) {
			err = at.Err
		}
		return nil, fmt.Errorf("%s: extend.path %s: %w", name, shown(f.Extend.Path), err)
	}
	files, err := chain(read, path, data, above)
	if err != nil {
		return nil, err
	}
	return append(files, f), nil
}
