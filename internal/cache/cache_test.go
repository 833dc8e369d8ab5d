package cache

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func openDir(t *testing.T, path string) *Dir {
	t.Helper()
	d, err := Open(path, "program 1", 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// parse is what Load does with the content of a file.
func parse(data, secret, key []byte) (map[string][]byte, error) {
	data, err := verified(data, secret)
	if err != nil {
		return nil, err
	}
	return split(data, key)
}

func equal(a, b map[string][]byte) bool { return maps.EqualFunc(a, b, bytes.Equal) }

var some = map[string][]byte{"a": []byte("one"), "b": {}, "c": bytes.Repeat([]byte("x"), 5000)}

func TestSavedIsLoaded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cache")
	openDir(t, path).Entry("repo").Save([32]byte{1}, some)
	d := openDir(t, path)
	e := d.Entry("repo")
	if got := e.Load([32]byte{1}); !equal(got, some) || e.Err() != nil {
		t.Fatalf("%v, %v", got, e.Err())
	}
	begun := d.Entry("repo")
	begun.Begin()
	for range 2 {
		if got := begun.Load([32]byte{1}); !equal(got, some) || begun.Err() != nil {
			t.Fatalf("after Begin: %v, %v", got, begun.Err())
		}
	}
	other, err := Open(path, "program 2", 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]map[string][]byte{
		"another key": e.Load([32]byte{2}), "another repository": d.Entry("other").Load([32]byte{1}), "another program": other.Entry("repo").Load([32]byte{1}),
	} {
		if got != nil {
			t.Errorf("%s: %v", name, got)
		}
	}
	if e.Err() != nil {
		t.Errorf("a cache for other rules is nothing wrong: %v", e.Err())
	}
}

// TestKeyIsCut: a key that is cut short is made anew. What was written with the old one counts
// for nothing.
func TestKeyIsCut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cache")
	openDir(t, path).Entry("repo").Save([32]byte{1}, some)
	if err := os.Truncate(filepath.Join(path, keyFile), 3); err != nil {
		t.Fatal(err)
	}
	d := openDir(t, path)
	if got := d.Entry("repo").Load([32]byte{1}); got != nil {
		t.Errorf("loaded %v", got)
	}
	d.Entry("repo").Save([32]byte{1}, some)
	if got := openDir(t, path).Entry("repo").Load([32]byte{1}); !equal(got, some) {
		t.Errorf("got %v", got)
	}
}

