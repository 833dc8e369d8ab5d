package rules

import (
	"embed"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"slices"
)

//go:generate go test . -run ^TestGenerated$ -update

//go:embed builtin
var builtinFS embed.FS

// Builtin returns the rules that come with this package. The lists within
// them are shared: extend them, but do not write to them.
//
// Reading a thousand rules from TOML takes longer than many a scan. So what
// the files come to is kept as Go data, made by go generate, and used while it
// belongs to the files.
func Builtin() (*Config, error) {
	sum, err := builtinSum()
	if err != nil {
		return nil, err
	}
	if sum != generatedFrom {
		return parseBuiltin()
	}
	return &Config{
		Title:      generated.Title,
		Rules:      slices.Clone(generated.Rules),
		Providers:  slices.Clone(generated.Providers),
		Allowlists: slices.Clone(generated.Allowlists),
	}, nil
}

// builtinSum is a checksum of the names and contents of the built-in files. It
// tells that they were edited, and takes next to no time.
func builtinSum() (uint32, error) {
	table := crc32.MakeTable(crc32.Castagnoli)
	sum := uint32(0)
	buf := make([]byte, 32<<10)
	err := eachBuiltin(func(name string) error {
		sum = crc32.Update(sum, table, []byte(name))
		f, err := builtinFS.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		for {
			n, err := f.Read(buf)
			sum = crc32.Update(sum, table, buf[:n])
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
		}
	})
	return sum, err
}

// parseBuiltin reads the built-in files as one: a rule in two of them is a
// mistake, not an extension.
func parseBuiltin() (*Config, error) {
	all := &file{Title: "built-in rules"}
	var errs []error
	err := eachBuiltin(func(name string) error {
		data, err := builtinFS.ReadFile(name)
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
func eachBuiltin(visit func(name string) error) error {
	err := fs.WalkDir(builtinFS, "builtin", func(name string, d fs.DirEntry, err error) error {
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
