//go:build unix

package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/rules/example"
)

// trapped makes a repository whose owner is hostile: whatever git can be made to run by
// configuration, attributes or hooks, leaves the file "ran". What a scan would write if it
// unpacked archives or followed links is beside the repository.
func trapped(t *testing.T) (repo gittest.Sandbox, ran string) {
	t.Helper()
	repo = gittest.New(t)
	ran = filepath.Join(t.TempDir(), "ran")
	trap := filepath.Join(repo.Dir, ".git", "trap")
	repo.Commit("first.txt", "nothing\n")
	first := repo.Commit("second.txt", "nothing else\n")
	secret, err := example.Expand("TOKEN=ghp_{base62:30}{crc32}\n", 7)
	repo.Must(err)
	repo.Commit("app.env", secret)
	repo.Write("evil.zip", packedBy(t, func(w *bytes.Buffer) error {
		z := zip.NewWriter(w)
		for _, name := range []string{"../../escaped.env", "/tmp/escaped.env", `..\..\escaped.env`} {
			f, err := z.Create(name)
			if err == nil {
				_, err = f.Write([]byte(secret))
			}
			if err != nil {
				return err
			}
		}
		return z.Close()
	}))
	repo.Write("evil.tar", packedBy(t, func(w *bytes.Buffer) error {
		z := tar.NewWriter(w)
		for _, h := range []*tar.Header{
			{Name: "link", Typeflag: tar.TypeSymlink, Linkname: "../.."},
			{Name: "link/escaped.env", Typeflag: tar.TypeReg, Mode: 0o600, Size: int64(len(secret))},
		} {
			if err := z.WriteHeader(h); err != nil {
				return err
			}
		}
		if _, err := z.Write([]byte(secret)); err != nil {
			return err
		}
		return z.Close()
	}))
	repo.Must(os.Symlink("../beside", filepath.Join(repo.Dir, "outside")))
	repo.Must(os.Mkdir(filepath.Join(filepath.Dir(repo.Dir), "beside"), 0o755))
	repo.Must(os.WriteFile(filepath.Join(filepath.Dir(repo.Dir), "beside", "other.env"), []byte(strings.Replace(secret, "TOKEN", "BESIDE", 1)), 0o600))
	repo.Commit(".gitattributes", "* diff=evil filter=evil merge=evil\n")
	repo.Write("new.env", strings.Replace(secret, "TOKEN", "NEW", 1))
	repo.Git("add", "-A")

	script := "#!/bin/sh\necho \"$0 $*\" >>'" + ran + "'\nexit 1\n"
	repo.Write(".git/trap", script)
	repo.Must(os.Chmod(trap, 0o755))
	for _, hook := range []string{"pre-commit", "commit-msg", "post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman", "pre-auto-gc"} {
		repo.Write(".git/hooks/"+hook, script)
		repo.Must(os.Chmod(filepath.Join(repo.Dir, ".git/hooks", hook), 0o755))
	}
	config := "[core]\n\trepositoryformatversion = 1\n\thooksPath = .git/hooks\n"
	for _, key := range []string{"fsmonitor", "pager", "editor", "sshCommand", "askPass", "gitProxy", "alternateRefsCommand"} {
		config += "\t" + key + " = " + trap + "\n"
	}
	config += "[extensions]\n\tpartialClone = evil\n[remote \"evil\"]\n\turl = " + repo.Dir + "\n\tuploadpack = " + trap + "\n\tpromisor = true\n" +
		"[log]\n\tshowSignature = true\n[gpg]\n\tprogram = " + trap + "\n[diff]\n\texternal = " + trap + "\n[credential]\n\thelper = " + trap + "\n" +
		"[pager]\n\tlog = " + trap + "\n\trev-parse = " + trap + "\n" +
		"[diff \"evil\"]\n\ttextconv = " + trap + "\n\tcommand = " + trap + "\n" +
		"[filter \"evil\"]\n\tclean = " + trap + "\n\tsmudge = " + trap + "\n\tprocess = " + trap + "\n[merge \"evil\"]\n\tdriver = " + trap + "\n[alias]\n"
	for _, command := range []string{"rev-parse", "ls-files", "log", "rev-list", "cat-file", "diff", "config", "for-each-ref"} {
		config += "\t" + command + " = !" + trap + "\n"
	}
	repo.Write(".git/config", config)
	// An absent object would be fetched from the promisor, if git might.
	object := repo.Git("rev-parse", first+":second.txt")
	repo.Must(os.Remove(filepath.Join(repo.Dir, ".git/objects", object[:2], object[2:])))
	repo.Must(os.RemoveAll(ran))
	return repo, ran
}

