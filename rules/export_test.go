package rules

import (
	"errors"
	"fmt"
	"io/fs"
)

// parseBuiltin reads the built-in files as one: a rule in two of them is a
// mistake, not an extension.
func parseBuiltin(files fs.FS) (*Config, error) {
	all := &file{Title: "built-in rules"}
	var errs []error
	err := eachBuiltin(files, func(name string) error {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		f, err := decode(name, data, true)
		if err != nil {
			errs = append(errs, err)
			return nil
		}
		all.Providers = append(all.Providers, f.Providers...)
		all.Rules = append(all.Rules, f.Rules...)
		all.Context = append(all.Context, f.Context...)
		all.Allowlists = append(all.Allowlists, f.Allowlists...)
		return nil
	})
	if err := errors.Join(append(errs, err)...); err != nil {
		return nil, err
	}
	return merge(&Config{}, []*file{all})
}

// eachBuiltin visits the built-in files in the order of their names.
func eachBuiltin(files fs.FS, visit func(name string) error) error {
	err := fs.WalkDir(files, "builtin", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return visit(name)
	})
	if err != nil {
		return fmt.Errorf("built-in rules: %w", err)
	}
	return nil
}

// ParseBuiltin and Data serve the test that makes the prebuilt file.
var ParseBuiltin = parseBuiltin

func (c *Config) Data() []byte { return c.data() }
