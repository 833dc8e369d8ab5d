package history

import (
	"bytes"
	"cmp"
	"context"
	"math"
	"slices"
	"sync/atomic"

	"github.com/sourcegraph/conc/pool"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/cache"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
)

// The memory of a history.
//
// An object never changes: its id is the hash of its content. So an object that was
// visited by a scan with the same rules needs no second visit. What is kept of it is a byte
// that says so, and what the ledger counts. The commit graph and the pruned trees are kept
// as they are in memory; what is new is added to them.
//
// A file of git can change, though, and then what is damaged in it must be found. So a pack
// or a loose file that is not known by its stamp is read as in a scan without memory, and
// only visits are left out. That is the case after git gc has written all packs anew.
//
// Where something is missing that was there, trees and commits are visited anew: they may
// name what is missing. Where anything is damaged, nothing is kept and nothing that was kept
// is used.

// Remember implements source.Remembering.
func (h *History) Remember(m *source.Memory) {
	if !h.options.NoDelta { // whoever asks for the plain way wants nothing to be left out
		h.given = m
	}
}

// A record says of each object, by its Index, what the next walk needs to know.
type record struct {
	state  []uint8
	size   []uint32 // bytes that the ledger counts
	signed map[objects.Index]signed
	paths  map[pathOf]bool // blobs that were visited with a path, where another visit comes to the same: nothing
	broken atomic.Bool     // something is damaged, so that nothing can be kept
}

// The lower bits of a state are the type of the object, 0 if it was not visited.
const (
	typeMask  = 7
	isSettled = 1 << 3 // another visit with the same rules comes to the same, and leaves nothing in the ledger but counts
)

// A signed is what the ledger says of the signatures in a commit.
type signed struct {
	count int
	bytes int64
}

func newRecord(n int) *record {
	return &record{state: make([]uint8, n), size: make([]uint32, n), signed: map[objects.Index]signed{}, paths: map[pathOf]bool{}}
}

// saw notes a visit. counted are the bytes that the ledger counts.
func (r *record) saw(o *objects.Object, counted int64, settled bool) {
	if r == nil {
		return
	}
	state := uint8(o.Type)
	if settled && counted < math.MaxUint32 {
		state |= isSettled
	}
	r.state[o.Index], r.size[o.Index] = state, uint32(min(counted, math.MaxUint32))
}

// sawPath notes a visit of a blob with a path, in which nothing was found and of which the
// ledger says nothing.
func (r *record) sawPath(at pathOf) {
	if r != nil {
		r.paths[at] = true
	}
}

// unsettled returns the blobs that are visited every time. Something may be found in them
// the next time, so their places in the trees are kept.
func (r *record) unsettled() (list []objects.Index) {
	if r == nil {
		return nil
	}
	for i, state := range r.state {
		if state&isSettled == 0 && objects.Type(state&typeMask) == objects.Blob {
			list = append(list, objects.Index(i))
		}
	}
	return list
}

func (r *record) typeOf(i objects.Index) objects.Type { return objects.Type(r.state[i] & typeMask) }

// A recollection is what a walk knows from an earlier one.
type recollection struct {
	known    objectSet     // objects that need no visit
	part     *objects.Part // what has to be read; nil for all
	recalled []objects.Index
	graph    *commitList // nil if commits and trees have to be read
	trees    *keptTrees  // set with graph
	paths    map[pathOf]bool
	same     bool // no object came, and none went
}

