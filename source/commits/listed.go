package commits

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
)

// A Commit is a commit of a list, with the paths at which its changes count. Paths are
// slash-separated, and sorted.
type Commit struct {
	ID    oid.ID
	Paths []string
}

// has reports whether the changes at a path count.
func (c Commit) has(path string) bool {
	_, found := slices.BinarySearch(c.Paths, path)
	return found
}

// leadsTo reports whether the changes at a path, or at one below it, count.
func (c Commit) leadsTo(path string) bool {
	if c.has(path) {
		return true
	}
	below := path + "/"
	i, _ := slices.BinarySearch(c.Paths, below)
	return i < len(c.Paths) && strings.HasPrefix(c.Paths[i], below)
}

// A Merges says what a merge of a list is compared with.
type Merges int

// The ways to compare a merge.
const (
	WithAll   Merges = iota // it brought what none of its parents has
	WithFirst               // it brought what its first parent has not, as in git log --first-parent
	WithEach                // it brought what one of its parents has not, as in git log -m
)

// Listed returns the source of what the commits of a list brought, in which each commit
// is once. name is a name of the list for people.
//
// The commits may be any, so there may be others between them. If a parent is not in the
// store, all files of its commit count as brought by it, as in git log.
func Listed(name string, repo *gitrepo.Repo, store *objects.Store, list []Commit, merges Merges) *Range {
	r := New(name, repo, store, nil, nil)
	r.chosen, r.isList, r.merges = slices.Clone(list), true, merges
	return r
}

// Unbounded says that the list is meant to have all commits of a kind, whatever their number.
// If the history ends at one of them, as in a shallow clone, older ones may be missing, and
// the scan is not complete.
func (r *Range) Unbounded() { r.unbounded = true }

// sides returns the lists of parents to compare a commit with, one after the other.
func (m Merges) sides(parents []oid.ID) [][]oid.ID {
	switch {
	case m == WithFirst && len(parents) > 1:
		return [][]oid.ID{parents[:1]}
	case m == WithEach && len(parents) > 1:
		var sides [][]oid.ID
		for i := range parents {
			sides = append(sides, parents[i:i+1])
		}
		return sides
	}
	return [][]oid.ID{parents}
}

// readChosen reads the commits of a list, and puts them in an order in which children
// come before their parents, if their dates are right.
func (r *Range) readChosen(ctx context.Context, ledger *source.Ledger) error {
	w := revWalk{revList: &revList{ids: newNumbers()}, store: r.store}
	w.queue.list = w.revList
	type entry struct {
		Commit
		number
	}
	var all []entry
	isParent := set{}
	for _, c := range r.chosen {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := w.number(c.ID)
		if err := w.push(n, false); err != nil {
			ledger.Error(err)
			continue
		}
		all = append(all, entry{c, n})
		for _, p := range w.parents(n) {
			isParent.add(p)
			if id := w.ids.id(p); !r.store.Has(id) && r.unbounded {
				ledger.Error(fmt.Errorf("the history ends at commit %s, so older commits that were asked for may be missing: fetch them with `git fetch --unshallow`, or ask for a number of commits", c.ID))
			} else if !r.store.Has(id) {
				ledger.Note(fmt.Sprintf("the history ends at commit %s, so all of its files count as new", c.ID))
			} else if err := w.push(p, false); err != nil {
				ledger.Error(err)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b entry) int { return cmp.Compare(w.met[b.number].unix, w.met[a.number].unix) })
	r.chosen = r.chosen[:0]
	for _, e := range all {
		w.listed = append(w.listed, e.number)
		r.chosen = append(r.chosen, e.Commit)
		if !isParent.has(e.number) {
			r.ends.commits = append(r.ends.commits, e.ID)
		}
	}
	r.list = w.revList
	return nil
}
