package history

import (
	"slices"
	"strings"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/source"
)

// A holding is a secret at a path.
type holding struct {
	path string
	key  source.SecretKey
}

// A differ compares pruned trees.
type differ struct {
	pruner  *pruner
	secrets map[objects.Index][]source.SecretKey
}

// only calls yield for every secret that tree holds at a path at which none
// of the others holds it, as far as the quota goes.
func (d *differ) only(q *quota, tree pruned, others []pruned, yield func(h holding, blob objects.Index)) {
	q.steps = 0
	clear(q.barren)
	d.walk(q, "", tree, others, yield)
}

// walk is only for the trees at a folder. It reports whether there was anything
// that the quota takes.
func (d *differ) walk(q *quota, dir string, tree pruned, others []pruned, yield func(holding, objects.Index)) (any bool) {
	if tree == nothing || slices.Contains(others, tree) || q.spent(tree) {
		return false
	}
	q.steps++
	if q.steps > stepsNoMemo && q.barren[string(q.compareKey(tree, others))] {
		return false
	}
	for i, e := range d.pruner.content(tree) {
		if e.tree != nothing {
			var subs []pruned
			same := false
			for _, o := range others {
				if there, ok := d.pruner.entryNear(o, e.name, i); ok && there.tree != nothing {
					if same = there.tree == e.tree; same {
						break
					}
					subs = append(subs, there.tree)
				}
			}
			if !same {
				any = d.walk(q, dir+e.name+"/", e.tree, subs, yield) || any
			}
			continue
		}
		same := func(o pruned) bool {
			there, ok := d.pruner.entryNear(o, e.name, i)
			return ok && there.tree == nothing && there.blob == e.blob
		}
		if slices.ContainsFunc(others, same) {
			continue
		}
		for _, key := range d.secrets[e.blob] {
			if !d.held(others, e.name, key) && q.take(key) {
				yield(holding{dir + e.name, key}, e.blob)
				any = true
			}
		}
	}
	if !any && q.steps > stepsNoMemo {
		q.barren[string(q.compareKey(tree, others))] = true
	}
	return any
}

// held reports whether one of the trees holds the secret in a blob of that name.
func (d *differ) held(trees []pruned, name string, key source.SecretKey) bool {
	for _, t := range trees {
		if e, ok := d.pruner.entry(t, name); ok && e.tree == nothing && slices.Contains(d.secrets[e.blob], key) {
			return true
		}
	}
	return false
}

// holds reports whether a tree holds a secret at a path.
func (d *differ) holds(tree pruned, h holding) bool {
	dir, name, below := strings.Cut(h.path, "/")
	if !below {
		return d.held([]pruned{tree}, h.path, h.key)
	}
	e, ok := d.pruner.entry(tree, dir)
	return ok && e.tree != nothing && d.holds(e.tree, holding{name, h.key})
}