// recollect reads the memory. It returns nil if there is none that can be used.
func (h *History) recollect(ctx context.Context, jobs int, rec *record) *recollection {
	if h.given == nil || h.given.Sections == nil || !h.store.Sound() {
		return nil
	}
	r := cache.NewReader(h.given.Sections["objects"])
	k := readObjects(r, h.store, rec)
	if k == nil {
		return nil
	}
	k.part = h.store.NewPart(func(stamp string) bool { return k.stamps[stamp] })
	out := &recollection{known: newObjectSet(h.store.Len()), part: k.part, same: !k.gone && len(k.at) == h.store.Len() && k.part.IsEmpty()}
	if !k.gone {
		out.graph = readGraph(h.given.Sections["graph"], h.store, k)
		out.trees = readTrees(h.given.Sections["trees"], h.store, k)
		if out.graph == nil || out.trees == nil {
			out.graph, out.trees = nil, nil
		}
	}
	out.paths = readPaths(h.given.Sections["paths"], k)
	for i, state := range rec.state {
		t := objects.Type(state & typeMask)
		if state&isSettled != 0 && (t == objects.Blob || out.graph != nil && (t == objects.Commit || t == objects.Tree)) {
			out.known.add(objects.Index(i))
		}
	}
	for _, id := range h.given.Again {
		if i, ok := h.store.Find(id); ok {
			out.known.remove(i)
		}
	}
	for _, id := range h.given.Recalled {
		if i, ok := h.store.Find(id); ok && out.known.has(i) {
			out.recalled = append(out.recalled, i)
		}
	}
	if !out.verify(ctx, jobs, h.store) {
		return nil
	}
	if out.graph == nil {
		out.part, out.same = nil, false
	}
	if out.part != nil {
		for i, size := range rec.size { // a large object is visited as a stream
			if size > source.MaxInMemory && !out.known.has(objects.Index(i)) {
				out.part.Add(objects.Index(i))
			}
		}
	}
	return out
}

// verify reads the files that are not known by their stamps, if they hold objects that are
// known, and reports whether they are sound. If nearly all that is in them is known, they
// need not be read again.
func (r *recollection) verify(ctx context.Context, jobs int, store *objects.Store) bool {
	known, fresh := 0, 0
	for i := range objects.Index(store.Len()) {
		switch {
		case !r.part.Has(i):
		case r.known.has(i):
			known++
		default:
			fresh++
		}
	}
	if known == 0 {
		return true
	}
	var damaged atomic.Bool
	all := func(objects.Type) bool { return true }
	pass := func(int, *objects.Object, any) (any, error) { return nil, nil }
	if err := r.part.Walk(ctx, jobs, all, pass, func(objects.Problem) { damaged.Store(true) }); err != nil || damaged.Load() {
		return false
	}
	if fresh <= known/fewFresh {
		r.part = store.NewPart(func(string) bool { return true })
	}
	return true
}

// fewFresh says how many known objects there must be for each new one, so that the new ones
// are read one by one: a walk reads all.
const fewFresh = 16

// has reports whether an object needs no visit.
func (r *recollection) has(i objects.Index) bool { return r != nil && r.known.has(i) }

// hasPath reports whether a blob needs no visit with a path.
func (r *recollection) hasPath(at pathOf) bool { return r != nil && r.paths[at] }

// walkNew visits those objects of some types that need a visit. It calls problem as
// objects.Store.Walk does.
func (h *History) walkNew(ctx context.Context, jobs int, accept func(objects.Type) bool, visit objects.Visit, problem func(objects.Problem)) error {
	r := h.recalls
	if r == nil || r.part == nil {
		return h.store.Walk(ctx, jobs, accept, visit, problem)
	}
	if !r.part.IsEmpty() {
		if err := r.part.Walk(ctx, jobs, accept, visit, problem); err != nil {
			return err
		}
	}
	var left []objects.Index
	for i := range objects.Index(h.store.Len()) {
		if !r.known.has(i) && !r.part.Has(i) && (h.record.typeOf(i) == 0 || accept(h.record.typeOf(i))) {
			left = append(left, i)
		}
	}
	// The largest come first, so that no worker is left with one of them at the end.
	slices.SortStableFunc(left, func(a, b objects.Index) int { return cmp.Compare(h.record.size[b], h.record.size[a]) })
	return h.read(ctx, jobs, left, accept, visit, problem)
}

// read visits objects without a walk of the store.
func (h *History) read(ctx context.Context, jobs int, list []objects.Index, accept func(objects.Type) bool, visit objects.Visit, problem func(objects.Problem)) error {
	var next atomic.Int64
	workers := pool.New().WithContext(ctx).WithFirstError().WithCancelOnError()
	for worker := range min(jobs, len(list)) {
		workers.Go(func(ctx context.Context) error {
			return h.store.Guard(func() error { return h.readEach(ctx, worker, list, &next, accept, visit, problem) })
		})
	}
	return workers.Wait()
}

