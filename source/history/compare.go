package history

import (
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
	gone    map[holding][]commitNum // the commits that removed a secret, in order
	blobs   map[objects.Index]bool  // those with secrets that one of the commits holds
}

// compareCommits compares all commits with their parents, in as many segments as
// the walk had workers, at least one.
func compareCommits(h *History, secrets map[objects.Index][]source.SecretKey) []*segment {
	n := len(h.graph.tree)
	segments := make([]*segment, max(1, len(h.trees.workers)))
	pruned := newPrunedTrees(h.trees)
	p := pool.New()
	for i := range segments {
		s := &segment{
			differ: &differ{pruner: &pruner{prunedTrees: pruned}, secrets: secrets},
			from:   commitNum(n * i / len(segments)), to: commitNum(n * (i + 1) / len(segments)),
			brought: map[event][]source.SecretKey{}, gone: map[holding][]commitNum{},
		}
		segments[i] = s
		p.Go(func() { s.compare(h.graph) })
	}
	p.Wait()
	return segments
}

// compare records what each of the commits brought and removed.
func (s *segment) compare(g *graph) {
	var roots []pruned
	for n := s.from; n < s.to; n++ {
		root := s.differ.root(g, n)
		roots = append(roots, root)
		var parents []pruned
		for _, p := range g.parents(n) {
			parents = append(parents, s.differ.root(g, p))
		}
		s.differ.only(root, parents, func(h holding, blob objects.Index) {
			e := event{blob, h.path, n}
			s.brought[e] = append(s.brought[e], h.key)
		})
		if len(parents) == 0 {
			continue
		}
		s.differ.only(parents[0], []pruned{root}, func(h holding, _ objects.Index) {
			for _, other := range parents[1:] {
				if !s.differ.holds(other, h) {
					return // another parent does not hold it: it was removed before
				}
			}
			s.gone[h] = append(s.gone[h], n)
		})
	}
	s.blobs = s.differ.pruner.blobs(roots)
}

// root returns the pruned tree of a commit.
func (d *differ) root(g *graph, n commitNum) pruned {
	if int(n) >= len(g.tree) || g.tree[n] == noObject {
		return nothing
	}
	return d.pruner.prune(g.tree[n])
}
