package commits

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
	"github.com/sluicesec/sluice/source/internal/lfs"
)

var (
	_ source.Source     = (*Range)(nil)
	_ source.PathWanter = (*Range)(nil)
	_ source.Repeated   = (*Range)(nil)
)

// Range is the source of what some commits brought: for each commit the blobs
// that none of its parents has at the same path, and its message. It can be
// scanned once.
type Range struct {
	name  string
	repo  *gitrepo.Repo
	store *objects.Store
	lfs   lfs.Objects

	include, exclude []oid.ID
	listed           []Commit // the commits of a list, in place of those between include and exclude; see Listed
	isList           bool     // listed counts, even if it is empty
	merges           Merges
	since            int64                  // leave out commits from before this time, in Unix seconds; 0 for none
	backwards        error                  // why it is an error that there is no commit; nil if it is none
	wanted           func(name []byte) bool // see WantPaths; may be nil
	mostWanted       int64                  // bytes of content to visit with its path

	list    *revList
	ends    endpoints // of include
	refs    []string  // see WithRefs
	names   []newName
	trees   *treeReader
	changes []change
	after   aftermath

	ledger *source.Ledger                     // of the walk
	held   func(blob source.ID) []source.Held // see WantAgain; nil if nobody asks
}

// New returns the source of the commits that include reaches and exclude does not.
// name is a name of the range for people. Both lists may name objects of any type:
// of a tag that is included, the message is scanned and then the object that it
// names; a tree or a blob is scanned whole. An object in exclude that the store
// lacks or cannot read excludes nothing.
func New(name string, repo *gitrepo.Repo, store *objects.Store, include, exclude []oid.ID) *Range {
	return &Range{name: name, repo: repo, store: store, lfs: lfs.In(repo.CommonDir), include: include, exclude: exclude}
}

// WithRefs adds the names of refs that come with the commits. It must be called
// before Walk, and returns r.
func (r *Range) WithRefs(names ...string) *Range {
	r.refs = append(r.refs, names...)
	return r
}

// Name implements source.Source.
func (r *Range) Name() string { return "git " + r.repo.GitDir + " " + r.name }

// Walk implements source.Source.
func (r *Range) Walk(ctx context.Context, jobs int, ledger *source.Ledger, visit source.Visit) error {
	return r.store.Guard(func() error { return r.walk(ctx, jobs, ledger, visit) })
}

func (r *Range) walk(ctx context.Context, jobs int, ledger *source.Ledger, visit source.Visit) error {
	r.ledger = ledger
	for _, p := range r.store.Problems() {
		gitwalk.Report(ledger, p)
	}
	if err := r.findCommits(ctx, ledger); err != nil {
		return err
	}
	r.accountEmpty(ledger)
	if err := r.compare(ctx, ledger); err != nil {
		return err
	}
	v := &visitor{Range: r, ledger: ledger, visit: visit, visited: map[oid.ID]bool{}, visitedPaths: map[pathOf]bool{}, unlisted: &source.Ledger{}, found: map[oid.ID]bool{}}
	if err := v.messages(); err != nil {
		return err
	}
	if err := r.visitNames(ledger, visit); err != nil {
		return err
	}
	if err := v.paths(); err != nil {
		return err
	}
	return v.blobs(ctx, jobs)
}

// compare finds what each commit changed against its parents.
func (r *Range) compare(ctx context.Context, ledger *source.Ledger) error {
	trees := newTreeReader(r.store)
	r.trees = trees
	at := noCommit
	trees.newName = func(path string) {
		if !r.isList || r.listed[at].leadsTo(path) {
			r.names = append(r.names, newName{at, path})
		}
	}
	r.endBlobs(trees, ledger)
	for i, c := range r.list.commits {
		if err := ctx.Err(); err != nil {
			return err
		}
		at = i
		var parents []oid.ID
		for _, p := range c.info.Parents {
			if !r.store.Has(p) {
				continue
			}
			info, err := r.commit(p)
			if err != nil {
				ledger.Error(err)
				continue
			}
			parents = append(parents, info.Tree)
		}
		for _, side := range r.merges.sides(parents) {
			err := trees.changes("", c.info.Tree, side, func(path string, blob oid.ID, before []oid.ID) {
				if r.isList && !r.listed[i].has(path) {
					return
				}
				r.changes = append(r.changes, change{commit: i, path: path, blob: blob, parents: before})
			})
			if err != nil {
				ledger.Error(err)
			}
		}
	}
	for id := range trees.absent {
		r.absent(ledger, id)
	}
	for path := range trees.modules {
		gitwalk.Submodule(ledger, path)
	}
	for _, id := range r.list.cut {
		ledger.Error(fmt.Errorf("the history ends at commit %s, so what came before it cannot be told from what is new: fetch more of it, with `git fetch --unshallow` in a shallow clone", id))
	}
	return nil
}

