package history

import (
	"context"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/internal/oid"
)

// tips is what refs and reflogs reach.
type tips struct {
	head      node   // noNode when HEAD names no commit
	reachable []bool // by node: from any ref or reflog
	inHead    []bool // by node: from HEAD
	notes     []bool // by node: from refs/notes
	others    []bool // by node: from a ref outside refs/notes
	branches  map[node][]string
	tags      map[node][]string
	objects   map[oid.ID]bool     // tags and other objects that refs name, peeled all the way
	tagNames  map[oid.ID][]string // the tag refs that name a tag object
}

// tips reads the refs. A ref or reflog that cannot be read was named in the
// ledger by Walk.
func (h *History) tips(ctx context.Context) (*tips, error) {
	t := &tips{
		head: noNode, branches: map[node][]string{}, tags: map[node][]string{},
		objects: map[oid.ID]bool{}, tagNames: map[oid.ID][]string{},
	}
	refs, _ := h.repo.Refs(ctx)
	var notes, others, logged []node
	for _, ref := range refs {
		n, ok := h.peel(ref.ID, func(id oid.ID) {
			t.objects[id] = true
			if name, isTag := strings.CutPrefix(ref.Name, "refs/tags/"); isTag {
				t.tagNames[id] = append(t.tagNames[id], name)
			}
		})
		if !ok {
			continue
		}
		if ref.Name == "HEAD" {
			t.head = n
		}
		if strings.HasPrefix(ref.Name, "refs/notes/") {
			notes = append(notes, n)
			continue
		}
		others = append(others, n)
		if name, ok := strings.CutPrefix(ref.Name, "refs/heads/"); ok {
			t.branches[n] = append(t.branches[n], name)
		} else if name, ok := strings.CutPrefix(ref.Name, "refs/remotes/"); ok {
			t.branches[n] = append(t.branches[n], name)
		} else if name, ok := strings.CutPrefix(ref.Name, "refs/tags/"); ok {
			t.tags[n] = append(t.tags[n], name)
		}
	}
	logs, _ := h.repo.Reflogs(ctx)
	for _, id := range logs {
		if n, ok := h.peel(id, func(oid.ID) {}); ok {
			logged = append(logged, n)
		}
	}
	t.notes, t.others = h.graph.reach(notes), h.graph.reach(others)
	t.reachable = h.graph.reach(slices.Concat(notes, others, logged))
	if t.head == noNode {
		t.inHead = h.graph.reach(nil)
	} else {
		t.inHead = h.graph.reach([]node{t.head})
	}
	return t, ctx.Err()
}

// isNote reports whether a commit belongs to git notes alone.
func (t *tips) isNote(n node) bool { return t.notes[n] && !t.others[n] }

// peel follows an id through tags to a commit, and calls seen for every tag on
// the way and for what they lead to.
func (h *History) peel(hex string, seen func(oid.ID)) (node, bool) {
	id, err := oid.Parse(hex)
	for err == nil {
		seen(id)
		tag, ok := h.tags[id]
		if !ok {
			break
		}
		if tag.Object == id {
			return 0, false
		}
		id = tag.Object
	}
	index, ok := h.store.Find(id)
	if !ok {
		return 0, false
	}
	n := h.graph.nodes[index]
	return n, n != noNode
}
