package main

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/rules/example"
)

// A besidePlace is a place beside the content of files in which a token can be.
type besidePlace struct {
	name  string
	kind  finding.Kind
	where string // what the path or the ref holds
	put   func(s gittest.Sandbox, token string)
	modes string // those in which the place exists
}

// besidePlaces are all such places.
var besidePlaces = []besidePlace{
	{"a file's name", finding.KindPath, "dir/a ", func(s gittest.Sandbox, token string) { s.Write("dir/a "+token+".txt", "1\n") }, "git staged range dir receive push"},
	{"a folder's name", finding.KindPath, "dir/in-", func(s gittest.Sandbox, token string) { s.Write("dir/in-"+token+"/x/y", "1\n") }, "git staged range dir receive push"},
	{"the target of a link in a folder", finding.KindSymlink, "link", func(s gittest.Sandbox, token string) { s.Must(os.Symlink("to/"+token, filepath.Join(s.Dir, "link"))) }, "dir"},
	{"the target of a link", finding.KindBlob, "link", func(s gittest.Sandbox, token string) { s.Must(os.Symlink("to/"+token, filepath.Join(s.Dir, "link"))) }, "git staged range receive push"},
	{"a branch", finding.KindRefName, "refs/heads/", func(s gittest.Sandbox, token string) { s.Git("branch", "x/"+token) }, "git"},
	{"a tag", finding.KindRefName, "refs/tags/", func(s gittest.Sandbox, token string) { s.Git("tag", token) }, "git"},
	{"a ref of notes", finding.KindRefName, "refs/notes/", func(s gittest.Sandbox, token string) { s.Git("notes", "--ref="+token, "add", "-m", "n") }, "git"},
	{"a branch of a remote", finding.KindRefName, "refs/remotes/", func(s gittest.Sandbox, token string) { s.Git("update-ref", "refs/remotes/origin/"+token, "HEAD") }, "git"},
	{"a reflog", finding.KindReflog, "HEAD", func(s gittest.Sandbox, token string) {
		s.Git("update-ref", "--create-reflog", "-m", "clone: from https://x:"+token+"@example.org/y", "HEAD", "HEAD")
	}, "git"},
	{"the URL of a remote", finding.KindGitFile, ".git/config", func(s gittest.Sandbox, token string) {
		s.Git("remote", "add", "o", "https://x:"+token+"@github.com/y/z")
	}, "git"},
	{"a header for a remote", finding.KindGitFile, ".git/config", func(s gittest.Sandbox, token string) {
		s.Git("config", "http.https://github.com/.extraheader", "AUTHORIZATION: bearer "+token)
	}, "git"},
	{"a credential helper", finding.KindGitFile, ".git/config", func(s gittest.Sandbox, token string) {
		s.Git("config", "credential.helper", "!f() { echo username=x; echo password="+token+"; }; f")
	}, "git"},
	{"a hook", finding.KindGitFile, ".git/hooks/post-commit", func(s gittest.Sandbox, token string) {
		s.Write(".git/hooks/post-commit", "#!/bin/sh\nTOKEN="+token+"\n")
	}, "git"},
	{"a message in the making", finding.KindGitFile, ".git/TAG_EDITMSG", func(s gittest.Sandbox, token string) { s.Write(".git/TAG_EDITMSG", "x "+token+"\n") }, "git"},
	{"what a fetch says", finding.KindGitFile, ".git/FETCH_HEAD", func(s gittest.Sandbox, token string) {
		s.Write(".git/FETCH_HEAD", s.Git("rev-parse", "HEAD")+"\t\tbranch 'x' of https://"+token+"@example.org/y\n")
	}, "git"},
	{"a conflict that git remembers", finding.KindGitFile, ".git/rr-cache/", func(s gittest.Sandbox, token string) { s.Write(".git/rr-cache/12/preimage", token+"\n") }, "git"},
	{"LFS content without a pointer", finding.KindLFSObject, ".git/lfs/objects/", func(s gittest.Sandbox, token string) {
		sum := sha256.Sum256([]byte(token))
		digits := hex.EncodeToString(sum[:])
		s.Write(filepath.Join(".git/lfs/objects", digits[:2], digits[2:4], digits), token)
	}, "git"},
	{"an object that was not finished", finding.KindLeftover, ".git/objects/12/tmp_obj_x", func(s gittest.Sandbox, token string) {
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		fmt.Fprintf(z, "blob %d\x00%s", len(token), token)
		s.Must(z.Close())
		s.Write(".git/objects/12/tmp_obj_x", b.String())
	}, "git"},
}

