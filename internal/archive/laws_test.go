package archive

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// randomFiles makes files whose names and contents are of all kinds.
func randomFiles(r *rand.Rand) (files []file) {
	names := []string{"a", "dir/.env", "../../etc/passwd", "/absolute", "C:\\x", "ü.txt", "a", strings.Repeat("long/", 15) + "name", "with space", "quote\"'", "new\tline"}
	for range 1 + r.IntN(12) {
		f := file{name: names[r.IntN(len(names))]}
		switch r.IntN(4) {
		case 0: // empty
		case 1:
			f.data = fmt.Sprintf("line %d\n", r.IntN(100))
		case 2:
			f.data = strings.Repeat(fmt.Sprintf("line %d of many\n", r.IntN(100)), r.IntN(2000))
		case 3:
			b := make([]byte, r.IntN(20<<10))
			for i := range b {
				b[i] = byte(r.Uint32())
			}
			f.data = string(b)
		}
		files = append(files, f)
	}
	return files
}

// What was written is read back, in the same order, and nothing else.
func TestMembersAreWhatWasWritten(t *testing.T) {
	for _, a := range archivers {
		t.Run(string(a.kind)+" "+a.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			for range 10 {
				files := randomFiles(r)
				if a.name == "ustar" { // its names are ASCII
					files = slices.DeleteFunc(files, func(f file) bool { return f.name == "ü.txt" })
				}
				if len(files) == 0 {
					continue
				}
				data := a.make(t, files)
				if got := Detect(data, data); got != a.kind {
					t.Fatalf("detected as %q", got)
				}
				sameFiles(t, string(a.kind)+"!", level(t, data), files)
			}
		})
	}
}

// level opens data, and nothing in it. It leaves out what is a part of the format.
func level(t *testing.T, data []byte) (all []shown) {
	limits := Defaults()
	limits.Depth = 1
	for _, s := range walk(t, data, limits) {
		inner := strings.Count(s.path, "!") > 1
		if !inner && s.path != "ar!//" && (s.miss == nil || s.miss.Reason != TooDeep) && !strings.HasSuffix(s.path, " (pax records)") {
			all = append(all, s)
		}
	}
	return all
}

func sameFiles(t *testing.T, prefix string, all []shown, files []file) {
	t.Helper()
	for i, s := range all {
		if s.miss != nil || s.hidden {
			t.Fatalf("%q: hidden %v, missing: %v", s.path, s.hidden, s.miss)
		}
		if i >= len(files) || s.path != prefix+files[i].name || s.data != files[i].data {
			t.Fatalf("member %d is %q with %d bytes, want %+.50q", i, s.path, len(s.data), files[min(i, len(files)-1)])
		}
	}
	if len(all) != len(files) {
		t.Fatalf("%d members of %d", len(all), len(files))
	}
}

func TestStreamsAreWhatWasWritten(t *testing.T) {
	for _, c := range compressors {
		t.Run(string(c.kind), func(t *testing.T) {
			r := rand.New(rand.NewPCG(3, 4))
			for range 10 {
				for _, f := range randomFiles(r) {
					data := c.make(t, []byte(f.data))
					got := Detect(data, data)
					if len(data) == 0 {
						continue // snappy's writer makes nothing of nothing
					}
					if f.data == "" && (c.kind == Zlib || c.kind == Lzma) && got == "" {
						continue // what is recognised by trial must give something
					}
					if got != c.kind {
						t.Fatalf("detected as %q: %.20x", got, data)
					}
					sameFiles(t, string(c.kind)+"!", level(t, data), []file{{data: f.data}})
				}
			}
		})
	}
	if all := level(t, bzip2Hello()); len(all) != 1 || all[0].data != "hello, bzip2\n" {
		t.Errorf("bzip2: %+v", all)
	}
}

// Streams behind each other are one.
func TestConcatenated(t *testing.T) {
	for _, c := range compressors {
		if c.kind == Zlib || c.kind == Lzma {
			continue // these formats know no such thing
		}
		data := append(c.make(t, []byte("first\n")), c.make(t, []byte("second\n"))...)
		if all := level(t, data); len(all) != 1 || all[0].data != "first\nsecond\n" || all[0].miss != nil {
			t.Errorf("%s: %+v", c.kind, all)
		}
	}
	if all := level(t, append(bzip2Hello(), bzip2Hello()...)); len(all) != 1 || all[0].data != "hello, bzip2\nhello, bzip2\n" {
		t.Errorf("bzip2: %+v", all)
	}
}

// A container that was cut shows the loss, wherever it was cut.
func TestCutIsSeen(t *testing.T) {
	files := []file{{"a.txt", strings.Repeat("some text\n", 200)}, {".env", "hello, secret\n"}, {"b", noise(3000)}}
	for _, a := range archivers {
		t.Run(string(a.kind)+" "+a.name, func(t *testing.T) {
			cuts(t, a.make(t, files), a.kind, a.ends, files)
		})
	}
	for _, c := range compressors {
		t.Run(string(c.kind), func(t *testing.T) {
			text := files[0].data + files[2].data
			cuts(t, c.make(t, []byte(text)), c.kind, c.ends, []file{{"", text}})
		})
	}
	t.Run("bzip2", func(t *testing.T) { cuts(t, bzip2Hello(), Bzip2, true, []file{{"", "hello, bzip2\n"}}) })
}

func cuts(t *testing.T, data []byte, kind Kind, ends bool, files []file) {
	silent := 0
	for n := range len(data) {
		part := data[:n]
		if n%13 != 0 && n > 200 && len(data)-n > 200 || testing.Short() && n%7 != 0 || Detect(part, part) != kind {
			continue
		}
		all := level(t, part)
		if len(misses(all)) > 0 {
			continue
		}
		complete := true
		for _, f := range files {
			complete = complete && hasData(all, string(kind)+"!"+f.name, f.data)
		}
		if !complete {
			if silent++; ends {
				t.Fatalf("cut to %d of %d bytes nothing is missing: %.300q", n, len(data), fmt.Sprint(all))
			}
		}
	}
	if silent > 3*len(files) {
		t.Errorf("%d cuts are not seen", silent)
	}
}

// Where there are checksums, no changed byte changes a content in silence.
func TestDamageIsSeen(t *testing.T) {
	files := []file{{"a.txt", strings.Repeat("some text\n", 100)}, {"b", noise(500)}}
	flips := func(t *testing.T, data []byte, kind Kind, contents map[string]bool) {
		for i := range data {
			if testing.Short() && i%17 != 0 {
				continue
			}
			for _, bit := range []byte{1, 0x10, 0x80} {
				data[i] ^= bit
				if Detect(data, data) == kind {
					all := level(t, data)
					for _, s := range all {
						if s.miss == nil && !s.hidden && s.link == "" && !contents[s.data] && len(misses(all)) == 0 {
							t.Errorf("byte %d changed by %#x: %q is %d bytes %.50q", i, bit, s.path, len(s.data), s.data)
						}
					}
				}
				data[i] ^= bit
			}
		}
	}
	for _, a := range archivers {
		if a.sums {
			t.Run(string(a.kind)+" "+a.name, func(t *testing.T) {
				flips(t, a.make(t, files), a.kind, map[string]bool{files[0].data: true, files[1].data: true})
			})
		}
	}
	for _, c := range compressors {
		if c.sums {
			t.Run(string(c.kind), func(t *testing.T) {
				flips(t, c.make(t, []byte(files[0].data)), c.kind, map[string]bool{files[0].data: true})
			})
		}
	}
}

func noise(n int) string {
	r := rand.New(rand.NewPCG(5, 6))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return string(b)
}
