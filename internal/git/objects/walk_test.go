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
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/sluicesec/sluice/internal/git/objects"
)

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
			return diff(int64(base), int64(base+len(line)), append(copies, line...)...)
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

// Objects above the limit are streams with the same content, however they are stored,
// in a walk and one by one, and no temporary file is left.
func TestMaxObject(t *testing.T) {
	for _, loose := range []bool{false, true} {
		r := newRepo(t, "sha1")
		r.fill(rand.New(rand.NewPCG(10, 10)), 40)
		r.git(nil, "repack", "-adfq")
		if loose {
			r.unpack()
		}
		folder := t.TempDir()
		t.Setenv("TMPDIR", folder)
		for _, most := range []int64{1, 100, 400, 1000} {
			s := r.open(objects.Options{MaxObject: most})
			w := walk(t, s, 2, allTypes)
			if len(w.problems) > 0 {
				t.Errorf("loose %v, %d bytes: %v", loose, most, w.problems)
			}
			w.check(t, s, r.objects(), allTypes)
			streams := 0
			for i := range s.Len() {
				id := s.ID(objects.Index(i))
				c, err := s.Content(id)
				if err != nil {
					t.Errorf("loose %v, %d bytes: %v", loose, most, err)
					continue
				}
				content := c.Data
				if c.Open != nil {
					streams++
					opened, err := c.Open()
					if err == nil {
						content, err = io.ReadAll(opened)
					}
					if err != nil {
						t.Errorf("%s: %v", id, err)
					}
					opened.Close()
				}
				if s.Hash(c.Type, content) != id || c.Size != int64(len(content)) || c.Open == nil && c.Size > most {
					t.Errorf("loose %v, %d bytes: %s has %d of %d bytes", loose, most, id, len(content), c.Size)
				}
				if err := c.Close(); err != nil {
					t.Error(err)
				}
			}
			if streams == 0 {
				t.Errorf("nothing is larger than %d bytes", most)
			}
		}
		if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
			t.Errorf("%v is left in %s", left, folder)
		}
	}
}

// Without a place for temporary files, what needs one is a problem, and all else is shown.
func TestNoTemporaryFiles(t *testing.T) {
	r := newRepo(t, "sha1")
	r.fill(rand.New(rand.NewPCG(10, 10)), 40)
	r.git(nil, "repack", "-adfq")
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "absent"))
	s := r.open(objects.Options{MaxObject: 400})
	w := walk(t, s, 2, allTypes)
	want := r.objects()
	for _, p := range w.problems {
		if p.Reason != objects.NoSpace {
			t.Error(p)
		}
		delete(want, p.ID.String())
	}
	if len(want) == s.Len() || len(want) == 0 {
		t.Errorf("%d of %d objects shown", len(want), s.Len())
	}
	w.check(t, s, want, allTypes)
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

// How much is read depends on the objects, and not on the number of goroutines.
func TestWorkOfJobs(t *testing.T) {
	r := newRepo(t, "sha1")
	r.fill(rand.New(rand.NewPCG(5, 6)), 10)
	r.Git("repack", "-adfq", "--depth=5")
	var first objects.Work
	for _, jobs := range []int{1, 2, 7} {
		s := r.open(objects.Options{})
		walk(t, s, jobs, []objects.Type{objects.Commit, objects.Tree, objects.Blob, objects.Tag})
		got := s.Work()
		if first == (objects.Work{}) {
			first = got
		}
		if got != first || got.Entries < int64(s.Len()) || got.Inflated == 0 {
			t.Errorf("%d jobs: %+v of %d objects, want %+v", jobs, got, s.Len(), first)
		}
	}
}
