package objects_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/sluicesec/sluice/source/objects"
)

// layouts are ways in which git can store the same objects.
var layouts = []struct {
	name  string
	store func(r repo)
}{
	{"as fast-import leaves it", func(repo) {}},
	{"one pack", func(r repo) { r.git(nil, "repack", "-adfq", "--window=50", "--depth=250") }},
	{"shallow deltas", func(r repo) { r.git(nil, "repack", "-adfq", "--window=5", "--depth=2") }},
	{"no deltas", func(r repo) { r.git(nil, "repack", "-adfq", "--window=0") }},
	{"bases by id", func(r repo) { r.git(nil, "-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq", "--depth=250") }},
	{"index version 1", func(r repo) { r.git(nil, "-c", "pack.indexVersion=1", "repack", "-adfq") }},
	{"large offsets", func(r repo) { r.git(nil, "repack", "-adfq"); largeOffsets(r) }},
	{"small packs", func(r repo) { r.git(nil, "-c", "pack.packSizeLimit=1m", "repack", "-adfq", "--depth=250") }},
	{"packs that overlap", func(r repo) {
		r.git(nil, "repack", "-adfq", "--depth=250")
		rng := rand.New(rand.NewPCG(15, 15))
		all := strings.Fields(string(r.git(nil, "rev-list", "--objects", "--all", "--no-object-names")))
		for range 4 {
			rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
			part := strings.Join(all[:len(all)*2/3], "\n") + "\n"
			r.git([]byte(part), "pack-objects", "-q", "--depth=250", "--window=100", "objects/pack/pack")
		}
	}},
	{"loose", func(r repo) { r.unpack() }},
	{"everything twice", func(r repo) {
		r.git(nil, "repack", "-adfq", "--depth=250")
		r.git(r.git(nil, "rev-list", "--objects", "--all", "--no-object-names"), "pack-objects", "-q", "--window=20", "objects/pack/pack")
		data, err := os.ReadFile(r.packs()[0])
		if err != nil {
			r.t.Fatal(err)
		}
		other := newRepo(r.t, strings.TrimSpace(string(r.git(nil, "rev-parse", "--show-object-format"))))
		other.git(data, "unpack-objects", "-q")
		if err := os.CopyFS(filepath.Join(r.dir, "objects"), os.DirFS(filepath.Join(other.dir, "objects"))); err != nil {
			r.t.Fatal(err)
		}
	}},
}

// largeOffsets writes the index again, with most offsets in the 64-bit table.
func largeOffsets(r repo) {
	name := r.packs()[0]
	idx := strings.TrimSuffix(name, ".pack") + ".idx"
	if err := os.Remove(idx); err != nil {
		r.t.Fatal(err)
	}
	r.git(nil, "index-pack", "--index-version=2,0x40", name)
}

// However objects are stored and however many workers walk, a store holds what
// git says that it holds.
func TestLayouts(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		for i, layout := range layouts {
			t.Run(format+"/"+layout.name, func(t *testing.T) {
				t.Parallel()
				rng := rand.New(rand.NewPCG(7, uint64(i)))
				r := newRepo(t, format)
				for range 3 {
					r.fill(rng, 25)
				}
				layout.store(r)
				s := r.open(objects.Options{VerifyIDs: true})
				checkStore(t, s, r.objects())
			})
		}
	}
}

// checkStore compares a store with what git says.
func checkStore(t *testing.T, s *objects.Store, want map[string]object) {
	t.Helper()
	if p := s.Problems(); len(p) > 0 {
		t.Errorf("problems: %v", p)
	}
	if s.Len() != len(want) {
		t.Errorf("%d objects, git says %d", s.Len(), len(want))
	}
	for i := range s.Len() {
		id := s.ID(objects.Index(i))
		if _, ok := want[id.String()]; !ok {
			t.Errorf("git knows no %s", id)
		}
		if back, ok := s.Find(id); !ok || back != objects.Index(i) {
			t.Errorf("object %d has id %s, which is found at %d (%v)", i, id, back, ok)
		}
	}
	for digits, o := range want {
		id, err := objects.ParseID(digits)
		if err != nil {
			t.Fatal(err)
		}
		typ, data, err := s.Read(id)
		if err != nil || typ.String() != o.typ || !bytes.Equal(data, o.content) {
			t.Errorf("read %s: %s of %d bytes (%v), want %s of %d", digits, typ, len(data), err, o.typ, len(o.content))
		}
		if got := s.Hash(typ, data); got != id {
			t.Errorf("%s hashes to %s", id, got)
		}
	}
	for _, jobs := range []int{1, 2, 7} {
		for _, types := range [][]objects.Type{
			{objects.Commit, objects.Tree, objects.Blob, objects.Tag},
			{objects.Tree},
			{objects.Commit, objects.Blob},
		} {
			w := walk(t, s, jobs, types)
			if len(w.problems) > 0 {
				t.Errorf("%d jobs: problems: %v", jobs, w.problems)
			}
			w.check(t, s, want, types)
		}
	}
}

