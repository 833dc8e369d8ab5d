package gitrepo

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"

	"github.com/sourcegraph/conc/stream"

	"github.com/sluicesec/sluice/internal/oid"
)

// An Added is what a commit adds to a file.
type Added struct {
	Commit oid.ID // zero for the index
	Path   string
	Hunks  []Hunk // in the order of the file
}

// A Hunk is lines of a file that follow each other, counted from 1, which a commit has
// added.
type Hunk struct{ First, Last int }

// How git compares files. Everything that a configuration can change is said, so that the
// repository does not decide what counts as added.
var diffArgs = []string{
	"-p", "-r", "-U0", "-M", "--full-index",
	"--diff-algorithm=myers", "--indent-heuristic", "--inter-hunk-context=0",
	"--no-ext-diff", "--no-textconv", "--no-color", "--no-relative", "--submodule=short",
	"--src-prefix=a/", "--dst-prefix=b/", "-O/dev/null",
}

// AddedLines calls yield with what each of some commits adds to each of some files, against
// its parent, in the order of the commits. Of a file that was renamed, that are the lines
// which the old file did not have, if the old path is one of the paths, too. Commits with
// several parents add nothing. Very many paths are taken for all.
//
// Git compares the files. If git cannot be run, or stops at something that it cannot
// read, AddedLines returns an error, and yield was called for the commits before that.
//
// Several processes share the commits, because thousands of large files are compared in a
// long history.
func (r *Repo) AddedLines(ctx context.Context, commits []oid.ID, paths []string, yield func(Added)) error {
	args := append([]string{"--stdin", "--root"}, diffArgs...)
	if !few(paths) { // to keep what one process finds until its turn comes would keep much that nobody wants
		return r.addedLines(ctx, commits, args, yield)
	}
	args = append(append(args, "--"), paths...)
	var failed error
	s := stream.New().WithMaxGoroutines(runtime.GOMAXPROCS(0))
	for part := range slices.Chunk(commits, commitsAtOnce) {
		s.Go(func() stream.Callback {
			var found []Added
			err := r.addedLines(ctx, part, args, func(a Added) { found = append(found, a) })
			return func() {
				if failed != nil {
					return
				}
				for _, a := range found {
					yield(a)
				}
				failed = err
			}
		})
	}
	s.Wait()
	return failed
}

// commitsAtOnce is the number of commits that one process gets.
const commitsAtOnce = 300

// addedLines runs one process for some commits.
func (r *Repo) addedLines(ctx context.Context, commits []oid.ID, args []string, yield func(Added)) error {
	names, write := io.Pipe()
	go func() {
		w := bufio.NewWriter(write)
		for _, id := range commits {
			if _, err := fmt.Fprintln(w, id); err != nil {
				return // git has ended
			}
		}
		write.CloseWithError(w.Flush())
	}()
	defer names.Close() // which ends the goroutine, too
	return r.stream(ctx, names, func(out io.Reader) error { return readPatches(out, yield) }, "diff-tree", args...)
}

// few reports whether git is faster with these paths than without, and they are a command line
// that every system takes.
func few(paths []string) bool {
	length := 0
	for _, p := range paths {
		length += len(p) + 1
	}
	return len(paths) <= 1000 && length <= 24<<10
}

// StagedLines is AddedLines for what the index adds to a commit.
func (r *Repo) StagedLines(ctx context.Context, onto oid.ID, paths []string, yield func(Added)) error {
	args := append(append([]string{"--cached"}, diffArgs...), onto.String())
	if few(paths) {
		args = append(append(args, "--"), paths...)
	}
	return r.stream(ctx, nil, func(out io.Reader) error { return readPatches(out, yield) }, "diff-index", args...)
}
