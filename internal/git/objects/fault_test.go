//go:build unix

package objects_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// A pack that is cut while it is walked, or between opening and walking, is
// told, and what was read before is visited; an index that is cut ends a walk
// at the worst. The process lives on in any case.
func TestCutWhileMapped(t *testing.T) {
	for _, ext := range []string{".pack", ".idx"} {
		for _, when := range []string{"before", "while"} {
			t.Run(ext+" "+when, func(t *testing.T) {
				r := newRepo(t, "sha1")
				for range 4 {
					r.fill(rand.New(rand.NewPCG(21, 21)), 25)
				}
				r.git(nil, "repack", "-adfq")
				want := r.objects()
				name := r.packs()[0]
				s := r.open(objects.Options{})
				cut := func() {
					if err := os.Truncate(strings.TrimSuffix(name, ".pack")+ext, 4096); err != nil {
						t.Error(err)
					}
				}
				if when == "before" {
					cut()
				}
				var mu sync.Mutex
				visited := 0
				visit := func(int, *objects.Object, any) (any, error) {
					mu.Lock()
					defer mu.Unlock()
					if visited++; visited == 3 && when == "while" {
						cut()
					}
					return nil, nil
				}
				var problems []objects.Problem
				err := s.Walk(context.Background(), 2, func(objects.Type) bool { return true }, visit, func(p objects.Problem) { problems = append(problems, p) })
				var p objects.Problem
				if errors.As(err, &p) {
					problems = append(problems, p)
				} else if err != nil {
					t.Fatal(err)
				}
				told := false
				for _, p := range problems {
					told = told || p.Reason == objects.Faulted && p.Path == name
				}
				if !told || visited >= len(want) {
					t.Errorf("%d of %d objects visited, problems %v", visited, len(want), problems)
				}
				failed := 0
				for digits := range maps.Keys(want) {
					id, err := oid.Parse(digits)
					if err != nil {
						t.Fatal(err)
					}
					if _, _, err := s.Read(id); errors.As(err, &p) && p.Reason == objects.Faulted {
						failed++
					}
				}
				if failed == 0 {
					t.Error("everything can still be read")
				}
			})
		}
	}
}

// A repack while a walk is under way, and one between opening and walking,
// changes nothing of what is visited: wherever objects go, they are found.
func TestRepackWhileWalking(t *testing.T) {
	for _, when := range []string{"before listing", "after listing", "while"} {
		for _, loose := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, loose %v", when, loose), func(t *testing.T) {
				r := newRepo(t, "sha1")
				rng := rand.New(rand.NewPCG(22, 22))
				r.fill(rng, 15)
				if loose {
					r.unpack()
				}
				r.fill(rng, 15)
				want := r.objects()
				s := r.open(objects.Options{})
				repack := sync.OnceFunc(func() {
					r.git(nil, "repack", "-adfq", "--depth=5")
					r.git(nil, "prune-packed")
				})
				if when == "after listing" && s.Len() != len(want) {
					t.Fatalf("%d objects, want %d", s.Len(), len(want))
				}
				if when != "while" {
					repack()
				}
				var mu sync.Mutex
				got := map[string]string{}
				visit := func(_ int, o *objects.Object, _ any) (any, error) {
					repack()
					mu.Lock()
					defer mu.Unlock()
					got[o.ID.String()] = o.Type.String() + string(o.Data)
					return nil, nil
				}
				problem := func(p objects.Problem) { t.Error(p) }
				for _, trees := range []bool{false, true} {
					err := s.Walk(context.Background(), 2, func(t objects.Type) bool { return trees == (t == objects.Tree) }, visit, problem)
					if err != nil {
						t.Fatal(err)
					}
				}
				for id, o := range want {
					if got[id] != o.typ+string(o.content) {
						t.Errorf("%s %s is not visited as it is", o.typ, id)
					}
				}
				if n := s.Added(); n != 0 {
					t.Errorf("%d objects are said to be new", n)
				}
				checkReads(t, s, want)
			})
		}
	}
}

// Objects that are added after Open are counted, and can be read.
func TestAdded(t *testing.T) {
	r := newRepo(t, "sha1")
	rng := rand.New(rand.NewPCG(23, 23))
	r.fill(rng, 5)
	before := r.objects()
	s := r.open(objects.Options{})
	if s.Len() != len(before) {
		t.Fatalf("%d objects, want %d", s.Len(), len(before))
	}
	r.fill(rng, 5)
	after := r.objects()
	if n := s.Added(); n != len(after)-len(before) || n == 0 {
		t.Errorf("%d added objects, want %d", n, len(after)-len(before))
	}
	checkReads(t, s, after)
}

func checkReads(t *testing.T, s *objects.Store, want map[string]object) {
	t.Helper()
	for digits, o := range want {
		id, err := oid.Parse(digits)
		if err != nil {
			t.Fatal(err)
		}
		if typ, data, err := s.Read(id); err != nil || typ.String() != o.typ || string(data) != string(o.content) {
			t.Errorf("read %s: %v", digits, err)
		}
		if !s.Has(id) {
			t.Errorf("has no %s", digits)
		}
	}
}