// Every place is found in every mode in which it exists, and nothing but that place.
func TestPlacesBesideContent(t *testing.T) {
	t.Parallel()
	base := gittest.New(t)
	base.Commit("first", "1\n")
	for i, place := range besidePlaces {
		token, err := example.Expand("ghp_{base62:30}{crc32}", uint64(i+1))
		if err != nil {
			t.Fatal(err)
		}
		for mode := range strings.FieldsSeq(place.modes) {
			s := base.Copy(t)
			place.put(s, token)
			from := s.Git("rev-parse", "HEAD")
			s.Git("add", "-A")
			if mode != "staged" {
				s.Git("commit", "-q", "--allow-empty", "-m", "second")
			}
			r := newRunner(t, s.Dir, func(*testing.T, string, string) {})
			update := from + " " + s.Git("rev-parse", "HEAD") + " refs/heads/main\n"
			switch mode {
			case "receive":
				s.Git("update-ref", "refs/heads/main", from) // as it is while the hook runs
				if out := r.run(update, "hook", "run", "pre-receive"); !strings.Contains(out, "github-pat") {
					t.Errorf("%s: a push brings it in: %s", place.name, out)
				}
				continue
			case "push":
				head := s.Git("rev-parse", "HEAD")
				if out := r.run("refs/heads/main "+head+" refs/heads/main "+from+"\n", "hook", "run", "pre-push", "origin", "url"); !strings.Contains(out, "github-pat") {
					t.Errorf("%s: it is pushed: %s", place.name, out)
				}
				continue
			}
			args := map[string][]string{
				"git": {"git", "."}, "staged": {"git", "--staged", "."}, "range": {"git", "--range", from + "..HEAD", "."}, "dir": {"dir", "."},
			}[mode]
			var report finding.Report
			out := r.run("", append(args, "-q", "-f", "json", "--show-secrets")...)
			if err := json.Unmarshal([]byte(out), &report); err != nil {
				t.Fatalf("%s, %s: %v: %s", place.name, mode, err, out)
			}
			if len(report.Findings) != 1 || report.Findings[0].Secret != token || !report.Complete {
				t.Errorf("%s, %s: %s", place.name, mode, out)
				continue
			}
			for _, l := range report.Findings[0].Locations {
				if l.Kind != place.kind || !strings.HasPrefix(l.Path+l.Ref, place.where) {
					t.Errorf("%s, %s: a %s at %q", place.name, mode, l.Kind, l.Path+l.Ref)
				}
			}
		}
	}
}

// A push that makes a ref is judged by its name, whatever it names. One that moves or
// deletes a ref is not.
func TestNamesOfPushedRefs(t *testing.T) {
	t.Parallel()
	s := gittest.New(t)
	head := s.Commit("first", "1\n")
	token, err := example.Expand("ghp_{base62:30}{crc32}", 1)
	s.Must(err)
	none := strings.Repeat("0", len(head))
	r := newRunner(t, s.Dir, func(*testing.T, string, string) {})
	for _, c := range []struct {
		before, after, ref string
		want               bool
	}{
		{none, head, "refs/heads/" + token, true},
		{none, head, "refs/tags/v1-" + token, true},
		{head, head, "refs/heads/" + token, false},
		{head, none, "refs/heads/" + token, false},
	} {
		for _, call := range [][]string{
			{c.before + " " + c.after + " " + c.ref + "\n", "hook", "run", "pre-receive"},
			{"", "hook", "run", "update", c.ref, c.before, c.after},
			{"HEAD " + c.after + " " + c.ref + " " + c.before + "\n", "hook", "run", "pre-push", "origin", "url"},
		} {
			out := r.run(call[0], call[1:]...)
			if found := strings.Contains(out, "name of "+strings.Split(c.ref, token)[0]); found != c.want || strings.Contains(out, token) {
				t.Errorf("%v: found %v: %s", call, found, out)
			}
		}
	}
}