func packedBy(t *testing.T, write func(*bytes.Buffer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// treeOf describes each file below a folder: its name, mode, time and content.
func treeOf(t *testing.T, folder string) map[string]string {
	t.Helper()
	tree := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		tree[path] = fmt.Sprint(info.Mode(), info.ModTime())
		if info.Mode().IsRegular() {
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			tree[path] += fmt.Sprintf(" %x", sha256.Sum256(text))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// TestScannedIsLeftAlone: a scan runs nothing that the scanned repository names, and changes
// no file in it or beside it.
func TestScannedIsLeftAlone(t *testing.T) {
	t.Parallel()
	repo, ran := trapped(t)
	temporary := t.TempDir()
	top := filepath.Dir(repo.Dir)
	before := treeOf(t, top)
	head, root := repo.Git("rev-parse", "HEAD"), repo.Git("rev-list", "--max-parents=0", "HEAD")
	repo.Must(os.RemoveAll(ran)) // git itself is not as careful
	out := ""
	r := newRunner(t, repo.Dir, func(t *testing.T, call, text string) {
		out += text
		if what, err := os.ReadFile(ran); err == nil {
			t.Errorf("%s ran %s", call, what)
			repo.Must(os.Remove(ran))
		}
		after := treeOf(t, top)
		for path, is := range after {
			if before[path] != is {
				t.Errorf("%s changed %s: it was %q and is %q", call, path, before[path], is)
			}
		}
		if len(after) < len(before) {
			t.Errorf("%s deleted something", call)
		}
		before = after
		if left := treeOf(t, temporary); len(left) != 1 {
			t.Errorf("%s left %v in the folder for temporary files", call, left)
		}
	})
	r.env = append(r.env, "TMPDIR="+temporary)
	saved := filepath.Join(t.TempDir(), "report.json")
	none := strings.Repeat("0", 40)
	for _, call := range [][]string{
		{"", "git", ".", "--no-cache", "-f", "json", "-o", saved},
		{"", "git", "."},
		{"", "git", ".", "--reachable-only"},
		{"", "git", "--range", root + "..HEAD", "."},
		{"", "git", "--since", "2 weeks ago", "."},
		{"", "git", "--staged", "."},
		{"", "git", ".", "-f", "gitleaks", "--min-confidence", "low"},
		{"", "git", ".", "--recurse-submodules"},
		{"", "dir", "."},
		{secretLog(repo), "stdin"},
		{"", "gitleaks", "git", "-v"},
		{"", "gitleaks", "git", "-v", "--log-opts=--all -p --ext-diff --textconv"},
		{"", "gitleaks", "git", "--staged", "-v"},
		{"", "gitleaks", "dir", "-v"},
		{"", "rules", "list"},
		{"", "baseline", "show"},
		{"", "report", "convert", saved},
		{"", "remediate", "--report", saved, "--out", filepath.Join(filepath.Dir(saved), "plan")},
		{"", "remediate", "--verify", "--report", saved},
		{"", "hook", "status"},
		{"", "hook", "run", "pre-commit"},
		{"refs/heads/main " + head + " refs/heads/main " + none + "\n", "hook", "run", "pre-push", "origin", "url"},
		{none + " " + head + " refs/heads/main\n", "hook", "run", "pre-receive"},
	} {
		r.run(call[0], call[1:]...)
	}
	for _, text := range []string{"app.env", "evil.zip!"} {
		if !strings.Contains(out, text) {
			t.Errorf("%s was not found: the test scans too little", text)
		}
	}
	if strings.Contains(out, "other.env") {
		t.Error("a scan followed a link out of the repository")
	}
	// The trap works: plain git falls into it.
	_ = repo.Cmd("-c", "core.pager=cat", "diff", "HEAD~1").Run()
	if _, err := os.Stat(ran); err != nil {
		t.Error("the trap catches nothing")
	}
}

// secretLog is the log of a repository as git prints it without its traps.
func secretLog(repo gittest.Sandbox) string {
	return string(repo.Pipe(nil, "cat-file", "commit", "HEAD"))
}
