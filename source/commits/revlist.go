package commits

import (
	"container/heap"
	"context"
	"fmt"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// A revList is the commits that some commits reach and others do not, as
// git-rev-list(1) finds them. A commit is known by its number.
type revList struct {
	ids    *numbers    // of the commits that the walk has met, and of their parents
	met    []metCommit // by number
	lists  lists       // of parents
	listed []number    // children before their parents, if their dates are right
	cut    []oid.ID    // listed commits of which a parent is not in the store
}

// A metCommit is what is kept of a commit.
type metCommit struct {
	tree     oid.ID // zero for a parent that the walk has not met, or that is not in the store
	parents  uint32 // in revList.lists
	unix     int64  // when it was committed, in seconds
	excluded bool
	done     bool // taken from the queue
}

// isRead reports whether the commit was read.
func (c *metCommit) isRead() bool { return !c.tree.IsZero() }

// parents returns the parents of a commit.
func (s *revList) parents(n number) []number { return s.lists.at(s.met[n].parents) }

// parentTrees returns the trees of those parents of a commit that are in the store, and
// whether all are.
func (s *revList) parentTrees(n number) (trees []oid.ID, all bool) {
	all = true
	for _, p := range s.parents(n) {
		if s.met[p].isRead() {
			trees = append(trees, s.met[p].tree)
		} else {
			all = false
		}
	}
	return trees, all
}

// isExcluded reports whether a commit is one of the excluded ones that the walk has met.
func (s *revList) isExcluded(id oid.ID) bool {
	n, ok := s.ids.find(id)
	return ok && s.met[n].excluded
}

// listCommits walks from include and exclude at once, the latest commit first, until
// every commit in the queue is known to be excluded. If a clock was wrong, it may
// list a commit that exclude reaches: then more is scanned and never less.
//
// Commits from before since, in Unix seconds, are not listed, but those behind them
// may be.
func listCommits(ctx context.Context, store *objects.Store, include, exclude []oid.ID, since int64) (*revList, error) {
	w := revWalk{revList: &revList{ids: newNumbers()}, store: store, since: since}
	w.queue.list = w.revList
	for _, id := range exclude {
		if err := w.push(w.number(id), true); err != nil {
			return nil, err
		}
	}
	for _, id := range include {
		if err := w.push(w.number(id), false); err != nil {
			return nil, err
		}
	}
	var order, cut []number
	for w.wanted > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n := heap.Pop(&w.queue).(number)
		excluded := w.met[n].excluded
		if !excluded {
			w.wanted--
		}
		w.met[n].done = true
		order = append(order, n)
		for _, p := range w.parents(n) {
			if !w.met[p].isRead() && !store.Has(w.ids.id(p)) {
				if !excluded && !w.tooOld(n) {
					cut = append(cut, n)
				}
				continue
			}
			if err := w.push(p, excluded); err != nil {
				return nil, err
			}
		}
	}
	for _, n := range order {
		if !w.met[n].excluded && !w.tooOld(n) {
			w.listed = append(w.listed, n)
		}
	}
	for _, n := range cut {
		if !w.met[n].excluded {
			w.cut = append(w.cut, w.ids.id(n))
		}
	}
	return w.revList, nil
}

// A revWalk is the state of listCommits.
type revWalk struct {
	*revList
	store  *objects.Store
	since  int64
	queue  commitQueue
	wanted int // commits in the queue that are not excluded
}

// number returns the number of a commit.
func (w *revWalk) number(id oid.ID) number {
	n := w.ids.add(id)
	if int(n) == len(w.met) {
		w.met = append(w.met, metCommit{})
	}
	return n
}

// tooOld reports whether a commit is from before the time that the walk is about.
func (w *revWalk) tooOld(n number) bool {
	return w.since != 0 && w.met[n].unix < w.since
}

// push adds a commit to the queue if it is new, and excludes it if excluded is set.
func (w *revWalk) push(n number, excluded bool) error {
	if w.met[n].isRead() {
		if excluded {
			w.exclude(n)
		}
		return nil
	}
	id := w.ids.id(n)
	t, data, err := w.store.Read(id)
	if err != nil {
		return fmt.Errorf("reading commit %s: %w", id, err)
	}
	if t != objects.Commit {
		return fmt.Errorf("reading commit %s: it is a %s", id, t)
	}
	info, err := objects.ParseCommit(data)
	if err != nil {
		return fmt.Errorf("reading commit %s: %w", id, err)
	}
	var parents []number
	for _, p := range info.Parents {
		parents = append(parents, w.number(p))
	}
	w.met[n] = metCommit{tree: info.Tree, parents: w.lists.add(parents), unix: info.Committer.Unix, excluded: excluded}
	heap.Push(&w.queue, n)
	if !excluded {
		w.wanted++
	}
	return nil
}

// exclude marks a commit and all of its ancestors that were met already.
func (w *revWalk) exclude(n number) {
	for stack := []number{n}; len(stack) > 0; {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		c := &w.met[n]
		if c.excluded {
			continue
		}
		c.excluded = true
		if !c.done {
			w.wanted--
		}
		for _, p := range w.parents(n) {
			if w.met[p].isRead() {
				stack = append(stack, p)
			}
		}
	}
}

// A commitQueue is a heap of commits, the latest first. Of commits of the same
// second those that are excluded come first, so that what they reach is excluded
// before it is listed.
type commitQueue struct {
	list *revList
	heap []number
}

func (q *commitQueue) Len() int { return len(q.heap) }
func (q *commitQueue) Less(i, j int) bool {
	a, b := &q.list.met[q.heap[i]], &q.list.met[q.heap[j]]
	if a.unix != b.unix {
		return a.unix > b.unix
	}
	return a.excluded && !b.excluded
}
func (q *commitQueue) Swap(i, j int) { q.heap[i], q.heap[j] = q.heap[j], q.heap[i] }
func (q *commitQueue) Push(x any)    { q.heap = append(q.heap, x.(number)) }
func (q *commitQueue) Pop() any {
	last := len(q.heap) - 1
	n := q.heap[last]
	q.heap = q.heap[:last]
	return n
}
