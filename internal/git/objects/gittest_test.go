package objects_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// A repo is a bare repository that git itself builds.
type repo struct {
	gittest.Sandbox
	format oid.Format
}

func newRepo(t testing.TB, format string) repo {
	t.Helper()
	f, known := oid.FormatNamed(format)
	if !known {
		t.Fatalf("no format %q", format)
	}
	return repo{gittest.New(t, "--bare", "--object-format="+format), f}
}

// emptyRepo makes an object directory without git.
func emptyRepo(t testing.TB) repo {
	t.Helper()
	r := repo{Sandbox: gittest.Sandbox{TB: t, Dir: t.TempDir()}}
	if err := os.MkdirAll(filepath.Join(r.Dir, "objects", "pack"), 0o755); err != nil {
		t.Fatal(err)
	}
	return r
}

// git runs git in the repository and returns its output.
func (r repo) git(stdin []byte, args ...string) []byte {
	r.Helper()
	return r.Pipe(stdin, args...)
}

// fill adds commits of files that are edited, moved, doubled, cut and joined
// at random, as fast-import takes them, and an annotated tag.
func (r repo) fill(rng *rand.Rand, commits int) {
	r.Helper()
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
	r.Helper()
	out := r.git(nil, "cat-file", "--batch-all-objects", "--batch")
	all := map[string]object{}
	for len(out) > 0 {
		head, rest, _ := bytes.Cut(out, []byte("\n"))
		fields := strings.Fields(string(head))
		size, err := strconv.Atoi(fields[len(fields)-1])
		if err != nil {
			r.Fatalf("cat-file says %q", head)
		}
		all[fields[0]] = object{fields[1], bytes.Clone(rest[:size])}
		out = rest[size+1:]
	}
	return all
}

// open opens the repository's object database.
func (r repo) open(opts objects.Options) *objects.Store {
	r.Helper()
	opts.Format = r.format
	s, err := objects.Open(filepath.Join(r.Dir, "objects"), opts)
	if err != nil {
		r.Fatal(err)
	}
	r.Cleanup(func() {
		if err := s.Close(); err != nil {
			r.Error(err)
		}
	})
	return s
}

// packs returns the repository's packs.
func (r repo) packs() []string {
	r.Helper()
	names, err := filepath.Glob(filepath.Join(r.Dir, "objects", "pack", "*.pack"))
	if err != nil {
		r.Fatal(err)
	}
	return names
}

// unpack turns all packs into loose objects.
func (r repo) unpack() {
	r.Helper()
	for _, name := range r.packs() {
		data, err := os.ReadFile(name)
		if err != nil {
			r.Fatal(err)
		}
		for _, ext := range []string{".pack", ".idx"} {
			if err := os.Remove(strings.TrimSuffix(name, ".pack") + ext); err != nil {
				r.Fatal(err)
			}
		}
		r.git(data, "unpack-objects", "-q")
	}
}