// readEach is the part of one worker in read.
func (h *History) readEach(ctx context.Context, worker int, list []objects.Index, next *atomic.Int64, accept func(objects.Type) bool, visit objects.Visit, problem func(objects.Problem)) error {
	for {
		n := int(next.Add(1)) - 1
		if n >= len(list) {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		id := h.store.ID(list[n])
		t, data, err := h.store.Read(id)
		if err != nil {
			p, ok := err.(objects.Problem)
			if !ok {
				p = objects.Problem{Reason: objects.BadEntry, Err: err}
			}
			p.ID = id
			problem(p)
			continue
		}
		if !accept(t) {
			continue
		}
		o := objects.Object{Index: list[n], ID: id, Type: t, Data: data, Size: int64(len(data)), Leaf: true}
		if _, err := visit(worker, &o, nil); err != nil {
			return err
		}
	}
}

// recall visits the blobs whose visits are recalled, and those in full that the visitor
// does not know any more. It returns those in which something was found.
func (h *History) recall(ctx context.Context, jobs int, c *contents, problem func(objects.Problem)) (matched []objects.Index, err error) {
	r := h.recalls
	if r == nil {
		return nil, nil
	}
	found := make([]bool, len(r.recalled))
	workers := pool.New().WithErrors().WithFirstError()
	for worker := range jobs {
		workers.Go(func() error {
			for n := len(found) * worker / jobs; n < len(found)*(worker+1)/jobs; n++ {
				id := h.store.ID(r.recalled[n])
				result, err := c.visitor(worker, &source.Blob{ID: source.Object(id), Kind: finding.KindBlob, Recalled: true}, nil)
				if err != nil {
					return err
				}
				found[n] = result.Found
			}
			return nil
		})
	}
	if err := workers.Wait(); err != nil {
		return nil, err
	}
	var forgotten []objects.Index
	for n, i := range r.recalled {
		if found[n] {
			matched = append(matched, i)
		} else {
			r.known.remove(i)
			forgotten, r.same = append(forgotten, i), false
		}
	}
	all := func(objects.Type) bool { return true }
	return matched, h.read(ctx, jobs, forgotten, all, c.visit, problem)
}

// count writes into the ledger what the visits would have written that were left out.
func (r *recollection) count(h *History, ledger *source.Ledger) {
	var sum source.Counts
	for i := range objects.Index(h.store.Len()) {
		if !r.known.has(i) {
			continue
		}
		size := int64(h.record.size[i])
		switch h.record.typeOf(i) {
		case objects.Blob:
			sum.Blobs, sum.Bytes = sum.Blobs+1, sum.Bytes+size
			if h.large != nil && size > h.most {
				h.large.add(i)
			}
		case objects.Commit:
			sum.Commits, sum.Blobs, sum.Bytes = sum.Commits+1, sum.Blobs+1, sum.Bytes+size
			for n := range h.record.signed[i].count {
				var bytes int64
				if n == 0 {
					bytes = h.record.signed[i].bytes
				}
				ledger.Signature(h.store.ID(i).String(), bytes)
			}
		case objects.Tree:
			sum.Trees++
		}
	}
	ledger.Add(sum)
}

// keep leaves what was learned for the next walk.
func (h *History) keep(ctx context.Context) {
	if h.given == nil || h.record.broken.Load() || !h.store.Sound() || ctx.Err() != nil || h.store.Added() > 0 {
		return
	}
	if h.recalls != nil && h.recalls.same {
		return
	}
	if h.wanted != nil {
		h.trees.gatherNamed()
	}
	h.given.Kept = func() (sections map[string][]byte) {
		err := h.store.Guard(func() error {
			sections = map[string][]byte{"objects": h.writeObjects(), "graph": h.writeGraph(), "trees": h.writeTrees(), "paths": h.writePaths()}
			return nil
		})
		if err != nil {
			return nil
		}
		return sections
	}
}

// keptObjects is the section about objects.
type keptObjects struct {
	at     []objects.Index // by old Index: the Index of the object now, noObject if it is gone
	gone   bool            // some object is
	stamps map[string]bool
	part   *objects.Part
}

// index returns the Index now of an object by its old one.
func (k *keptObjects) index(old uint32) (objects.Index, bool) {
	if int(old) >= len(k.at) || k.at[old] == noObject {
		return 0, false
	}
	return k.at[old], true
}

// indexes is index for several objects. It reports false if one of them is gone.
func (k *keptObjects) indexes(old []uint32) (list []objects.Index, ok bool) {
	for _, i := range old {
		index, ok := k.index(i)
		if !ok {
			return nil, false
		}
		list = append(list, index)
	}
	return list, true
}

func (h *History) writeObjects() []byte {
	var w cache.Writer
	n, size := h.store.Len(), h.store.IDSize()
	w.Grow(n * (size + 5))
	w.Uint(uint64(size))
	w.Uint(uint64(n * size))
	for i := range objects.Index(n) {
		w.Raw(h.store.IDBytes(i))
	}
	w.Bytes(h.record.state)
	w.Words(h.record.size)
	w.Uint(uint64(len(h.record.signed)))
	for i, s := range h.record.signed {
		w.Uint(uint64(i))
		w.Uint(uint64(s.count))
		w.Uint(uint64(s.bytes))
	}
	stamps := h.store.Stamps()
	w.Uint(uint64(len(stamps)))
	for _, s := range stamps {
		w.String(s)
	}
	return w.Data()
}

// readObjects reads the section, and what it says of single objects into rec.
func readObjects(r *cache.Reader, store *objects.Store, rec *record) *keptObjects {
	if r.Uint() != uint64(store.IDSize()) {
		return nil
	}
	size := store.IDSize()
	ids, state, sizes := r.Bytes(), r.Bytes(), r.Words()
	if len(ids) != size*len(state) || len(sizes) != len(state) {
		return nil
	}
	k := &keptObjects{at: make([]objects.Index, len(state)), stamps: map[string]bool{}}
	next, total := objects.Index(0), store.Len()
	for old := range state {
		id := ids[old*size : (old+1)*size]
		if int(next) >= total || !bytes.Equal(store.IDBytes(next), id) { // mostly they are in the order of then
			i, ok := store.Find(oid.Make(id))
			if !ok {
				k.at[old], k.gone = noObject, true
				continue
			}
			next = i
		}
		k.at[old] = next
		rec.state[next], rec.size[next] = state[old], sizes[old]
		next++
	}
	for range r.Len(3) {
		i, ok := k.index(uint32(r.Uint()))
		s := signed{int(r.Uint()), int64(r.Uint())}
		if ok {
			rec.signed[i] = s
		}
	}
	for range r.Len(1) {
		k.stamps[r.String()] = true
	}
	if !r.Done() {
		return nil
	}
	return k
}

func readIDs(r *cache.Reader, size int) (ids []oid.ID) {
	for range r.Len(size) {
		if b := r.Raw(size); b != nil {
			ids = append(ids, oid.Make(b))
		}
	}
	return ids
}

func writeIDs(w *cache.Writer, ids []oid.ID) {
	w.Uint(uint64(len(ids)))
	for _, id := range ids {
		w.Raw(id.Bytes())
	}
}

// anyIn reports whether the store holds one of the objects.
func anyIn(store *objects.Store, ids []oid.ID) bool {
	return slices.ContainsFunc(ids, func(id oid.ID) bool {
		_, ok := store.Find(id)
		return ok
	})
}

// problem returns what to do with a problem of a walk.
func (h *History) problem(ledger *source.Ledger) func(objects.Problem) {
	return func(p objects.Problem) {
		h.record.damaged()
		gitwalk.Report(ledger, p)
	}
}

// damaged notes that something is damaged.
func (r *record) damaged() {
	if r != nil {
		r.broken.Store(true)
	}
}
