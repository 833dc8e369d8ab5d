package objects_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"slices"
	"testing"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// Each way in which an entry can lie is named, and what does not stand on it
// is visited all the same.
func TestLies(t *testing.T) {
	bomb := compress(make([]byte, 50<<20))
	tests := []struct {
		name    string
		lie     func(e []craft)
		want    []objects.Reason // sorted
		visited []string
	}{
		{"none", func([]craft) {}, nil, []string{"whole", "child", "grand", "other"}},
		{"reserved type", func(e []craft) { e[0].kind = 5 }, []objects.Reason{objects.BadEntry, objects.MissingBase, objects.MissingBase}, []string{"other"}},
		{"size too small", func(e []craft) { e[0].size = 339 }, []objects.Reason{objects.BadEntry, objects.MissingBase, objects.MissingBase}, []string{"other"}},
		{"size too large", func(e []craft) { e[0].size = 341 }, []objects.Reason{objects.BadEntry, objects.MissingBase, objects.MissingBase}, []string{"other"}},
		{"huge size", func(e []craft) { e[3].size = 500 << 20 }, []objects.Reason{objects.BadEntry}, []string{"whole", "child", "grand"}},
		{"size above the limit", func(e []craft) { e[3].size = 1 << 40 }, []objects.Reason{objects.BadEntry}, []string{"whole", "child", "grand"}},
		{"bomb", func(e []craft) { e[3].stream = bomb }, []objects.Reason{objects.BadEntry}, []string{"whole", "child", "grand"}},
		{"not zlib", func(e []craft) { e[3].stream = []byte("plain text") }, []objects.Reason{objects.BadEntry}, []string{"whole", "child", "grand"}},
		{"wrong checksum in the stream", func(e []craft) {
			e[1].stream = compress(e[1].data)
			e[1].stream[len(e[1].stream)-1] ^= 1
		}, []objects.Reason{objects.BadEntry, objects.MissingBase}, []string{"whole", "other"}},
		{"wrong checksum in the index", func(e []craft) { e[1].crc = 12345 }, []objects.Reason{objects.BadChecksum}, []string{"whole", "child", "grand", "other"}},
		{"bytes between entries", func(e []craft) { e[0].after = []byte("hidden") }, []objects.Reason{objects.HiddenBytes}, []string{"whole", "child", "grand", "other"}},
		{"bytes after the last entry", func(e []craft) { e[3].after = []byte("hidden") }, []objects.Reason{objects.HiddenBytes}, []string{"whole", "child", "grand", "other"}},
		{"copy outside the base", func(e []craft) { e[1].data = diff(340, 345, 0xb1, 6, 0x54, 0x01, 5, 'm', 'o', 'r', 'e', '\n') },
			[]objects.Reason{objects.BadEntry, objects.MissingBase}, []string{"whole", "other"}},
		{"delta for another base", func(e []craft) { e[1].data = diff(341, 5, append([]byte{5}, "more\n"...)...) },
			[]objects.Reason{objects.BadEntry, objects.MissingBase}, []string{"whole", "other"}},
		{"delta with too small a result", func(e []craft) { e[1].data = diff(340, 4, append([]byte{5}, "more\n"...)...) },
			[]objects.Reason{objects.BadEntry, objects.MissingBase}, []string{"whole", "other"}},
		{"delta with too large a result", func(e []craft) { e[1].data = diff(340, 6, append([]byte{5}, "more\n"...)...) },
			[]objects.Reason{objects.BadEntry, objects.MissingBase}, []string{"whole", "other"}},
		{"delta that declares far too much", func(e []craft) { e[1].data = diff(340, 100<<20, append([]byte{5}, "more\n"...)...) },
			[]objects.Reason{objects.BadEntry, objects.MissingBase}, []string{"whole", "other"}},
		{"delta above the limit", func(e []craft) { e[1].data = diff(340, 1<<40, append([]byte{5}, "more\n"...)...) },
			[]objects.Reason{objects.TooLarge, objects.TooLarge}, []string{"whole", "other"}},
		{"cut delta", func(e []craft) { e[1].data = diff(340, 345, 0xb0, 0x54, 0x01, 5, 'm') },
			[]objects.Reason{objects.BadEntry, objects.MissingBase}, []string{"whole", "other"}},
		{"base that is nowhere", func(e []craft) { e[2].baseID = blobID(nil) }, []objects.Reason{objects.MissingBase}, []string{"whole", "child", "other"}},
		{"base that is no entry", func(e []craft) { e[1].distance = 5 }, []objects.Reason{objects.MissingBase, objects.MissingBase}, []string{"whole", "other"}},
		{"base in the middle of an entry", func(e []craft) {
			sound := chain()
			buildPack(sound)
			e[2].kind, e[2].distance = 6, sound[2].offset-sound[0].offset-3
		}, []objects.Reason{objects.MissingBase}, []string{"whole", "child", "other"}},
		{"base in the header", func(e []craft) { e[0], e[1] = e[1], e[0]; e[0].distance = 7 }, []objects.Reason{objects.BadEntry, objects.MissingBase}, []string{"whole", "other"}},
		{"base before the pack", func(e []craft) { e[1].distance = 1 << 40 }, []objects.Reason{objects.BadEntry, objects.MissingBase}, []string{"whole", "other"}},
		{"base at no distance", func(e []craft) { e[1].distance = itself }, []objects.Reason{objects.BadEntry, objects.MissingBase}, []string{"whole", "other"}},
		{"own base", func(e []craft) { e[2].baseID = e[2].id }, []objects.Reason{objects.BaseCycle}, []string{"whole", "child", "other"}},
		{"circle of bases", func(e []craft) { e[1].kind, e[1].baseID = 7, e[2].id },
			[]objects.Reason{objects.BaseCycle, objects.BaseCycle}, []string{"whole", "other"}},
		{"entry outside the pack", func(e []craft) { e[3].offset = 1 << 30 },
			[]objects.Reason{objects.BadEntry, objects.HiddenBytes}, []string{"whole", "child", "grand"}},
		{"entry far outside the pack", func(e []craft) { e[3].offset = 1<<63 - 1 },
			[]objects.Reason{objects.BadEntry, objects.HiddenBytes}, []string{"whole", "child", "grand"}},
		{"entry nowhere", func(e []craft) { e[3].offset = -1 },
			[]objects.Reason{objects.BadEntry, objects.HiddenBytes}, []string{"whole", "child", "grand"}},
		{"entry in the header", func(e []craft) { e[3].offset = 4 },
			[]objects.Reason{objects.BadEntry, objects.HiddenBytes}, []string{"whole", "child", "grand"}},
	}
	names := map[string][]byte{"whole": whole, "child": child, "grand": grand, "other": other}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := emptyRepo(t)
			entries := chain()
			test.lie(entries)
			pack, idx := buildPack(entries)
			r.addPack("crafted", pack, idx)
			s := r.open(objects.Options{})
			w := walk(t, s, 2, []objects.Type{objects.Blob})
			reasons := []objects.Reason{}
			for _, p := range w.problems {
				reasons = append(reasons, p.Reason)
			}
			slices.Sort(reasons)
			if !slices.Equal(reasons, test.want) {
				t.Errorf("problems: %v", w.problems)
			}
			want := map[string]object{}
			for _, name := range test.visited {
				want[hex.EncodeToString(blobID(names[name]))] = object{"blob", names[name]}
			}
			w.check(t, s, want, []objects.Type{objects.Blob})
			for _, e := range entries {
				id := oid.Make(e.id)
				_, content, err := s.Read(id)
				if o, ok := want[id.String()]; ok != (err == nil) || ok && !bytes.Equal(o.content, content) {
					t.Errorf("read %s: %v", id, err)
				}
			}
		})
	}
}

