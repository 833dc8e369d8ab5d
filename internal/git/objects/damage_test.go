package objects_test

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// Whatever bit of a store is turned, and wherever a file is cut: it is told,
// no object is lost in silence, and what is not concerned is visited.
func TestDamage(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 12))
	for _, version := range []string{"1", "2"} {
		r := newRepo(t, "sha1")
		r.fill(rng, 15)
		r.git(nil, "-c", "pack.indexVersion="+version, "repack", "-adfq")
		want := r.objects()
		packPath := r.packs()[0]
		idxPath := strings.TrimSuffix(packPath, ".pack") + ".idx"
		for _, path := range []string{packPath, idxPath} {
			sound, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for round := range gittest.Size(20, 60) {
				data := bytes.Clone(sound)
				at := rng.IntN(len(data))
				if round%4 == 0 {
					data = data[:at]
				} else {
					data[at] ^= 1 << rng.IntN(8)
				}
				checkDamaged(t, path, data, want, version == "2" || path == idxPath)
			}
		}
	}
}

// checkDamaged looks at the pack and index beside path, with data in the place
// of one of them. Index version 1 has no checksums of entries: what is wrong
// in a header may then be seen in its consequences only.
func checkDamaged(t *testing.T, path string, data []byte, want map[string]object, strict bool) {
	t.Helper()
	r := emptyRepo(t)
	pack := filepath.Join(r.Dir, "objects", "pack")
	for _, ext := range []string{".pack", ".idx"} {
		sound := strings.TrimSuffix(strings.TrimSuffix(path, ".idx"), ".pack") + ext
		if err := os.Link(sound, filepath.Join(pack, filepath.Base(sound))); err != nil {
			t.Fatal(err)
		}
	}
	name := filepath.Join(pack, filepath.Base(path))
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
	s := r.open(objects.Options{VerifyIDs: true})
	w := walk(t, s, 2, allTypes)
	problems := slices.Concat(s.Problems(), w.problems)
	if len(problems) == 0 && (strict || !maps.EqualFunc(w.objects, want, func(a, b object) bool {
		return a.typ == b.typ && bytes.Equal(a.content, b.content)
	})) {
		t.Errorf("%s is damaged and nothing is told", filepath.Base(name))
	}
	told := map[string]bool{}
	framed := false // the problem is about the pack as a whole
	for _, p := range problems {
		told[p.ID.String()] = true
		framed = framed || p.ID.IsZero()
	}
	for id, o := range want {
		got, ok := w.objects[id]
		if same := got.typ == o.typ && bytes.Equal(got.content, o.content); (!ok || !same) && !told[id] && !framed {
			t.Errorf("%s: %s: visited %v, and nothing is told of it", filepath.Base(name), id, ok)
		}
	}
	for i := range s.Len() { // whatever is read, nothing panics
		if _, _, err := s.Read(s.ID(objects.Index(i))); err != nil && len(problems) == 0 {
			t.Error(err)
		}
	}
}

// A loose object whose content is another one's is not shown.
func TestSwappedLoose(t *testing.T) {
	r := newRepo(t, "sha1")
	var ids []string
	for _, content := range [][]byte{whole, other} {
		ids = append(ids, strings.TrimSpace(string(r.git(content, "hash-object", "-w", "--stdin"))))
	}
	file := func(id string) string { return filepath.Join(r.Dir, "objects", id[:2], id[2:]) }
	if err := os.Rename(file(ids[0]), file(ids[1])); err != nil {
		t.Fatal(err)
	}
	s := r.open(objects.Options{})
	w := walk(t, s, 1, allTypes)
	if len(w.objects) != 0 || len(w.problems) != 1 || w.problems[0].Reason != objects.WrongID {
		t.Errorf("%d objects, %v", len(w.objects), w.problems)
	}
	id, err := oid.Parse(ids[1])
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Read(id); err == nil {
		t.Error("it can be read")
	}
}

// Loose objects are verified.
func TestDamagedLoose(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 13))
	r := newRepo(t, "sha1")
	r.fill(rng, 3)
	r.unpack()
	want := r.objects()
	files, err := filepath.Glob(filepath.Join(r.Dir, "objects", "??", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		sound, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		id := filepath.Base(filepath.Dir(file)) + filepath.Base(file)
		damaged := bytes.Clone(sound)
		damaged[rng.IntN(len(damaged))] ^= 1 << rng.IntN(8)
		for i, data := range [][]byte{damaged, sound[:rng.IntN(len(sound))], append(bytes.Clone(sound), 'x')} {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, data, 0o644); err != nil {
				t.Fatal(err)
			}
			s := r.open(objects.Options{})
			w := walk(t, s, 1, allTypes)
			// The dictionary and level bits of a zlib header may change nothing.
			same := i == 0 && string(w.objects[id].content) == string(want[id].content) && w.objects[id].typ == want[id].typ
			if len(w.problems) != 1 && !same || len(w.problems) == 1 && w.problems[0].ID.String() != id || len(w.objects)+len(w.problems) != len(want) {
				t.Errorf("%s: %v", id, w.problems)
			}
		}
		if err := os.WriteFile(file, sound, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
