package remedy

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// A holder is a set of kinds of refs that lead to a commit.
type holder uint16

const (
	branch   holder = 1 << iota // a local branch, or HEAD
	tag                         // a tag
	remote                      // a remote-tracking ref
	stash                       // refs/stash, or its reflog, which has the older stashes
	note                        // a ref of notes
	otherRef                    // any other ref: what a fetch or an unfinished operation keeps, pull requests
	reflog                      // the reflog of any ref
)

// published are the holders that a clone or a mirror of the repository has.
const published = branch | tag | remote | otherRef

// holderOf returns what kind a ref is of.
func holderOf(name string) holder {
	for _, k := range []struct {
		prefix string
		kind   holder
	}{
		{"refs/heads/", branch}, {"refs/tags/", tag}, {"refs/remotes/", remote}, {"refs/stash", stash},
		{"refs/notes/", note}, {"refs/", otherRef}, {"HEAD", branch},
	} {
		if strings.HasPrefix(name, k.prefix) {
			return k.kind
		}
	}
	return reflog // ORIG_HEAD, FETCH_HEAD and the HEAD of another work tree remember as reflogs do
}

// A graph is the commits of a repository that refs and reflogs lead to.
type graph struct {
	refs    []gitrepo.Ref
	commits []commit // parents before children
	index   map[oid.ID]int
	tags    map[oid.ID]holder // annotated tags
	tips    map[oid.ID]int    // what refs name, and the commit that it leads to
}

type commit struct {
	id       oid.ID
	parents  []int // in graph.commits; those that are absent are left out
	tree     oid.ID
	author   string
	unstable bool // git filter-repo does not write it as it was, because it drops signatures
	holders  holder
}

// readGraph reads all commits that refs and reflogs lead to.
func readGraph(ctx context.Context, repo *gitrepo.Repo, store *objects.Store) (*graph, error) {
	g := &graph{index: map[oid.ID]int{}, tags: map[oid.ID]holder{}, tips: map[oid.ID]int{}}
	refs, err := repo.Refs(ctx)
	if err != nil && len(refs) == 0 {
		return nil, err
	}
	g.refs = refs
	mirror := repo.IsMirror() || repo.WorkTree == "" && repo.Remote() != "" // its branches are those of the remote
	for _, r := range refs {
		h := holderOf(r.Name)
		if mirror && h&(branch|tag) != 0 {
			h |= remote
		}
		g.tip(store, r.ID, h)
	}
	stashes := map[oid.ID]bool{}
	if err := repo.EachReflog(ctx, func(l gitrepo.Reflog) error {
		if l.Ref == "refs/stash" {
			for line := range bytes.Lines(l.Text) {
				for _, word := range bytes.Fields(line)[:min(2, len(bytes.Fields(line)))] {
					if id, err := oid.Parse(string(word)); err == nil {
						stashes[id] = true
					}
				}
			}
		}
		return nil
	}); err != nil {
		return nil, err
	}
	logged, err := repo.Reflogs(ctx)
	if err != nil && len(logged) == 0 {
		return nil, err
	}
	for _, id := range logged {
		if stashes[id] {
			g.tip(store, id, stash)
		}
		g.tip(store, id, reflog)
	}
	for i := range slices.Backward(g.commits) { // children before parents
		for _, p := range g.commits[i].parents {
			g.commits[p].holders |= g.commits[i].holders
		}
	}
	return g, ctx.Err()
}

// tip adds what a ref or a reflog names, and marks it.
func (g *graph) tip(store *objects.Store, id oid.ID, h holder) {
	named := id
	for range 10 { // tags of tags
		kind, content, err := store.Read(id)
		if err != nil || kind != objects.Tag {
			break
		}
		info, err := objects.ParseTag(content)
		if err != nil {
			return
		}
		g.tags[id] |= h
		id = info.Object
	}
	if i, ok := g.add(store, id); ok {
		g.commits[i].holders |= h
		g.tips[named] = i
	}
}

