package objects

import "github.com/sluicesec/sluice/internal/oid"

// cutCycles makes broken roots of all nodes that are their own base, over any
// number of deltas. Only bases given by id can close a cycle, since the
// others come earlier in the same pack.
func (p *forestBuilder) cutCycles() {
	ordered := true
	for n, parent := range p.parents {
		ordered = ordered && (parent == none || parent < uint32(n))
	}
	if ordered {
		return
	}
	// Each path up from a node has a mark of its own. A path that meets its own mark
	// is a cycle.
	marks := make([]uint32, len(p.parents))
	for start := range p.parents {
		mark := uint32(start) + 1
		n := uint32(start)
		for n != none && marks[n] == 0 {
			marks[n] = mark
			n = p.parents[n]
		}
		if n == none || marks[n] != mark {
			continue
		}
		for p.parents[n] != none {
			next := p.parents[n]
			p.parents[n] = none
			p.broken[n] = p.problem(n, BaseCycle, errCycle)
			n = next
		}
	}
}

// problem describes what is wrong with a node of a pack.
func (p *forestBuilder) problem(n uint32, reason Reason, err error) Problem {
	pk, pos := p.catalog.packs[p.catalog.pack(n)], int(p.nodes[n].pos)
	return Problem{Reason: reason, ID: oid.Make(pk.Index.ID(pos)), Path: pk.Path, Offset: pk.Index.Offset(pos), Err: err}
}

// link joins each node to its base, and passes types down and weights up.
func (p *forestBuilder) link() {
	for n := len(p.nodes) - 1; n >= 0; n-- {
		if parent := p.parents[n]; parent != none {
			p.nodes[n].sibling = p.nodes[parent].child
			p.nodes[parent].child = uint32(n)
			p.nodes[n].based = true
		}
	}
	for root, parent := range p.parents {
		if parent == none {
			p.linkTree(uint32(root))
		}
	}
}

// linkTree goes through a tree without a stack, as deltas may be deep: down to
// the first child, on to the sibling, and back up over parents.
func (p *forestBuilder) linkTree(root uint32) {
	n := root
	for {
		for child := p.nodes[n].child; child != none; child = p.nodes[n].child {
			p.nodes[child].typ = p.nodes[n].typ
			n = child
		}
		for {
			p.settle(n)
			if n == root {
				return
			}
			parent := p.parents[n]
			if next := p.nodes[n].sibling; next != none {
				p.nodes[next].typ = p.nodes[parent].typ
				n = next
				break
			}
			n = parent
		}
	}
}

// settle sums up the weight of a node whose children are settled, drops the
// children that lead to nothing, and puts the heaviest last: when the walk goes
// down there, it needs the node itself no longer, and so the objects that it
// must hold at once are few however deep the tree (each held one has a heavier
// sibling, thus at most log2 of the tree's weight).
func (p *forestBuilder) settle(n uint32) {
	nd := &p.nodes[n]
	var sum uint64
	heaviest, last := none, none
	for link := &nd.child; *link != none; {
		c := *link
		w := p.nodes[c].weight
		if w == 0 {
			*link = p.nodes[c].sibling
			continue
		}
		sum += uint64(w)
		if heaviest == none || w > p.nodes[heaviest].weight {
			heaviest = c
		}
		last = c
		link = &p.nodes[c].sibling
	}
	if heaviest != last {
		link := &nd.child
		for *link != heaviest {
			link = &p.nodes[*link].sibling
		}
		*link = p.nodes[heaviest].sibling
		p.nodes[heaviest].sibling = none
		p.nodes[last].sibling = heaviest
	}
	if nd.spare && sum == 0 {
		nd.weight = 0
		return
	}
	nd.weight = uint32(min(sum+uint64(nd.weight), 1<<32-1))
}
