package history

import (
	"context"
	"errors"
	"fmt"

	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/gitrepo"
	"github.com/sluicesec/sluice/source/objects"
)

// Options of a walk.
type Options struct {
	ReachableOnly bool // leave out what no ref or reflog reaches
	NoDelta       bool // visit every blob as if it stood alone
}

// History is the source of all objects of a repository. It is good for one
// scan.
type History struct {
	repo    *gitrepo.Repo
	store   *objects.Store
	options Options
	wanted  func(name []byte) bool // see WantPaths; may be nil

	ledger *source.Ledger // of the walk
	graph  *graph
	trees  *trees
	tags   map[objects.ID]objects.TagInfo
	paths  map[objects.Index][]string // those in which something was found, by blob
}

// New returns the source of repo, whose objects are in store.
func New(repo *gitrepo.Repo, store *objects.Store, o Options) *History {
	return &History{repo: repo, store: store, options: o, tags: map[objects.ID]objects.TagInfo{}, paths: map[objects.Index][]string{}}
}

// Name implements source.Source.
func (h *History) Name() string { return "git " + h.repo.GitDir }

// Total returns the number of objects that Walk will meet.
func (h *History) Total() int { return h.store.Len() }

// Walk implements source.Source.
func (h *History) Walk(ctx context.Context, jobs int, ledger *source.Ledger, visit source.Visit) error {
	return h.store.Guard(func() error { return h.walk(ctx, jobs, ledger, visit) })
}

func (h *History) walk(ctx context.Context, jobs int, ledger *source.Ledger, visit source.Visit) error {
	h.ledger = ledger
	for _, p := range h.store.Problems() {
		report(ledger, p)
	}
	problem := func(p objects.Problem) { report(ledger, p) }
	c := newContents(h, jobs, ledger, visit)
	notTree := func(t objects.Type) bool { return t != objects.Tree }
	if err := h.store.Walk(ctx, jobs, notTree, c.visit, problem); err != nil {
		return err
	}
	h.graph = newGraph(h.store.Len(), c.commits())
	h.tags = c.tags()
	h.trees = newTrees(h.store, ledger, jobs, c.matched(), h.wanted)
	isTree := func(t objects.Type) bool { return t == objects.Tree }
	if err := h.store.Walk(ctx, jobs, isTree, h.trees.visit, problem); err != nil {
		return err
	}
	h.account(ctx, ledger)
	if n := h.store.Late(); n > 0 {
		ledger.Note(fmt.Sprintf("%s came into the repository while it was scanned, and were left alone", plural(n, "object")))
	}
	if h.wanted != nil {
		h.trees.gatherNamed()
		return h.visitPaths(ctx, ledger, visit)
	}
	return nil
}

// errDamaged says what to do about objects that are damaged. Which they are
// stands in the ledger beside it: there may be many.
var errDamaged = errors.New("some stored objects are damaged, so what they should hold could not be scanned: `git fsck` names them; restore them from another clone")

// report writes a problem of the object store into the ledger.
func report(ledger *source.Ledger, p objects.Problem) {
	if p.ID.IsZero() {
		ledger.Miss(string(p.Reason), p.Path, 0)
		ledger.Error(p)
		return
	}
	ledger.Miss(string(p.Reason), p.ID.String(), 0)
	ledger.Error(errDamaged)
}