// add adds a commit and its ancestors, parents first.
func (g *graph) add(store *objects.Store, id oid.ID) (int, bool) {
	type frame struct {
		commit
		pending []oid.ID
	}
	read := func(id oid.ID) (*frame, bool) {
		kind, content, err := store.Read(id)
		if err != nil || kind != objects.Commit {
			return nil, false
		}
		info, err := objects.ParseCommit(content)
		if err != nil {
			return nil, false
		}
		header := content[:info.Message]
		c := commit{
			id: id, tree: info.Tree, author: strings.TrimSpace(info.Author.Name + " <" + info.Author.Email + ">"),
			unstable: bytes.Contains(header, []byte("\ngpgsig")) || bytes.Contains(header, []byte("\nmergetag ")),
		}
		return &frame{c, info.Parents}, true
	}
	if i, ok := g.index[id]; ok {
		return i, i >= 0
	}
	first, ok := read(id)
	if !ok {
		return 0, false
	}
	for stack := []*frame{first}; len(stack) > 0; {
		f := stack[len(stack)-1]
		if len(f.pending) == 0 {
			stack = stack[:len(stack)-1]
			g.index[f.id] = len(g.commits)
			g.commits = append(g.commits, f.commit)
			if len(stack) > 0 {
				below := stack[len(stack)-1]
				below.parents = append(below.parents, g.index[f.id])
				below.pending = below.pending[1:]
			}
			continue
		}
		next := f.pending[0]
		if i, ok := g.index[next]; ok {
			f.parents, f.pending = append(f.parents, i), f.pending[1:]
		} else if below, ok := read(next); ok {
			stack = append(stack, below)
		} else {
			f.pending = f.pending[1:]
		}
	}
	return g.index[id], true
}

// holders returns what leads to a commit or to an annotated tag; 0 if nothing does.
func (g *graph) holders(id oid.ID) holder {
	if h, ok := g.tags[id]; ok {
		return h
	}
	if i, ok := g.index[id]; ok {
		return g.commits[i].holders
	}
	return 0
}

// A rewrite says what changes when the history is rewritten from some commits on.
type rewrite struct {
	commits int      // how many change
	signed  int      // of these, how many only because git filter-repo drops signatures
	authors []string // of those that change, the newest first
	refs    []string // branches and tags that change, whole names
	bases   []oid.ID // pushed commits right below those that are not pushed
}

// rewriteFrom returns what changes if those commits do, of the commits that one of the
// holders has and none of the others.
func (g *graph) rewriteFrom(changed map[oid.ID]bool, of, except holder) rewrite {
	var r rewrite
	in := func(c *commit) bool { return c.holders&of != 0 && c.holders&except == 0 }
	marked := make([]bool, len(g.commits))
	secret := make([]bool, len(g.commits)) // not only because of a signature
	for i := range g.commits {
		c := &g.commits[i]
		secret[i] = in(c) && (changed[c.id] || slices.ContainsFunc(c.parents, func(p int) bool { return secret[p] }))
		marked[i] = secret[i] || in(c) && (c.unstable || slices.ContainsFunc(c.parents, func(p int) bool { return marked[p] }))
	}
	authors := map[string]bool{}
	for i, c := range slices.Backward(g.commits) {
		if !marked[i] {
			continue
		}
		r.commits++
		if !secret[i] {
			r.signed++
		} else if !authors[c.author] {
			authors[c.author] = true
			r.authors = append(r.authors, c.author)
		}
	}
	for _, ref := range g.refs {
		if i, ok := g.tips[ref.ID]; ok && secret[i] && (strings.HasPrefix(ref.Name, "refs/heads/") || strings.HasPrefix(ref.Name, "refs/tags/")) {
			r.refs = append(r.refs, ref.Name)
		}
	}
	r.bases = g.below(except)
	return r
}

// below returns the commits of some holders that are parents of commits of a branch or a
// tag that none of these holders has.
func (g *graph) below(h holder) (ids []oid.ID) {
	for _, c := range g.commits {
		if c.holders&(branch|tag) == 0 || c.holders&h != 0 {
			continue
		}
		for _, p := range c.parents {
			if g.commits[p].holders&h != 0 {
				ids = append(ids, g.commits[p].id)
			}
		}
	}
	slices.SortFunc(ids, oid.ID.Compare)
	return slices.Compact(ids)
}
