package commits

import (
	"container/heap"
	"context"
	"fmt"
	"slices"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// span is a set of commits: those that some tips reach and others do not.
type span struct {
	commits []spanCommit // children before their parents where dates are true
	cut     []oid.ID     // commits of the span that have a parent which is not in the store
}

// spanCommit is a commit of a span.
type spanCommit struct {
	id      oid.ID
	info    objects.CommitInfo
	content []byte
}

// newSpan walks from both ends at once, the latest commit first, until all that
// waits is known to be excluded. Where a clock was wrong, a commit may be taken
// for one of the span that is not: the scan then judges too much, never too
// little.
func newSpan(ctx context.Context, store *objects.Store, include, exclude []oid.ID) (*span, error) {
	w := spanWalk{store: store, seen: map[oid.ID]*spanVisit{}}
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
	s := &span{}
	var order []*spanVisit
	for w.wanted > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		v := heap.Pop(&w.queue).(*spanVisit)
		if !v.excluded {
			w.wanted--
		}
		v.done = true
		order = append(order, v)
		for _, p := range v.info.Parents {
			if !store.Has(p) {
				if !v.excluded {
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
		if !v.excluded {
			s.commits = append(s.commits, spanCommit{id: v.id, info: v.info, content: v.content})
		}
	}
	s.cut = slices.DeleteFunc(s.cut, func(id oid.ID) bool { return w.seen[id].excluded })
	return s, nil
}

// spanVisit is a commit that the walk has met.
type spanVisit struct {
	id       oid.ID
	info     objects.CommitInfo
	content  []byte
	excluded bool
	done     bool // taken from the queue
}

type spanWalk struct {
	store  *objects.Store
	seen   map[oid.ID]*spanVisit
	queue  spanQueue
	wanted int // commits in the queue that are not excluded
}

// push adds a commit to the queue, or learns that one met before is excluded.
func (w *spanWalk) push(id oid.ID, excluded bool) error {
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
		v = &spanVisit{id: id, info: info, content: data, excluded: excluded}
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
func (w *spanWalk) exclude(v *spanVisit) {
	stack := []*spanVisit{v}
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

// spanQueue is a heap of commits, the latest first.
type spanQueue []*spanVisit

func (q spanQueue) Len() int           { return len(q) }
func (q spanQueue) Less(i, j int) bool { return q[i].info.Committer.Unix > q[j].info.Committer.Unix }
func (q spanQueue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *spanQueue) Push(x any)        { *q = append(*q, x.(*spanVisit)) }
func (q *spanQueue) Pop() any {
	old := *q
	v := old[len(old)-1]
	*q = old[:len(old)-1]
	return v
}
