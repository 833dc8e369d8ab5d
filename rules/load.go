package rules

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/sluicesec/sluice/internal/regular"
)

// maxSize is the most bytes of one file. To decode it takes some 200 times as much
// memory.
const maxSize = 2 << 20

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

// LoadUnread is Load that may leave the built-in rules unread, as [Unread] does, if the
// file says nothing that needs them.
func LoadUnread(path string) (*Config, error) {
	data, err := read(path)
	if err != nil {
		return nil, fmt.Errorf("read rules: %w", err)
	}
	return loader{read: read, unread: true}.parse(path, data, mannerOf(path, gitleaksManner))
}

// read reads a whole rule file. The path may come from a file in a repository
// that nobody trusts, and name a device without end, or a pipe on which nobody
// ever writes: to open that would already take for ever.
func read(path string) ([]byte, error) {
	return regular.ReadFile(path, maxSize)
}

// Parse is Load for a file that is already read. Errors call it name, and
// what it extends by path is looked up relative to name's folder. A text that is no
// file, such as the value of an environment variable, has a name without a folder:
// what it extends is then looked up in the working directory.
func Parse(name string, data []byte) (*Config, error) {
	return loader{read: read}.parse(name, data, mannerOf(name, gitleaksManner))
}

// A loader loads rule files.
type loader struct {
	read   func(path string) ([]byte, error) // reads one of them
	unread bool                              // the built-in rules may be left unread
}

func (l loader) parse(name string, data []byte, how manner) (*Config, error) {
	files, err := l.chain(name, data, how, nil)
	if err != nil {
		return nil, err
	}
	base := &Config{}
	builtin := useDefault(files) || onlyAllows(files)
	if builtin && l.unread {
		if c := mergeUnread(name, files); c != nil {
			return c, nil
		}
	}
	all, err := builtinCount()
	if err != nil {
		return nil, err
	}
	if builtin {
		if base, err = Builtin(); err != nil {
			return nil, err
		}
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
