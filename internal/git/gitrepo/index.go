package gitrepo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/internal/regular"
)

// An Index is the index of a repository: the paths of the next commit, as git add
// writes them.
type Index struct {
	Entries Entries    // in the order of (Path, Stage), bytewise
	Tree    *CacheTree // nil when the index holds none

	mapped []byte // what MapIndex has mapped
	unmap  func() error
}

// An Entry is one path of an index.
type Entry struct {
	Path  string // slash-separated; raw bytes of unknown encoding
	Mode  objects.Mode
	ID    oid.ID
	Stage uint8 // 0; in a conflict 1 (base), 2 (ours) and 3 (theirs)

	// IntentToAdd marks a path that git add -N announced: it has no content yet,
	// and the next commit will not hold it.
	IntentToAdd  bool
	SkipWorktree bool // outside a sparse checkout
}

// IsSparseDir reports whether e replaces all entries below a folder outside a
// sparse checkout. Then ID is a tree, and Path ends in a slash.
func (e Entry) IsSparseDir() bool { return e.Mode.IsDir() }

// A CacheTree says which tree object each folder of the index is equal to, if git
// knows one: git then writes that tree into the next commit without looking at the
// folder's entries.
type CacheTree struct {
	Name     string // of the folder in its parent; "" for the root
	Entries  int    // number of index entries below; negative when the folder has changed since
	ID       oid.ID // the tree; zero when the folder has changed since
	Subtrees []CacheTree
}

// Subtree returns the folder of that name; nil when it is not known, also when
// c is nil.
func (c *CacheTree) Subtree(name string) *CacheTree {
	if c == nil {
		return nil
	}
	for i := range c.Subtrees {
		if s := &c.Subtrees[i]; s.Name == name {
			return s
		}
	}
	return nil
}

// errUnknownIndex is for an index that only git can read.
var errUnknownIndex = errors.New("the index has a part that is not known here")

// Index reads an index file; file "" means r.IndexFile. A file that does not exist
// is an empty index, as after git init.
func (r *Repo) Index(ctx context.Context, file string) (*Index, error) {
	file = cmp.Or(file, r.IndexFile)
	data, err := readFile(file)
	return r.readIndex(ctx, file, data, err)
}

// MapIndex is Index for a caller that looks at few of the entries. It maps the file, so that
// the index must be closed, and no text of it be used afterwards. All that reads the index
// belongs into a call of its Guard.
func (r *Repo) MapIndex(ctx context.Context) (*Index, error) {
	data, unmap, err := regular.Map(r.IndexFile)
	if err == nil && len(data) > largeFile {
		data, err = nil, errors.Join(regular.ErrTooLarge, unmap())
	}
	idx, err := r.readIndex(ctx, r.IndexFile, data, err)
	switch {
	case data == nil:
		return idx, err
	case err != nil:
		return nil, errors.Join(err, unmap())
	}
	idx.mapped, idx.unmap = data, unmap
	return idx, nil
}

// Guard calls f, which reads the index. It returns an error if the file was cut short since
// MapIndex, and otherwise what f returns.
func (x *Index) Guard(f func() error) error { return regular.Guard(x.mapped, f) }

// Close ends the use of the index.
func (x *Index) Close() error {
	if x.unmap == nil {
		return nil
	}
	return x.unmap()
}

// readIndex parses what was read of an index file; err is the error of reading it.
func (r *Repo) readIndex(ctx context.Context, file string, data []byte, err error) (*Index, error) {
	if isAbsent(err) {
		return &Index{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the index of %s: %w", r.GitDir, err)
	}
	idx, err := parseIndex(data, r.ObjectFormat)
	if errors.Is(err, errUnknownIndex) {
		idx, err = r.askIndex(ctx, file)
	}
	return idx, wrap(err, "reading the index %s", file)
}

// askIndex has git read an index file. Entries made by git add -N are not
// marked then, but they have the id of the empty blob.
func (r *Repo) askIndex(ctx context.Context, file string) (*Index, error) {
	at := *r
	at.IndexFile = file
	out, err := at.git(ctx, "", "ls-files", "-z", "--stage", "--full-name", ":/")
	if err != nil {
		return nil, err
	}
	var list []Entry
	for line := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		if line == "" {
			continue
		}
		meta, path, _ := strings.Cut(line, "\t")
		field := strings.Split(meta, " ") // MODE ID STAGE
		if len(field) != 3 || path == "" {
			return nil, errors.New("git ls-files: a line is not of the form MODE ID STAGE PATH")
		}
		mode, err := strconv.ParseUint(field[0], 8, 32)
		id, idErr := oid.Parse(field[1])
		stage, stageErr := strconv.ParseUint(field[2], 10, 2)
		if err := errors.Join(err, idErr, stageErr); err != nil {
			return nil, fmt.Errorf("git ls-files: %w", err)
		}
		list = append(list, Entry{Path: path, Mode: objects.Mode(mode), ID: id, Stage: uint8(stage)})
	}
	return &Index{Entries: EntriesOf(list)}, nil
}