// A seen is what a walk showed.
type seen struct {
	objects  map[string]object
	problems []objects.Problem
	deltas   int
}

// walk walks with a visitor that keeps what it sees, and checks each copy
// against the base's content, which is the visitor's state.
func walk(t testing.TB, s *objects.Store, jobs int, types []objects.Type) *seen {
	t.Helper()
	w := &seen{objects: map[string]object{}}
	var mu sync.Mutex
	busy := make([]bool, jobs)
	visit := func(worker int, o *objects.Object, base any) (any, error) {
		mu.Lock()
		if busy[worker] {
			t.Errorf("worker %d is called twice at a time", worker)
		}
		busy[worker] = true
		mu.Unlock()
		data := bytes.Clone(o.Data)
		if o.Open != nil {
			var err error
			if data, err = readAll(o.Open); err != nil {
				mu.Lock()
				defer mu.Unlock()
				busy[worker] = false
				w.problems = append(w.problems, objects.Problem{ID: o.ID, Err: err})
				return nil, nil
			}
		}
		if o.Size != int64(len(data)) {
			t.Errorf("%s: size %d and %d bytes", o.ID, o.Size, len(data))
		}
		if base == nil && len(o.Edits) > 0 {
			t.Errorf("%s: copies without a base", o.ID)
		}
		at := 0
		for _, c := range o.Edits {
			if c.At < at || c.Len <= 0 || !bytes.Equal(base.([]byte)[c.Base:c.Base+c.Len], o.Data[c.At:c.At+c.Len]) {
				t.Errorf("%s: copy %v is not what the base holds", o.ID, c)
			}
			at = c.At + c.Len
		}
		if s.ID(o.Index) != o.ID {
			t.Errorf("%s: index %d, which is %s", o.ID, o.Index, s.ID(o.Index))
		}
		mu.Lock()
		defer mu.Unlock()
		busy[worker] = false
		if base != nil {
			w.deltas++
		}
		if _, again := w.objects[o.ID.String()]; again {
			t.Errorf("%s is visited twice", o.ID)
		}
		w.objects[o.ID.String()] = object{o.Type.String(), data}
		return data, nil
	}
	accept := func(t objects.Type) bool { return slices.Contains(types, t) }
	problem := func(p objects.Problem) {
		mu.Lock()
		defer mu.Unlock()
		w.problems = append(w.problems, p)
	}
	if err := s.Walk(context.Background(), jobs, accept, visit, problem); err != nil {
		t.Fatal(err)
	}
	return w
}

func readAll(open func() (io.ReadCloser, error)) ([]byte, error) {
	r, err := open()
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	return data, errors.Join(err, r.Close())
}

// check compares what a walk showed with what git says.
func (w *seen) check(t *testing.T, s *objects.Store, want map[string]object, types []objects.Type) {
	t.Helper()
	names := map[string]bool{}
	for _, typ := range types {
		names[typ.String()] = true
	}
	n := 0
	for id, o := range want {
		if !names[o.typ] {
			continue
		}
		n++
		got, ok := w.objects[id]
		if !ok {
			t.Errorf("%s %s is not visited", o.typ, id)
		} else if got.typ != o.typ || !bytes.Equal(got.content, o.content) {
			t.Errorf("%s: %s of %d bytes, want %s of %d", id, got.typ, len(got.content), o.typ, len(o.content))
		}
	}
	if len(w.objects) != n {
		t.Errorf("%d objects visited, want %d", len(w.objects), n)
	}
}

var allTypes = []objects.Type{objects.Commit, objects.Tree, objects.Blob, objects.Tag}

// Each base is the visitor's own, whichever worker visited it, and a tree that
// is the only one is walked by all workers.
func TestSharing(t *testing.T) {
	const children, jobs = 400, 4
	entries := []craft{{kind: 3, data: whole}}
	for i := range children {
		line := fmt.Appendf(nil, "line %d\n", i)
		child := append(bytes.Clone(whole), line...)
		grown := append(bytes.Clone(child), line...)
		appended := func(base int) []byte {
			copies := []byte{0xb0, byte(base), byte(base >> 8), byte(len(line))}
			return diff(base, base+len(line), append(copies, line...)...)
		}
		entries = append(entries, craft{kind: 6, id: blobID(child), data: appended(len(whole))})
		entries = append(entries, craft{kind: 6, base: len(entries) - 1, id: blobID(grown), data: appended(len(child))})
	}
	pack, idx := buildPack(entries)
	r := emptyRepo(t)
	r.addPack("x", pack, idx)
	s := r.open(objects.Options{})
	var visits [jobs]int
	visit := func(worker int, o *objects.Object, base any) (any, error) {
		visits[worker]++
		time.Sleep(50 * time.Microsecond) // so that the others get hungry
		if s.Hash(objects.Blob, o.Data) != o.ID {
			t.Errorf("%s: the content is another", o.ID)
		}
		if len(o.Edits) > 0 {
			if b := base.([]byte); !bytes.HasPrefix(o.Data, b) {
				t.Errorf("%s: the base is another's", o.ID)
			}
		}
		return bytes.Clone(o.Data), nil
	}
	all := func(objects.Type) bool { return true }
	if err := s.Walk(t.Context(), jobs, all, visit, func(p objects.Problem) { t.Error(p) }); err != nil {
		t.Fatal(err)
	}
	total := 0
	for worker, n := range visits {
		if total += n; n == 0 {
			t.Errorf("worker %d was idle", worker)
		}
	}
	if total != len(entries) {
		t.Errorf("%d visits of %d objects", total, len(entries))
	}
}

