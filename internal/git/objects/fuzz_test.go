package objects_test

import (
	"context"
	"crypto/sha1"
	"os"
	"path/filepath"
	"testing"

	"github.com/sluicesec/sluice/internal/git/objects"
)

// Whatever lies in a pack, its index and a loose object, all checksums of files
// being right: what is read hashes to its id, what is visited is in the store,
// and nothing else happens.
func FuzzStore(f *testing.F) {
	pack, idx := buildPack(chain())
	const sum = sha1.Size
	f.Add(pack[:len(pack)-sum], idx[:len(idx)-2*sum], []byte("blob 4\x00text"))
	other := chain()
	other[1].kind, other[1].baseID = 7, blobID(grand)
	pack, idx = buildPack(other)
	f.Add(pack[:len(pack)-sum], idx[:len(idx)-2*sum], []byte("tree 0\x00"))
	f.Fuzz(func(t *testing.T, pack, idx, loose []byte) {
		r := emptyRepo(t)
		packSum := sha1.Sum(pack)
		pack = append(pack, packSum[:]...)
		idx = append(idx, packSum[:]...)
		idxSum := sha1.Sum(idx)
		r.addPack("x", pack, append(idx, idxSum[:]...))
		dir := filepath.Join(r.Dir, "objects", id1[:2])
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, id1[2:]), compress(loose), 0o644); err != nil {
			t.Fatal(err)
		}
		s := r.open(objects.Options{MaxObject: 1 << 20})
		visit := func(_ int, o *objects.Object, _ any) (any, error) {
			if i, ok := s.Find(o.ID); s.ID(o.Index) != o.ID || ok && s.ID(i) != o.ID {
				t.Errorf("%s is visited as %s", s.ID(o.Index), o.ID)
			}
			if o.Open != nil {
				_, err := readAll(o.Open) // an error ends the walk, which is well
				return nil, err
			}
			return nil, nil
		}
		_ = s.Walk(context.Background(), 1, func(objects.Type) bool { return true }, visit, func(objects.Problem) {})
		for i := range s.Len() {
			id := s.ID(objects.Index(i))
			if typ, content, err := s.Read(id); err == nil && s.Hash(typ, content) != id {
				t.Errorf("%s is read, and hashes to %s", id, s.Hash(typ, content))
			}
		}
	})
}
