package objects_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// TestPart: a walk of the part with what came after some stamps were taken visits just the
// objects that came, from packs and loose files; and the whole of a pack whose file is
// another one.
func TestPart(t *testing.T) {
	for _, how := range []string{"packed", "loose"} {
		r := newRepo(t, "sha1")
		rng := rand.New(rand.NewPCG(1, 1))
		r.fill(rng, 20)
		r.git(nil, "repack", "-adq")
		before := r.open(objects.Options{})
		stamps := before.Stamps()
		old := map[oid.ID]bool{}
		for i := range objects.Index(before.Len()) {
			old[before.ID(i)] = true
		}
		visited := func() (came []oid.ID, s *objects.Store) {
			s = r.open(objects.Options{})
			part := s.NewPart(func(stamp string) bool { return slices.Contains(stamps, stamp) })
			var mu sync.Mutex
			err := part.Walk(t.Context(), 2, func(objects.Type) bool { return true }, func(_ int, o *objects.Object, _ any) (any, error) {
				mu.Lock()
				defer mu.Unlock()
				if came = append(came, o.ID); !part.Has(o.Index) {
					t.Errorf("%s: %s is visited, and not in the part", how, o.ID)
				}
				return nil, nil
			}, func(p objects.Problem) { t.Error(p) })
			if err != nil {
				t.Fatal(err)
			}
			return came, s
		}
		if came, _ := visited(); len(came) > 0 {
			t.Errorf("%s: %d objects are visited, and nothing came", how, len(came))
		}
		blob, err := oid.Parse(string(r.git([]byte("a text that nobody has written before"), "hash-object", "-w", "--stdin")[:40]))
		if err != nil {
			t.Fatal(err)
		}
		if how == "packed" {
			r.git([]byte(blob.String()), "pack-objects", "-q", "objects/pack/pack")
			r.git(nil, "prune-packed", "-q")
		}
		if came, _ := visited(); !slices.Equal(came, []oid.ID{blob}) || old[blob] {
			t.Errorf("%s: visited is %v, and not %v alone", how, came, blob)
		}
		pack := r.packs()[0]
		for _, p := range r.packs() { // the larger one
			if a, err := os.Stat(p); err == nil {
				if b, err := os.Stat(pack); err == nil && a.Size() > b.Size() {
					pack = p
				}
			}
		}
		if err := os.Chtimes(pack, time.Unix(1700000000, 0), time.Unix(1700000000, 0)); err != nil {
			t.Fatal(err)
		}
		if came, s := visited(); len(came) != s.Len() {
			t.Errorf("%s: %d of %d objects are visited of a pack that changed", how, len(came), s.Len())
		}
	}
}