// A broken object is read from another place that has it, and so is what
// stands on it; the problem is told all the same.
func TestSecondCopy(t *testing.T) {
	r := emptyRepo(t)
	broken := chain()
	broken[1].data = diff(340, 345)
	pack, idx := buildPack(broken)
	r.addPack("a", pack, idx)
	pack, idx = buildPack([]craft{{kind: 3, data: child}})
	r.addPack("b", pack, idx)
	s := r.open(objects.Options{})
	w := walk(t, s, 1, allTypes)
	if len(w.problems) != 1 || w.problems[0].Reason != objects.BadEntry || w.problems[0].ID != oid.Make(blobID(child)) {
		t.Errorf("problems: %v", w.problems)
	}
	want := map[string]object{}
	for _, content := range [][]byte{whole, child, grand, other} {
		want[hex.EncodeToString(blobID(content))] = object{"blob", content}
	}
	w.check(t, s, want, allTypes)
	for id := range want {
		id, err := oid.Parse(id)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.Read(id); err != nil {
			t.Error(err)
		}
	}
}

// Content under a false id is visited, and told when asked for. It is not read.
func TestFalseID(t *testing.T) {
	entries := chain()
	entries[3].id = blobID([]byte("something else"))
	pack, idx := buildPack(entries)
	r := emptyRepo(t)
	r.addPack("crafted", pack, idx)
	for _, verify := range []bool{false, true} {
		w := walk(t, r.open(objects.Options{VerifyIDs: verify}), 1, allTypes)
		if len(w.objects) != 4 || verify != (len(w.problems) == 1 && w.problems[0].Reason == objects.WrongID) {
			t.Errorf("verify %v: %d objects, %v", verify, len(w.objects), w.problems)
		}
	}
	var p objects.Problem
	if _, _, err := r.open(objects.Options{}).Read(oid.Make(entries[3].id)); !errors.As(err, &p) || p.Reason != objects.WrongID {
		t.Errorf("read: %v", err)
	}
	// A stream ends in the error, whether asked or not.
	w := walk(t, r.open(objects.Options{MaxObject: 16}), 1, allTypes)
	if !slices.ContainsFunc(w.problems, func(p objects.Problem) bool { return p.ID == oid.Make(entries[3].id) }) {
		t.Errorf("streams: %v", w.problems)
	}
}

