package history

import (
	"cmp"
	"slices"

	"github.com/sluicesec/sluice/source/objects"
)

// A commit as the walk met it.
type commit struct {
	index   objects.Index
	tree    objects.ID
	parents []objects.ID
}

// node numbers the commits of a graph: parents before children, and the same
// for every walk.
type node uint32

// graph is the commit graph of a store.
type graph struct {
	commits []commit // by node
	parents [][]node // by node; parents that are not in the store are left out
	nodes   map[objects.Index]node
	absent  []absentParent
}

// absentParent is an edge that leads out of the store.
type absentParent struct {
	child  node
	parent objects.ID
}

func newGraph(store *objects.Store, commits []commit) *graph {
	slices.SortFunc(commits, func(a, b commit) int { return cmp.Compare(a.index, b.index) })
	before := make(map[objects.Index]int, len(commits))
	for i, c := range commits {
		before[c.index] = i
	}
	edges := make([][]int, len(commits))
	missing := make([][]objects.ID, len(commits))
	for i, c := range commits {
		for _, p := range c.parents {
			index, ok := store.Find(p)
			at, isCommit := before[index]
			if ok && isCommit {
				edges[i] = append(edges[i], at)
			} else {
				missing[i] = append(missing[i], p)
			}
		}
	}
	g := &graph{nodes: make(map[objects.Index]node, len(commits))}
	number := make([]node, len(commits))
	for _, i := range parentsFirst(edges) {
		n := node(len(g.commits))
		number[i] = n
		g.commits = append(g.commits, commits[i])
		g.nodes[commits[i].index] = n
		var parents []node
		for _, p := range edges[i] {
			if number[p] < n || p == i { // a cycle cannot be, but a lying index could make one
				parents = append(parents, number[p])
			}
		}
		g.parents = append(g.parents, parents)
		for _, id := range missing[i] {
			g.absent = append(g.absent, absentParent{child: n, parent: id})
		}
	}
	return g
}

// parentsFirst returns the positions of edges in an order in which everything
// that a position leads to comes before it.
func parentsFirst(edges [][]int) []int {
	const (
		unseen = iota
		open
		done
	)
	state := make([]uint8, len(edges))
	order := make([]int, 0, len(edges))
	var stack []int
	for root := range edges {
		stack = append(stack, root)
		for len(stack) > 0 {
			top := stack[len(stack)-1]
			switch state[top] {
			case unseen:
				state[top] = open
				for _, p := range edges[top] {
					if state[p] == unseen {
						stack = append(stack, p)
					}
				}
			case open:
				state[top] = done
				order = append(order, top)
				stack = stack[:len(stack)-1]
			case done:
				stack = stack[:len(stack)-1]
			}
		}
	}
	return order
}

// reach marks every commit that the tips lead to.
func (g *graph) reach(tips []node) []bool {
	seen := make([]bool, len(g.commits))
	stack := slices.Clone(tips)
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[n] {
			continue
		}
		seen[n] = true
		stack = append(stack, g.parents[n]...)
	}
	return seen
}

// leadsTo reports whether ancestor is among the ancestors of n, or n itself.
func (g *graph) leadsTo(n, ancestor node) bool {
	seen := map[node]bool{}
	stack := []node{n}
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if n == ancestor {
			return true
		}
		if n < ancestor || seen[n] { // ancestors have smaller numbers
			continue
		}
		seen[n] = true
		stack = append(stack, g.parents[n]...)
	}
	return false
}
