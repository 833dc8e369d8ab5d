package scan_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/archive"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source/folder"
	"github.com/sluicesec/sluice/source/history"
	"github.com/sluicesec/sluice/source/stdin"
)

// In a history with versions of an archive, which git packs as deltas, the result depends
// neither on the deltas nor on the number of goroutines, and each version's own
// secrets are found.
func TestVersionsOfArchives(t *testing.T) {
	box := gittest.New(t)
	filler := file{"filler.txt", strings.Repeat("some text that is the same in each version\n", 400)}
	for i := range 6 {
		files := []file{filler, {"in/.env", fmt.Sprintf("VERSION=%d\nTOKEN=%s\n", i, token(t, 0))}}
		if i >= 2 {
			files = append(files, file{"more.txt", "key: " + token(t, 5*uint64(i)) + "\n"})
		}
		if i == 5 { // the first secret is gone
			files = []file{filler, files[2]}
		}
		box.Commit("a.tar", string(tarOf(t, files...)))
	}
	box.Git("gc", "-q")
	want := ""
	for _, jobs := range []int{1, 5} {
		for _, noDelta := range []bool{false, true} {
			r := scanHistory(t, box.Dir, jobs, history.Options{NoDelta: noDelta})
			if len(r.Findings) != 5 || !r.Complete {
				t.Fatalf("%d jobs, no delta %v: %s", jobs, noDelta, places(r))
			}
			for _, f := range r.Findings {
				for _, l := range f.Locations {
					if !l.InMember() {
						t.Errorf("found in the bytes of the tar: %+v", l)
					}
				}
			}
			got := encode(t, r)
			if want == "" {
				want = got
			}
			if got != want {
				t.Errorf("%d jobs, no delta %v: the report differs", jobs, noDelta)
			}
		}
	}
}

// A container that is too large to be held is opened from its file, or from a temporary
// file. Without one it is opened where it can be read in order; of another one the report
// says that it was not opened.
func TestLargeContainers(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 65 MiB")
	}
	env := file{"in/.env", "TOKEN=" + token(t, 0) + "\n"}
	large := file{"large.txt", strings.Repeat("0123456789abcde\n", 65<<16) + "TOKEN=" + token(t, 5) + "\n"}
	for kind, data := range map[string][]byte{"tar": tarOf(t, env, large), "stored zip": storedZip(t, env, large)} {
		path := filepath.Join(t.TempDir(), "large")
		noError(t, os.WriteFile(path, data, 0o600))
		r := run(t, &folder.Folders{Paths: []string{path}}, scan.Options{ShowSecrets: true})
		if len(r.Findings) != 2 || !r.Complete {
			t.Errorf("%s in a folder: %s", kind, places(r))
		}
		r = run(t, &stdin.Input{Reader: bytes.NewReader(data)}, scan.Options{ShowSecrets: true})
		if !r.Complete || len(r.Findings) != 2 {
			t.Errorf("%s as a stream: %s", kind, places(r))
		}
		t.Setenv("TMPDIR", filepath.Join(path, "absent"))
		r = run(t, &stdin.Input{Reader: bytes.NewReader(data)}, scan.Options{ShowSecrets: true})
		if r.Complete != (kind == "tar") || len(r.Findings) != 2 {
			t.Errorf("%s without temporary files: %s", kind, places(r))
		}
		t.Setenv("TMPDIR", "")
	}
}

// Bombs, archives in themselves and deep ones end in a line of the ledger, and what
// comes before the limit is found.
func TestBombs(t *testing.T) {
	env := file{"in/.env", "TOKEN=" + token(t, 0) + "\n"}
	zeros := gzipOf(t, gzipOf(t, make([]byte, 256<<20)))
	deep := []byte(env.text)
	for range 9 {
		deep = zipOf(t, file{"a.zip", string(deep)})
	}
	limits := archive.Defaults()
	limits.Entries = 10
	for name, test := range map[string]struct {
		data   []byte
		limits archive.Limits
		reason archive.Reason
	}{
		"ratio":   {tarOf(t, env, file{"zeros.gz.gz", string(zeros)}), archive.Limits{}, archive.ExpandsTooMuch},
		"depth":   {tarOf(t, env, file{"deep.zip", string(deep)}), archive.Limits{}, archive.TooDeep},
		"entries": {tarOf(t, append([]file{env}, make([]file, 20)...)...), limits, archive.TooManyEntries},
	} {
		r := run(t, &stdin.Input{Reader: bytes.NewReader(test.data)}, scan.Options{Archives: scan.Archives{Limits: test.limits}})
		if r.Complete || len(r.Findings) != 1 || !strings.Contains(places(r), string(test.reason)) {
			t.Errorf("%s: %s", name, places(r))
		}
		r = run(t, &stdin.Input{Reader: bytes.NewReader(test.data)}, scan.Options{Archives: scan.Archives{Limits: test.limits, OK: true}})
		if !r.Complete {
			t.Errorf("%s, accepted: %s", name, places(r))
		}
	}
}

// The names in an archive are scanned for tokens, and so is where links lead.
func TestNamesInArchives(t *testing.T) {
	data := tarOf(t, file{token(t, 0) + "/a.txt", "hello\n"}, file{token(t, 0) + "/b.txt", "hello\n"})
	r := run(t, &stdin.Input{Reader: bytes.NewReader(data)}, scan.Options{ShowSecrets: true})
	if len(r.Findings) != 1 || len(r.Findings[0].Locations) != 1 || r.Findings[0].Locations[0].Kind != "path" {
		t.Errorf("%s", encode(t, r))
	}
	r = run(t, &stdin.Input{Reader: bytes.NewReader(data)}, scan.Options{})
	if strings.Contains(encode(t, r), token(t, 0)) {
		t.Errorf("a report shows the secret in a name")
	}
}
