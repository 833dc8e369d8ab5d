package migrate

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
)

// A Kind is a kind of file.
type Kind string

// The kinds.
const (
	GitleaksConfig   Kind = "configuration of gitleaks"
	GitleaksIgnore   Kind = "ignore file of gitleaks"
	Report           Kind = "report or baseline" // of any of the tools
	PreCommit        Kind = "configuration of pre-commit"
	TrufflehogConfig Kind = "configuration of trufflehog"
	ExcludePaths     Kind = "exclude file of trufflehog"
	IncludePaths     Kind = "include file of trufflehog"
)

// An Input is a file of another tool.
type Input struct {
	Kind Kind
	Name string // slash-separated, from the root of the repository on if it is there
	Text []byte
}

// usual are the names under which people keep the files, of which the first that is there
// counts.
var usual = []struct {
	kind  Kind
	names []string
}{
	{GitleaksConfig, []string{".gitleaks.toml", "gitleaks.toml", ".github/.gitleaks.toml", ".github/gitleaks.toml", ".config/gitleaks.toml", "config/gitleaks.toml", ".github/linters/.gitleaks.toml"}},
	{GitleaksIgnore, []string{".gitleaksignore"}},
	{Report, []string{".gitleaks-baseline.json", "gitleaks-baseline.json", ".gitleaks.baseline.json", ".gitleaks-report.json", "gitleaks-report.json", "gitleaks-report.csv", "gitleaks-report.sarif"}},
	{Report, []string{".secrets.baseline"}},
	{PreCommit, []string{".pre-commit-config.yaml", ".pre-commit-config.yml"}},
	{TrufflehogConfig, []string{".trufflehog.yaml", ".trufflehog.yml", "trufflehog-config.yaml", "trufflehog-config.yml", "trufflehog.yaml", "trufflehog.yml"}},
	{ExcludePaths, []string{".trufflehogignore", ".trufflehog-ignore", ".trufflehog-exclude", ".trufflehog-exclude.txt", "trufflehog-exclude.txt", ".trufflehogexclude"}},
}

// maxInput bounds a file of another tool, in bytes.
const maxInput = 256 << 20

// Find returns the files of other tools at the root of a repository: those with the usual
// names, and those that hooks and CI name. asked are files that the user names, which are
// looked up in the same file system; a kind that is asked for is not looked for.
func Find(root fs.FS, asked []Input) ([]Input, error) {
	inputs := slices.Clone(asked)
	has := func(kind Kind) bool {
		return slices.ContainsFunc(asked, func(in Input) bool { return in.Kind == kind })
	}
	add := func(kind Kind, names ...string) error {
		for _, name := range names {
			if slices.ContainsFunc(inputs, func(in Input) bool { return in.Name == name }) {
				return nil
			}
			text, err := readFile(root, name)
			switch {
			case errors.Is(err, fs.ErrNotExist):
				continue
			case err != nil:
				return err
			}
			inputs = append(inputs, Input{kind, name, text})
			return nil
		}
		return nil
	}
	for _, m := range mentions(root) {
		if !has(m.kind) {
			if err := add(m.kind, m.name); err != nil {
				return nil, err
			}
		}
	}
	for _, u := range usual {
		single := u.kind == GitleaksConfig || u.kind == TrufflehogConfig
		if has(u.kind) || single && slices.ContainsFunc(inputs, func(in Input) bool { return in.Kind == u.kind }) {
			continue
		}
		if err := add(u.kind, u.names...); err != nil {
			return nil, err
		}
	}
	order := func(k Kind) int {
		return slices.IndexFunc(usual, func(u struct {
			kind  Kind
			names []string
		}) bool {
			return u.kind == k
		})
	}
	slices.SortStableFunc(inputs, func(a, b Input) int { return order(a.Kind) - order(b.Kind) })
	return inputs, nil
}

// readFile reads a regular file of at most maxInput bytes.
func readFile(root fs.FS, name string) ([]byte, error) {
	if !fs.ValidPath(path.Clean(name)) {
		return nil, fs.ErrNotExist
	}
	info, err := fs.Stat(root, path.Clean(name))
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fs.ErrNotExist
	case info.Size() > maxInput:
		return nil, fmt.Errorf("%s has more than %d bytes", name, maxInput)
	}
	return fs.ReadFile(root, path.Clean(name))
}
