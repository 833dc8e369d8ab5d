package history

import (
	"sync"

	"github.com/sluicesec/sluice/internal/git/objects"
)

// An entry is an entry of a tree: a name and the object that it names.
type entry struct {
	name  nameID
	child objects.Index
}

// An arenaPos is the position of a tree in an arena, plus one; 0 is for a tree
// without entries. There is one for each object of a repository, so it is small.
type arenaPos uint32

// An arena holds the entries of all trees, in chunks, so that it never moves and
// allocates little more than it needs.
//
// It stores for each tree a header and then the entries, all of type entry. The
// name of the header is the number of entries. Most trees are another one with one
// file changed, which changes one entry; such a tree is stored as the difference:
// its header has the bit differs in its name, and as child the position of the
// other tree; and for each changed entry there is its number, as name, and its new
// child.
type arena struct {
	mu     sync.Mutex
	chunks [][]entry
}

const differs nameID = 1 << 31

// maxHops bounds how many differences lie between a tree and one that is stored
// whole.
const maxHops = 16

// chunkBits is the number of bits of a position within a chunk: 8,192 entries of 8 bytes.
const chunkBits = 13

// An arenaWriter adds trees to an arena for one goroutine.
type arenaWriter struct {
	arena *arena
	next  int     // position in the arena
	free  []entry // the unused entries from there
}

// put stores the kept entries of a tree. base is the layout of the tree that it
// was read against, or nil.
func (w *arenaWriter) put(l, base *layout) {
	if len(l.kept) == 0 {
		return
	}
	changed := -1
	if base != nil && base.at != 0 && base.hops < maxHops {
		changed = l.changes(base)
	}
	if changed < 0 || changed >= len(l.kept) {
		entries := w.take(l, len(l.kept))
		entries[0] = entry{name: nameID(len(l.kept))}
		for i, k := range l.kept {
			entries[1+i] = entry{name: k.name, child: k.child}
		}
		return
	}
	l.hops = base.hops + 1
	if changed == 0 {
		l.at, l.hops = base.at, base.hops
		return
	}
	entries := w.take(l, changed)[:1]
	entries[0] = entry{name: differs | nameID(changed), child: objects.Index(base.at)}
	for i, k := range l.kept {
		if k.child != base.kept[i].child {
			entries = append(entries, entry{name: nameID(i), child: k.child})
		}
	}
}

// changes counts the entries that differ from those of base; it is negative when
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

// take returns the memory for a header and n entries, and sets the position of l.
func (w *arenaWriter) take(l *layout, n int) []entry {
	need := n + 1
	if len(w.free) < need {
		w.next, w.free = w.arena.grow(need)
	}
	entries := w.free[:need:need]
	l.at = arenaPos(w.next + 1)
	w.next += need
	w.free = w.free[need:]
	return entries
}

// grow adds a chunk of at least need entries.
func (a *arena) grow(need int) (next int, chunk []entry) {
	a.mu.Lock()
	defer a.mu.Unlock()
	next = len(a.chunks) << chunkBits
	size := max(need, 1<<chunkBits)
	chunk = make([]entry, size)
	for rest := chunk; len(rest) > 0; rest = rest[min(len(rest), 1<<chunkBits):] { // a long chunk has several numbers
		a.chunks = append(a.chunks, rest)
	}
	return next, chunk
}

// end is a number that is above every position.
func (a *arena) end() int { return len(a.chunks)<<chunkBits + 1 }

// get returns the entries of a tree. It may use the memory of buf, so they are
// valid until the next call with the same buf. It must not be called before the
// walk has ended.
func (a *arena) get(at arenaPos, buf *[]entry) []entry {
	if at == 0 {
		return nil
	}
	var hops [maxHops][]entry // the differences, the last first
	n := 0
	for {
		pos := int(at - 1)
		entries := a.chunks[pos>>chunkBits][pos&(1<<chunkBits-1):]
		header := entries[0]
		if header.name&differs == 0 {
			whole := entries[1 : 1+header.name]
			if n == 0 {
				return whole
			}
			*buf = append((*buf)[:0], whole...)
			break
		}
		hops[n] = entries[1 : 1+header.name&^differs]
		n++
		at = arenaPos(header.child)
	}
	for n > 0 {
		n--
		for _, e := range hops[n] {
			(*buf)[e.name].child = e.child
		}
	}
	return *buf
}
