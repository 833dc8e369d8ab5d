package history

import (
	"cmp"
	"slices"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// commitList is the commits that one goroutine met, as small as can be: a
// history may have millions.
type commitList struct {
	commits []commit
	parents []objects.Index // of all of them, those of one commit together
	absent  []absentObject  // parents and trees that are not in the store
}

// commit is a commit of a list.
type commit struct {
	index objects.Index
	tree  objects.Index // noObject if it is not in the store
	first uint32        // of its parents in the list
	count uint32        // of its parents
}

const noObject = ^objects.Index(0)

// absentObject is what a commit names and the store lacks.
type absentObject struct {
	commit   oid.ID
	id       oid.ID
	isParent bool
}

// add adds a commit to the list.
func (l *commitList) add(store *objects.Store, o *objects.Object, info *objects.CommitInfo) {
	c := commit{index: o.Index, tree: noObject, first: uint32(len(l.parents))}
	if tree, ok := store.Find(info.Tree); ok {
		c.tree = tree
	} else {
		l.absent = append(l.absent, absentObject{commit: o.ID, id: info.Tree})
	}
	for _, p := range info.Parents {
		if parent, ok := store.Find(p); ok {
			l.parents = append(l.parents, parent)
			c.count++
		} else {
			l.absent = append(l.absent, absentObject{commit: o.ID, id: p, isParent: true})
		}
	}
	l.commits = append(l.commits, c)
}

// node numbers the commits of a graph: parents before children, and the same
// for every walk.
type node uint32

const noNode = ^node(0)

// graph is the commit graph of a store.
type graph struct {
	index  []objects.Index // by node
	tree   []objects.Index // by node; noObject if it is not in the store
	first  []uint32        // by node, and one more: where its parents begin
	edges  []node          // the parents of all; those that are not in the store are left out
	nodes  []node          // by object index; noNode for what is no commit
	absent []absentObject
}

// newGraph joins lists of commits into a graph of objects, of which there are n.
func newGraph(n int, lists []commitList) *graph {
	g := &graph{nodes: make([]node, n)}
	for i := range g.nodes {
		g.nodes[i] = noNode
	}
	var commits []commit
	var parents []objects.Index
	for _, l := range lists {
		for _, c := range l.commits {
			c.first += uint32(len(parents))
			commits = append(commits, c)
		}
		parents = append(parents, l.parents...)
		g.absent = append(g.absent, l.absent...)
	}
	slices.SortFunc(commits, func(a, b commit) int { return cmp.Compare(a.index, b.index) })
	for i, c := range commits {
		g.nodes[c.index] = node(i) // for now: the place in commits
	}
	order := parentsFirst(len(commits), func(i node) []objects.Index {
		c := commits[i]
		return parents[c.first : c.first+c.count]
	}, g.nodes)
	for n, i := range order {
		g.nodes[commits[i].index] = node(n)
	}
	g.first = append(g.first, 0)
	for n, i := range order {
		c := commits[i]
		g.index = append(g.index, c.index)
		g.tree = append(g.tree, c.tree)
		for _, p := range parents[c.first : c.first+c.count] {
			// What is no commit, or makes a cycle, only a damaged store can name.
			if parent := g.nodes[p]; parent < node(n) {
				g.edges = append(g.edges, parent)
			}
		}
		g.first = append(g.first, uint32(len(g.edges)))
	}
	return g
}

// parents returns the parents of a commit.
func (g *graph) parents(n node) []node { return g.edges[g.first[n]:g.first[n+1]] }

// parentsFirst returns the numbers below n in an order in which the parents of
// each come before it. at gives the number of a parent.
func parentsFirst(n int, parents func(node) []objects.Index, at []node) []node {
	const (
		unseen = iota
		open
		done
	)
	state := make([]uint8, n)
	order := make([]node, 0, n)
	var stack []node
	for root := range n {
		stack = append(stack, node(root))
		for len(stack) > 0 {
			top := stack[len(stack)-1]
			switch state[top] {
			case unseen:
				state[top] = open
				for _, p := range parents(top) {
					if i := at[p]; i != noNode && state[i] == unseen {
						stack = append(stack, i)
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
	seen := make([]bool, len(g.index))
	stack := slices.Clone(tips)
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[n] {
			continue
		}
		seen[n] = true
		stack = append(stack, g.parents(n)...)
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
		stack = append(stack, g.parents(n)...)
	}
	return false
}
