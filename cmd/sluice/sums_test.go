package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gittest"
)

// everything makes a repository with content of all kinds.
func everything(t *testing.T) gittest.Sandbox {
	module := gittest.New(t)
	module.Commit("file", "1\n")
	s := gittest.New(t)
	s.Write("empty", "")
	s.Write("text", "one\ntwo\n")
	s.Write("same as text", "one\ntwo\n")
	s.Write("wide", "\xff\xfeo\x00n\x00e\x00")
	s.Write("binary", "\x7fELF\x02\x01\x01\x00"+strings.Repeat("\x00\x01\x02\x90", 5000))
	s.Write("large", strings.Repeat("a line of a large file, which is not held in memory\n", 700_000))
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	for _, name := range []string{"a.txt", "folder/b.txt"} {
		member, err := w.Create(name)
		s.Must(err)
		_, err = member.Write([]byte(strings.Repeat("in the archive\n", 100)))
		s.Must(err)
	}
	s.Must(w.Close())
	s.Write("folder/archive.zip", archive.String())
	s.Must(os.Symlink("text", filepath.Join(s.Dir, "link")))
	s.Must(os.Symlink("nowhere", filepath.Join(s.Dir, "dangling")))
	s.Git("-c", "protocol.file.allow=always", "submodule", "add", "-q", module.Dir, "module")
	s.Git("add", "-A")
	s.Git("commit", "-q", "-m", "first")
	s.Git("tag", "-a", "-m", "a tag\n\n-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----\n", "v1")
	for i := range 5 {
		s.Write("text", strings.Repeat("line "+strconv.Itoa(i)+"\n", 100*i))
		s.Git("commit", "-q", "-am", "edit")
	}
	s.Git("notes", "add", "-m", "a note")
	s.Git("repack", "-adfq")
	s.Pipe([]byte("unreachable\n"), "hash-object", "-w", "--stdin")
	s.Write("staged", "staged\n")
	s.Write("text", "staged, too\n")
	s.Git("add", "-A")
	return s
}

// total is how much a report says was scanned or left out: contents, and their bytes.
type total struct {
	contents int
	bytes    int64
}

// reported runs a scan and returns its ledger.
func reported(t *testing.T, r runner, args ...string) finding.Ledger {
	t.Helper()
	var report finding.Report
	if err := json.Unmarshal([]byte(r.run("", append(args, "-q", "-f", "json")...)), &report); err != nil {
		t.Fatal(err)
	}
	if !report.Complete {
		t.Errorf("%q: incomplete: %q, %v", args, report.Ledger.Errors, report.Ledger.Skipped)
	}
	return report.Ledger
}

// skippedBytes returns the bytes of what was left out for a reason.
func skippedBytes(l finding.Ledger, reason string) (bytes int64) {
	for _, s := range l.Skipped {
		if s.Reason == reason {
			bytes += s.Bytes
		}
	}
	return bytes
}

// What the ledger says was scanned and left out is, together, what git and the file
// system say there is.
func TestLedgerAddsUp(t *testing.T) {
	t.Parallel()
	s := everything(t)
	r := newRunner(t, s.Dir, func(*testing.T, string, string) {})

	var want total
	for line := range strings.Lines(s.Git("cat-file", "--batch-all-objects", "--batch-check=%(objecttype) %(objectsize)")) {
		kind, size, _ := strings.Cut(strings.TrimSpace(line), " ")
		n, err := strconv.ParseInt(size, 10, 64)
		s.Must(err)
		if kind != "tree" { // the names in trees are counted by themselves
			want.contents++
			want.bytes += n
		}
	}
	l := reported(t, r, "git", ".", "--no-git-files")
	if got := (total{l.Blobs, l.Bytes + skippedBytes(l, "signature")}); got != want || skippedBytes(l, "signature") == 0 {
		t.Errorf("all objects: the ledger has %+v, git %+v", got, want)
	}

	want = total{}
	s.Must(filepath.WalkDir(s.Dir, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.Name() == ".git" && e.IsDir():
			return fs.SkipDir
		case e.Type().IsRegular():
			info, err := e.Info()
			want.contents++
			want.bytes += info.Size()
			return err
		}
		return nil
	}))
	l = reported(t, r, "dir", ".")
	if got := (total{l.Files, l.Bytes}); got != want {
		t.Errorf("folder: the ledger has %+v, the file system %+v", got, want)
	}

	want = total{}
	ids := map[string]bool{}
	files := 0
	for line := range strings.Lines(s.Git("diff-index", "--cached", "--raw", "--full-index", "HEAD", "--")) {
		id := strings.Fields(line)[3]
		if files++; ids[id] {
			continue
		}
		ids[id] = true
		n, err := strconv.ParseInt(s.Git("cat-file", "-s", id), 10, 64)
		s.Must(err)
		want.contents++
		want.bytes += n
	}
	l = reported(t, r, "git", "--staged", ".")
	if got := (total{l.Blobs, l.Bytes}); got != want || l.Files != files || files == 0 {
		t.Errorf("index: the ledger has %d files, %+v, git %d files, %+v", l.Files, got, files, want)
	}

	want = total{}
	for line := range strings.Lines(s.Git("rev-list", "--objects", "HEAD~3..HEAD")) {
		id, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if s.Git("cat-file", "-t", id) == "tree" {
			continue
		}
		n, err := strconv.ParseInt(s.Git("cat-file", "-s", id), 10, 64)
		s.Must(err)
		want.contents++
		want.bytes += n
	}
	l = reported(t, r, "git", "--range", "HEAD~3..HEAD", ".")
	if got := (total{l.Blobs, l.Bytes}); got != want {
		t.Errorf("range: the ledger has %+v, git %+v", got, want)
	}
}
