package history

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/gitrepo"
	"github.com/sluicesec/sluice/source/objects"
)

// Range is the source of what some commits brought: for each commit the blobs
// that none of its parents has at the same path, and its message. What only a
// merge holds is the merge's. It is good for one scan.
type Range struct {
	name  string
	repo  *gitrepo.Repo
	store *objects.Store

	include, exclude []objects.ID
	wanted           func(name []byte) bool // see WantPaths; may be nil

	span    *span
	ends    ends
	changes []change
}

// NewRange returns the source of the commits that include reaches and exclude
// does not. name says for people what that is. Both may name objects of any
// type: a tag that is included counts with its message and leads on, a tree or
// blob is scanned whole. What exclude names and the store lacks, or cannot
// read, excludes nothing: then more is scanned, not less.
func NewRange(name string, repo *gitrepo.Repo, store *objects.Store, include, exclude []objects.ID) *Range {
	return &Range{name: name, repo: repo, store: store, include: include, exclude: exclude}
}

// ParseRange reads A..B, A.. and ..B (HEAD stands for the side that is left
// out) as revisions of repo.
func ParseRange(ctx context.Context, repo *gitrepo.Repo, text string) (include, exclude objects.ID, err error) {
	a, b, ok := strings.Cut(text, "..")
	if !ok || strings.HasPrefix(b, ".") || strings.Contains(b, "..") || a == "" && b == "" {
		return include, exclude, fmt.Errorf("range %q: write A..B for the commits that B reaches and A does not", text)
	}
	if exclude, err = resolve(ctx, repo, a); err != nil {
		return include, exclude, err
	}
	include, err = resolve(ctx, repo, b)
	return include, exclude, err
}

func resolve(ctx context.Context, repo *gitrepo.Repo, rev string) (objects.ID, error) {
	if rev == "" {
		rev = "HEAD"
	}
	hex, err := repo.Resolve(ctx, rev)
	if err != nil {
		return objects.ID{}, err
	}
	return objects.ParseID(hex)
}

// Name implements source.Source.
func (r *Range) Name() string { return "git " + r.repo.GitDir + " " + r.name }

// Walk implements source.Source.
func (r *Range) Walk(ctx context.Context, jobs int, ledger *source.Ledger, visit source.Visit) error {
	return r.store.Guard(func() error { return r.walk(ctx, jobs, ledger, visit) })
}

func (r *Range) walk(ctx context.Context, jobs int, ledger *source.Ledger, visit source.Visit) error {
	for _, p := range r.store.Problems() {
		report(ledger, p)
	}
	if err := r.begin(ctx, ledger); err != nil {
		return err
	}
	if err := r.compare(ctx, ledger); err != nil {
		return err
	}
	v := &rangeVisitor{Range: r, ledger: ledger, visit: visit}
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
	for i, c := range r.span.commits {
		if err := ctx.Err(); err != nil {
			return err
		}
		var parents []objects.ID
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
		err := trees.changes("", c.info.Tree, parents, func(path string, blob objects.ID, before []objects.ID) {
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
	for _, id := range r.span.cut {
		ledger.Error(fmt.Errorf("the history ends at commit %s, so what came before it cannot be told from what is new: fetch more of it, with `git fetch --unshallow` in a shallow clone", id))
	}
	return nil
}

// absent notes an object that the commits name and the repository lacks.
func (r *Range) absent(ledger *source.Ledger, id objects.ID) {
	reason, hint := "absent object", "the repository is damaged; `git fsck` names what is broken"
	if r.repo.Promisor() {
		reason, hint = "absent object, promised by a remote", "this is a partial clone; run `git fetch --refetch --no-filter` before"
	}
	ledger.Miss(reason, id.String(), 0)
	ledger.Error(errors.New("objects that these commits name cannot be scanned, because they are not in the repository: " + hint))
}

func (r *Range) commit(id objects.ID) (objects.CommitInfo, error) {
	_, data, err := r.store.Read(id)
	if err != nil {
		return objects.CommitInfo{}, fmt.Errorf("reading commit %s: %w", id, err)
	}
	return objects.ParseCommit(data)
}

// rangeVisitor visits what a range changed.
type rangeVisitor struct {
	*Range
	ledger *source.Ledger
	visit  source.Visit
}

func (v *rangeVisitor) messages() error {
	for _, c := range v.span.commits {
		w := words{c.id, objects.Commit, c.content, c.info.Words, c.info.Message}
		if _, err := w.visit(0, v.ledger, v.visit); err != nil {
			return err
		}
		v.ledger.Add(source.Counts{Commits: 1})
	}
	for _, t := range v.ends.tags {
		w := words{t.id, objects.Tag, t.content, t.info.Words, t.info.Message}
		if _, err := w.visit(0, v.ledger, v.visit); err != nil {
			return err
		}
	}
	return nil
}

// blobs visits the new blobs, and then, where something was found, the blobs
// that they replaced: only so can an old secret be told from a new one.
func (v *rangeVisitor) blobs(ctx context.Context, jobs int) error {
	fresh := map[objects.ID]bool{}
	for _, c := range v.changes {
		fresh[c.blob] = true
	}
	found, err := v.all(ctx, jobs, versions(v.changes), v.ledger)
	if err != nil {
		return err
	}
	var old []*version
	for _, c := range v.changes {
		if !found[c.blob] {
			continue
		}
		for _, id := range c.parents {
			if !fresh[id] {
				fresh[id] = true
				old = append(old, &version{id: id})
			}
		}
	}
	_, err = v.all(ctx, jobs, old, &source.Ledger{}) // what was there before is not part of the account
	return err
}

// Locate implements source.Source: a secret is where a commit of the range
// brought it.
func (r *Range) Locate(_ context.Context, secrets map[string][]source.SecretKey) (map[string][]source.Place, error) {
	places := map[string][]source.Place{}
	for i, c := range r.span.commits {
		if id := c.id.String(); secrets[id] != nil {
			places[id] = append(places[id], r.at(i, source.KindCommitMessage))
		}
	}
	for _, t := range r.ends.tags {
		if id := t.id.String(); secrets[id] != nil {
			places[id] = append(places[id], t.place())
		}
	}
	for _, c := range r.changes {
		id := c.blob.String()
		keys := slices.Clone(secrets[id])
		for _, p := range c.parents {
			keys = slices.DeleteFunc(keys, func(k source.SecretKey) bool { return slices.Contains(secrets[p.String()], k) })
		}
		if len(keys) == 0 {
			continue
		}
		p := r.at(c.commit, source.KindBlob)
		p.Path, p.Blob, p.Secrets = c.path, id, keys
		places[id] = append(places[id], p)
	}
	return places, nil
}

func (r *Range) at(commit int, kind source.Kind) source.Place {
	if commit == noCommit {
		return source.Place{Kind: kind, Reachable: true}
	}
	c := r.span.commits[commit]
	return source.Place{
		Kind: kind, Commit: c.id.String(), Reachable: true,
		AuthorName: c.info.Author.Name, AuthorEmail: c.info.Author.Email, Date: date(c.info.Author),
		Message: string(c.content[c.info.Message:]),
	}
}
