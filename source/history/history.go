package history

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"github.com/dustin/go-humanize/english"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitdir"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
	"github.com/sluicesec/sluice/source/internal/lfs"
)

// Options of a walk.
type Options struct {
	ReachableOnly bool // leave out what no ref or reflog reaches
	ShallowOK     bool // a shallow clone is complete, although commits are missing
	NoDelta       bool // visit every blob whole, without its delta base
	Modules       bool // the repositories of submodules in the git folder are scanned besides
	NoGitFiles    bool // leave out what the repository keeps beside its objects, names excepted
}

// NoGitFilesNote is what the ledger notes for Options.NoGitFiles.
const NoGitFilesNote = "the files of the git folder were left out, such as its configuration, hooks and reflogs"

var (
	_ source.Source     = (*History)(nil)
	_ source.PathWanter = (*History)(nil)
	_ source.Counted    = (*History)(nil)
	_ source.Repeated   = (*History)(nil)

	_ source.Remembering = (*History)(nil)
)

// History is the source of all objects of a repository. It can be scanned once.
type History struct {
	repo    *gitrepo.Repo
	store   *objects.Store
	options Options
	wanted  func(name []byte) bool // see WantPaths; may be nil
	most    int64                  // bytes of content to visit with its path

	walked bool           // the walk came to its end
	ledger *source.Ledger // of the walk
	graph  *graph
	trees  *trees
	tags   map[oid.ID]objects.TagInfo
	lfs    lfs.Objects
	beside *gitdir.Dir
	large  objectSet                  // blobs of more than most bytes; only if paths are wanted
	whole  bool                       // a repository with a work tree, of which nothing is missing or damaged
	paths  map[objects.Index][]string // by blob: the paths that are secrets themselves

	given   *source.Memory // see Remember; nil for none
	record  *record        // set with given
	recalls *recollection  // nil if nothing is known
	lists   []commitList   // of all commits; only for the record

	held func(blob source.ID) []source.Held // see WantAgain; nil if nobody asks
}

// New returns the source of repo, whose objects are in store.
func New(repo *gitrepo.Repo, store *objects.Store, o Options) *History {
	stored := lfs.In(repo.CommonDir)
	return &History{repo: repo, store: store, options: o, lfs: stored, beside: gitdir.New(repo, store, stored), tags: map[oid.ID]objects.TagInfo{}, paths: map[objects.Index][]string{}}
}

// Name implements source.Source.
func (h *History) Name() string { return "git " + filepath.ToSlash(h.repo.GitDir) }

// Total implements source.Counted.
func (h *History) Total() int { return h.store.Len() }

// Walk implements source.Source.
func (h *History) Walk(ctx context.Context, jobs int, ledger *source.Ledger, visit source.Visit) error {
	return h.store.Guard(func() error { return h.walk(ctx, jobs, ledger, visit) })
}

func (h *History) walk(ctx context.Context, jobs int, ledger *source.Ledger, visit source.Visit) error {
	h.ledger = ledger
	h.whole = true
	for _, p := range h.store.Problems() {
		gitwalk.Report(ledger, p)
	}
	if h.given != nil {
		h.record = newRecord(h.store.Len())
		if h.recalls = h.recollect(ctx, jobs, h.record); h.recalls == nil {
			h.record = newRecord(h.store.Len())
		}
	}
	problem := h.problem(ledger)
	c := newContents(h, jobs, ledger, visit)
	notTree := func(t objects.Type) bool { return t != objects.Tree }
	if err := h.walkNew(ctx, jobs, notTree, c.visit, problem); err != nil {
		return err
	}
	recalled, err := h.recall(ctx, jobs, c, problem)
	if err != nil {
		return err
	}
	c.noteSigned()
	h.lists = c.commits()
	if h.recalls != nil && h.recalls.graph != nil {
		visited := func(i objects.Index) bool { return !h.recalls.known.has(i) }
		h.lists = append(h.lists, h.recalls.graph.without(h.store, visited))
	}
	h.graph = newGraph(h.store.Len(), h.lists)
	h.tags = c.tags()
	pointers := c.pointers()
	h.large = c.large()
	if h.recalls != nil {
		h.recalls.count(h, ledger)
	}
	h.trees = newTrees(h.store, ledger, jobs, slices.Concat(c.matched(), recalled, slices.Collect(maps.Keys(pointers)), h.record.unsettled()), h.wanted, visit)
	h.trees.record, h.trees.known = h.record, h.recalls
	if h.recalls != nil && h.recalls.trees != nil {
		h.trees.restore(h.recalls.trees)
	}
	isTree := func(t objects.Type) bool { return t == objects.Tree }
	if err := h.walkNew(ctx, jobs, isTree, h.trees.visit, problem); err != nil {
		return err
	}
	h.store.EndWalks()
	h.trees.endWalk()
	refs, err := h.repo.Refs(ctx)
	if err != nil {
		ledger.Error(err)
	}
	if err := h.visitNames(ctx, refs, ledger, visit); err != nil {
		return err
	}
	h.account(ctx, refs, ledger)
	h.whole = h.whole && ledger.Complete() && h.repo.WorkTree != ""
	if err := h.accountLFS(ctx, ledger, pointers); err != nil {
		return err
	}
	if n := h.store.Added(); n > 0 {
		ledger.Note(fmt.Sprintf("%s came into the repository while it was scanned, and were left alone", english.Plural(n, "object", "")))
	}
	if h.wanted != nil {
		h.trees.gatherNamed()
		if err := h.visitPaths(ctx, ledger, visit); err != nil {
			return err
		}
	}
	if h.options.NoGitFiles {
		ledger.Note(NoGitFilesNote)
	} else if err := h.beside.Visit(ctx, gitdir.Options{ReachableOnly: h.options.ReachableOnly, Modules: h.options.Modules}, ledger, visit); err != nil {
		return err
	}
	h.keep(ctx)
	h.walked = true
	return nil
}
