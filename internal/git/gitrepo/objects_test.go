package gitrepo

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
)

// From wherever a repository is opened, its objects are those that git lists, in
// the format that its configuration names.
func TestOpenObjects(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		s := gittest.New(t, "--object-format="+format)
		s.Commit("a", "1\n")
		s.Git("worktree", "add", "-q", "../linked", "-b", "side")
		s.In("../linked").Commit("b", "2\n")
		s.Git("clone", "-q", "--bare", ".", "../bare.git")
		s.Git("clone", "-q", "--shared", ".", "../borrows")
		for _, dir := range []string{".", "../linked", ".git/worktrees/linked", "../bare.git", "../borrows"} {
			checkObjects(s.In(dir), openRepo(s.In(dir)))
		}
	}
}

// In a pre-receive hook the new objects are in a quarantine, and the others in an
// alternate, both of which the environment names.
func TestOpenObjectsOfTheEnvironment(t *testing.T) {
	s := gittest.New(t, "--object-format=sha256")
	s.Commit("a", "1\n")
	quarantine := filepath.Join(s.Dir, ".git", "objects", "incoming")
	s.Must(os.Mkdir(quarantine, 0o755))
	s.Env = []string{"GIT_OBJECT_DIRECTORY=" + quarantine, "GIT_ALTERNATE_OBJECT_DIRECTORIES=" + filepath.Join(s.Dir, ".git", "objects")}
	s.Write("b", "2\n")
	s.Git("hash-object", "-w", "b")
	t.Chdir(s.Dir)
	r, err := Open(".", s.Env)
	s.Must(err)
	checkObjects(s, r)
}

// checkObjects compares the objects of a repository with those that git lists in
// the sandbox's folder.
func checkObjects(s gittest.Sandbox, r *Repo) {
	s.Helper()
	store, err := r.OpenObjects()
	s.Must(err)
	defer store.Close()
	want := strings.Fields(s.Git("cat-file", "--batch-all-objects", "--batch-check=%(objectname)"))
	if p := store.Problems(); len(p) > 0 || store.Len() != len(want) || len(want) == 0 {
		s.Errorf("%s: %d objects, git lists %d; problems %v", s.Dir, store.Len(), len(want), p)
	}
	for _, digits := range want {
		if _, _, err := store.Read(parse(s, digits)); err != nil {
			s.Errorf("%s: %v", s.Dir, err)
		}
	}
}