// A very deep chain takes neither a deep stack nor much memory.
func TestDeepChain(t *testing.T) {
	const depth = 50000
	entries := []craft{{kind: 3, data: whole}}
	same := diff(340, 340, 0xb0, 0x54, 0x01)
	stream := compress(same)
	for i := 1; i <= depth; i++ {
		id := blobID([]byte{byte(i), byte(i >> 8)})
		entries = append(entries, craft{kind: 6, base: i - 1, id: id, data: same, stream: stream})
	}
	pack, idx := buildPack(entries)
	r := emptyRepo(t)
	r.addPack("crafted", pack, idx)
	s := r.open(objects.Options{})
	w := walk(t, s, 2, allTypes)
	if len(w.objects) != depth+1 || len(w.problems) > 0 {
		t.Errorf("%d objects, %v", len(w.objects), w.problems)
	}
	// It can be read to its end, where it is seen that the ids were made up.
	var p objects.Problem
	if _, _, err := s.Read(oid.Make(entries[depth].id)); !errors.As(err, &p) || p.Reason != objects.WrongID {
		t.Errorf("read: %v", err)
	}
}

// Packs whose frame is wrong are told by Open.
func TestFrames(t *testing.T) {
	pack, idx := buildPack(chain())
	short := chain()[:3]
	shortPack, shortIdx := buildPack(short)
	changed := func(b []byte, at int) []byte {
		b = bytes.Clone(b)
		b[(at+len(b))%len(b)] ^= 1
		return b
	}
	// An index that leaves an object out, but is sealed for the pack.
	hiding := buildIndex(func() []craft { e := chain(); buildPack(e); return e[:3] }(), pack[len(pack)-20:])
	for _, test := range []struct {
		name      string
		pack, idx []byte
		want      objects.Reason
	}{
		{"no index", pack, nil, objects.NoIndex},
		{"empty pack", []byte{}, idx, objects.BadPack},
		{"empty index", pack, []byte{}, objects.BadIndex},
		{"no magic", changed(pack, 0), idx, objects.BadPack},
		{"other version", changed(pack, 6), idx, objects.BadPack},
		{"other count", changed(pack, 11), idx, objects.BadPack},
		{"other trailer", changed(pack, -1), idx, objects.BadPack},
		{"another pack's index", pack, shortIdx, objects.BadPack},
		{"another index's pack", shortPack, idx, objects.BadPack},
		{"index that leaves out", pack, hiding, objects.BadPack},
		{"fanout that descends", pack, changed(idx, 8), objects.BadIndex},
		{"short index", pack, idx[:len(idx)-4], objects.BadIndex},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := emptyRepo(t)
			r.addPack("x", test.pack, test.idx)
			s := r.open(objects.Options{})
			if p := s.Problems(); len(p) != 1 || p[0].Reason != test.want {
				t.Errorf("problems: %v", p)
			}
			walk(t, s, 1, allTypes)
		})
	}
}

// Bytes before the first entry are told as well as those between entries.
func TestHiddenStart(t *testing.T) {
	entries := chain()
	pack, _ := buildPack(entries)
	r := emptyRepo(t)
	idx := buildIndex(entries[1:], pack[len(pack)-20:])
	pack[11]-- // the pack's own count agrees
	r.addPack("x", pack, idx)
	s := r.open(objects.Options{})
	w := walk(t, s, 1, allTypes)
	if p := s.Problems(); len(p) > 0 {
		t.Errorf("opening: %v", p)
	}
	if !slices.ContainsFunc(w.problems, func(p objects.Problem) bool { return p.Reason == objects.HiddenBytes }) {
		t.Errorf("problems: %v", w.problems)
	}
}

// A pack without objects, as git pack-objects makes one, is nothing to scan. If its index
// alone has none, the bytes of the pack are hidden.
func TestEmptyPack(t *testing.T) {
	for _, entries := range [][]craft{nil, chain()} {
		r := emptyRepo(t)
		pack, _ := buildPack(entries)
		r.addPack("x", pack, buildIndex(nil, pack[len(pack)-20:]))
		w := walk(t, r.open(objects.Options{}), 2, allTypes)
		hidden := slices.ContainsFunc(w.problems, func(p objects.Problem) bool { return p.Reason == objects.HiddenBytes })
		if hidden != (entries != nil) {
			t.Errorf("%d objects: problems: %v", len(entries), w.problems)
		}
	}
}
