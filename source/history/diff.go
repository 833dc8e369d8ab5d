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
// of the others holds it.
func (d *differ) only(tree pruned, others []pruned, yield func(h holding, blob objects.Index)) {
	d.walk("", tree, others, yield)
}

func (d *differ) walk(dir string, tree pruned, others []pruned, yield func(holding, objects.Index)) {
	if tree == nothing || slices.Contains(others, tree) {
		return
	}
	for _, e := range d.pruner.content(tree) {
		path := dir + e.name
		if e.tree != nothing {
			var subs []pruned
			for _, o := range others {
				if there, ok := d.pruner.entry(o, e.name); ok && there.tree != nothing {
					subs = append(subs, there.tree)
				}
			}
			d.walk(path+"/", e.tree, subs, yield)
			continue
		}
		for _, key := range d.secrets[e.blob] {
			if !d.held(others, e.name, key) {
				yield(holding{path, key}, e.blob)
			}
		}
	}
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

// all returns all secrets that a tree holds, with a blob that holds them.
func (d *differ) all(tree pruned) map[holding]objects.Index {
	out := map[holding]objects.Index{}
	d.only(tree, nil, func(h holding, blob objects.Index) { out[h] = blob })
	return out
}
