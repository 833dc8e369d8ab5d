package history

import (
	"sync"

	"github.com/sluicesec/sluice/internal/git/objects"
)

// edge is an entry of a tree: a name that leads to an object.
type edge struct {
	name  nameID
	child objects.Index
}

// edgesAt says where in an arena the edges of a tree are, plus one; 0 is for a
// tree without any. There is one for each object of a repository, so it is small.
type edgesAt uint32

// An arena holds the edges of all trees: in chunks, so that it never moves and
// has no more room than it needs.
//
// A tree takes a head and its edges. The head's name is their number. Most
// trees are another one with one file changed, which changes one edge; such a
// tree is stored as what differs: a head whose name has the bit differs and
// whose child is the place of the other tree, and for each changed edge its
// number, as name, and its new child.
type arena struct {
	mu     sync.Mutex
	chunks [][]edge
}

const differs nameID = 1 << 31

// maxHops is how many trees one that is stored as what differs may be away
// from one that is stored whole.
const maxHops = 16

// chunkBits is the number of bits of a place within a chunk: 8,192 edges of 8 bytes.
const chunkBits = 13

// room is the part of an arena that one goroutine fills.
type room struct {
	arena *arena
	next  int    // place in the arena
	free  []edge // the edges from there
}

// put stores what is kept of a tree. base is the layout of the tree that it was
// read against, or nil.
func (r *room) put(l, base *layout) {
	if len(l.kept) == 0 {
		return
	}
	changed := -1
	if base != nil && base.at != 0 && base.hops < maxHops {
		changed = l.changes(base)
	}
	if changed < 0 || changed >= len(l.kept) {
		edges := r.take(l, len(l.kept))
		edges[0] = edge{name: nameID(len(l.kept))}
		for i, k := range l.kept {
			edges[1+i] = edge{name: k.name, child: k.child}
		}
		return
	}
	l.hops = base.hops + 1
	if changed == 0 {
		l.at, l.hops = base.at, base.hops
		return
	}
	edges := r.take(l, changed)[:1]
	edges[0] = edge{name: differs | nameID(changed), child: objects.Index(base.at)}
	for i, k := range l.kept {
		if k.child != base.kept[i].child {
			edges = append(edges, edge{name: nameID(i), child: k.child})
		}
	}
}

// changes counts the edges that differ from those of base; it is negative when
// their names do.
func (l *layout) changes(base *layout) int {
	if len(l.kept) != len(base.kept) {
		return -1
	}
	n := 0
	for i, k := range l.kept {
		if k.name != base.kept[i].name {
			return -1
		}
		if k.child != base.kept[i].child {
			n++
		}
	}
	return n
}

// take returns the place for a head and n edges, and notes it in l.
func (r *room) take(l *layout, n int) []edge {
	need := n + 1
	if len(r.free) < need {
		r.next, r.free = r.arena.grow(need)
	}
	edges := r.free[:need:need]
	l.at = edgesAt(r.next + 1)
	r.next += need
	r.free = r.free[need:]
	return edges
}

// grow adds a chunk of at least need edges.
func (a *arena) grow(need int) (next int, chunk []edge) {
	a.mu.Lock()
	defer a.mu.Unlock()
	next = len(a.chunks) << chunkBits
	size := max(need, 1<<chunkBits)
	chunk = make([]edge, size)
	for rest := chunk; len(rest) > 0; rest = rest[min(len(rest), 1<<chunkBits):] { // a long one takes several numbers
		a.chunks = append(a.chunks, rest)
	}
	return next, chunk
}

// get returns the edges of a tree, which are valid until buf, the memory that it
// may take, is given again. It must not be called before the walk is over.
func (a *arena) get(at edgesAt, buf *[]edge) []edge {
	if at == 0 {
		return nil
	}
	var hops [maxHops][]edge // what differs, the last first
	n := 0
	for {
		place := int(at - 1)
		edges := a.chunks[place>>chunkBits][place&(1<<chunkBits-1):]
		head := edges[0]
		if head.name&differs == 0 {
			whole := edges[1 : 1+head.name]
			if n == 0 {
				return whole
			}
			*buf = append((*buf)[:0], whole...)
			break
		}
		hops[n] = edges[1 : 1+head.name&^differs]
		n++
		at = edgesAt(head.child)
	}
	for n > 0 {
		n--
		for _, e := range hops[n] {
			(*buf)[e.name].child = e.child
		}
	}
	return *buf
}

// nameID numbers a name that trees use.
type nameID uint32

// names numbers the names of trees: few, as most trees are versions of others.
type names struct {
	mu   sync.Mutex
	ids  map[string]nameID
	list []string
}

// id returns the number of a name.
func (n *names) id(name []byte) nameID {
	n.mu.Lock()
	defer n.mu.Unlock()
	id, ok := n.ids[string(name)]
	if !ok {
		if n.ids == nil {
			n.ids = map[string]nameID{}
		}
		id = nameID(len(n.list))
		n.list = append(n.list, string(name))
		n.ids[n.list[id]] = id
	}
	return id
}

// text returns the name that a number stands for. It must not be called before
// the walk is over.
func (n *names) text(id nameID) string { return n.list[id] }
