package baseline

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"
)

func fp(c string) string { return strings.Repeat(c, fingerprintLen) }

// hostile are texts that could break a line, or pass for a part of one.
var hostile = []string{
	"", "a", "a b", "\n", "a\nkey 0", "a\r", "\ufeff", "# x", `"`, `"a"`, `a"b`, `\`, `a\nb`, "until=2026-01-01", "é", "\xff", "\u202eevil", "\x1b[31m",
	" a", "a ", "\u2028", "�", "\x00", "a; b", "b; a", "key", "version 2",
}

func anyFile(r *rand.Rand) *File {
	f := &File{}
	if r.IntN(2) == 0 {
		f.Key = NewKey("x")
	}
	pick := func() string { return hostile[r.IntN(len(hostile))] }
	for range r.IntN(6) {
		e := Entry{Rule: pick(), Path: pick(), Note: pick(), State: States()[r.IntN(4)]}
		e.Fingerprint = fp(string("0123456789abcdef"[r.IntN(16)]))
		if e.State == Accepted || r.IntN(2) == 0 {
			e.Until = "2026-12-3" + string("01"[r.IntN(2)])
		}
		if err := f.Set(e); err != nil {
			panic(err)
		}
	}
	return f
}

// What is written is read back as it was, one line for each entry, in order.
func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		want := anyFile(r)
		text := want.Format()
		got, err := Parse("x", text)
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%s was read as\n%+v, not\n%+v", text, got, want)
		}
		lines := 3 + len(want.Entries)
		if want.Key != nil {
			lines++
		}
		if n := bytes.Count(text, []byte("\n")); n != lines {
			t.Fatalf("%d lines, want %d:\n%s", n, lines, text)
		}
	}
}

// It does not matter in which order lines come, or whether they are there twice.
func TestOrderOfLines(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		a, b := anyFile(r), anyFile(r)
		b.Key = nil
		one, err := Parse("x", slices.Concat(a.Format(), b.Format(), a.Format()))
		if err != nil {
			t.Fatal(err)
		}
		other, err := Parse("x", slices.Concat(b.Format(), a.Format(), b.Format()))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(one, other) {
			t.Fatalf("%s\nand\n%s", one.Format(), other.Format())
		}
	}
}

// Two lines about one finding cover what both cover, and nothing else.
func TestJoin(t *testing.T) {
	var all []Entry
	for _, s := range States() {
		for _, until := range []string{"", "2026-01-01", "2026-02-01"} {
			all = append(all, Entry{Fingerprint: fp("a"), State: s, Until: until})
		}
	}
	for _, a := range all {
		for _, b := range all {
			joined := Join(a, b)
			for _, day := range []string{"2026-01-01", "2026-01-15", "2026-03-01"} {
				for _, deployed := range []bool{false, true} {
					if got, want := joined.Covers(day, deployed), a.Covers(day, deployed) && b.Covers(day, deployed); got != want {
						t.Errorf("%v and %v on %s, deployed %t: %t", a, b, day, deployed, got)
					}
				}
			}
		}
	}
}

func TestCovers(t *testing.T) {
	for _, c := range []struct {
		entry    Entry
		deployed bool
		want     bool
	}{
		{Entry{State: Known}, true, true},
		{Entry{State: Known, Until: "2026-05-05"}, true, true},
		{Entry{State: Known, Until: "2026-05-04"}, true, false},
		{Entry{State: False}, true, true},
		{Entry{State: Test}, true, false},
		{Entry{State: Test}, false, true},
		{Entry{State: Accepted, Until: "2026-05-05"}, true, true},
		{Entry{State: Accepted, Until: "2025-12-31"}, true, false},
	} {
		if got := c.entry.Covers("2026-05-05", c.deployed); got != c.want {
			t.Errorf("%v, deployed %t: %t", c.entry, c.deployed, got)
		}
	}
}

// What people write by hand, and what git and editors do to a file, is read.
func TestParse(t *testing.T) {
	text := "\ufeff" + Header + "\r\n# own words\r\n\r\nkey " + strings.Repeat("ab", KeyLen) + "\r\n" +
		fp("b") + "   r  known  a/b  \r\n" + fp("a") + ` "r 1" accepted "a \"b\"" until=2026-01-02   #  why   ` + "\r\n"
	f, err := Parse("x", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	want := &File{
		Key: bytes.Repeat([]byte{0xab}, KeyLen), Comments: []string{"# own words"},
		Entries: []Entry{
			{Fingerprint: fp("a"), Rule: "r 1", State: Accepted, Path: `a "b"`, Until: "2026-01-02", Note: "why"},
			{Fingerprint: fp("b"), Rule: "r", State: Known, Path: "a/b"},
		},
	}
	if !reflect.DeepEqual(f, want) {
		t.Errorf("%+v, want %+v", f, want)
	}
}

// An error has the number of the line and says what to do.
func TestParseErrors(t *testing.T) {
	for line, want := range map[string]string{
		"version 2": "update sluice",
		"version x": "write version 1",
		"key 00":    "64 digits",
		"key " + strings.Repeat("AB", KeyLen) + "x":  "64 digits",
		"key " + strings.Repeat("cd", KeyLen):        "keep one of the two",
		"<<<<<<< HEAD":                               "keep the lines of both sides",
		"=======":                                    "keep the lines of both sides",
		"what":                                       "begins with a fingerprint",
		strings.ToUpper(fp("a")) + " r known p":      "begins with a fingerprint",
		fp("a"):                                      "(as the rule)",
		fp("a") + " r":                               "(as the state)",
		fp("a") + " r known":                         "(as the path)",
		fp("a") + " r known # note":                  "(as the path)",
		fp("a") + ` r known "p`:                      "quotes do not match",
		fp("a") + ` r known "p"x`:                    "quotes do not match",
		fp("a") + ` r known p # "x`:                  "quotes of the note",
		fp("a") + " r fixed p":                       "known, false, test or accepted, or update sluice",
		fp("a") + " r accepted p":                    "needs a last day",
		fp("a") + " r accepted p until=":             "has no date",
		fp("a") + " r accepted p until=2026-02-30":   "is no date",
		fp("a") + " r known p more=1":                "update sluice",
		fp("a") + " r known p until=2026-01-01 more": "update sluice",
	} {
		_, err := Parse("file", []byte("key "+strings.Repeat("ab", KeyLen)+"\n"+line+"\n"))
		if err == nil || !strings.HasPrefix(err.Error(), "file, line 2: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", line, err)
		}
	}
}

