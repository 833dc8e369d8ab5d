package history

import (
	"encoding/binary"
	"hash/maphash"
	"maps"
	"slices"

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
	links      []objects.Index
	inOthers   objectSet // trees that some tree holds
	absent     []oid.ID
	submodules []string
}

// A judgedString is a name and what is known of it.
type judgedString struct {
	name string
	judgement
}

// writeTrees writes of each tree the entries that lead to something: to a blob in which
// something was found, or will be looked for every time, to one that is wanted for its name,
// or to a name with a secret. Most subtrees lead to nothing, and most versions of a
// folder to the same as the one before.
//
// A tree is written whole, and trees with the same entries share them. Where an entry is one
// of these trees, the first of them stands for all. So all versions of a folder that differ
// only in what leads to nothing are the same to the next walk, and so are the folders above
// it: that walk goes through each once. Which trees are in another one cannot be seen from
// such entries, so it is written besides. A tree below which a name holds a secret is never
// stood for, because all paths of such a name are listed.
//
// A name with a secret is not written, but where it can be read again. It returns nil if
// there is such a name in no entry that is kept, as that of a submodule: then all trees are
// read the next time.
func (h *History) writeTrees() []byte {
	t := h.trees
	judged := map[string]judgement{}
	for i := range t.workers {
		maps.Copy(judged, t.workers[i].names)
	}
	f := newTreeWriter(t)
	for id, name := range t.names.list {
		f.secret[id] = judged[name]&secretName != 0
	}
	for i := range t.at {
		f.write(objects.Index(i))
	}
	inOthers := t.inOthers()
	for i, pos := range f.at {
		if pos != 0 && inOthers.has(objects.Index(i)) {
			f.at[i] |= inOther
		}
	}
	var w cache.Writer
	w.Words(f.at)
	w.Words(f.words)
	if !h.writeNames(&w, judged, f.holders) {
		return nil
	}
	w.Words(t.named.words())
	w.Words(t.links().words())
	writeIDs(&w, t.absent())
	writeStrings(&w, t.submodules())
	return w.Data()
}

// writeNames writes the names of entries, and what is known of all names.
func (h *History) writeNames(w *cache.Writer, judged map[string]judgement, holders map[nameID]objects.Index) bool {
	list := slices.Clone(h.trees.names.list)
	for id := range holders {
		list[id] = ""
	}
	writeStrings(w, list)
	w.Uint(uint64(len(holders)))
	for id, tree := range holders {
		number, ok := h.numberIn(tree, h.trees.names.list[id])
		if !ok {
			return false
		}
		w.Uint(uint64(id))
		w.Uint(uint64(tree))
		w.Uint(uint64(number))
	}
	plain := 0
	for name, j := range judged {
		if j&secretName == 0 {
			plain++
		} else if id, ok := h.trees.names.ids[name]; !ok {
			return false
		} else if _, ok := holders[id]; !ok {
			return false
		}
	}
	w.Uint(uint64(plain))
	for name, j := range judged {
		if j&secretName == 0 {
			w.String(name)
			w.Uint(uint64(j))
		}
	}
	return true
}

// numberIn returns which entry of a tree has a name.
func (h *History) numberIn(tree objects.Index, name string) (number int, ok bool) {
	_, data, err := h.store.Read(h.store.ID(tree))
	if err != nil {
		return 0, false
	}
	for e, err := range objects.Entries(data, h.store.IDSize()) {
		if err != nil {
			break
		}
		if string(e.Name) == name {
			return number, true
		}
		number++
	}
	return 0, false
}

// nameIn returns the name of an entry of a tree.
func nameIn(store *objects.Store, tree objects.Index, number uint64) (string, bool) {
	t, data, err := store.Read(store.ID(tree))
	if err != nil || t != objects.Tree {
		return "", false
	}
	for e, err := range objects.Entries(data, store.IDSize()) {
		if err != nil {
			break
		}
		if number == 0 {
			return string(e.Name), true
		}
		number--
	}
	return "", false
}

// readTrees reads the section. It returns nil if it is not as expected, or if an object
// that was missing is there now.
func readTrees(section []byte, store *objects.Store, k *keptObjects) *keptTrees {
	r := cache.NewReader(section)
	at, words := r.Words(), r.Words()
	t := &keptTrees{at: make([]arenaPos, store.Len()), entries: make([]entry, len(words)/2), names: readStrings(r), inOthers: newObjectSet(store.Len())}
	if len(at) != len(k.at) || len(words)%2 != 0 {
		return nil
	}
	header := make([]bool, len(t.entries))
	for pos := 0; pos < len(t.entries); {
		n := int(words[2*pos])
		if n == 0 || n >= len(t.entries)-pos {
			return nil
		}
		header[pos] = true
		t.entries[pos] = entry{name: nameID(n)}
		for i := pos + 1; i <= pos+n; i++ {
			index, ok := k.index(words[2*i+1])
			if !ok || int(words[2*i]) >= len(t.names) {
				return nil
			}
			t.entries[i] = entry{nameID(words[2*i]), index}
		}
		pos += 1 + n
	}
	for old, pos := range at {
		if pos == 0 {
			continue
		}
		index, ok := k.index(uint32(old))
		if ok && pos&inOther != 0 {
			t.inOthers.add(index)
		}
		if pos &^= inOther; !ok || pos == 0 || int(pos) > len(header) || !header[pos-1] {
			return nil
		}
		t.at[index] = arenaPos(pos)
	}
	for range r.Len(3) {
		id, old, number := r.Uint(), r.Uint(), r.Uint()
		index, ok := k.index(uint32(old))
		if !ok || id >= uint64(len(t.names)) {
			return nil
		}
		if t.names[id], ok = nameIn(store, index, number); !ok {
			return nil
		}
		t.judged = append(t.judged, judgedString{t.names[id], secretName})
	}
	n := r.Len(2)
	t.judged = slices.Grow(t.judged, n)
	for range n {
		t.judged = append(t.judged, judgedString{r.String(), judgement(r.Uint())})
	}
	var ok bool
	if t.named, ok = k.indexes(r.Words()); !ok {
		return nil
	}
	if t.links, ok = k.indexes(r.Words()); !ok {
		return nil
	}
	t.absent, t.submodules = readIDs(r, store.IDSize()), readStrings(r)
	if !r.Done() || anyIn(store, t.absent) {
		return nil
	}
	return t
}

