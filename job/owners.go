package job

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/hmarr/codeowners"

	"github.com/sluicesec/sluice/internal/git/treefs"
)

// ownersFiles are where GitHub and GitLab look for the file of owners, in an order that
// is good for both.
var ownersFiles = [...]string{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"}

// ownersOf returns who owns a path by the file of owners that HEAD has. The file is read
// when somebody asks.
func ownersOf(ctx context.Context, r repository) func(path string) []string {
	read := sync.OnceValue(func() codeowners.Ruleset {
		head, err := r.Head(ctx)
		if err != nil || head.IsZero() {
			return nil
		}
		files, err := treefs.New(r.store, head)
		if err != nil {
			return nil // the scan says what is wrong with it
		}
		return readOwners(files)
	})
	return owning(read, "")
}

// ownersIn returns who owns a path, which begins with the name of the folder, by the
// file of owners in a folder. A link that leads out of the folder is no such file.
func ownersIn(folder string) func(path string) []string {
	read := sync.OnceValue(func() codeowners.Ruleset {
		root, err := os.OpenRoot(folder)
		if err != nil {
			return nil // the scan says what is wrong with it
		}
		defer root.Close()
		return readOwners(root.FS())
	})
	return owning(read, strings.TrimSuffix(filepath.ToSlash(folder), "/")+"/")
}

// What is read of owners is bounded, because the file comes from what is scanned, and each
// pattern becomes a regex.
const (
	maxOwners     = 3 << 20    // bytes of a file: GitHub reads no larger one
	maxOwnerRules = 10_000     // rules: with fewer than all, another one could be the last that fits
	maxOwnerTries = 20_000_000 // times that a rule is tried on a path, some seconds
)

// readOwners reads the first file of owners. What is no rule in it is left out, as
// GitHub does; so are the headings of sections, which only GitLab has.
func readOwners(files fs.FS) (all codeowners.Ruleset) {
	for _, name := range ownersFiles {
		info, err := fs.Stat(files, name)
		if err != nil || !info.Mode().IsRegular() || info.Size() > maxOwners {
			continue
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(text)) {
			if rule, err := codeowners.ParseFile(strings.NewReader(line)); err == nil {
				all = append(all, rule...)
			}
			if len(all) > maxOwnerRules {
				return nil
			}
		}
		return all
	}
	return nil
}

// owning returns who owns a path by some rules, until they were tried too often. A prefix
// of the path is left out.
func owning(read func() codeowners.Ruleset, prefix string) func(path string) []string {
	tries := 0
	return func(path string) (names []string) {
		rules := read()
		if tries += len(rules); tries > maxOwnerTries {
			return nil
		}
		rule, err := rules.Match(strings.TrimPrefix(path, prefix))
		if err != nil || rule == nil {
			return nil
		}
		for _, o := range rule.Owners {
			names = append(names, o.String())
		}
		return names
	}
}
