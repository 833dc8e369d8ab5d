package objects

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/sourcegraph/conc/pool"
)

// Walk visits every object whose type accept takes, once, on jobs goroutines.
// Each stored entry is inflated once: an object is visited before those that
// are deltas against it, and only the contents on the way from a whole object
// to the present one are held.
//
// Walk calls problem for each object that it cannot visit and for all other
// damage, from one goroutine at a time. Objects of unknown type are reported by
// the walks that accept blobs. The order of visits and of problems varies; their
// set does not. Walk's error is that of visit or of ctx, or a Problem because of
// which nothing can be walked.
func (s *Store) Walk(ctx context.Context, jobs int, accept func(Type) bool, visit Visit, problem func(Problem)) error {
	return s.walk(ctx, jobs, func() *forest { return s.forest.get(s) }, accept, visit, problem)
}

// Walk is Store.Walk for the objects of the part. It adds to the part what the objects
// in it are deltas against.
func (p *Part) Walk(ctx context.Context, jobs int, accept func(Type) bool, visit Visit, problem func(Problem)) error {
	return p.store.walk(ctx, jobs, func() *forest {
		if p.forest == nil {
			p.forest = p.store.buildForest(p)
		}
		return p.forest
	}, accept, visit, problem)
}

func (s *Store) walk(ctx context.Context, jobs int, forestOf func() *forest, accept func(Type) bool, visit Visit, problem func(Problem)) error {
	jobs = max(jobs, 1)
	var f *forest
	if err := s.Guard(func() error { f = forestOf(); return nil }); err != nil {
		return err
	}
	w := &walk{
		store:    s,
		catalog:  s.catalog(),
		forest:   f,
		visit:    visit,
		roots:    f.roots(jobs, func(t Type) bool { return accept(t) || t == 0 && accept(Blob) }),
		exchange: newExchange(jobs),
	}
	var mu sync.Mutex
	w.problem = func(p Problem) {
		mu.Lock()
		defer mu.Unlock()
		problem(p)
	}
	if accept(Blob) {
		for _, p := range slices.Concat(w.catalog.problems, f.gaps) {
			w.problem(p)
		}
	}
	workers := pool.New().WithContext(ctx).WithFirstError().WithCancelOnError()
	for id := range jobs {
		workers.Go(func(ctx context.Context) error {
			return (&worker{walk: w, id: id}).run(ctx)
		})
	}
	return workers.Wait()
}

// A walk is what the workers of one Walk share.
type walk struct {
	store   *Store
	catalog *catalog
	forest  *forest
	visit   Visit
	problem func(Problem)

	roots []uint32
	next  atomic.Int64 // the next of roots to be taken
	*exchange
}

// heavyShare is the share of one worker's work above which a delta tree is
// heavy, one in so many: it must be started early, or it is finished last.
const heavyShare = 64

// roots returns the roots to start from: the heavy ones first, and then all
// others in the order in which they are stored.
func (f *forest) roots(jobs int, accept func(Type) bool) []uint32 {
	var roots []uint32
	var total uint64
	for n := range f.nodes {
		if nd := &f.nodes[n]; !nd.based && nd.weight > 0 && accept(nd.typ) {
			roots = append(roots, uint32(n))
			total += uint64(nd.weight)
		}
	}
	limit := total / uint64(heavyShare*jobs)
	var heavy []uint32
	light := slices.DeleteFunc(roots, func(n uint32) bool {
		if uint64(f.nodes[n].weight) <= limit {
			return false
		}
		heavy = append(heavy, n)
		return true
	})
	slices.SortStableFunc(heavy, func(a, b uint32) int { return cmp.Compare(f.nodes[b].weight, f.nodes[a].weight) })
	return append(heavy, light...)
}
