package history

import (
	"context"
	"path/filepath"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
)

// accountSubmodules writes the submodules into the ledger: by their paths where HEAD
// has them, and by their names where only an older commit does.
func (h *History) accountSubmodules(ctx context.Context, ledger *source.Ledger) {
	names := h.trees.submodules()
	if len(names) == 0 {
		return
	}
	inHead := map[string][]string{} // paths by name
	if head, err := h.repo.Head(ctx); err == nil && !head.IsZero() {
		if _, data, err := h.store.Read(head); err == nil {
			if commit, err := objects.ParseCommit(data); err == nil {
				h.submodulesIn(commit.Tree, inHead)
			}
		}
	}
	for _, name := range names {
		paths := inHead[name]
		if paths == nil {
			paths = []string{name}
		}
		for _, path := range paths {
			if h.options.Modules && gitrepo.IsGitDir(filepath.Join(h.repo.CommonDir, "modules", filepath.FromSlash(path))) {
				continue // it has this name unless somebody has renamed it
			}
			gitwalk.Submodule(ledger, path)
		}
	}
}

// submodulesIn adds the submodules of a tree to paths. It reads each tree once, so
// that it ends soon whatever the trees are. What cannot be read is in the ledger
// already.
func (h *History) submodulesIn(root oid.ID, paths map[string][]string) {
	type folder struct {
		dir  string
		tree oid.ID
	}
	seen := map[oid.ID]bool{}
	for stack := []folder{{"", root}}; len(stack) > 0; {
		f := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[f.tree] || len(f.dir) > maxPath {
			continue
		}
		seen[f.tree] = true
		_, data, err := h.store.Read(f.tree)
		if err != nil {
			continue
		}
		for e, err := range objects.Entries(data, h.store.IDSize()) {
			if err != nil {
				break
			}
			switch name := string(e.Name); {
			case e.Mode.IsSubmodule():
				paths[name] = append(paths[name], f.dir+name)
			case e.Mode.IsDir():
				stack = append(stack, folder{f.dir + name + "/", e.ID})
			}
		}
	}
}
