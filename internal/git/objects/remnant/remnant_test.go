package remnant

import (
	"bytes"
	"errors"
	"fmt"
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

// sample is a pack with deltas, and the contents of its objects in order.
func sample(t *testing.T, format string) (packed []byte, want []string) {
	t.Helper()
	s := gittest.New(t, "--object-format="+format)
	r := rand.New(rand.NewPCG(1, 2))
	text := ""
	for i := range 20 {
		text += fmt.Sprintf("line %d %x\n", i, r.Uint64())
		s.Commit("dir/file", text)
	}
	s.Git("tag", "-a", "-m", "m", "tag")
	s.Git("repack", "-q", "-adf", "--depth=20")
	packs, err := filepath.Glob(filepath.Join(s.Dir, ".git/objects/pack/*.pack"))
	s.Must(err)
	packed, err = os.ReadFile(packs[0])
	s.Must(err)
	for line := range strings.Lines(s.Git("cat-file", "--batch-all-objects", "--batch-check")) {
		f := strings.Fields(line)
		content := s.Pipe(nil, "cat-file", f[1], f[0])
		want = append(want, f[1]+" "+string(content))
	}
	slices.Sort(want)
	return packed, want
}

// A whole pack gives all its objects. One that is cut off gives those before the cut,
// and no error.
func TestPack(t *testing.T) {
	for format, size := range map[string]int{"sha1": 20, "sha256": 32} {
		packed, want := sample(t, format)
		none := func(oid.ID) (objects.Type, []byte) { return 0, nil }
		read := func(data []byte) (whole []string, ends int) {
			err := Pack(bytes.NewReader(data), size, none, func(o Object) error {
				if o.Whole {
					whole = append(whole, o.Type.String()+" "+string(o.Data))
				}
				return nil
			})
			if err != nil {
				t.Errorf("%s, %d bytes of %d: %v", format, len(data), len(packed), err)
			}
			return whole, len(whole)
		}
		all, _ := read(packed)
		slices.Sort(all)
		if !slices.Equal(all, want) {
			t.Errorf("%s: %d objects, want %d", format, len(all), len(want))
		}
		last := 0
		for n := 0; n < len(packed); n += 7 {
			_, got := read(packed[:n])
			if got < last {
				t.Errorf("%s: %d bytes give %d objects, and fewer bytes gave %d", format, n, got, last)
			}
			last = got
		}
		if last < len(want)-1 {
			t.Errorf("%s: nearly all of the pack gives %d objects of %d", format, last, len(want))
		}
	}
}

// Of a delta whose base is nowhere, what it adds is there.
func TestDeltaWithoutBase(t *testing.T) {
	s := gittest.New(t)
	r, long := rand.New(rand.NewPCG(3, 4)), ""
	for range 200 {
		long += fmt.Sprintf("words that stay %x\n", r.Uint64())
	}
	s.Commit("a", long)
	base := s.Git("rev-parse", "HEAD")
	s.Commit("a", long+"NEW-WORDS\n")
	thin := s.Pipe([]byte("HEAD\n^"+base+"\n"), "pack-objects", "--thin", "--stdout", "--revs", "-q")
	found := false
	err := Pack(bytes.NewReader(thin), 20, func(oid.ID) (objects.Type, []byte) { return 0, nil }, func(o Object) error {
		if o.Delta && strings.Contains(string(o.Data), "NEW-WORDS") {
			found = true
		}
		return nil
	})
	if err != nil || !found {
		t.Errorf("found %v, %v", found, err)
	}
	err = Pack(bytes.NewReader(thin), 20, func(oid.ID) (objects.Type, []byte) { return objects.Blob, []byte(long) }, func(o Object) error {
		if o.Delta {
			t.Errorf("a delta has no base: %q", o.Data)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestLoose(t *testing.T) {
	s := gittest.New(t)
	s.Write("f", strings.Repeat("text of a loose object\n", 100))
	id := s.Git("hash-object", "-w", "f")
	data, err := os.ReadFile(filepath.Join(s.Dir, ".git/objects", id[:2], id[2:]))
	s.Must(err)
	if o, err := Loose(bytes.NewReader(data)); err != nil || !o.Whole || o.Type != objects.Blob || len(o.Data) != 2300 {
		t.Errorf("%v, %d bytes, %v", o.Type, len(o.Data), err)
	}
	if o, err := Loose(bytes.NewReader(data[:len(data)-8])); err != nil || o.Whole || !bytes.HasPrefix(o.Data, []byte("text of")) {
		t.Errorf("cut off: %q, %v", o.Data, err)
	}
	for _, bad := range []string{"text", "PACK", ""} {
		if o, err := Loose(strings.NewReader(bad)); bad != "" && !errors.Is(err, ErrForm) && len(o.Data) > 0 {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if !IsLoose(data) || IsLoose([]byte("text")) || !IsPack([]byte("PACK\x00\x00")) {
		t.Error("the beginning of a file says another thing")
	}
}

// Nothing makes a reader panic or go on without end.
func FuzzPack(f *testing.F) {
	f.Add([]byte("PACK\x00\x00\x00\x02\x00\x00\x00\x01\x35x\x9cKLJ\x06\x00\x02M\x01\x27"))
	f.Fuzz(func(t *testing.T, data []byte) {
		none := func(oid.ID) (objects.Type, []byte) { return 0, nil }
		_ = Pack(bytes.NewReader(data), 20, none, func(Object) error { return nil })
		_, _ = Loose(bytes.NewReader(data))
	})
}