// A repository may be spread over alternates, which may be nested, relative,
// quoted, and go in circles; an environment may name more of them.
func TestAlternates(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	a, b, c, quarantine := newRepo(t, "sha1"), newRepo(t, "sha1"), newRepo(t, "sha1"), newRepo(t, "sha1")
	for i, r := range []repo{a, b, c, quarantine} {
		r.fill(rng, 10)
		if i%2 == 0 {
			r.unpack()
		}
	}
	borrow := func(r repo, lines ...string) {
		list := filepath.Join(r.dir, "objects", "info", "alternates")
		if err := os.WriteFile(list, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	relative, err := filepath.Rel(filepath.Join(a.dir, "objects"), filepath.Join(b.dir, "objects"))
	if err != nil {
		t.Fatal(err)
	}
	borrow(a, "# a comment", relative, "")
	borrow(b, fmt.Sprintf("%q", filepath.Join(c.dir, "objects")))
	borrow(c, filepath.Join(a.dir, "objects"))
	all := a.objects()
	if len(all) <= len(quarantine.objects())+20 {
		t.Fatal("git does not see the alternates either")
	}
	checkStore(t, a.open(objects.Options{}), all)

	for id, o := range quarantine.objects() {
		all[id] = o
	}
	checkStore(t, a.open(objects.Options{
		ObjectDir:  filepath.Join(quarantine.dir, "objects"),
		Alternates: filepath.Join(a.dir, "objects"),
	}), all)

	borrow(c, filepath.Join(c.dir, "nowhere"))
	if p := a.open(objects.Options{}).Problems(); len(p) != 1 || p[0].Reason != objects.BadDirectory {
		t.Errorf("an alternate that is not there: %v", p)
	}
}

// A linked worktree has the objects of its repository.
func TestWorktree(t *testing.T) {
	r := newRepo(t, "sha256")
	r.fill(rand.New(rand.NewPCG(9, 9)), 5)
	linked := filepath.Join(r.dir, "worktrees", "w")
	if err := os.MkdirAll(linked, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(linked, "commondir"), []byte("../..\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	checkStore(t, repo{t, linked}.open(objects.Options{}), r.objects())
}

// Objects above the limit are streams, and deltas above it are problems: every
// object is either shown or told.
func TestMaxObject(t *testing.T) {
	for _, loose := range []bool{false, true} {
		r := newRepo(t, "sha1")
		r.fill(rand.New(rand.NewPCG(10, 10)), 40)
		r.git(nil, "repack", "-adfq")
		if loose {
			r.unpack()
		}
		s := r.open(objects.Options{MaxObject: 400})
		w := walk(t, s, 2, allTypes)
		want := r.objects()
		for _, p := range w.problems {
			if p.Reason != objects.TooLarge && p.Reason != objects.MissingBase {
				t.Errorf("loose %v: %v", loose, p)
			}
			delete(want, p.ID.String())
		}
		if len(want) < s.Len()/4 || !loose && len(want) == s.Len() || loose && len(w.problems) > 0 {
			t.Errorf("loose %v: %d of %d objects shown", loose, len(want), s.Len())
		}
		w.check(t, s, want, allTypes)
	}
}

// The visitor's error, and the context's, end the walk.
func TestWalkEnds(t *testing.T) {
	r := newRepo(t, "sha1")
	r.fill(rand.New(rand.NewPCG(11, 11)), 30)
	s := r.open(objects.Options{})
	all := func(objects.Type) bool { return true }
	none := func(objects.Problem) {}
	boom := errors.New("boom")
	for _, jobs := range []int{1, 3} {
		err := s.Walk(t.Context(), jobs, all, func(int, *objects.Object, any) (any, error) { return nil, boom }, none)
		if !errors.Is(err, boom) {
			t.Errorf("%d jobs: the visitor's error became %v", jobs, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		var visits atomic.Int64
		err = s.Walk(ctx, jobs, all, func(int, *objects.Object, any) (any, error) {
			visits.Add(1)
			cancel()
			return nil, nil
		}, none)
		if n := visits.Load(); !errors.Is(err, context.Canceled) || n > int64(jobs) {
			t.Errorf("%d jobs: a cancelled walk made %d visits and returned %v", jobs, n, err)
		}
	}
}
