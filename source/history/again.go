package history

import (
	"cmp"
	"context"
	"slices"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
)

// WantAgain implements source.Repeated.
func (h *History) WantAgain(held func(blob source.ID) []source.Held) { h.held = held }

// Commits that change a file with a secret are noted before git says what they add. There
// is a bound to how many, and to the entries of trees that are compared for one commit.
const (
	maxChanges     = 1 << 20
	maxChangeSteps = 1 << 16
)

// changed calls yield for every blob with secrets that a tree has where the other has
// another blob with secrets, the old one. A file that becomes a link with the same content is
// the same blob, and not called. It reports false when it has no steps left.
func (d *differ) changed(steps *int, dir string, tree, before pruned, yield func(path string, blob, old objects.Index)) bool {
	if tree == before || tree == nothing || before == nothing {
		return true
	}
	for _, e := range d.pruner.content(tree) {
		if *steps--; *steps < 0 {
			return false
		}
		old, ok := d.pruner.entry(before, e.name)
		switch {
		case !ok:
		case e.tree != nothing && old.tree != nothing:
			if !d.changed(steps, dir+e.name+"/", e.tree, old.tree, yield) {
				return false
			}
		case e.tree == nothing && old.tree == nothing && e.blob != old.blob:
			yield(dir+e.name, e.blob, old.blob)
		}
	}
	return true
}

// changes notes the commits of the segment that change a file with a secret which held a
// secret before. Merges add no lines of their own.
func (s *segment) changes(ctx context.Context, g *graph, listed func(commitNum) bool) error {
	for n := s.from; n < s.to; n++ {
		if n%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		parents := g.parents(n)
		if len(parents) != 1 || !listed(n) {
			continue
		}
		steps := maxChangeSteps
		all := s.differ.changed(&steps, "", s.differ.root(g, n), s.differ.root(g, parents[0]), func(path string, blob, old objects.Index) {
			if len(s.changed) < maxChanges {
				s.changed = append(s.changed, change{event{blob, path, n}, old})
			} else {
				s.cutChanges = true
			}
		})
		s.cutChanges = s.cutChanges || !all
	}
	return nil
}

// added asks git which lines each of the commits adds, and calls see with those of each
// event. If git fails, it notes that, and the other events have none.
func (l *locator) added(ctx context.Context, events []event, see func(e event, hunks []gitrepo.Hunk)) error {
	slices.SortFunc(events, compareEvents)
	var commits []oid.ID
	var paths []string
	for i, e := range events {
		if i == 0 || events[i-1].commit != e.commit {
			commits = append(commits, l.idOf(e.commit))
		}
		paths = append(paths, e.path)
	}
	slices.Sort(paths)
	err := l.history.repo.AddedLines(ctx, commits, slices.Compact(paths), func(a gitrepo.Added) {
		index, ok := l.history.store.Find(a.Commit)
		if !ok {
			return
		}
		at := event{commit: l.history.graph.numbers[index], path: a.Path}
		i, _ := slices.BinarySearchFunc(events, at, func(e, at event) int {
			return cmp.Or(cmp.Compare(e.commit, at.commit), cmp.Compare(e.path, at.path))
		})
		for ; i < len(events) && events[i].commit == at.commit && events[i].path == at.path; i++ {
			see(events[i], a.Hunks)
		}
	})
	if err != nil && ctx.Err() == nil {
		l.history.ledger.Note(gitwalk.NoHunks(err))
		return nil
	}
	return err
}

// again asks git what the commits add that brought a secret or changed a file with one,
// and adds the places of those that add a secret again.
func (l *locator) again(ctx context.Context, brought map[event][]source.SecretKey, segments []*segment, most int) error {
	var events []event
	for e := range brought {
		if len(l.history.graph.parents(e.commit)) <= 1 {
			events = append(events, e)
		}
	}
	cut, counted := false, 0
	var changes []change
	for _, s := range segments {
		cut = cut || s.cutChanges
		for _, c := range s.changed {
			if counted++; counted > maxChanges {
				cut = true
				break
			}
			if brought[c.event] == nil {
				changes = append(changes, c)
			}
		}
	}
	changes, err := l.unmoved(ctx, changes)
	if err != nil {
		return err
	}
	for _, c := range changes {
		events = append(events, c.event)
	}
	used := map[source.SecretKey]int{}
	err = l.added(ctx, events, func(e event, hunks []gitrepo.Hunk) {
		held := l.history.held(source.Object(l.history.store.ID(e.blob)))
		of := gitwalk.HunksOf(held, hunks)
		l.hunks[e] = of.Hunks
		keys := slices.DeleteFunc(of.Keys, func(k source.SecretKey) bool {
			if slices.Contains(brought[e], k) {
				return true
			}
			used[k]++
			return used[k] > most
		})
		if len(keys) > 0 {
			l.repeated = append(l.repeated, repeated{e, keys})
		} else if brought[e] == nil {
			delete(l.hunks, e)
		}
	})
	for _, n := range used {
		cut = cut || n > most
	}
	if cut {
		l.history.ledger.Note("some commits that add a line with a secret again may be missing, because there are too many")
	}
	return err
}

// A repeated is an event in which a commit adds secrets again.
type repeated struct {
	event
	keys []source.SecretKey
}

// placeRepeated adds the places of the commits that add secrets again.
func (l *locator) placeRepeated() {
	for _, r := range l.repeated {
		p := l.atCommit(r.commit, finding.KindBlob)
		p.Path, p.Blob, p.Secrets, p.Again, p.Hunks = r.path, l.history.store.ID(r.blob), r.keys, true, l.hunks[r.event]
		if l.refs.isNote(r.commit) {
			p.Kind = finding.KindNote
		}
		l.add(source.Object(p.Blob), p)
	}
}

// isListed reports whether `git log --all` lists a commit.
func (r *refs) isListed(n commitNum) bool { return r.notes[n] || r.others[n] }
