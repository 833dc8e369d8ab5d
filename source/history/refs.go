package history

import (
	"context"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/internal/oid"
)

// refs are the refs of a repository, and what they and the reflogs reach.
type refs struct {
	head      commitNum // noCommit when HEAD names no commit
	reachable []bool    // by commit number: from any ref or reflog
	inHead    []bool    // by commit number: from HEAD
	pushed    []bool    // by commit number: from a remote-tracking ref
	notes     []bool    // by commit number: from refs/notes
	others    []bool    // by commit number: from a ref outside refs/notes
	branches  map[commitNum][]string
	tags      map[commitNum][]string
	objects   map[oid.ID]bool     // all objects that refs name, and those that tags among them lead to
	tagNames  map[oid.ID][]string // the tag refs that name a tag object
}

// readRefs reads the refs. It ignores those and the reflogs that cannot be read:
// Walk has written them into the ledger.
func (h *History) readRefs(ctx context.Context) (*refs, error) {
	r := &refs{
		head: noCommit, branches: map[commitNum][]string{}, tags: map[commitNum][]string{},
		objects: map[oid.ID]bool{}, tagNames: map[oid.ID][]string{},
	}
	list, _ := h.repo.Refs(ctx)
	var notes, others, logged, remote []commitNum
	mirror := h.repo.IsMirror()
	for _, ref := range list {
		n, ok := h.peel(ref.ID, func(id oid.ID) {
			r.objects[id] = true
			if name, isTag := strings.CutPrefix(ref.Name, "refs/tags/"); isTag {
				r.tagNames[id] = append(r.tagNames[id], name)
			}
		})
		if !ok {
			continue
		}
		if ref.Name == "HEAD" {
			r.head = n
		}
		if mirror || strings.HasPrefix(ref.Name, "refs/remotes/") {
			remote = append(remote, n)
		}
		if strings.HasPrefix(ref.Name, "refs/notes/") {
			notes = append(notes, n)
			continue
		}
		others = append(others, n)
		if name, ok := strings.CutPrefix(ref.Name, "refs/heads/"); ok {
			r.branches[n] = append(r.branches[n], name)
		} else if name, ok := strings.CutPrefix(ref.Name, "refs/remotes/"); ok {
			r.branches[n] = append(r.branches[n], name)
		} else if name, ok := strings.CutPrefix(ref.Name, "refs/tags/"); ok {
			r.tags[n] = append(r.tags[n], name)
		}
	}
	logs, _ := h.repo.Reflogs(ctx)
	for _, id := range logs {
		if n, ok := h.peel(id, func(oid.ID) {}); ok {
			logged = append(logged, n)
		}
	}
	r.notes, r.others = h.graph.reach(notes), h.graph.reach(others)
	r.pushed = h.graph.reach(remote)
	r.reachable = h.graph.reach(slices.Concat(notes, others, logged))
	if r.head == noCommit {
		r.inHead = h.graph.reach(nil)
	} else {
		r.inHead = h.graph.reach([]commitNum{r.head})
	}
	return r, ctx.Err()
}

// isNote reports whether a commit belongs to git notes only.
func (r *refs) isNote(n commitNum) bool { return r.notes[n] && !r.others[n] }

// peel follows an id through tags to a commit. It calls seen for the id, for every
// tag on the way and for the object that they lead to.
func (h *History) peel(id oid.ID, seen func(oid.ID)) (commitNum, bool) {
	met := map[oid.ID]bool{}
	for !met[id] {
		met[id] = true
		seen(id)
		tag, isTag := h.tags[id]
		if isTag {
			id = tag.Object
			continue
		}
		index, ok := h.store.Find(id)
		if !ok {
			return 0, false
		}
		n := h.graph.numbers[index]
		return n, n != noCommit
	}
	return 0, false // the store is damaged: these tags lead in a circle
}
