package commits

import "github.com/sluicesec/sluice/internal/oid"

// An ancestry is the graph of the commits of a list, which are known by their
// indexes. All commits between two listed ones are listed as well.
type ancestry struct {
	parents [][]int
	rank    []int // by commit: parents have smaller ranks than their children
	seen    []int // by commit: the number of the last search that has met it
	search  int
	steps   int // commits that all searches have gone through
}

func newAncestry(commits []listedCommit) *ancestry {
	g := &ancestry{parents: make([][]int, len(commits)), rank: make([]int, len(commits)), seen: make([]int, len(commits))}
	index := make(map[oid.ID]int, len(commits))
	for i, c := range commits {
		index[c.id] = i
	}
	children := make([][]int, len(commits))
	missing := make([]int, len(commits)) // parents that have no rank yet
	var ready []int
	for i, c := range commits {
		for _, p := range c.info.Parents {
			if p, ok := index[p]; ok {
				g.parents[i] = append(g.parents[i], p)
				children[p] = append(children[p], i)
				missing[i]++
			}
		}
		if missing[i] == 0 {
			ready = append(ready, i)
		}
	}
	for next := 0; next < len(ready); next++ {
		i := ready[next]
		g.rank[i] = next
		for _, child := range children[i] {
			if missing[child]--; missing[child] == 0 {
				ready = append(ready, child)
			}
		}
	}
	return g
}

// maxSteps bounds how many commits all searches go through. When it is reached,
// leadsTo reports false: then a commit that removed a secret is not named.
const maxSteps = 1 << 27

// leadsTo reports whether a commit has another one as an ancestor.
func (g *ancestry) leadsTo(n, ancestor int) bool {
	g.search++
	for stack := []int{n}; len(stack) > 0 && g.steps < maxSteps; g.steps++ {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, p := range g.parents[n] {
			if p == ancestor {
				return true
			}
			if g.seen[p] != g.search && g.rank[p] > g.rank[ancestor] {
				g.seen[p] = g.search
				stack = append(stack, p)
			}
		}
	}
	return false
}
