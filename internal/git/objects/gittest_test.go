package objects_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// A repo is a bare repository that git itself builds.
type repo struct {
	t      testing.TB
	dir    string
	format oid.Format
}

func newRepo(t testing.TB, format string) repo {
	t.Helper()
	r := repo{t: t, dir: filepath.Join(t.TempDir(), "repo.git")}
	var known bool
	if r.format, known = oid.FormatNamed(format); !known {
		t.Fatalf("no format %q", format)
	}
	if err := os.Mkdir(r.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	r.git(nil, "init", "--quiet", "--bare", "--object-format="+format)
	return r
}

// emptyRepo is the least that Open takes for a repository, made without git.
func emptyRepo(t testing.TB) repo {
	t.Helper()
	r := repo{t: t, dir: filepath.Join(t.TempDir(), "repo.git")}
	if err := os.MkdirAll(filepath.Join(r.dir, "objects", "pack"), 0o755); err != nil {
		t.Fatal(err)
	}
	return r
}

// git runs git in the repository, apart from all configuration, and returns its output.
func (r repo) git(stdin []byte, args ...string) []byte {
	r.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = r.dir
	cmd.Stdin = bytes.NewReader(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "GIT_DIR="+r.dir,
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=C", "GIT_COMMITTER_EMAIL=c@example.com")
	out, err := cmd.Output()
	if err != nil {
		r.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, &stderr)
	}
	return out
}

// fill adds commits of files that are edited, moved, doubled, cut and joined
// at random, as fast-import takes them, and an annotated tag.
func (r repo) fill(rng *rand.Rand, commits int) {
	r.t.Helper()
	var in bytes.Buffer
	branch := fmt.Sprintf("refs/heads/b%d", rng.Uint32())
	files := map[string][]byte{}
	for i := range commits {
		for range 1 + rng.IntN(4) {
			name := fmt.Sprintf("d%d/f%d", rng.IntN(3), rng.IntN(12))
			files[name] = mutate(rng, files[name], files[fmt.Sprintf("d%d/f%d", rng.IntN(3), rng.IntN(12))])
		}
		fmt.Fprintf(&in, "commit %s\ncommitter C <c@example.com> %d +0130\ndata 6\nround\n\n", branch, 1e9+i)
		if i%10 == 9 { // a whole tree a second time, elsewhere
			fmt.Fprintf(&in, "C \"\" copy%d\n", i%20)
		}
		for name, content := range files {
			if rng.IntN(3) == 0 {
				fmt.Fprintf(&in, "M 100644 inline %s\ndata %d\n%s\n", name, len(content), content)
			}
		}
	}
	fmt.Fprintf(&in, "tag t%d\nfrom %s\ntagger T <t@example.com> 1100000000 -0800\ndata 4\ntag\n\n", rng.Uint32(), branch)
	r.git(in.Bytes(), "-c", "fastimport.unpackLimit=0", "fast-import", "--quiet", "--force")
}

func mutate(rng *rand.Rand, content, other []byte) []byte {
	at := func() int { return rng.IntN(len(content) + 1) }
	out := bytes.Clone(content)
	switch rng.IntN(6) {
	case 0:
		out = nil
	case 1: // move a part
		i := at()
		out = append(bytes.Clone(content[i:]), content[:i]...)
	case 2: // double a part
		i := at()
		out = append(out, content[i:]...)
	case 3:
		out = append(out, other...)
	case 4: // cut a part
		i := at()
		out = append(out[:i], out[min(len(out), i+rng.IntN(200)):]...)
	}
	for range rng.IntN(12) {
		line := fmt.Sprintf("line %d of %x\n", rng.IntN(50), rng.Uint64())
		i := rng.IntN(len(out) + 1)
		out = append(out[:i], append([]byte(line), out[i:]...)...)
	}
	if len(out) > 20000 {
		out = out[:20000]
	}
	return out
}

// An object as git shows it.
type object struct {
	typ     string
	content []byte
}

// objects asks git for all objects.
func (r repo) objects() map[string]object {
	r.t.Helper()
	out := r.git(nil, "cat-file", "--batch-all-objects", "--batch")
	all := map[string]object{}
	for len(out) > 0 {
		head, rest, _ := bytes.Cut(out, []byte("\n"))
		fields := strings.Fields(string(head))
		size, err := strconv.Atoi(fields[len(fields)-1])
		if err != nil {
			r.t.Fatalf("cat-file says %q", head)
		}
		all[fields[0]] = object{fields[1], bytes.Clone(rest[:size])}
		out = rest[size+1:]
	}
	return all
}

// open opens the repository's object database.
func (r repo) open(opts objects.Options) *objects.Store {
	r.t.Helper()
	opts.Format = r.format
	s, err := objects.Open(filepath.Join(r.dir, "objects"), opts)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() {
		if err := s.Close(); err != nil {
			r.t.Error(err)
		}
	})
	return s
}

// packs returns the repository's packs.
func (r repo) packs() []string {
	r.t.Helper()
	names, err := filepath.Glob(filepath.Join(r.dir, "objects", "pack", "*.pack"))
	if err != nil {
		r.t.Fatal(err)
	}
	return names
}

// unpack turns all packs into loose objects.
func (r repo) unpack() {
	r.t.Helper()
	for _, name := range r.packs() {
		data, err := os.ReadFile(name)
		if err != nil {
			r.t.Fatal(err)
		}
		for _, ext := range []string{".pack", ".idx"} {
			if err := os.Remove(strings.TrimSuffix(name, ".pack") + ext); err != nil {
				r.t.Fatal(err)
			}
		}
		r.git(data, "unpack-objects", "-q")
	}
}
