package objects_test

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/sluicesec/sluice/internal/git/objects"
)

// fuzzRow is the length in bytes of what a fuzzed index says of an object: its id, a CRC
// and an offset.
const fuzzRow = sha1.Size + 4 + 4

// indexOf returns an index of the rows, and the rows of an index.
func indexOf(rows []byte) []byte {
	var entries []craft
	for row := range slices.Chunk(rows[:len(rows)/fuzzRow*fuzzRow], fuzzRow) {
		entries = append(entries, craft{
			id: row[:sha1.Size], crc: binary.BigEndian.Uint32(row[sha1.Size:]), offset: int64(binary.BigEndian.Uint32(row[sha1.Size+4:])),
		})
	}
	return buildIndex(entries, make([]byte, sha1.Size))
}

func rowsOf(entries []craft) (rows []byte) {
	for _, e := range entries {
		rows = binary.BigEndian.AppendUint32(append(rows, e.id...), e.crc)
		rows = binary.BigEndian.AppendUint32(rows, uint32(e.offset))
	}
	return rows
}

// Whatever lies in a pack and a loose object, and whatever an index says of the objects,
// all checksums of files being right: what is read hashes to its id, what is visited is in
// the store, and nothing else happens. What else may be wrong with an index, FuzzParseIndex
// tries.
//
// A fuzzer needs thousands of tries in a second, and small inputs, of which it tries every
// part: so the folder is made once, in memory if there is a place for it, and the tables of
// the index are made here.
func FuzzStore(f *testing.F) {
	add := func(entries []craft, loose string) {
		pack, _ := buildPack(entries)
		f.Add(pack[:len(pack)-sha1.Size], rowsOf(entries), []byte(loose))
	}
	short := func(kind byte) []craft {
		base := []byte("some text")
		edited := diff(int64(len(base)), 8, 0x90, 4, 4, 't', 'e', 's', 't')
		return []craft{{kind: 3, data: base}, {kind: kind, base: 0, baseID: blobID(base), data: edited, id: blobID([]byte("sometest"))}}
	}
	add(short(6), "blob 4\x00text")
	add(short(7), "tree 0\x00")
	memory := "/dev/shm"
	if info, err := os.Stat(memory); err != nil || !info.IsDir() {
		memory = ""
	}
	dir, err := os.MkdirTemp(memory, "sluice-fuzz")
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = os.RemoveAll(dir) })
	for _, folder := range []string{"pack", id1[:2]} {
		if err := os.Mkdir(filepath.Join(dir, folder), 0o755); err != nil {
			f.Fatal(err)
		}
	}
	f.Fuzz(func(t *testing.T, pack, rows, loose []byte) {
		packSum := sha1.Sum(pack)
		idx := indexOf(rows)
		idx = append(idx[:len(idx)-2*sha1.Size], packSum[:]...)
		idxSum := sha1.Sum(idx)
		for name, data := range map[string][]byte{
			"pack/pack-x.pack": append(bytes.Clone(pack), packSum[:]...), "pack/pack-x.idx": append(idx, idxSum[:]...), id1[:2] + "/" + id1[2:]: compress(loose),
		} {
			if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		s, err := objects.Open(dir, objects.Options{MaxObject: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
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
