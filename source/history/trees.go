package history

import (
	"encoding/binary"
	"hash/maphash"
	"slices"
	"sync"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
)

// trees is the second pass of the walk. Of every tree it keeps the entries that
// can lead to a blob with secrets: subtrees, and such blobs themselves. It also
// records every entry whose object is not in the store.
type trees struct {
	store   *objects.Store
	ledger  *source.Ledger
	matched objectSet
	filter  []uint64 // a bit for each hash of the first bytes of an id in matched
	wanted  func(name []byte) bool
	named   objectSet // blobs with a name that is wanted
	visitor source.Visit
	seed    maphash.Seed // of the hashes of names
	names   names
	arena   arena
	at      []arenaPos // by object index

	children sync.Once // see inOthers
	in       objectSet

	keptEnd arenaPos  // trees up to this position are from an earlier walk; see writeTrees for what their entries are
	kept    objectSet // the objects that these trees hold

	record  *record       // nil if nobody asks for it
	known   *recollection // nil if nothing is known
	workers []treesWorker
}

// A treesWorker is what one goroutine gathers.
type treesWorker struct {
	writer     arenaWriter
	recent     []recentID
	absent     map[oid.ID]bool
	submodules map[string]bool
	malformed  []oid.ID
	number     int
	names      map[string]judgement // those in judged, if they are recorded
	judged     map[uint64]judgement // by the hash of a name
	named      objectSet
	links      objectSet // blobs that are symbolic links somewhere; nil for none
	err        error     // of a visit
	_          [64]byte  // no cache line is shared with the next worker
}

// A recentID is an id that was looked up, by its first 8 bytes, in which no two
// objects of a repository agree by chance. Trees that follow each other share
// nearly all their entries, so few look-ups reach the store.
type recentID struct {
	prefix uint64
	index  objects.Index
}

// recentSize is the number of ids each worker remembers: a power of two, 2 MiB.
const recentSize = 1 << 17

// filterBits is the number of bits in trees.filter: a power of two, 32 KiB.
const filterBits = 1 << 18

func newTrees(store *objects.Store, ledger *source.Ledger, jobs int, matched []objects.Index, wanted func(name []byte) bool, visit source.Visit) *trees {
	t := &trees{
		store: store, ledger: ledger, matched: newObjectSet(store.Len()), wanted: wanted, visitor: visit, seed: maphash.MakeSeed(),
		filter: make([]uint64, filterBits/64), workers: make([]treesWorker, jobs),
		at: make([]arenaPos, store.Len()),
	}
	for _, index := range matched {
		t.matched.add(index)
		bit := prefixOf(store.ID(index).Bytes()) % filterBits
		t.filter[bit/64] |= 1 << (bit % 64)
	}
	for i := range t.workers {
		t.workers[i] = treesWorker{
			writer: arenaWriter{arena: &t.arena}, recent: make([]recentID, recentSize),
			absent: map[oid.ID]bool{}, submodules: map[string]bool{}, number: i, judged: map[uint64]judgement{}, names: map[string]judgement{},
		}
		if wanted != nil {
			t.workers[i].named = newObjectSet(store.Len())
		}
	}
	return t
}

func prefixOf(id []byte) uint64 { return binary.LittleEndian.Uint64(id) }

// visit implements objects.Visit. The state of a tree is its *layout.
func (t *trees) visit(worker int, o *objects.Object, base any) (any, error) {
	w := &t.workers[worker]
	if t.known.has(o.Index) {
		return nil, nil
	}
	if o.Open != nil {
		t.record.damaged()
		gitwalk.Report(t.ledger, objects.Problem{ID: o.ID, Type: o.Type, Reason: objects.TooLarge})
		return nil, nil
	}
	prior, _ := base.(*layout)
	l, ok := t.read(w, o.Data, prior, o.Edits)
	if !ok {
		w.malformed = append(w.malformed, o.ID)
	}
	t.ledger.Add(source.Counts{Trees: 1})
	w.writer.put(l, prior)
	t.at[o.Index] = l.at
	t.record.saw(o, 0, ok)
	return l, w.err
}

// endWalk drops what only the walk of trees needs: 2 MB for each worker.
func (t *trees) endWalk() {
	for i := range t.workers {
		t.workers[i].recent = nil
	}
}

// find looks an id up, and records it as absent if the store lacks it.
func (t *trees) find(w *treesWorker, raw []byte) (objects.Index, bool) {
	p := prefixOf(raw)
	slot := &w.recent[p>>8%recentSize]
	if slot.prefix == p {
		return slot.index, true
	}
	id := oid.Make(raw)
	index, ok := t.store.Find(id)
	if !ok {
		w.absent[id] = true
		return 0, false
	}
	*slot = recentID{prefix: p, index: index}
	return index, true
}

// gatherNamed joins the blobs that the workers recorded.
func (t *trees) gatherNamed() {
	for i := range t.workers {
		t.named = t.named.union(t.workers[i].named)
	}
}

// inOthers returns the objects that some tree holds. It must not be called before the walk has
// ended.
func (t *trees) inOthers() objectSet {
	t.children.Do(func() {
		t.in = newObjectSet(len(t.at)).union(t.kept)
		var buf []entry
		for _, at := range t.at {
			if at <= t.keptEnd {
				continue
			}
			for _, e := range t.arena.get(at, &buf) {
				t.in.add(e.child)
			}
		}
	})
	return t.in
}

// addLink adds a symbolic link.
func (w *treesWorker) addLink(store *objects.Store, blob objects.Index) {
	if w.links == nil {
		w.links = newObjectSet(store.Len())
	}
	w.links.add(blob)
}

// links returns the blobs that are symbolic links somewhere; nil if there are none.
func (t *trees) links() (links objectSet) {
	for i := range t.workers {
		links = links.union(t.workers[i].links)
	}
	return links
}

// absent returns the ids that some tree names and the store lacks, sorted.
func (t *trees) absent() []oid.ID {
	var ids []oid.ID
	for i := range t.workers {
		for id := range t.workers[i].absent {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, oid.ID.Compare)
	return slices.Compact(ids)
}

// submodules returns the names of entries that are commits of other repositories.
func (t *trees) submodules() []string {
	var names []string
	for i := range t.workers {
		for name := range t.workers[i].submodules {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (t *trees) malformed() []oid.ID {
	var ids []oid.ID
	for i := range t.workers {
		ids = append(ids, t.workers[i].malformed...)
	}
	slices.SortFunc(ids, oid.ID.Compare)
	return ids
}
