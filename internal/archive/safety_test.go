package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

// zeros returns a gzip stream of n zeros.
func zeros(t testing.TB, n int64) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	must[int64](t)(io.CopyN(w, readerFunc(func(p []byte) (int, error) { clear(p); return len(p), nil }), n))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A bomb ends, and what is beside it is still read.
func TestBombs(t *testing.T) {
	bomb := zeros(t, 100<<20)
	data := zipOf(zip.Store)(t, []file{{"bomb.gz", string(bomb)}, {"a.txt", "content"}, {"noise", noise(2 << 20)}})
	limits := Defaults()
	limits.Ratio = 100
	all := walk(t, data, limits) // the zip itself does not expand too much
	wants(t, all, shown{path: "zip!a.txt", data: "content"})
	if !slices.Contains(misses(all), ExpandsTooMuch) {
		t.Errorf("the bomb is not said: %v", misses(all))
	}

	limits = Defaults()
	limits.Bytes = 10 << 20
	all = walk(t, zipOf(zip.Store)(t, []file{{"bomb.gz", string(bomb)}}), limits)
	if !slices.Contains(misses(all), TooManyBytes) {
		t.Errorf("too many bytes are not said: %v", misses(all))
	}
}

// A zip whose entries share their data is a bomb without a large ratio in any of them.
func TestOverlappingEntries(t *testing.T) {
	data := zipOf(zip.Store)(t, []file{{"a", noise(1 << 20)}})
	dir := bytes.Index(data, []byte(zipDir))
	end := bytes.Index(data, []byte(zipEnd))
	entry := data[dir:end]
	out := slices.Clone(data[:dir])
	for range 1000 {
		out = append(out, entry...)
	}
	size := len(out) - dir
	tail := slices.Clone(data[end:])
	binary.LittleEndian.PutUint16(tail[10:], 1000)
	binary.LittleEndian.PutUint32(tail[12:], uint32(size))
	all := walk(t, append(out, tail...), Defaults())
	if !slices.Contains(misses(all), ExpandsTooMuch) || len(all) > 10 {
		t.Errorf("%d members, missing: %v", len(all), misses(all))
	}
}

func TestEntries(t *testing.T) {
	var files []file
	for i := range 100 {
		files = append(files, file{fmt.Sprint(i), "x"})
	}
	limits := Defaults()
	limits.Entries = 50
	for _, a := range archivers {
		all := walk(t, a.make(t, files), limits)
		if !slices.Contains(misses(all), TooManyEntries) || len(all) > 55 {
			t.Errorf("%s %s: %d members, missing: %v", a.kind, a.name, len(all), misses(all))
		}
	}
}

// Containers are opened to the depth of the limits; an archive and its compression are one.
func TestDepth(t *testing.T) {
	data := []byte("content")
	for range 5 {
		data = tarOf(tar.FormatUSTAR)(t, []file{{"in.tar.gz", string(data)}})
		data = compressed(t, data, func(w io.Writer) (*gzip.Writer, error) { return gzip.NewWriter(w), nil })
	}
	all := walk(t, data, Defaults())
	if got := all[len(all)-1]; got.miss == nil || got.miss.Reason != TooDeep || strings.Count(got.path, "tar!") != 4 {
		t.Errorf("%+v", got)
	}
	limits := Defaults()
	limits.Depth = 5
	if got := walk(t, data, limits); got[len(got)-1].data != "content" {
		t.Errorf("%+v", got[len(got)-1])
	}
	for range 10 { // a stream in a stream counts
		data = compressed(t, data, func(w io.Writer) (*gzip.Writer, error) { return gzip.NewWriter(w), nil })
	}
	if !slices.Equal(misses(walk(t, data, Defaults())), []Reason{TooDeep}) {
		t.Error("gzip in gzip has no end")
	}
}

// A member that is too large to be held is a reader, and all members together hold no
// more memory than the limit.
func TestLargeMembersAreReaders(t *testing.T) {
	limits := Defaults()
	limits.Whole, limits.Memory = 1000, 1500
	large := strings.Repeat("0123456789", 100) // 1,000 bytes: no more than may be held
	for _, a := range archivers {
		all := level(t, a.make(t, []file{{"a", large}, {"b", large + "x"}}))
		if len(all) != 2 || all[1].data != large+"x" {
			t.Fatalf("%s %s: %+v", a.kind, a.name, all)
		}
		held := 0
		data := a.make(t, []file{{"a", large + large}, {"b", "small"}})
		budget := NewBudget(limits)
		err := Walk(context.Background(), a.kind, bytes.NewReader(data), budget, func(m *Member) error {
			held = max(held, budget.total.held)
			if m.Reader != nil {
				got, err := io.ReadAll(m.Reader)
				if err != nil || string(got) != large+large {
					t.Errorf("%s %s: %q has %d bytes: %v", a.kind, a.name, m.Path, len(got), err)
				}
			}
			return nil
		})
		if err != nil || held > 1500 || budget.total.held != 0 {
			t.Errorf("%s %s: %d bytes were held, and %d are: %v", a.kind, a.name, held, budget.total.held, err)
		}
	}
}

