package gitrepo

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// The modes of index and tree entries that say what a path is.
const (
	ModeType      = 0o170000 // mask of the bits that tell the kinds apart
	ModeTree      = 0o040000
	ModeRegular   = 0o100000
	ModeSymlink   = 0o120000
	ModeSubmodule = 0o160000
)

// An Index is what git add wrote: the paths of the next commit.
type Index struct {
	Entries []Entry    // in the order of (Path, Stage), bytewise
	Tree    *CacheTree // nil when the index holds none
}

// An Entry is one path of an index.
type Entry struct {
	Path  string // slash-separated; bytes as they are, in no certain encoding
	Mode  uint32
	ID    string // the object, as a hex id
	Stage uint8  // 0; in a conflict 1 (base), 2 (ours) and 3 (theirs)

	// IntentToAdd marks a path that git add -N announced: it has no content
	// yet and is no part of the next commit.
	IntentToAdd  bool
	SkipWorktree bool // outside a sparse checkout
}

// IsSparseDir reports whether e stands for all that is below a folder outside
// a sparse checkout. Then ID is a tree, and Path ends in a slash.
func (e Entry) IsSparseDir() bool { return e.Mode&ModeType == ModeTree }

// A CacheTree tells which folders of the index are known as tree objects: git
// takes them into the next commit without looking at their entries.
type CacheTree struct {
	Name     string // of the folder in its parent; "" for the root
	Entries  int    // number of index entries below; negative when the folder has changed since
	ID       string // the tree, as a hex id; "" when the folder has changed since
	Subtrees []*CacheTree
}

// Subtree returns the folder of that name; nil when it is not known, also when
// c is nil.
func (c *CacheTree) Subtree(name string) *CacheTree {
	if c == nil {
		return nil
	}
	for _, s := range c.Subtrees {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// errUnknownIndex is for an index whose meaning only git knows.
var errUnknownIndex = errors.New("the index has a part that is not known here")

// Index reads an index file; "" stands for r.IndexFile. A file that does not
// exist is an empty index, as after git init.
func (r *Repo) Index(ctx context.Context, file string) (*Index, error) {
	file = orElse(file, r.IndexFile)
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
		stage, stageErr := strconv.ParseUint(field[2], 10, 2)
		if err := errors.Join(err, stageErr); err != nil {
			return nil, fmt.Errorf("git ls-files: %w", err)
		}
		idx.Entries = append(idx.Entries, Entry{Path: path, Mode: uint32(mode), ID: field[1], Stage: uint8(stage)})
	}
	return idx, nil
}
