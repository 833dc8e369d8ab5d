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
	chosen           []Commit // the commits of a list, in place of those between include and exclude; see Listed
	isList           bool     // chosen counts, even if it is empty
	unbounded        bool     // see Unbounded
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
	blobs   *numbers
	paths   *paths
	lists   lists // of blobs
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
	return &Range{name: name, repo: repo, store: store, lfs: lfs.In(repo.CommonDir), include: include, exclude: exclude, blobs: newNumbers(), paths: newPaths()}
}

// WithRefs adds the names of refs that come with the commits. It must be called
// before Walk, and returns r.
func (r *Range) WithRefs(names ...string) *Range {
	r.refs = append(r.refs, names...)
	return r
}

// Cut returns the commits of the range at which the history ends before its time, as in a
// shallow clone: what came before them cannot be told from what is new. A Walk writes
// them into the ledger as errors. After Cut, the range cannot be walked.
func (r *Range) Cut(ctx context.Context) ([]oid.ID, error) {
	err := r.store.Guard(func() error { return r.findCommits(ctx, &source.Ledger{}) })
	return r.list.cut, err
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
	v := &visitor{Range: r, ledger: ledger, visit: visit, visitedPaths: map[pathOf]bool{}, unlisted: &source.Ledger{}, found: map[oid.ID]bool{}}
	if err := v.messages(ctx); err != nil {
		return err
	}
	if err := r.visitNames(ledger, visit); err != nil {
		return err
	}
	if err := v.pathsOf(v.changes, true); err != nil {
		return err
	}
	return v.contents(ctx, jobs)
}

// compare finds what each commit changed against its parents.
func (r *Range) compare(ctx context.Context, ledger *source.Ledger) error {
	trees := newTreeReader(r.store)
	r.trees = trees
	at := int32(noCommit)
	trees.newName = func(path string) {
		if !r.isList || r.chosen[at].leadsTo(path) {
			r.names = append(r.names, newName{at, r.paths.add(path)})
		}
	}
	add := func(path string, blob oid.ID, before []oid.ID) {
		if !r.isList || r.chosen[at].has(path) {
			r.addChange(at, path, blob, before)
		}
	}
	r.endBlobs(add, ledger)
	for i, n := range r.list.listed {
		if err := ctx.Err(); err != nil {
			return err
		}
		at = int32(i)
		parents, _ := r.list.parentTrees(n)
		for _, side := range r.merges.sides(parents) {
			if err := trees.changes("", r.list.met[n].tree, side, add); err != nil {
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

func (r *Range) addChange(commit int32, path string, blob oid.ID, before []oid.ID) {
	r.changes = append(r.changes, change{commit: commit, path: r.paths.add(path), blob: r.blobs.add(blob), parents: r.lists.add(r.blobs.addAll(before))})
}

// listed returns the id of a listed commit.
func (r *Range) listed(i int32) oid.ID { return r.list.ids.id(r.list.listed[i]) }

// absent writes into the ledger an object that the commits name and the repository
// lacks.
func (r *Range) absent(ledger *source.Ledger, id oid.ID) {
	reason, hint := gitwalk.Absence(r.repo)
	ledger.Miss(reason, id.String(), 0)
	ledger.Error(errors.New("objects that these commits name are not in this repository: " + hint))
}

// commit reads a commit.
func (r *Range) commit(id oid.ID) (objects.CommitInfo, []byte, error) {
	_, data, err := r.store.Read(id)
	if err != nil {
		return objects.CommitInfo{}, nil, fmt.Errorf("reading commit %s: %w", id, err)
	}
	info, err := objects.ParseCommit(data)
	return info, data, err
}

// A visitor visits what a range changed.
type visitor struct {
	*Range
	ledger  *source.Ledger
	visit   source.Visit
	visited set // blobs whose content was visited

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

// messages visits the commits as texts. Each is read again, because all together take
// too much memory.
func (v *visitor) messages(ctx context.Context) error {
	for i := range v.list.listed {
		if err := ctx.Err(); err != nil {
			return err
		}
		id := v.listed(int32(i))
		info, content, err := v.commit(id)
		if err != nil {
			v.ledger.Error(err)
			continue
		}
		t := gitwalk.Text{ID: id, Type: objects.Commit, Content: content, Header: info.Header, Message: info.Message}
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

// contents visits the new blobs, and then, where something was found, the blobs that
// they replaced: a secret that was in these is not new. At last it visits what is at
// the same paths now, and what removed it, to say where a secret still is.
func (v *visitor) contents(ctx context.Context, jobs int) error {
	for _, c := range v.changes {
		v.visited.add(c.blob)
	}
	if err := v.visitAll(ctx, jobs, v.versions(), v.ledger); err != nil {
		return err
	}
	var old []number
	for _, c := range v.changes {
		if v.found[v.blobs.id(c.blob)] {
			old = append(old, v.lists.at(c.parents)...)
		}
	}
	if err := v.others(ctx, jobs, old, v.unlisted); err != nil {
		return err
	}
	if err := v.findAftermath(ctx, v.found, v.ledger); err != nil {
		return err
	}
	after := v.after.blobs(v.Range)
	if err := v.pathsOf(after, false); err != nil {
		return err
	}
	var now []number
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
func (v *visitor) others(ctx context.Context, jobs int, blobs []number, ledger *source.Ledger) error {
	f := &forest{}
	for _, n := range blobs {
		if v.visited.add(n) {
			f.add(version{blob: n})
		}
	}
	return v.visitAll(ctx, jobs, f, ledger)
}
