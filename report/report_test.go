package report

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/sluicesec/sluice/finding"
)

var update = flag.Bool("update", false, "write the golden files")

func write(t testing.TB, name string, r *finding.Report, o Options) string {
	t.Helper()
	w, err := Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := w(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for _, name := range Formats() {
		for of, r := range map[string]*finding.Report{"sample": sample(), "clean": clean()} {
			got := write(t, name, r, Options{})
			if name == "html" {
				got = withoutFiles(got)
			}
			golden(t, of+"."+name, got)
		}
	}
	golden(t, "all.text", write(t, "text", sample(), Options{All: true}))
	golden(t, "verbose.text", write(t, "text", sample(), Options{All: true, Verbose: true, ShowSecrets: true}))
	golden(t, "color.text", write(t, "text", sample(), Options{All: true, Color: true}))
	golden(t, "screen.text", write(t, "text", team(), Options{}))
	golden(t, "groups.text", write(t, "text", team(), Options{GroupBy: ByPath}))
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; if it should, run go test -update\ngot:\n%s", file, got)
	}
}

// TestLaws holds every format to what is promised of all.
func TestLaws(t *testing.T) {
	reports := []*finding.Report{sample(), clean()}
	for seed := range uint64(200) {
		reports = append(reports, random(seed))
	}
	for _, name := range Formats() {
		t.Run(name, func(t *testing.T) {
			for i, r := range reports {
				got := write(t, name, r, Options{All: true})
				if got != write(t, name, r, Options{All: true}) {
					t.Fatalf("report %d: two runs differ", i)
				}
				if !utf8.ValidString(got) || strings.ContainsFunc(got, func(c rune) bool { return c != '\n' && unprintable(c) }) {
					t.Fatalf("report %d: not all of it is printable: %q", i, got)
				}
				if !strings.HasSuffix(got, "\n") {
					t.Fatalf("report %d: no line end at the end", i)
				}
				for _, f := range r.Findings {
					if !strings.Contains(got, f.RuleID) || name != "gitleaks" && !strings.Contains(got, f.Fingerprint) {
						t.Fatalf("report %d: finding %s is lost:\n%s", i, f.Fingerprint, got)
					}
				}
			}
		})
	}
	for i, r := range reports[2:] {
		if !reflect.DeepEqual(r, random(uint64(i))) {
			t.Fatalf("writing changed report %d", i)
		}
	}
}

func TestColorOnlyAddsColor(t *testing.T) {
	colors := regexp.MustCompile("\x1b\\[[0-9;]*m")
	for seed := range uint64(100) {
		o := Options{All: seed%2 == 0, GroupBy: append(GroupBys(), "")[seed%5], Width: int(seed) % 90}
		plain := write(t, "text", random(seed), o)
		o.Color = true
		colored := write(t, "text", random(seed), o)
		if stripped := colors.ReplaceAllString(colored, ""); stripped != plain {
			t.Fatalf("seed %d: without its colours the text is\n%s\nand not\n%s", seed, stripped, plain)
		}
	}
}

// full is a writer with room for n bytes.
type full struct{ n int }

var errFull = errors.New("no space left")

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.n {
		return f.n, errFull
	}
	f.n -= len(p)
	return len(p), nil
}

func TestWriteErrorsSurface(t *testing.T) {
	for _, name := range Formats() {
		for _, r := range []*finding.Report{sample(), clean()} {
			w, err := Lookup(name)
			if err != nil {
				t.Fatal(err)
			}
			size := len(write(t, name, r, Options{}))
			for _, room := range []int{0, size / 2, size - 1} {
				if err := w(&full{room}, r, Options{}); !errors.Is(err, errFull) {
					t.Errorf("%s, room for %d of %d bytes: error is %v", name, room, size, err)
				}
			}
			if err := w(io.Writer(&full{size}), r, Options{}); err != nil {
				t.Errorf("%s, room for all: error is %v", name, err)
			}
		}
	}
}

func TestLookup(t *testing.T) {
	if !slices.IsSorted(Formats()) {
		t.Errorf("formats are not sorted: %v", Formats())
	}
	_, err := Lookup("xml")
	if err == nil {
		t.Fatal("an unknown format is no error")
	}
	for _, name := range Formats() {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("error %q does not name %s", err, name)
		}
	}
}