// inOther is a bit in the position of a tree: some tree holds it.
const inOther = 1 << 31

// A treeWriter writes the entries of trees.
type treeWriter struct {
	leadFinder
	words   []uint32                 // what is written
	at      []uint32                 // by object: the position in words; 0 for what leads nowhere
	moved   []uint32                 // new positions by old ones
	known   map[string]uint32        // positions by entries
	first   []objects.Index          // by position: the first tree that has it
	secrets []bool                   // by position: a name below it holds a secret
	holders map[nameID]objects.Index // of names with a secret: a tree that has it
	stack   []uint32                 // the entries of the trees that are being written
	key     []byte
}

// busy is the new position of a tree that is being written. In a damaged store a tree may be
// inside itself.
const busy = ^uint32(0)

func newTreeWriter(t *trees) *treeWriter {
	return &treeWriter{
		leadFinder: leadFinder{trees: t, secret: make([]bool, len(t.names.list)), leads: make([]leads, t.arena.end())},
		at:         make([]uint32, len(t.at)), moved: make([]uint32, t.arena.end()), known: map[string]uint32{},
		first: []objects.Index{noObject}, secrets: []bool{false}, holders: map[nameID]objects.Index{},
	}
}

// write writes a tree and those below it, and returns its position; 0 if it leads nowhere.
func (w *treeWriter) write(tree objects.Index) uint32 {
	if w.at[tree] != 0 || !w.leadOn(tree) {
		return w.at[tree]
	}
	old := w.trees.at[tree]
	switch w.moved[old] {
	case busy:
		return 0
	case 0:
		w.moved[old] = busy
		w.moved[old] = w.put(tree)
	}
	w.at[tree] = w.moved[old]
	return w.at[tree]
}

// put writes the entries of a tree unless they are those of another, and returns their
// position.
func (w *treeWriter) put(tree objects.Index) uint32 {
	from, secret := len(w.stack), false
	for _, e := range w.trees.arena.get(w.trees.at[tree], new([]entry)) {
		if !w.keeps(e) {
			continue
		}
		child := e.child
		if pos := w.write(child); pos != 0 && w.secrets[pos] {
			secret = true
		} else if pos != 0 {
			child = w.first[pos]
		}
		if w.secret[e.name] {
			secret, w.holders[e.name] = true, tree
		}
		w.stack = append(w.stack, uint32(e.name), uint32(child))
	}
	content := w.stack[from:]
	w.stack = w.stack[:from]
	w.key = w.key[:0]
	for _, n := range content {
		w.key = binary.LittleEndian.AppendUint32(w.key, n)
	}
	pos, ok := w.known[string(w.key)]
	if !ok {
		pos = uint32(len(w.words)/2) + 1
		w.known[string(w.key)] = pos
		w.words = append(append(w.words, uint32(len(content)/2), 0), content...)
		for len(w.first) <= int(pos) {
			w.first, w.secrets = append(w.first, noObject), append(w.secrets, false)
		}
		w.first[pos], w.secrets[pos] = tree, secret
	}
	return pos
}

// A leadFinder finds out which entries of trees lead to something.
type leadFinder struct {
	trees  *trees
	secret []bool  // by nameID: something was found in the name
	leads  []leads // by position in the arena
}

// keeps reports whether an entry leads to something.
func (f *leadFinder) keeps(e entry) bool {
	t := f.trees
	return f.secret[e.name] || t.matched.has(e.child) || t.named != nil && t.named.has(e.child) || f.leadOn(e.child)
}

// leadOn reports whether a tree has an entry that leads to something. What is no tree has no
// entries.
func (f *leadFinder) leadOn(tree objects.Index) bool {
	at := f.trees.at[tree]
	if at == 0 {
		return false
	}
	if f.leads[at] == unknown {
		f.leads[at] = leadsNowhere
		for _, e := range f.trees.arena.get(at, new([]entry)) {
			if f.keeps(e) {
				f.leads[at] = leadsOn
				break
			}
		}
	}
	return f.leads[at] == leadsOn
}

// restore puts what was kept into the trees of a new walk.
func (t *trees) restore(k *keptTrees) {
	copy(t.at, k.at)
	for rest := k.entries; len(rest) > 0; rest = rest[min(len(rest), 1<<chunkBits):] {
		t.arena.chunks = append(t.arena.chunks, rest)
	}
	t.keptEnd, t.kept = arenaPos(len(k.entries)), k.inOthers
	t.names.ids = make(map[string]nameID, len(k.names))
	t.names.list = k.names
	for id, name := range k.names {
		t.names.ids[name] = nameID(id)
	}
	w := &t.workers[0]
	w.judged, w.names = make(map[uint64]judgement, len(k.judged)), make(map[string]judgement, len(k.judged))
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
	for _, i := range k.links {
		w.addLink(t.store, i)
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