// TestDamage: a file that is not as it was written is as good as none, whichever of its bits
// is another, and however short it is.
func TestDamage(t *testing.T) {
	d := openDir(t, filepath.Join(t.TempDir(), "cache"))
	small := map[string][]byte{"a": []byte("one"), "b": []byte("two")}
	d.Entry("repo").Save([32]byte{}, small)
	e := d.Entry("repo")
	whole, err := os.ReadFile(e.path)
	if err != nil {
		t.Fatal(err)
	}
	try := func(name string, data []byte) {
		if err := os.WriteFile(e.path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		e := d.Entry("repo")
		if got := e.Load([32]byte{}); got != nil {
			t.Errorf("%s: %v was loaded", name, got)
		}
		if e.Err() == nil {
			t.Errorf("%s: nobody is told", name)
		}
	}
	for bit := range 8 * len(whole) {
		data := bytes.Clone(whole)
		data[bit/8] ^= 1 << (bit % 8)
		try(fmt.Sprintf("bit %d", bit), data)
	}
	for n := range len(whole) {
		try(fmt.Sprintf("%d bytes", n), whole[:n])
	}
	try("longer", append(bytes.Clone(whole), 0))
}

// TestBrought: files that were made with another key, and folders and files that others can
// write to, are not used.
func TestBrought(t *testing.T) {
	home := t.TempDir()
	theirs := openDir(t, filepath.Join(home, "theirs")).Entry("repo")
	theirs.Save([32]byte{}, some)
	d := openDir(t, filepath.Join(home, "ours"))
	e := d.Entry("repo")
	data, err := os.ReadFile(theirs.path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(e.path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := e.Load([32]byte{}); got != nil || e.Err() == nil {
		t.Errorf("a file with another key: %v, %v", got, e.Err())
	}
	e.Save([32]byte{}, some)
	if runtime.GOOS == "windows" {
		t.Skip("lists of rights say there who can write, and links need a right")
	}
	for path, mode := range map[string]os.FileMode{e.path: 0o622, d.path: 0o777} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	if e = d.Entry("repo"); e.Load([32]byte{}) != nil || e.Err() == nil {
		t.Error("a file that others can write to was used")
	}
	if _, err := Open(d.path, "", 1); err == nil || !strings.Contains(err.Error(), "others can write") {
		t.Errorf("a folder that others can write to: %v", err)
	}
	linked := filepath.Join(home, "linked")
	if err := os.Symlink(theirs.dir.path, linked); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(linked, "", 1); err == nil || !strings.Contains(err.Error(), "is a link") {
		t.Errorf("a link to a folder: %v", err)
	}
}

// TestAtOnce: whoever loads while others save gets what one of them has saved.
func TestAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cache")
	var group sync.WaitGroup
	for n := range 8 {
		group.Go(func() {
			d, err := Open(path, "program", 1<<20)
			if err != nil {
				t.Error(err)
				return
			}
			for range 20 {
				d.Entry("repo").Save([32]byte{}, map[string][]byte{"n": bytes.Repeat([]byte{byte(n)}, 10000)})
				e := d.Entry("repo")
				got := e.Load([32]byte{})["n"]
				if len(got) != 10000 || bytes.Count(got, got[:1]) != 10000 || e.Err() != nil {
					t.Errorf("loaded %d bytes, %v", len(got), e.Err())
				}
			}
		})
	}
	group.Wait()
	files, err := os.ReadDir(path)
	if err != nil || len(files) != 2 {
		t.Errorf("%v, %v", files, err)
	}
}

// TestBounded: the files that were not used for the longest time go first, and so does what
// a killed process has left.
func TestBounded(t *testing.T) {
	d := openDir(t, filepath.Join(t.TempDir(), "cache"))
	d.limit = 10000
	old := func(path string, age time.Duration) {
		if err := os.Chtimes(path, time.Now().Add(-age), time.Now().Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	left := filepath.Join(d.path, "1"+partial)
	if err := os.WriteFile(left, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	old(left, 2*abandoned)
	for i := range 5 {
		e := d.Entry(fmt.Sprint(i))
		e.Save([32]byte{}, map[string][]byte{"a": make([]byte, 3000)})
		old(e.path, time.Duration(10-i)*time.Hour)
	}
	var kept []int
	for i := range 5 {
		if d.Entry(fmt.Sprint(i)).Load([32]byte{}) != nil {
			kept = append(kept, i)
		}
	}
	if !slices.Equal(kept, []int{2, 3, 4}) {
		t.Errorf("kept are %v", kept)
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("what a killed process has left is still there")
	}
	e := d.Entry("large")
	if e.Save([32]byte{}, map[string][]byte{"a": make([]byte, 20000)}); e.Err() == nil || e.Load([32]byte{}) != nil {
		t.Error("more than the limit was saved")
	}
}

func TestNoHome(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(filepath.Join(file, "cache"), "", 1); err == nil {
		t.Error("a folder in a file was opened")
	}
}

// FuzzParse: whatever a file holds, even one that was written with the right key, it is
// parsed or refused.
func FuzzParse(f *testing.F) {
	secret, key := []byte("secret"), make([]byte, 32)
	f.Add(bytes.Join(compose(secret, key, some), nil))
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		if sections, err := parse(data, secret, key); err == nil && sections != nil {
			again, err := parse(bytes.Join(compose(secret, key, sections), nil), secret, key)
			if err != nil || !equal(again, sections) {
				t.Fatalf("%v, %v", again, err)
			}
		}
		if n := len(data); n > 32 { // the same with the right code
			signed := append(bytes.Clone(data[:n-32]), sign(secret, data[:n-32])...)
			_, _ = parse(signed, secret, key)
		}
	})
}

// FuzzReader: a reader returns what is there or zeros, and takes no more memory than the
// section has.
func FuzzReader(f *testing.F) {
	var w Writer
	w.Uint(7)
	w.Int(-7)
	w.String("text")
	w.Words([]uint32{1, 2, 3})
	f.Add(w.Data())
	f.Fuzz(func(t *testing.T, data []byte) {
		r := NewReader(data)
		r.Uint()
		r.Int()
		if n := len(r.String()); n > len(data) {
			t.Fatal(n)
		}
		if n := len(r.Words()); 4*n > len(data) {
			t.Fatal(n)
		}
		if r.Done() && r.Bad() {
			t.Fatal("done with what was not there")
		}
	})
}
