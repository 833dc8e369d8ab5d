package commits

import (
	"container/heap"
	"context"
	"fmt"
	"slices"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// A revList is the commits that some commits reach and others do not, as
// git-rev-list(1) finds them.
type revList struct {
	commits  []listedCommit  // children before their parents, if their dates are right
	cut      []oid.ID        // listed commits of which a parent is not in the store
	excluded map[oid.ID]bool // excluded commits that the walk has met
}

// A listedCommit is a commit of a revList.
type listedCommit struct {
	id      oid.ID
	info    objects.CommitInfo
	content []byte
}

// listCommits walks from include and exclude at once, the latest commit first, until
// every commit in the queue is known to be excluded. If a clock was wrong, it may
// list a commit that exclude reaches: then more is scanned and never less.
//
// Commits from before since, in Unix seconds, are not listed, but those behind them
// may be.
func listCommits(ctx context.Context, store *objects.Store, include, exclude []oid.ID, since int64) (*revList, error) {
	w := revWalk{store: store, since: since, seen: map[oid.ID]*walkedCommit{}}
	for _, id := range exclude {
		if err := w.push(id, true); err != nil {
			return nil, err
		}
	}
	for _, id := range include {
		if err := w.push(id, false); err != nil {
			return nil, err
		}
	}
	s := &revList{excluded: map[oid.ID]bool{}}
	var order []*walkedCommit
	for w.wanted > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		v := heap.Pop(&w.queue).(*walkedCommit)
		if !v.excluded {
			w.wanted--
		}
		v.done = true
		order = append(order, v)
		for _, p := range v.info.Parents {
			if !store.Has(p) {
				if !v.excluded && !w.tooOld(v) {
					s.cut = append(s.cut, v.id)
				}
				continue
			}
			if err := w.push(p, v.excluded); err != nil {
				return nil, err
			}
		}
	}
	for _, v := range order {
		if !v.excluded && !w.tooOld(v) {
			s.commits = append(s.commits, listedCommit{id: v.id, info: v.info, content: v.content})
		}
	}
	for id, v := range w.seen {
		if v.excluded {
			s.excluded[id] = true
		}
	}
	s.cut = slices.DeleteFunc(s.cut, func(id oid.ID) bool { return w.seen[id].excluded })
	return s, nil
}

// A walkedCommit is a commit that the walk has met.
type walkedCommit struct {
	id       oid.ID
	info     objects.CommitInfo
	content  []byte
	excluded bool
	done     bool // taken from the queue
}

// A revWalk is the state of listCommits.
type revWalk struct {
	store  *objects.Store
	since  int64
	seen   map[oid.ID]*walkedCommit
	queue  commitQueue
	wanted int // commits in the queue that are not excluded
}

// tooOld reports whether a commit is from before the time that the walk is about.
func (w *revWalk) tooOld(v *walkedCommit) bool {
	return w.since != 0 && v.info.Committer.Unix < w.since
}

// push adds a commit to the queue if it is new, and excludes it if excluded is set.
func (w *revWalk) push(id oid.ID, excluded bool) error {
	v := w.seen[id]
	if v == nil {
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
		v = &walkedCommit{id: id, info: info, content: data, excluded: excluded}
		if w.tooOld(v) {
			v.content = nil // there may be many of them
		}
		w.seen[id] = v
		heap.Push(&w.queue, v)
		if !excluded {
			w.wanted++
		}
		return nil
	}
	if excluded {
		w.exclude(v)
	}
	return nil
}

// exclude marks a commit and all of its ancestors that were met already.
func (w *revWalk) exclude(v *walkedCommit) {
	stack := []*walkedCommit{v}
	for len(stack) > 0 {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if v.excluded {
			continue
		}
		v.excluded = true
		if !v.done {
			w.wanted--
		}
		for _, p := range v.info.Parents {
			if met := w.seen[p]; met != nil {
				stack = append(stack, met)
			}
		}
	}
}

// A commitQueue is a heap of commits, the latest first. Of commits of the same
// second those that are excluded come first, so that what they reach is excluded
// before it is listed.
type commitQueue []*walkedCommit

func (q commitQueue) Len() int { return len(q) }
func (q commitQueue) Less(i, j int) bool {
	if a, b := q[i].info.Committer.Unix, q[j].info.Committer.Unix; a != b {
		return a > b
	}
	return q[i].excluded && !q[j].excluded
}
func (q commitQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *commitQueue) Push(x any)   { *q = append(*q, x.(*walkedCommit)) }
func (q *commitQueue) Pop() any {
	old := *q
	v := old[len(old)-1]
	*q = old[:len(old)-1]
	return v
}
