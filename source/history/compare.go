package history

import (
	"github.com/sourcegraph/conc/pool"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/source"
)

// A stretch is some commits that follow each other in the graph's order, and
// what came of comparing each with its parents. Stretches are compared side by
// side.
type stretch struct {
	differ   *differ
	from, to node // to is not one of them

	brought map[event][]source.SecretKey
	gone    map[holding][]node     // the commits that removed a secret, in order
	blobs   map[objects.Index]bool // those with secrets that some commit holds
}

// compareCommits compares all commits with their parents, in as many stretches
// as the walk had workers, at least one.
func compareCommits(h *History, secrets map[objects.Index][]source.SecretKey) []*stretch {
	n := len(h.graph.tree)
	parts := make([]*stretch, max(1, len(h.trees.workers)))
	pruned := newPrunedTrees(h.trees)
	p := pool.New()
	for i := range parts {
		s := &stretch{
			differ: &differ{pruner: &pruner{prunedTrees: pruned}, secrets: secrets},
			from:   node(n * i / len(parts)), to: node(n * (i + 1) / len(parts)),
			brought: map[event][]source.SecretKey{}, gone: map[holding][]node{},
		}
		parts[i] = s
		p.Go(func() { s.compare(h.graph) })
	}
	p.Wait()
	return parts
}

// compare fills s with what each of its commits brought and removed.
func (s *stretch) compare(g *graph) {
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
					return // that parent's side had removed it already
				}
			}
			s.gone[h] = append(s.gone[h], n)
		})
	}
	s.blobs = s.differ.pruner.blobs(roots)
}

// root returns the pruned tree of a commit.
func (d *differ) root(g *graph, n node) pruned {
	if int(n) >= len(g.tree) || g.tree[n] == noObject {
		return nothing
	}
	return d.pruner.prune(g.tree[n])
}
