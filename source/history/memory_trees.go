package history

import (
	"hash/maphash"
	"maps"

	"github.com/sluicesec/sluice/internal/cache"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// keptTrees is what was kept of the trees.
type keptTrees struct {
	at         []arenaPos // by Index
	entries    []entry    // the arena
	names      []string
	judged     []judgedString
	named      []objects.Index
	absent     []oid.ID
	submodules []string
}

// A judgedString is a name and what is known of it.
type judgedString struct {
	name string
	judgement
}

// writeTrees writes the arena without the entries that no tree has. The trees are at other
// positions then.
func (h *History) writeTrees() []byte {
	t := h.trees
	t.gatherNamed()
	var words []uint32
	shift := make([]uint32, len(t.arena.chunks)) // by chunk: how far its trees move towards the beginning
	unused := uint32(0)
	const size = 1 << chunkBits
	starts := []bool{} // of the entries in words: whether a header is there
	for pos := 0; pos>>chunkBits < len(t.arena.chunks); {
		chunk := t.arena.chunks[pos>>chunkBits]
		at := pos & (size - 1)
		if at == 0 {
			shift[pos>>chunkBits] = unused
		}
		if at >= len(chunk) || chunk[at].name == 0 { // a header is never 0
			next := (pos>>chunkBits + 1) << chunkBits
			unused += uint32(next - pos)
			pos = next
			continue
		}
		n := 1 + int(chunk[at].name&^differs)
		for i, e := range chunk[at : at+n] {
			words = append(words, uint32(e.name), uint32(e.child))
			starts = append(starts, i == 0)
		}
		for c := pos>>chunkBits + 1; c <= (pos+n-1)>>chunkBits && c < len(shift); c++ {
			shift[c] = unused
		}
		pos += n
	}
	moved := func(at uint32) uint32 {
		if at == 0 {
			return 0
		}
		return at - shift[(at-1)>>chunkBits]
	}
	for i, header := range starts {
		if header && words[2*i]&uint32(differs) != 0 {
			words[2*i+1] = moved(words[2*i+1])
		}
	}
	at := make([]uint32, len(t.at))
	for i, p := range t.at {
		at[i] = moved(uint32(p))
	}
	var w cache.Writer
	w.Words(at)
	w.Words(words)
	writeStrings(&w, t.names.list)
	judged := map[string]judgement{}
	for i := range t.workers {
		maps.Copy(judged, t.workers[i].names)
	}
	w.Uint(uint64(len(judged)))
	for name, j := range judged {
		w.String(name)
		w.Uint(uint64(j))
	}
	var named []uint32
	for i := range t.at {
		if t.named != nil && t.named.has(objects.Index(i)) {
			named = append(named, uint32(i))
		}
	}
	w.Words(named)
	writeIDs(&w, t.absent())
	writeStrings(&w, t.submodules())
	return w.Data()
}

// readTrees reads the section. It returns nil if it is not as expected, or if an object
// that was missing is there now.
func readTrees(section []byte, store *objects.Store, k *keptObjects) *keptTrees {
	r := cache.NewReader(section)
	at, words := r.Words(), r.Words()
	t := &keptTrees{at: make([]arenaPos, store.Len()), entries: make([]entry, len(words)/2), names: readStrings(r)}
	if len(at) != len(k.at) || len(words)%2 != 0 {
		return nil
	}
	header := make([]bool, len(t.entries))
	for pos := 0; pos < len(t.entries); {
		name, child := nameID(words[2*pos]), words[2*pos+1]
		n := int(name &^ differs)
		if n == 0 || n >= len(t.entries)-pos {
			return nil
		}
		header[pos] = true
		t.entries[pos] = entry{name, objects.Index(child)}
		for i := pos + 1; i <= pos+n; i++ {
			index, ok := k.index(words[2*i+1])
			if !ok || name&differs == 0 && int(words[2*i]) >= len(t.names) {
				return nil
			}
			t.entries[i] = entry{nameID(words[2*i]), index}
		}
		pos += 1 + n
	}
	if !t.isSound(header) {
		return nil
	}
	for old, pos := range at {
		if pos == 0 {
			continue
		}
		index, ok := k.index(uint32(old))
		if !ok || int(pos) > len(header) || !header[pos-1] {
			return nil
		}
		t.at[index] = arenaPos(pos)
	}
	for range r.Len(2) {
		t.judged = append(t.judged, judgedString{r.String(), judgement(r.Uint())})
	}
	for _, old := range r.Words() {
		index, ok := k.index(old)
		if !ok {
			return nil
		}
		t.named = append(t.named, index)
	}
	t.absent, t.submodules = readIDs(r, store.IDSize()), readStrings(r)
	if !r.Done() || anyIn(store, t.absent) {
		return nil
	}
	return t
}

// isSound reports whether each tree that is stored as a difference leads to one that is
// stored whole, in few steps, and changes entries that this one has.
func (t *keptTrees) isSound(header []bool) bool {
	for pos, is := range header {
		if !is || t.entries[pos].name&differs == 0 {
			continue
		}
		last := nameID(0)
		at, hops := pos, 0
		for t.entries[at].name&differs != 0 {
			n := int(t.entries[at].name &^ differs)
			if at == pos {
				for _, e := range t.entries[at+1 : at+1+n] {
					last = max(last, e.name)
				}
			}
			next := int(t.entries[at].child) - 1
			if hops++; hops > maxHops || next < 0 || next >= len(header) || !header[next] {
				return false
			}
			at = next
		}
		if last >= t.entries[at].name {
			return false
		}
	}
	return true
}

// restore puts what was kept into the trees of a new walk.
func (t *trees) restore(k *keptTrees) {
	copy(t.at, k.at)
	for rest := k.entries; len(rest) > 0; rest = rest[min(len(rest), 1<<chunkBits):] {
		t.arena.chunks = append(t.arena.chunks, rest)
	}
	t.names.ids = make(map[string]nameID, len(k.names))
	t.names.list = k.names
	for id, name := range k.names {
		t.names.ids[name] = nameID(id)
	}
	w := &t.workers[0]
	for _, j := range k.judged {
		if j.judgement&secretName != 0 {
			t.judge(w, []byte(j.name)) // what is in it is not kept
			continue
		}
		w.judged[maphash.String(t.seed, j.name)] = j.judgement
		w.names[j.name] = j.judgement
	}
	for _, i := range k.named {
		if w.named != nil {
			w.named.add(i)
		}
	}
	for _, id := range k.absent {
		w.absent[id] = true
	}
	for _, name := range k.submodules {
		w.submodules[name] = true
	}
}

func writeStrings(w *cache.Writer, list []string) {
	w.Uint(uint64(len(list)))
	for _, s := range list {
		w.String(s)
	}
}

func readStrings(r *cache.Reader) (list []string) {
	list = make([]string, r.Len(1))
	for i := range list {
		list[i] = r.String()
	}
	return list
}
