package main

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"

	"github.com/sluicesec/sluice/internal/git/gittest"
)

// at makes a place.
func at(name, modes string, put func(s gittest.Sandbox, token string)) coverPlace {
	return coverPlace{name: name, modes: modes, put: put}
}

// filePlaces are places in a folder and in the index.
func filePlaces() []coverPlace {
	staged := func(s gittest.Sandbox, name, content string) {
		s.Write(name, content)
		s.Git("add", "-f", name)
	}
	return []coverPlace{
		at("a file", "dir git staged", func(s gittest.Sandbox, t string) { staged(s, "a/b", "t "+t+"\n") }),
		at("a file without a line end", "dir git staged", func(s gittest.Sandbox, t string) { staged(s, "a/b", t) }),
		at("a hidden file", "dir git staged", func(s gittest.Sandbox, t string) { staged(s, ".x/.y", t) }),
		at("an executable file", "dir git staged", func(s gittest.Sandbox, t string) {
			s.Write("x", t)
			s.Must(os.Chmod(filepath.Join(s.Dir, "x"), 0o755))
			s.Git("add", "x")
		}),
		at("a file that is not added", "dir", func(s gittest.Sandbox, t string) { s.Write("new", t) }),
		at("a file that .gitignore names", "dir", func(s gittest.Sandbox, t string) { s.Write(".gitignore", "x\n"); s.Write("x", t) }),
		at("a file that .gitignore names and git holds", "dir git staged", func(s gittest.Sandbox, t string) { s.Write(".gitignore", "x\n"); staged(s, "x", t) }),
		at("the index, and no longer the file", "git staged", func(s gittest.Sandbox, t string) { staged(s, "x", t); s.Write("x", "gone\n") }),
		at("the index, and no file", "git staged", func(s gittest.Sandbox, t string) {
			staged(s, "x", t)
			s.Must(os.Remove(filepath.Join(s.Dir, "x")))
		}),
		at("the file, and not the index", "dir", func(s gittest.Sandbox, t string) { staged(s, "x", "1\n"); s.Write("x", t) }),
		at("a file marked -diff and binary", "dir git staged", func(s gittest.Sandbox, t string) { s.Write(".gitattributes", "x -diff binary\n"); staged(s, "x", t) }),
		at("a file with a textconv that hides it", "dir git staged", func(s gittest.Sandbox, t string) {
			s.Write(".gitattributes", "x diff=no\n")
			s.Git("config", "diff.no.textconv", "true")
			staged(s, "x", t)
		}),
		at("a file that git renames and edits", "dir git staged", func(s gittest.Sandbox, t string) {
			s.Git("mv", "first", "third")
			staged(s, "third", "1\n"+t+"\n")
		}),
		at("a file that was a link", "dir git staged", func(s gittest.Sandbox, t string) {
			s.Must(os.Symlink("first", filepath.Join(s.Dir, "l")))
			s.Git("add", "l")
			s.Git("commit", "-q", "-m", "link")
			s.Must(os.Remove(filepath.Join(s.Dir, "l")))
			staged(s, "l", t)
		}),
		at("a file in a folder of dependencies", "dir git staged", func(s gittest.Sandbox, t string) { staged(s, "node_modules/a/b.js", "x='"+t+"'") }),
		at("a lock file", "dir git staged", func(s gittest.Sandbox, t string) {
			staged(s, "package-lock.json", `{"resolved":"https://x:`+t+`@npm.example.org/a.tgz"}`)
		}),
		at("a minified file", "dir git staged", func(s gittest.Sandbox, t string) { staged(s, "a.min.js", "var a=1;var b='"+t+"';") }),
		at("the name of a file", "dir git staged", func(s gittest.Sandbox, t string) { staged(s, "x-"+t+".txt", "1\n") }),
		at("the name of a folder", "dir git staged", func(s gittest.Sandbox, t string) { staged(s, "in-"+t+"/a/b", "1\n") }),
		at("the name of an empty folder", "dir", func(s gittest.Sandbox, t string) { s.Must(os.MkdirAll(filepath.Join(s.Dir, "in-"+t), 0o755)) }),
		at("the target of a link", "dir git staged", func(s gittest.Sandbox, t string) {
			s.Must(os.Symlink("to/"+t, filepath.Join(s.Dir, "link")))
			s.Git("add", "link")
		}),
		at("a folder called .git that is no repository", "dir", func(s gittest.Sandbox, t string) { s.Write("x/.git/config", "token = "+t+"\n") }),
		at("the URL of a submodule", "dir git staged", func(s gittest.Sandbox, t string) {
			staged(s, ".gitmodules", "[submodule \"x\"]\n\tpath = x\n\turl = https://x:"+t+"@github.com/a/b\n")
		}),
		at("a nested repository's file", "dir", func(s gittest.Sandbox, t string) {
			s.Git("init", "-q", "sub")
			s.Write("sub/x", t)
		}),
	}
}

