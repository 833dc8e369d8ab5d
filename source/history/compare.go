package history

import (
	"context"
	"slices"

	"github.com/sourcegraph/conc/pool"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/source"
)

// A segment is a range of commit numbers, and what the comparison of these commits
// with their parents has found. Segments are compared in parallel.
type segment struct {
	differ   *differ
	from, to commitNum // without to

	brought map[event][]source.SecretKey
	events  []event                 // the keys of brought, as they were met
	cut     bool                    // places were left out
	gone    map[holding][]commitNum // the commits that removed a secret, in order
	blobs   map[objects.Index]bool  // those with secrets that one of the commits holds

	changed    []change // blobs with secrets that took the place of others; only if that is asked for
	cutChanges bool     // not all are listed
}

// compareCommits compares all commits with their parents, in as many segments as
// the walk had workers, at least one. Of each secret at most the given number of
// places is noted. listed says whether changes of a commit are noted, if anybody asks for
// them. The error is that of ctx.
func compareCommits(ctx context.Context, h *History, secrets map[objects.Index][]source.SecretKey, places int, listed func(commitNum) bool) ([]*segment, error) {
	n := len(h.graph.tree)
	segments := make([]*segment, max(1, len(h.trees.workers)))
	pruned := newPrunedTrees(h.trees)
	for i := range segments {
		segments[i] = &segment{
			differ: &differ{pruner: &pruner{prunedTrees: pruned}, secrets: secrets},
			from:   commitNum(n * i / len(segments)), to: commitNum(n * (i + 1) / len(segments)),
			brought: map[event][]source.SecretKey{}, gone: map[holding][]commitNum{},
		}
	}
	each := func(do func(s *segment) error) error {
		p := pool.New().WithErrors()
		for _, s := range segments {
			p.Go(func() error { return do(s) })
		}
		return p.Wait()
	}
	if err := each(func(s *segment) error { return s.bring(ctx, h.graph, places) }); err != nil {
		return nil, err
	}
	kept := firstPlaces(segments, places)
	if h.held != nil {
		if err := each(func(s *segment) error { return s.changes(ctx, h.graph, listed) }); err != nil {
			return nil, err
		}
	}
	return segments, each(func(s *segment) error { return s.remove(ctx, h.graph, kept) })
}

// firstPlaces leaves in the segments, which are in the order of their commits, only
// the first places of each secret, and returns which those are.
func firstPlaces(segments []*segment, places int) map[holding]bool {
	kept := map[holding]bool{}
	used := map[source.SecretKey]int{}
	for _, s := range segments {
		for _, e := range s.events {
			keys := slices.DeleteFunc(s.brought[e], func(key source.SecretKey) bool {
				if used[key] == places {
					s.cut = true
					return true
				}
				used[key]++
				kept[holding{e.path, key}] = true
				return false
			})
			if s.brought[e] = keys; len(keys) == 0 {
				delete(s.brought, e)
			}
		}
	}
	return kept
}

// bring records what each of the commits brought.
func (s *segment) bring(ctx context.Context, g *graph, places int) error {
	q := s.differ.newQuota(places)
	var roots []pruned
	for n := s.from; n < s.to; n++ {
		if n%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		root := s.differ.root(g, n)
		roots = append(roots, root)
		s.differ.only(q, root, s.parents(g, n), func(h holding, blob objects.Index) {
			e := event{blob, h.path, n}
			if s.brought[e] == nil {
				s.events = append(s.events, e)
			}
			s.brought[e] = append(s.brought[e], h.key)
		})
	}
	s.cut = q.cut
	s.blobs = s.differ.pruner.blobs(roots)
	return nil
}

// remove records what each of the commits removed of the given secrets.
func (s *segment) remove(ctx context.Context, g *graph, kept map[holding]bool) error {
	q := s.differ.newQuota(maxRemoved)
	for n := s.from; n < s.to; n++ {
		if n%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		root, parents := s.differ.root(g, n), s.parents(g, n)
		if len(parents) == 0 {
			continue
		}
		q.reset()
		s.differ.only(q, parents[0], []pruned{root}, func(h holding, _ objects.Index) {
			if !kept[h] {
				return
			}
			for _, other := range parents[1:] {
				if !s.differ.holds(other, h) {
					return // another parent does not hold it: it was removed before
				}
			}
			s.gone[h] = append(s.gone[h], n)
		})
	}
	return nil
}

// parents returns the pruned trees of a commit's parents.
func (s *segment) parents(g *graph, n commitNum) []pruned {
	var parents []pruned
	for _, p := range g.parents(n) {
		parents = append(parents, s.differ.root(g, p))
	}
	return parents
}

// root returns the pruned tree of a commit.
func (d *differ) root(g *graph, n commitNum) pruned {
	if int(n) >= len(g.tree) || g.tree[n] == noObject {
		return nothing
	}
	return d.pruner.prune(g.tree[n])
}
