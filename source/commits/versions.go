package commits

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/sourcegraph/conc/pool"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/git/objects/delta"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/lfs"
)

// A version is a new blob of a range, with the versions that were made from it. If
// a file was edited a hundred times, only its first version is scanned whole, and
// of each later one what differs from the version before.
type version struct {
	blob   number
	path   pathID // of the change that brought it, or the first of them
	next   uint32 // the first of the versions that were made from it; 0 if there is none
	other  uint32 // another version that was made from the same one; 0 if there is none
	weight uint32 // how many versions were made from it, directly or not, and one
}

// A forest is versions, numbered from 1 on, each with a number below those that were made
// from it.
type forest struct {
	list  []version
	first []uint32 // the versions that were made from no other one
}

func (f *forest) at(n uint32) *version { return &f.list[n-1] }

// add adds a version that was made from no other one.
func (f *forest) add(v version) (n uint32) {
	v.weight = 1
	f.list = append(f.list, v)
	n = uint32(len(f.list))
	f.first = append(f.first, n)
	return n
}

// versions finds out which new blobs were made from which. It goes through the commits
// from the last in the list, which is the oldest, and derives a blob only from blobs that
// it has met before: so no blob is derived from itself when a change was reverted.
func (r *Range) versions() *forest {
	f := &forest{}
	met := make([]uint32, r.blobs.len()) // the version of each blob
	made := []uint32{}                   // by version: what it was made from
	for i := len(r.changes) - 1; i >= 0; i-- {
		c := r.changes[i]
		if met[c.blob] != 0 {
			continue
		}
		var from uint32
		for _, p := range r.lists.at(c.parents) {
			if from = met[p]; from != 0 {
				break
			}
		}
		v := version{blob: c.blob, path: c.path, weight: 1}
		if from == 0 {
			f.first = append(f.first, uint32(len(f.list)+1))
		} else {
			v.other = f.at(from).next
			f.at(from).next = uint32(len(f.list) + 1)
		}
		f.list = append(f.list, v)
		made = append(made, from)
		met[c.blob] = uint32(len(f.list))
	}
	for n := len(made); n > 0; n-- {
		if from := made[n-1]; from != 0 {
			f.at(from).weight += f.at(uint32(n)).weight
		}
	}
	slices.SortStableFunc(f.first, func(a, b uint32) int { return cmp.Compare(f.at(b).weight, f.at(a).weight) })
	return f
}

// visitAll visits the versions of a forest, the heaviest trees first.
func (v *visitor) visitAll(ctx context.Context, jobs int, f *forest, ledger *source.Ledger) error {
	var next atomic.Int64
	workers := pool.New().WithContext(ctx).WithCancelOnError()
	for worker := range min(jobs, len(f.first)) {
		workers.Go(func(ctx context.Context) error {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(f.first) {
					return nil
				}
				err := v.store.Guard(func() error { return v.visitVersions(ctx, worker, f, f.first[i], ledger) })
				if err != nil {
					return err
				}
			}
		})
	}
	return workers.Wait()
}

// visitVersions visits a version and all that were made from it, each while the
// content of the version before is in memory. Of several that were made from one, the
// heaviest is visited last, when that one is no longer needed: so the contents in
// memory are few, however long the history of a file is.
func (v *visitor) visitVersions(ctx context.Context, worker int, f *forest, first uint32, ledger *source.Ledger) error {
	type step struct {
		version uint32
		base    []byte // content of the version before
		state   any    // what its visit returned
	}
	for todo := []step{{version: first}}; len(todo) > 0; {
		if err := ctx.Err(); err != nil {
			return err
		}
		s := todo[len(todo)-1]
		todo[len(todo)-1] = step{}
		todo = todo[:len(todo)-1]
		data, state, err := v.visitVersion(worker, f.at(s.version), s.base, s.state, ledger)
		if err != nil {
			return err
		}
		var heaviest int
		at := len(todo)
		for n := f.at(s.version).next; n != 0; n = f.at(n).other {
			todo = append(todo, step{n, data, state})
			if f.at(n).weight > f.at(todo[at+heaviest].version).weight {
				heaviest = len(todo) - 1 - at
			}
		}
		if at < len(todo) {
			todo[at], todo[at+heaviest] = todo[at+heaviest], todo[at]
		}
	}
	return nil
}

// visitVersion visits a version. It returns the content, nil if it cannot be read or is a
// stream, and what the visit returned.
func (v *visitor) visitVersion(worker int, at *version, base []byte, prior any, ledger *source.Ledger) (data []byte, state any, err error) {
	id := v.blobs.id(at.blob)
	content := v.read(id, ledger)
	if content == nil {
		return nil, nil, nil
	}
	defer content.Close()
	data = content.Data
	b := &source.Blob{ID: source.Object(id), Kind: finding.KindBlob, Data: data, Open: content.Open, Size: content.Size, Base: at.next != 0}
	if prior != nil {
		b.Edits = delta.Common(base, data)
	}
	result, err := v.visit(worker, b, prior)
	if err != nil {
		return nil, nil, err
	}
	ledger.Add(source.Counts{Blobs: 1, Bytes: b.Size})
	found, known, err := v.lfs.Visit(worker, b, ledger, v.visit)
	if err != nil {
		return nil, nil, err
	}
	if !known {
		size, _ := lfs.IsPointer(data)
		lfs.Absent(ledger, cmp.Or(v.paths.text(at.path), id.String()), size)
	}
	if result.Found || found {
		v.mark(id)
	}
	return data, result.State, nil
}

// read returns the content of a blob. For one that cannot be read it returns nil
// and writes the reason into the ledger.
func (v *visitor) read(id oid.ID, ledger *source.Ledger) *objects.Content {
	if !v.store.Has(id) {
		v.absent(ledger, id)
		return nil
	}
	content, err := v.store.Content(id)
	if err != nil {
		ledger.Error(fmt.Errorf("reading blob %s: %w", id, err))
		return nil
	}
	return content
}
