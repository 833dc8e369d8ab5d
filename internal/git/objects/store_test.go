package objects_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
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
	{"cruft", func(r repo) { // objects that no ref reaches, in a pack of their own
		refs := strings.Fields(string(r.git(nil, "for-each-ref", "--format=%(refname)")))
		for _, ref := range refs[1:] {
			r.git(nil, "update-ref", "-d", ref)
		}
		r.git(nil, "repack", "-adq", "--cruft", "--cruft-expiration=never")
		if cruft, err := filepath.Glob(filepath.Join(r.Dir, "objects", "pack", "*.mtimes")); err != nil || len(cruft) == 0 {
			r.Errorf("git made no cruft pack: %v", err)
		}
	}},
	{"files beside the packs", func(r repo) {
		r.git(nil, "-c", "pack.writeReverseIndex=true", "-c", "pack.packSizeLimit=1m", "repack", "-adfq")
		r.git(nil, "multi-pack-index", "write", "--bitmap")
		for _, ext := range []string{".keep", ".promisor", ".bitmap"} {
			if err := os.WriteFile(strings.TrimSuffix(r.packs()[0], ".pack")+ext, nil, 0o644); err != nil {
				r.Fatal(err)
			}
		}
	}},
	{"loose", func(r repo) { r.unpack() }},
	{"everything twice", func(r repo) {
		r.git(nil, "repack", "-adfq", "--depth=250")
		r.git(r.git(nil, "rev-list", "--objects", "--all", "--no-object-names"), "pack-objects", "-q", "--window=20", "objects/pack/pack")
		data, err := os.ReadFile(r.packs()[0])
		if err != nil {
			r.Fatal(err)
		}
		other := newRepo(r, strings.TrimSpace(string(r.git(nil, "rev-parse", "--show-object-format"))))
		other.git(data, "unpack-objects", "-q")
		if err := os.CopyFS(filepath.Join(r.Dir, "objects"), os.DirFS(filepath.Join(other.Dir, "objects"))); err != nil {
			r.Fatal(err)
		}
	}},
}

// largeOffsets writes the index again, with most offsets in the 64-bit table.
func largeOffsets(r repo) {
	name := r.packs()[0]
	idx := strings.TrimSuffix(name, ".pack") + ".idx"
	if err := os.Remove(idx); err != nil {
		r.Fatal(err)
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
					r.fill(rng, gittest.Size(6, 25))
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
		id, err := oid.Parse(digits)
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
		list := filepath.Join(r.Dir, "objects", "info", "alternates")
		if err := os.WriteFile(list, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	relative, err := filepath.Rel(filepath.Join(a.Dir, "objects"), filepath.Join(b.Dir, "objects"))
	if err != nil {
		t.Fatal(err)
	}
	borrow(a, "# a comment", relative, "")
	borrow(b, fmt.Sprintf("%q", filepath.Join(c.Dir, "objects")))
	borrow(c, filepath.Join(a.Dir, "objects"))
	all := a.objects()
	if len(all) <= len(quarantine.objects())+20 {
		t.Fatal("git does not see the alternates either")
	}
	checkStore(t, a.open(objects.Options{}), all)

	for id, o := range quarantine.objects() {
		all[id] = o
	}
	checkStore(t, quarantine.open(objects.Options{Alternates: filepath.Join(a.Dir, "objects")}), all)

	borrow(c, filepath.Join(c.Dir, "nowhere"))
	if p := a.open(objects.Options{}).Problems(); len(p) != 1 || p[0].Reason != objects.BadDirectory {
		t.Errorf("an alternate that is not there: %v", p)
	}
}