// A visitor that does not read a large member gets the next ones all the same.
func TestUnreadMembers(t *testing.T) {
	limits := Defaults()
	limits.Whole = 100
	for _, a := range archivers {
		var last string
		data := a.make(t, []file{{"a", noise(100 << 10)}, {"b", "content"}})
		err := Walk(context.Background(), a.kind, bytes.NewReader(data), NewBudget(limits), func(m *Member) error {
			if m.Miss != nil {
				t.Errorf("%s %s: %q: %v", a.kind, a.name, m.Path, m.Miss)
			}
			last = string(m.Data)
			return nil
		})
		if err != nil || last != "content" {
			t.Errorf("%s %s: %q, %v", a.kind, a.name, last, err)
		}
	}
}

// Walk returns the errors of the visitor and of the context, and no others.
func TestErrorsOfWalk(t *testing.T) {
	mine := errors.New("mine")
	for _, a := range archivers {
		data := a.make(t, []file{{"a", "one"}, {"b", "two"}})
		n := 0
		err := Walk(context.Background(), a.kind, bytes.NewReader(data), NewBudget(Defaults()), func(*Member) error { n++; return mine })
		if !errors.Is(err, mine) || n != 1 {
			t.Errorf("%s %s: %v after %d members", a.kind, a.name, err, n)
		}
		ctx, cancel := context.WithCancel(context.Background())
		n = 0
		err = Walk(ctx, a.kind, bytes.NewReader(data), NewBudget(Defaults()), func(*Member) error { n++; cancel(); return nil })
		if !errors.Is(err, context.Canceled) || n != 1 {
			t.Errorf("%s %s: canceled: %v after %d members", a.kind, a.name, err, n)
		}
	}
}

// A stream is walked like a file where the format allows it.
func TestWalkOfAReader(t *testing.T) {
	for _, a := range archivers {
		data := a.make(t, []file{{"a", "one"}})
		var got []string
		var reasons []Reason
		err := Walk(context.Background(), a.kind, struct{ io.Reader }{bytes.NewReader(data)}, NewBudget(Defaults()), func(m *Member) error {
			if m.Miss != nil {
				reasons = append(reasons, m.Miss.Reason)
			}
			got = append(got, string(m.Data))
			return nil
		})
		random := a.kind == Zip || a.kind == SevenZip
		if err != nil || random && !slices.Equal(reasons, []Reason{TooLarge}) || !random && (got[len(got)-1] != "one" || reasons != nil) {
			t.Errorf("%s %s: %v %v %v", a.kind, a.name, got, reasons, err)
		}
	}
}

// Offsets lead into the container, and to the content itself where it is Verbatim.
func TestOffsets(t *testing.T) {
	files := []file{{"a", "first content"}, {"b", "second"}}
	for _, a := range archivers {
		data := a.make(t, files)
		before := int64(-1)
		err := Walk(context.Background(), a.kind, bytes.NewReader(data), NewBudget(Defaults()), func(m *Member) error {
			if m.Offset < before || m.Offset > int64(len(data)) {
				t.Errorf("%s %s: %q is at %d, behind %d", a.kind, a.name, m.Path, m.Offset, before)
			}
			if before = m.Offset; m.Verbatim && !bytes.HasPrefix(data[m.Offset:], m.Data) {
				t.Errorf("%s %s: %q is not at %d", a.kind, a.name, m.Path, m.Offset)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// A stream that asks for a large dictionary is refused before the memory is taken.
func TestDictionaries(t *testing.T) {
	large := compressors[3].make(t, []byte(noise(10<<10)))
	if compressors[3].kind != Lzma {
		t.Fatal("not lzma")
	}
	binary.LittleEndian.PutUint32(large[1:], 1<<30)
	for i := 5; i < 13; i++ {
		large[i] = 0xff // no size, so that the dictionary is taken at its word
	}
	all := walk(t, large, Defaults())
	if !slices.Equal(misses(all), []Reason{TooLarge}) {
		t.Errorf("%+v", all)
	}
}
