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
	maxSize  = 4 << 20 // bytes of one file
)

// Load reads the rule file at path with all that it extends. The error joins
// everything that is wrong with it.
func Load(path string) (*Config, error) {
	data, err := read(path)
	if err != nil {
		return nil, fmt.Errorf("read rules: %w", err)
	}
	return Parse(path, data)
}

// read reads a whole rule file. The path may come from a file in a repository
// that nobody trusts, and name a device without end.
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
	base := &Config{}
	if slices.ContainsFunc(files, func(f *file) bool { return f.Extend.UseDefault }) {
		if base, err = Builtin(); err != nil {
			return nil, err
		}
	}
	return merge(base, files)
}

// Names returns the names of the rule files that are looked for in a folder,
// the first that is there counts.
func Names() []string { return []string{".sluice.toml", ".gitleaks.toml"} }

// Find returns the rule file that applies to a scan of target, a folder or a
// file: the one given by flag, else the one given by the environment, else
// .sluice.toml or .gitleaks.toml in the folder. It returns "" when there is
// none: then the built-in rules apply. A file that is asked for and
// does not exist is an error, wrapping [fs.ErrNotExist].
func Find(target, flagPath, envPath string) (string, error) {
	for _, asked := range []string{flagPath, envPath} {
		if asked == "" {
			continue
		}
		if _, err := os.Stat(asked); err != nil {
			return "", fmt.Errorf("find rules: %w", err)
		}
		return asked, nil
	}
	if info, err := os.Stat(target); err == nil && !info.IsDir() {
		target = filepath.Dir(target)
	}
	for _, name := range Names() {
		path := filepath.Join(target, name)
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
		return nil, fmt.Errorf("%s: extend.path %q leads back to a file that extends this one", name, f.Extend.Path)
	}
	if len(above) == maxDepth {
		return nil, fmt.Errorf("%s: extend.path %q: more than %d files extend each other", name, f.Extend.Path, maxDepth)
	}
	data, err = read(path)
	if err != nil {
		return nil, fmt.Errorf("%s: extend.path: %w", name, err)
	}
	files, err := chain(read, path, data, above)
	if err != nil {
		return nil, err
	}
	return append(files, f), nil
}