// absent writes into the ledger an object that the commits name and the repository
// lacks.
func (r *Range) absent(ledger *source.Ledger, id oid.ID) {
	reason, hint := gitwalk.Absence(r.repo)
	ledger.Miss(reason, id.String(), 0)
	ledger.Error(errors.New("objects that these commits name are not in this repository: " + hint))
}

func (r *Range) commit(id oid.ID) (objects.CommitInfo, error) {
	_, data, err := r.store.Read(id)
	if err != nil {
		return objects.CommitInfo{}, fmt.Errorf("reading commit %s: %w", id, err)
	}
	return objects.ParseCommit(data)
}

// A visitor visits what a range changed.
type visitor struct {
	*Range
	ledger  *source.Ledger
	visit   source.Visit
	visited map[oid.ID]bool // blobs whose content was visited

	visitedPaths map[pathOf]bool
	unlisted     *source.Ledger // of what the range did not bring, which the ledger does not count

	mu    sync.Mutex
	found map[oid.ID]bool // objects in which something was found
}

// mark records that something was found in an object.
func (v *visitor) mark(id oid.ID) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.found[id] = true
}

func (v *visitor) messages() error {
	for _, c := range v.list.commits {
		t := gitwalk.Text{ID: c.id, Type: objects.Commit, Content: c.content, Header: c.info.Header, Message: c.info.Message}
		if err := v.text(t); err != nil {
			return err
		}
		v.ledger.Add(source.Counts{Commits: 1})
	}
	for _, tag := range v.ends.tags {
		t := gitwalk.Text{ID: tag.id, Type: objects.Tag, Content: tag.content, Header: tag.info.Header, Message: tag.info.Message}
		if err := v.text(t); err != nil {
			return err
		}
	}
	return nil
}

func (v *visitor) text(t gitwalk.Text) error {
	found, err := t.Visit(0, v.ledger, v.visit)
	if found {
		v.mark(t.ID)
	}
	return err
}

// blobs visits the new blobs, and then, where something was found, the blobs that
// they replaced: a secret that was in these is not new. At last it visits what is at
// the same paths now, and what removed it, to say where a secret still is.
func (v *visitor) blobs(ctx context.Context, jobs int) error {
	for _, c := range v.changes {
		v.visited[c.blob] = true
	}
	if err := v.visitAll(ctx, jobs, versions(v.changes), v.ledger); err != nil {
		return err
	}
	var old []oid.ID
	for _, c := range v.changes {
		if v.found[c.blob] {
			old = append(old, c.parents...)
		}
	}
	if err := v.others(ctx, jobs, old, v.unlisted); err != nil {
		return err
	}
	if err := v.findAftermath(ctx, v.found, v.ledger); err != nil {
		return err
	}
	after := v.after.blobs()
	if err := v.pathsOf(after, false); err != nil {
		return err
	}
	var now []oid.ID
	for _, c := range after {
		now = append(now, c.blob)
	}
	if err := v.others(ctx, jobs, now, v.unlisted); err != nil {
		return err
	}
	if !v.unlisted.Complete() {
		v.ledger.Note("some blobs that the range did not bring could not be read: a secret in them counts as new, and it is not known whether they still hold it")
	}
	return nil
}

// others visits those of the blobs that were not visited before.
func (v *visitor) others(ctx context.Context, jobs int, ids []oid.ID, ledger *source.Ledger) error {
	var list []*version
	for _, id := range ids {
		if !v.visited[id] {
			v.visited[id] = true
			list = append(list, &version{id: id})
		}
	}
	return v.visitAll(ctx, jobs, list, ledger)
}
