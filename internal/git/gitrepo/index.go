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
)

// An Index is the index of a repository: the paths of the next commit, as git add
// writes them.
type Index struct {
	Entries []Entry    // in the order of (Path, Stage), bytewise
	Tree    *CacheTree // nil when the index holds none
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
	idx := &Index{}
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
		idx.Entries = append(idx.Entries, Entry{Path: path, Mode: objects.Mode(mode), ID: id, Stage: uint8(stage)})
	}
	return idx, nil
}