// historyPlaces are objects and refs.
func historyPlaces() []coverPlace {
	env := func(s gittest.Sandbox, vars ...string) gittest.Sandbox { s.Env = append(s.Env, vars...); return s }
	commit := func(s gittest.Sandbox, message string) { s.Git("commit", "-q", "--allow-empty", "-m", message) }
	blob := func(s gittest.Sandbox, content string) string {
		return string(bytes.TrimSpace(s.Pipe([]byte(content), "hash-object", "-w", "--stdin")))
	}
	object := func(s gittest.Sandbox, kind, content string) string {
		return string(bytes.TrimSpace(s.Pipe([]byte(content), "hash-object", "-w", "-t", kind, "--literally", "--stdin")))
	}
	return []coverPlace{
		at("an old version of a file", "git", func(s gittest.Sandbox, t string) { s.Commit("x", t); s.Commit("x", "gone\n") }),
		at("a file that was deleted", "git", func(s gittest.Sandbox, t string) { s.Commit("x", t); s.Git("rm", "-q", "x"); commit(s, "gone") }),
		at("a delta in a pack", "git", func(s gittest.Sandbox, t string) {
			long := string(bytes.Repeat([]byte("a line that is in all versions\n"), 500))
			s.Commit("x", long)
			s.Commit("x", long+t+"\n")
			s.Commit("x", long+"more\n")
			s.Git("repack", "-adfq")
		}),
		at("another branch", "git", func(s gittest.Sandbox, t string) {
			s.Git("checkout", "-q", "-b", "b")
			s.Commit("x", t)
			s.Git("checkout", "-q", "main")
		}),
		at("a branch that was deleted", "git", func(s gittest.Sandbox, t string) {
			s.Git("checkout", "-q", "-b", "b")
			s.Commit("x", t)
			s.Git("checkout", "-q", "main")
			s.Git("branch", "-q", "-D", "b")
		}),
		at("a commit that was amended", "git", func(s gittest.Sandbox, t string) {
			s.Commit("x", t)
			s.Write("x", "gone\n")
			s.Git("add", "-A")
			s.Git("commit", "-q", "--amend", "-m", "x")
		}),
		at("a commit that only a merge changes", "git", func(s gittest.Sandbox, t string) {
			s.Git("checkout", "-q", "-b", "b", "HEAD~1")
			s.Commit("y", "1\n")
			s.Git("merge", "-q", "--no-commit", "--no-ff", "main")
			s.Write("x", t)
			s.Git("add", "-A")
			commit(s, "merge")
		}),
		at("a root without a common ancestor", "git", func(s gittest.Sandbox, t string) {
			s.Git("checkout", "-q", "--orphan", "o")
			s.Commit("x", t)
			s.Git("checkout", "-q", "main")
		}),
		at("a stash", "git", func(s gittest.Sandbox, t string) { s.Write("first", t); s.Git("stash", "-q") }),
		at("a stash: what was staged", "git", func(s gittest.Sandbox, t string) {
			s.Write("first", t)
			s.Git("add", "-A")
			s.Write("first", "1\n")
			s.Git("stash", "-q")
		}),
		at("a stash: an untracked file", "git", func(s gittest.Sandbox, t string) { s.Write("new", t); s.Git("stash", "-q", "-u") }),
		at("a stash that was dropped", "git", func(s gittest.Sandbox, t string) {
			s.Write("first", t)
			s.Git("stash", "-q")
			s.Git("stash", "drop", "-q")
		}),
		at("the message of a stash", "git", func(s gittest.Sandbox, t string) { s.Write("first", "x\n"); s.Git("stash", "push", "-q", "-m", "x "+t) }),
		at("what was staged once", "git", func(s gittest.Sandbox, t string) {
			s.Write("x", t)
			s.Git("add", "-A")
			s.Git("rm", "-q", "-f", "--cached", "x")
		}),
		at("a blob that nothing names", "git", func(s gittest.Sandbox, t string) { blob(s, t+"\n") }),
		at("a commit that nothing names", "git", func(s gittest.Sandbox, t string) {
			s.Git("commit-tree", "-m", "x "+t, s.Git("rev-parse", "HEAD^{tree}"))
		}),
		at("a tag that nothing names", "git", func(s gittest.Sandbox, t string) {
			object(s, "tag", "object "+s.Git("rev-parse", "HEAD")+"\ntype commit\ntag x\ntagger A <a@example.org> 1700000000 +0000\n\n"+t+"\n")
		}),
		at("a ref to a blob", "git", func(s gittest.Sandbox, t string) { s.Git("update-ref", "refs/x/y", blob(s, t)) }),
		at("a tag of a blob", "git", func(s gittest.Sandbox, t string) { s.Git("tag", "x", blob(s, t)) }),
		at("the message of a commit", "git", func(s gittest.Sandbox, t string) { commit(s, "use "+t) }),
		at("the name of an author", "git", func(s gittest.Sandbox, t string) { commit(env(s, "GIT_AUTHOR_NAME="+t), "x") }),
		at("the address of an author", "git", func(s gittest.Sandbox, t string) { commit(env(s, "GIT_AUTHOR_EMAIL="+t+"@example.org"), "x") }),
		at("the name of a committer", "git", func(s gittest.Sandbox, t string) { commit(env(s, "GIT_COMMITTER_NAME=x "+t), "x") }),
		at("a header of a commit that git does not know", "git", func(s gittest.Sandbox, t string) {
			object(s, "commit", "tree "+s.Git("rev-parse", "HEAD^{tree}")+"\nauthor A <a@example.org> 1700000000 +0000\ncommitter A <a@example.org> 1700000000 +0000\nx-token "+t+"\n\nx\n")
		}),
		at("behind a NUL in the message of a commit", "git", func(s gittest.Sandbox, t string) {
			object(s, "commit", "tree "+s.Git("rev-parse", "HEAD^{tree}")+"\nauthor A <a@example.org> 1700000000 +0000\ncommitter A <a@example.org> 1700000000 +0000\n\nx\x00"+t+"\n")
		}),
		at("the message of a commit in Latin-1", "git", func(s gittest.Sandbox, t string) {
			object(s, "commit", "tree "+s.Git("rev-parse", "HEAD^{tree}")+"\nauthor A <a@example.org> 1700000000 +0000\ncommitter A <a@example.org> 1700000000 +0000\nencoding ISO-8859-1\n\ncaf\xe9 "+t+"\n")
		}),
		at("the message of a tag", "git", func(s gittest.Sandbox, t string) { s.Git("tag", "-a", "-m", "x "+t, "v1") }),
		at("the name of a tagger", "git", func(s gittest.Sandbox, t string) { env(s, "GIT_COMMITTER_NAME="+t).Git("tag", "-a", "-m", "x", "v1") }),
		at("a tag of a tag", "git", func(s gittest.Sandbox, t string) {
			s.Git("tag", "-a", "-m", "inner "+t, "v1")
			s.Git("tag", "-a", "-m", "outer", "v2", "v1")
			s.Git("tag", "-d", "v1")
		}),
		at("a note", "git", func(s gittest.Sandbox, t string) { s.Git("notes", "add", "-m", "x "+t) }),
		at("a note that was removed", "git", func(s gittest.Sandbox, t string) { s.Git("notes", "add", "-m", "x "+t); s.Git("notes", "remove") }),
		at("a replacement", "git", func(s gittest.Sandbox, t string) { s.Git("replace", s.Git("rev-parse", "HEAD:first"), blob(s, t)) }),
		at("the name of a branch", "git", func(s gittest.Sandbox, t string) { s.Git("branch", "x/"+t) }),
		at("the name of a branch in packed-refs", "git", func(s gittest.Sandbox, t string) { s.Git("branch", "x/"+t); s.Git("pack-refs", "--all") }),
		at("the name of a tag", "git", func(s gittest.Sandbox, t string) { s.Git("tag", t) }),
		at("the name of a ref of notes", "git", func(s gittest.Sandbox, t string) { s.Git("notes", "--ref="+t, "add", "-m", "x") }),
		at("the name of a branch of a remote", "git", func(s gittest.Sandbox, t string) { s.Git("update-ref", "refs/remotes/o/"+t, "HEAD") }),
		at("the name of an old file", "git", func(s gittest.Sandbox, t string) {
			s.Commit("x-"+t, "1\n")
			s.Git("rm", "-q", "x-"+t)
			commit(s, "gone")
		}),
		at("the name of a submodule's folder", "git", func(s gittest.Sandbox, t string) {
			s.Git("update-index", "--add", "--cacheinfo", "160000,"+s.Git("rev-parse", "HEAD")+",m-"+t)
			commit(s, "module")
		}),
		at("the target of an old link", "git", func(s gittest.Sandbox, t string) {
			s.Git("update-index", "--add", "--cacheinfo", "120000,"+blob(s, "to/"+t)+",l")
			commit(s, "link")
			s.Git("rm", "-q", "-f", "--cached", "l")
			commit(s, "gone")
		}),
		at("an alternate object store", "git", func(s gittest.Sandbox, t string) {
			other := gittest.New(s.TB)
			other.Commit("x", t)
			s.Write(".git/objects/info/alternates", filepath.Join(other.Dir, ".git/objects")+"\n")
		}),
		at("the index of another work tree", "git", func(s gittest.Sandbox, t string) {
			s.Git("worktree", "add", "-q", "../w", "-b", "w")
			w := s.In("../w")
			w.Write("x", t)
			w.Git("add", "-A")
		}),
	}
}

