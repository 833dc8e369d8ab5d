package history

import (
	"sync"

	"github.com/sluicesec/sluice/source/objects"
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
// has no more room than it needs. Before the edges of a tree stands one whose
// name is their number.
type arena struct {
	mu     sync.Mutex
	chunks [][]edge
}

// chunkBits is the number of bits of a place within a chunk: 8,192 edges of 8 bytes.
const chunkBits = 13

// room is the part of an arena that one goroutine fills.
type room struct {
	arena *arena
	next  int // place in the arena
	left  int // edges from there
}

// put stores the edges of a tree.
func (r *room) put(kept []keptEntry) edgesAt {
	if len(kept) == 0 {
		return 0
	}
	need := len(kept) + 1
	if r.left < need {
		r.next, r.left = r.arena.grow(need)
	}
	at := r.next
	chunk := r.arena.from(at)
	chunk[0] = edge{name: nameID(len(kept))}
	for i, k := range kept {
		chunk[1+i] = edge{name: k.name, child: k.child}
	}
	r.next += need
	r.left -= need
	return edgesAt(at + 1)
}

// grow adds a chunk of at least need edges.
func (a *arena) grow(need int) (next, left int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	next = len(a.chunks) << chunkBits
	size := max(need, 1<<chunkBits)
	chunk := make([]edge, size)
	for range (size + 1<<chunkBits - 1) >> chunkBits { // a long one takes several numbers
		a.chunks = append(a.chunks, chunk)
		chunk = chunk[min(len(chunk), 1<<chunkBits):]
	}
	return next, size
}

// from returns the edges from a place to the end of its chunk.
func (a *arena) from(at int) []edge {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.chunks[at>>chunkBits][at&(1<<chunkBits-1):]
}

// get returns the edges of a tree.
func (a *arena) get(at edgesAt) []edge {
	if at == 0 {
		return nil
	}
	edges := a.from(int(at - 1))
	return edges[1 : 1+edges[0].name]
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

// text returns the name that a number stands for.
func (n *names) text(id nameID) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.list[id]
}