func TestSet(t *testing.T) {
	f := &File{}
	for _, c := range []string{"c", "a", "b", "a"} {
		if err := f.Set(Entry{Fingerprint: fp(c), State: Known}); err != nil {
			t.Fatal(err)
		}
	}
	if len(f.Entries) != 3 || !f.Remove(fp("b")) || f.Remove(fp("b")) {
		t.Errorf("%v", f.Entries)
	}
	if _, ok := f.Get(fp("b")); ok {
		t.Error("it is still there")
	}
	if e, ok := f.Get(fp("c")); !ok || e.Fingerprint != fp("c") {
		t.Error("it is not there")
	}
	if f.Set(Entry{Fingerprint: "a", State: Known}) == nil {
		t.Error("a wrong fingerprint was accepted")
	}
}

func TestNewKey(t *testing.T) {
	if !bytes.Equal(NewKey("a"), NewKey("a")) || bytes.Equal(NewKey("a"), NewKey("b")) || bytes.Equal(NewKey(""), NewKey("")) || len(NewKey("")) != KeyLen {
		t.Error("the key of a tree must depend on the tree alone, and a key without a tree on nothing")
	}
}

func TestDisk(t *testing.T) {
	dir := t.TempDir()
	if path, err := Find(dir); path != "" || err != nil {
		t.Fatal(path, err)
	}
	want := anyFile(rand.New(rand.NewPCG(3, 4)))
	if err := want.Write(filepath.Join(dir, Name)); err != nil {
		t.Fatal(err)
	}
	path, err := Find(dir)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Load(path)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	if path, err := Find(path); path != "" || err != nil {
		t.Error("a file has no baseline beside it:", path, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o644 && runtime.GOOS != "windows" {
		t.Error(info.Mode(), err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Error(files, err)
	}
	fsys := fstest.MapFS{Name: &fstest.MapFile{Data: want.Format()}}
	if name, err := FindFS(fsys); name != Name || err != nil {
		t.Error(name, err)
	}
	if name, err := FindFS(fstest.MapFS{}); name != "" || err != nil {
		t.Error(name, err)
	}
	if got, err := LoadFS(fsys, Name); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
}

// Whatever is read can be written and read again, and is then the same.
func FuzzParse(f *testing.F) {
	f.Add([]byte(""))
	f.Add([]byte("version 1\nkey " + strings.Repeat("ab", KeyLen) + "\n# x\n" + fp("a") + " r known p until=2026-01-02 # why\n"))
	f.Add([]byte(fp("a") + ` "r 1" accepted "a \"b\"" until=2026-01-02 # "\n"`))
	f.Add([]byte(fp("a") + " r known p\n" + fp("a") + " s false q # x\n"))
	f.Add([]byte("<<<<<<< x\n=======\n>>>>>>> y\n"))
	for _, s := range hostile {
		f.Add([]byte(Entry{Fingerprint: fp("0"), Rule: s, State: Known, Path: s, Note: s}.String()))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := Parse("x", text)
		if err != nil {
			return
		}
		again, err := Parse("x", file.Format())
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(file, again) {
			t.Errorf("%q was read as\n%+v, and then as\n%+v", text, file, again)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	f := &File{Key: NewKey("x")}
	r := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		print := make([]byte, fingerprintLen)
		for i := range print {
			print[i] = "0123456789abcdef"[r.IntN(16)]
		}
		if err := f.Set(Entry{Fingerprint: string(print), Rule: "generic-password", State: Known, Path: "services/billing/config/production.yml"}); err != nil {
			b.Fatal(err)
		}
	}
	text := f.Format()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := Parse("x", text); err != nil {
			b.Fatal(err)
		}
	}
}

// What editors and shells of Windows make of the file: CRLF and a byte order mark mean
// nothing, and of UTF-16 the error says what to do.
func TestWindowsText(t *testing.T) {
	want := file(t, Entry{Fingerprint: fp("0"), Rule: "r", State: Known, Path: "a/b"})
	text := string(want.Format())
	windows := "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n")
	got, err := Parse("x", []byte(windows))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	if string(got.Format()) != text {
		t.Errorf("%q", got.Format())
	}
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		var wide []byte
		for _, c := range utf16.Encode([]rune(windows)) {
			wide = order.AppendUint16(wide, c)
		}
		if _, err := Parse("x", wide); err == nil || !strings.Contains(err.Error(), "UTF-16") {
			t.Errorf("%v", err)
		}
	}
}
