package commits

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
)

var (
	_ source.Source     = (*Range)(nil)
	_ source.PathWanter = (*Range)(nil)
)

// Range is the source of what some commits brought: for each commit the blobs
// that none of its parents has at the same path, and its message. It can be
// scanned once.
type Range struct {
	name  string
	repo  *gitrepo.Repo
	store *objects.Store

	include, exclude []oid.ID
	since            int64                  // leave out commits from before this time, in Unix seconds; 0 for none
	backwards        error                  // why it is an error that there is no commit; nil if it is none
	wanted           func(name []byte) bool // see WantPaths; may be nil

	list    *revList
	ends    endpoints // of include
	changes []change
}

// New returns the source of the commits that include reaches and exclude does not.
// name is a name of the range for people. Both lists may name objects of any type:
// of a tag that is included, the message is scanned and then the object that it
// names; a tree or a blob is scanned whole. An object in exclude that the store
// lacks or cannot read excludes nothing.
func New(name string, repo *gitrepo.Repo, store *objects.Store, include, exclude []oid.ID) *Range {
	return &Range{name: name, repo: repo, store: store, include: include, exclude: exclude}
}

// Name implements source.Source.
func (r *Range) Name() string { return "git " + r.repo.GitDir + " " + r.name }

// Walk implements source.Source.
func (r *Range) Walk(ctx context.Context, jobs int, ledger *source.Ledger, visit source.Visit) error {
	return r.store.Guard(func() error { return r.walk(ctx, jobs, ledger, visit) })
}

func (r *Range) walk(ctx context.Context, jobs int, ledger *source.Ledger, visit source.Visit) error {
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
	v := &visitor{Range: r, ledger: ledger, visit: visit}
	if err := v.messages(); err != nil {
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
	r.endBlobs(trees, ledger)
	for i, c := range r.list.commits {
		if err := ctx.Err(); err != nil {
			return err
		}
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
		err := trees.changes("", c.info.Tree, parents, func(path string, blob oid.ID, before []oid.ID) {
			r.changes = append(r.changes, change{commit: i, path: path, blob: blob, parents: before})
		})
		if err != nil {
			ledger.Error(err)
		}
	}
	for id := range trees.absent {
		r.absent(ledger, id)
	}
	for path := range trees.modules {
		ledger.Skip("submodule", path, 0)
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
	ledger.Error(errors.New("objects that these commits name cannot be scanned, because they are not in the repository: " + hint))
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
	ledger *source.Ledger
	visit  source.Visit
}

func (v *visitor) messages() error {
	for _, c := range v.list.commits {
		t := gitwalk.Text{ID: c.id, Type: objects.Commit, Content: c.content, Header: c.info.Header, Message: c.info.Message}
		if _, err := t.Visit(0, v.ledger, v.visit); err != nil {
			return err
		}
		v.ledger.Add(source.Counts{Commits: 1})
	}
	for _, tag := range v.ends.tags {
		t := gitwalk.Text{ID: tag.id, Type: objects.Tag, Content: tag.content, Header: tag.info.Header, Message: tag.info.Message}
		if _, err := t.Visit(0, v.ledger, v.visit); err != nil {
			return err
		}
	}
	return nil
}

// blobs visits the new blobs, and then, where something was found, the blobs that
// they replaced: a secret that was in these is not new.
func (v *visitor) blobs(ctx context.Context, jobs int) error {
	visited := map[oid.ID]bool{}
	for _, c := range v.changes {
		visited[c.blob] = true
	}
	found, err := v.visitAll(ctx, jobs, versions(v.changes), v.ledger)
	if err != nil {
		return err
	}
	var old []*version
	for _, c := range v.changes {
		if !found[c.blob] {
			continue
		}
		for _, id := range c.parents {
			if !visited[id] {
				visited[id] = true
				old = append(old, &version{id: id})
			}
		}
	}
	_, err = v.visitAll(ctx, jobs, old, &source.Ledger{}) // the ledger does not count what was there before
	return err
}

// Locate implements source.Source. A secret has a place for every commit of the
// range that brought it.
func (r *Range) Locate(_ context.Context, secrets map[source.ID][]source.SecretKey) (map[source.ID][]source.Place, error) {
	places := map[source.ID][]source.Place{}
	for i, c := range r.list.commits {
		if id := source.Object(c.id); secrets[id] != nil {
			places[id] = append(places[id], r.at(i, finding.KindCommitMessage))
		}
	}
	for _, t := range r.ends.tags {
		if id := source.Object(t.id); secrets[id] != nil {
			places[id] = append(places[id], t.place())
		}
	}
	for _, c := range r.changes {
		id := source.Object(c.blob)
		keys := slices.Clone(secrets[id])
		for _, p := range c.parents {
			old := secrets[source.Object(p)]
			keys = slices.DeleteFunc(keys, func(k source.SecretKey) bool { return slices.Contains(old, k) })
		}
		if len(keys) == 0 {
			continue
		}
		p := r.at(c.commit, finding.KindBlob)
		p.Path, p.Blob, p.Secrets = c.path, c.blob, keys
		places[id] = append(places[id], p)
	}
	return places, nil
}

func (r *Range) at(commit int, kind finding.Kind) source.Place {
	if commit == noCommit {
		return source.Place{Provenance: finding.Provenance{Kind: kind, Reachable: true}}
	}
	c := r.list.commits[commit]
	return source.Place{Provenance: finding.Provenance{
		Kind: kind, Commit: c.id, Reachable: true,
		AuthorName: c.info.Author.Name, AuthorEmail: c.info.Author.Email, Date: gitwalk.Date(c.info.Author),
		Message: string(c.content[c.info.Message:]),
	}}
}
