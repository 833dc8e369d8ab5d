package job

import (
	"context"
	"io/fs"
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
	return func(path string) []string { return owning(read(), path) }
}

// ownersIn returns who owns a path, which begins with the name of the folder, by the
// file of owners in a folder.
func ownersIn(files fs.FS, folder string) func(path string) []string {
	read := sync.OnceValue(func() codeowners.Ruleset { return readOwners(files) })
	prefix := strings.TrimSuffix(folder, "/") + "/"
	return func(path string) []string { return owning(read(), strings.TrimPrefix(path, prefix)) }
}

// maxOwners is the size, in bytes, of a file of owners that GitHub reads.
const maxOwners = 3 << 20

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
		}
		return all
	}
	return nil
}

func owning(rules codeowners.Ruleset, path string) []string {
	rule, err := rules.Match(path)
	if err != nil || rule == nil {
		return nil
	}
	var names []string
	for _, o := range rule.Owners {
		names = append(names, o.String())
	}
	return names
}
