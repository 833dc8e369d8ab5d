package commits

// An ancestry is the graph of the commits of a list, which are known by their
// indexes. All commits between two listed ones are listed as well.
type ancestry struct {
	parents [][]int32
	rank    []int32 // by commit: parents have smaller ranks than their children
	seen    []int   // by commit: the number of the last search that has met it
	search  int
	steps   int // commits that all searches have gone through
}

func newAncestry(list *revList) *ancestry {
	size := len(list.listed)
	g := &ancestry{parents: make([][]int32, size), rank: make([]int32, size), seen: make([]int, size)}
	index := make([]int32, len(list.met)) // in list.listed, from 1 on
	for i, n := range list.listed {
		index[n] = int32(i + 1)
	}
	children := make([][]int32, size)
	missing := make([]int, size) // parents that have no rank yet
	var ready []int32
	for i, n := range list.listed {
		for _, p := range list.parents(n) {
			if p := index[p] - 1; p >= 0 {
				g.parents[i] = append(g.parents[i], p)
				children[p] = append(children[p], int32(i))
				missing[i]++
			}
		}
		if missing[i] == 0 {
			ready = append(ready, int32(i))
		}
	}
	for next := 0; next < len(ready); next++ {
		i := ready[next]
		g.rank[i] = int32(next)
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
func (g *ancestry) leadsTo(n, ancestor int32) bool {
	g.search++
	for stack := []int32{n}; len(stack) > 0 && g.steps < maxSteps; g.steps++ {
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
