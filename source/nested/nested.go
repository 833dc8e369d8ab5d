// Package nested is the source of a repository together with the repositories of its
// submodules that are in its git folder. Each of them is a source of its own, and a
// place says in which of them something is.
package nested

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/source"
)

var (
	_ source.Source     = (*Repositories)(nil)
	_ source.PathWanter = (*Repositories)(nil)
	_ source.Counted    = (*Repositories)(nil)
	_ source.Repeated   = (*Repositories)(nil)
)

// A Module is the source of the repository of a submodule.
type Module struct {
	source.Source
	At string // its path in the git folder: "modules/lib"
}

// Repositories is the source of a repository and of submodules. They are walked one
// after the other. It can be scanned once.
type Repositories struct {
	source.Source // the repository
	modules       []*module
}

// A module is a Module and what was found in it.
type module struct {
	Module

	mu    sync.Mutex
	found map[source.ID]source.ID // the IDs of the module, by those of the whole
}

// New returns the source of a repository and its submodules.
func New(repository source.Source, modules []Module) *Repositories {
	r := &Repositories{Source: repository}
	for _, m := range append([]Module{{Source: repository}}, modules...) {
		r.modules = append(r.modules, &module{Module: m, found: map[source.ID]source.ID{}})
	}
	return r
}

// WantPaths implements source.PathWanter.
func (r *Repositories) WantPaths(passes func(name []byte) bool, most int64) {
	for _, m := range r.modules {
		if w, ok := m.Source.(source.PathWanter); ok {
			w.WantPaths(passes, most)
		}
	}
}

// WantAgain implements source.Repeated.
func (r *Repositories) WantAgain(held func(blob source.ID) []source.Held) {
	for _, m := range r.modules {
		if w, ok := m.Source.(source.Repeated); ok {
			w.WantAgain(func(own source.ID) []source.Held { return held(m.outer(own)) })
		}
	}
}

// Total implements source.Counted.
func (r *Repositories) Total() (n int) {
	for _, m := range r.modules {
		if c, ok := m.Source.(source.Counted); ok {
			n += c.Total()
		}
	}
	return n
}

// Walk implements source.Source.
func (r *Repositories) Walk(ctx context.Context, jobs int, ledger *source.Ledger, visit source.Visit) error {
	for _, m := range r.modules {
		err := m.Source.Walk(ctx, jobs, ledger, func(worker int, b *source.Blob, base any) (source.Result, error) {
			own := b.ID
			b.ID = m.outer(own)
			result, err := visit(worker, b, base)
			if result.Found {
				m.mu.Lock()
				m.found[b.ID] = own
				m.mu.Unlock()
			}
			b.ID = own
			return result, err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// outer returns the ID that something of the module has in the whole. An object has
// the same content wherever it is.
func (m *module) outer(id source.ID) source.ID {
	if m.At != "" && id.Object.IsZero() {
		id.Name = m.At + ": " + id.Name
	}
	return id
}

// Locate implements source.Source. Paths begin with that of the submodule.
func (r *Repositories) Locate(ctx context.Context, secrets map[source.ID][]source.SecretKey) (map[source.ID][]source.Place, error) {
	places := map[source.ID][]source.Place{}
	for _, m := range r.modules {
		inside := map[source.ID][]source.SecretKey{}
		for id, own := range m.found {
			if keys, ok := secrets[id]; ok {
				inside[own] = keys
			}
		}
		located, err := m.Source.Locate(ctx, inside)
		if err != nil {
			return nil, err
		}
		for _, own := range slices.SortedFunc(maps.Keys(located), source.ID.Compare) {
			for _, p := range located[own] {
				id := m.outer(own)
				places[id] = append(places[id], m.place(p))
			}
		}
	}
	return places, nil
}

// gitFolder begins the paths of files in the git folder of a repository.
const gitFolder = ".git/"

func (m *module) place(p source.Place) source.Place {
	if m.At == "" {
		return p
	}
	if p.Ref != "" {
		p.Ref = m.At + "/" + p.Ref
	}
	if p.Kind.InGitFolder() || p.Kind == finding.KindSymlink {
		p.Path = gitFolder + m.At + "/" + strings.TrimPrefix(p.Path, gitFolder)
	} else if p.Path != "" {
		p.Path = strings.TrimPrefix(strings.ReplaceAll(m.At, "/modules/", "/"), "modules/") + "/" + p.Path
	}
	return p
}
