package history

import (
	"cmp"
	"slices"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// A commitList is the commits that one goroutine has visited. A history may have
// millions, so it is as small as possible.
type commitList struct {
	commits []commit
	parents []objects.Index // of all of them, those of one commit together
	absent  []absentObject  // parents and trees that are not in the store
}

// A commit is a commit of a list.
type commit struct {
	index objects.Index
	tree  objects.Index // noObject if it is not in the store
	first uint32        // index of its first parent in the list's parents
	count uint32        // of its parents
}

const noObject = ^objects.Index(0)

// An absentObject is an object that a commit names and the store lacks.
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

// A commitNum is the number of a commit in the graph: parents have smaller numbers
// than their children, and every walk gives the same numbers.
type commitNum uint32

const noCommit = ^commitNum(0)

// A graph is the commit graph of a store.
type graph struct {
	index      []objects.Index // by commit number
	tree       []objects.Index // by commit number; noObject if it is not in the store
	first      []uint32        // by commit number, and one more: where its parents begin in allParents
	allParents []commitNum     // the parents of all commits, without those that are not in the store
	numbers    []commitNum     // by object index; noCommit for objects that are not commits
	absent     []absentObject
}

// newGraph joins lists of commits into the graph of a store that holds n objects.
func newGraph(n int, lists []commitList) *graph {
	g := &graph{numbers: make([]commitNum, n)}
	for i := range g.numbers {
		g.numbers[i] = noCommit
	}
	for _, l := range lists {
		g.absent = append(g.absent, l.absent...)
	}
	commits, parents := joined(lists)
	for i, c := range commits {
		g.numbers[c.index] = commitNum(i) // for now: the position in commits
	}
	order := parentsFirst(len(commits), func(i commitNum) []objects.Index {
		c := commits[i]
		return parents[c.first : c.first+c.count]
	}, g.numbers)
	for n, i := range order {
		g.numbers[commits[i].index] = commitNum(n)
	}
	g.index, g.tree, g.first = make([]objects.Index, 0, len(commits)), make([]objects.Index, 0, len(commits)), make([]uint32, 0, len(commits)+1)
	g.first = append(g.first, 0)
	for n, i := range order {
		c := commits[i]
		g.index = append(g.index, c.index)
		g.tree = append(g.tree, c.tree)
		for _, p := range parents[c.first : c.first+c.count] {
			// Only in a damaged store is a parent no commit, or part of a cycle.
			if parent := g.numbers[p]; parent < commitNum(n) {
				g.allParents = append(g.allParents, parent)
			}
		}
		g.first = append(g.first, uint32(len(g.allParents)))
	}
	return g
}

// joined returns the commits of lists in the order of their objects, and the parents of all
// of them.
func joined(lists []commitList) (commits []commit, parents []objects.Index) {
	n := 0
	for _, l := range lists {
		n += len(l.commits)
	}
	commits, parents = make([]commit, 0, n), make([]objects.Index, 0, n)
	for _, l := range lists {
		for _, c := range l.commits {
			c.first += uint32(len(parents))
			commits = append(commits, c)
		}
		parents = append(parents, l.parents...)
	}
	slices.SortFunc(commits, func(a, b commit) int { return cmp.Compare(a.index, b.index) })
	return commits, parents
}

// parents returns the parents of a commit.
func (g *graph) parents(n commitNum) []commitNum { return g.allParents[g.first[n]:g.first[n+1]] }

// parentsFirst returns the numbers below n in an order in which the parents of
// each come before it. numbers gives the number of a parent by its object index.
func parentsFirst(n int, parents func(commitNum) []objects.Index, numbers []commitNum) []commitNum {
	const (
		unseen = iota
		open
		done
	)
	state := make([]uint8, n)
	order := make([]commitNum, 0, n)
	var stack []commitNum
	for root := range n {
		stack = append(stack, commitNum(root))
		for len(stack) > 0 {
			top := stack[len(stack)-1]
			switch state[top] {
			case unseen:
				state[top] = open
				for _, p := range parents(top) {
					if i := numbers[p]; i != noCommit && state[i] == unseen {
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
func (g *graph) reach(tips []commitNum) []bool {
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

// An ancestry answers which commits are the ancestors of others, one question at a time.
type ancestry struct {
	graph *graph
	seen  []uint32 // by commit number: the question in which it was seen last
	asked uint32
	stack []commitNum
}

func newAncestry(g *graph) *ancestry { return &ancestry{graph: g, seen: make([]uint32, len(g.index))} }

// leadsTo reports whether ancestor is among the ancestors of n, or n itself.
func (a *ancestry) leadsTo(n, ancestor commitNum) bool {
	if a.asked++; a.asked == 0 {
		clear(a.seen)
		a.asked = 1
	}
	a.stack = append(a.stack[:0], n)
	for len(a.stack) > 0 {
		n := a.stack[len(a.stack)-1]
		a.stack = a.stack[:len(a.stack)-1]
		if n == ancestor {
			return true
		}
		if n < ancestor || a.seen[n] == a.asked { // ancestors have smaller numbers
			continue
		}
		a.seen[n] = a.asked
		a.stack = append(a.stack, a.graph.parents(n)...)
	}
	return false
}
