package staged

import (
	"context"
	"fmt"
	"strings"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
)

// nextParents returns the parents that git commit would give the next commit.
func nextParents(ctx context.Context, repo *gitrepo.Repo) ([]oid.ID, error) {
	head, err := repo.Head(ctx)
	if err != nil {
		return nil, err
	}
	merged, err := repo.MergeHeads()
	if err != nil {
		return nil, err
	}
	if head.IsZero() { // the branch has no commit yet
		return merged, nil
	}
	return append([]oid.ID{head}, merged...), nil
}

// firstTree returns the tree of the first parent, zero when there is none, and adds
// those of the others to merged. A commit that cannot be read counts as empty: then
// more is scanned, not less.
func (s *Index) firstTree(ledger *source.Ledger, merged *trees) (first oid.ID) {
	for i, id := range s.parents {
		var commit objects.CommitInfo
		_, content, err := s.store.Read(id)
		if err == nil {
			commit, err = objects.ParseCommit(content)
		}
		switch {
		case err != nil:
			ledger.Note(fmt.Sprintf("the commit %s cannot be read, so what it holds counts as new: %v", id, err))
		case i == 0:
			first = commit.Tree
		default:
			merged.roots = append(merged.roots, commit.Tree)
		}
	}
	return first
}

// trees finds paths in some trees. It reads each tree once.
type trees struct {
	store *objects.Store
	roots []oid.ID
	read  map[oid.ID]map[string]objects.TreeEntry
}

// lookup returns the entries that the trees have at a path.
func (t *trees) lookup(path string) []objects.TreeEntry {
	var found []objects.TreeEntry
	for _, root := range t.roots {
		e := objects.TreeEntry{Mode: objects.ModeDir, ID: root}
		for name := range strings.SplitSeq(path, "/") {
			if !e.Mode.IsDir() {
				e = objects.TreeEntry{}
				break
			}
			e = t.entries(e.ID)[name]
		}
		if !e.ID.IsZero() {
			found = append(found, e)
		}
	}
	return found
}

// entries returns the entries of a tree by name, and none if it cannot be read.
func (t *trees) entries(tree oid.ID) map[string]objects.TreeEntry {
	if known, ok := t.read[tree]; ok {
		return known
	}
	entries := map[string]objects.TreeEntry{}
	if _, content, err := t.store.Read(tree); err == nil {
		for e, err := range objects.Entries(content, t.store.IDSize()) {
			if err != nil {
				break
			}
			entries[string(e.Name)] = e
		}
	}
	if t.read == nil {
		t.read = map[oid.ID]map[string]objects.TreeEntry{}
	}
	t.read[tree] = entries
	return entries
}
