package rules

import (
	"embed"
	"errors"
	"fmt"
)

//go:embed builtin
var builtinFS embed.FS

// Builtin returns the rules that come with this package.
func Builtin() (*Config, error) {
	f, err := builtinFile()
	if err != nil {
		return nil, err
	}
	return merge([]*file{f})
}

// builtinFile reads the files of the built-in rules, in the order of their
// names, as one: a rule in two of them is a mistake, not an extension.
func builtinFile() (*file, error) {
	entries, err := builtinFS.ReadDir("builtin")
	if err != nil {
		return nil, fmt.Errorf("built-in rules: %w", err)
	}
	all := &file{Title: "built-in rules"}
	var errs []error
	for _, e := range entries {
		name := "builtin/" + e.Name()
		data, err := builtinFS.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("built-in rules: %w", err)
		}
		f, err := decode(name, data, true)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		all.Providers = append(all.Providers, f.Providers...)
		all.Rules = append(all.Rules, f.Rules...)
		all.Context = append(all.Context, f.Context...)
		all.Allowlists = append(all.Allowlists, f.Allowlists...)
	}
	return all, errors.Join(errs...)
}