// gitFilePlaces are files of the git folder.
func gitFilePlaces() []coverPlace {
	file := func(name, path, before string) coverPlace {
		return at(name, "git", func(s gittest.Sandbox, t string) { s.Write(".git/"+path, before+t+"\n") })
	}
	return []coverPlace{
		at("the URL of a remote", "git", func(s gittest.Sandbox, t string) { s.Git("remote", "add", "o", "https://x:"+t+"@github.com/y/z") }),
		at("a header for a remote", "git", func(s gittest.Sandbox, t string) {
			s.Git("config", "http.https://github.com/.extraheader", "AUTHORIZATION: bearer "+t)
		}),
		at("a header for a remote, in base64", "git", func(s gittest.Sandbox, t string) {
			s.Git("config", "http.https://github.com/.extraheader", "AUTHORIZATION: basic "+base64Of("x-access-token:"+t))
		}),
		at("a credential helper", "git", func(s gittest.Sandbox, t string) {
			s.Git("config", "credential.helper", "!f() { echo password="+t+"; }; f")
		}),
		at("an alias", "git", func(s gittest.Sandbox, t string) { s.Git("config", "alias.x", "!curl -H 'authorization: token "+t+"'") }),
		at("the configuration of a work tree", "git", func(s gittest.Sandbox, t string) {
			s.Git("config", "extensions.worktreeConfig", "true")
			s.Git("config", "--worktree", "x.y", t)
		}),
		at("a reflog", "git", func(s gittest.Sandbox, t string) {
			s.Git("update-ref", "--create-reflog", "-m", "clone: from https://x:"+t+"@example.org/y", "HEAD", "HEAD")
		}),
		at("the reflog of a branch that is gone", "git", func(s gittest.Sandbox, t string) {
			s.Write(".git/logs/refs/heads/gone", "0000000000000000000000000000000000000000 "+s.Git("rev-parse", "HEAD")+" A <a@example.org> 1700000000 +0000\tx "+t+"\n")
		}),
		file("a hook", "hooks/post-commit", "#!/bin/sh\nTOKEN="),
		file("COMMIT_EDITMSG", "COMMIT_EDITMSG", "x "),
		file("MERGE_MSG", "MERGE_MSG", "x "),
		file("SQUASH_MSG", "SQUASH_MSG", "x "),
		file("TAG_EDITMSG", "TAG_EDITMSG", "x "),
		file("NOTES_EDITMSG", "NOTES_EDITMSG", "x "),
		file("FETCH_HEAD", "FETCH_HEAD", "0000000000000000000000000000000000000000\t\tbranch 'x' of https://"),
		file("description", "description", "x "),
		file("info/exclude", "info/exclude", "# "),
		file("info/attributes", "info/attributes", "# "),
		file("a conflict that git remembers", "rr-cache/12/preimage", "x "),
		file("a patch of git am", "rebase-apply/0001", "x "),
		file("a rebase under way", "rebase-merge/message", "x "),
		file("the log of a bisection", "BISECT_LOG", "# "),
		file("a file that git does not know", "x/y", "x "),
		file("a backup of the configuration", "config.bak", "token = "),
		file("credentials", "credentials", "https://x:"),
		at("an object that was not finished", "git", func(s gittest.Sandbox, t string) {
			var b bytes.Buffer
			z := zlib.NewWriter(&b)
			fmt.Fprintf(z, "blob %d\x00%s", len(t), t)
			s.Must(z.Close())
			s.Write(".git/objects/12/tmp_obj_x", b.String())
		}),
		at("a pack that was not finished", "git", func(s gittest.Sandbox, t string) {
			s.Git("checkout", "-q", "-b", "b")
			s.Commit("x", t)
			data := s.Pipe([]byte("HEAD\n^main\n"), "pack-objects", "-q", "--stdout", "--revs")
			s.Git("checkout", "-q", "main")
			s.Git("branch", "-q", "-D", "b")
			s.Git("reflog", "expire", "--expire=now", "--all")
			s.Git("gc", "-q", "--prune=now")
			s.Write(".git/objects/pack/tmp_pack_x", string(data[:len(data)-20]))
		}),
		at("LFS content without a pointer", "git", func(s gittest.Sandbox, t string) {
			sum := sha256.Sum256([]byte(t))
			digits := hex.EncodeToString(sum[:])
			s.Write(filepath.Join(".git/lfs/objects", digits[:2], digits[2:4], digits), t)
		}),
		at("LFS content of a file", "git staged", func(s gittest.Sandbox, t string) {
			sum := sha256.Sum256([]byte(t))
			digits := hex.EncodeToString(sum[:])
			s.Write(filepath.Join(".git/lfs/objects", digits[:2], digits[2:4], digits), t)
			s.Write("x", fmt.Sprintf("version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n", digits, len(t)))
			s.Git("add", "-A")
		}),
		at("LFS content that is not here", "dir git staged", func(s gittest.Sandbox, t string) {
			sum := sha256.Sum256([]byte(t))
			s.Write("x", fmt.Sprintf("version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n", hex.EncodeToString(sum[:]), len(t)))
			s.Git("add", "-A")
		}),
		{name: "the store of a submodule, --recurse-submodules", modes: "git", flag: "--recurse-submodules", put: func(s gittest.Sandbox, t string) {
			m := gittest.New(s.TB)
			m.Commit("x", t)
			s.Must(os.CopyFS(filepath.Join(s.Dir, ".git/modules/m"), os.DirFS(filepath.Join(m.Dir, ".git"))))
		}},
		at("a missing object", "git", func(s gittest.Sandbox, t string) {
			s.Commit("x", t)
			id := s.Git("rev-parse", "HEAD:x")
			s.Must(os.Chmod(filepath.Join(s.Dir, ".git/objects", id[:2], id[2:]), 0o644))
			s.Must(os.Remove(filepath.Join(s.Dir, ".git/objects", id[:2], id[2:])))
		}),
		at("a damaged object", "git", func(s gittest.Sandbox, t string) {
			s.Commit("x", t)
			id := s.Git("rev-parse", "HEAD:x")
			path := filepath.Join(s.Dir, ".git/objects", id[:2], id[2:])
			s.Must(os.Chmod(path, 0o644))
			s.Must(os.WriteFile(path, []byte("x\x01damaged"), 0o644))
		}),
	}
}
