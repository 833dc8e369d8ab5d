package commits

import (
	"cmp"
	"context"
	"fmt"
	"sync/atomic"

	"github.com/sourcegraph/conc/pool"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/objects/delta"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/lfs"
)

// A version is a new blob of a range, with the versions that were made from it. If
// a file was edited a hundred times, only its first version is scanned whole, and
// of each later one what differs from the version before.
type version struct {
	id   oid.ID
	path string // of the change that brought it, or the first of them; "" if there is none
	next []*version
}

// versions finds out which new blobs were made from which, and returns those that
// were made from no other new one. It goes through the commits from the last in the
// list, which is the oldest, and derives a blob only from blobs that it has met
// before: so no blob is derived from itself when a change was reverted.
func versions(changes []change) []*version {
	var first []*version
	met := map[oid.ID]*version{}
	for i := len(changes) - 1; i >= 0; i-- {
		c := changes[i]
		if met[c.blob] != nil {
			continue
		}
		v := &version{id: c.blob, path: c.path}
		var from *version
		for _, p := range c.parents {
			if from = met[p]; from != nil {
				break
			}
		}
		if from != nil {
			from.next = append(from.next, v)
		} else {
			first = append(first, v)
		}
		met[c.blob] = v
	}
	return first
}

// visitAll visits versions and those that were made from them.
func (v *visitor) visitAll(ctx context.Context, jobs int, first []*version, ledger *source.Ledger) error {
	var next atomic.Int64
	workers := pool.New().WithContext(ctx).WithCancelOnError()
	for worker := range min(jobs, len(first)) {
		workers.Go(func(ctx context.Context) error {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(first) {
					return nil
				}
				err := v.store.Guard(func() error { return v.visitVersions(ctx, worker, first[i], ledger) })
				if err != nil {
					return err
				}
			}
		})
	}
	return workers.Wait()
}

// visitVersions visits a version and all that were made from it, each while the
// content of the version before is in memory.
func (v *visitor) visitVersions(ctx context.Context, worker int, first *version, ledger *source.Ledger) error {
	type step struct {
		*version
		base  []byte // content of the version before
		state any    // what its visit returned
	}
	for todo := []step{{version: first}}; len(todo) > 0; {
		if err := ctx.Err(); err != nil {
			return err
		}
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		var result source.Result
		data := v.read(s.id, ledger)
		if data != nil {
			b := &source.Blob{ID: source.Object(s.id), Kind: finding.KindBlob, Data: data, Size: int64(len(data)), Base: len(s.next) > 0}
			if s.state != nil {
				b.Edits = delta.Common(s.base, data)
			}
			var err error
			if result, err = v.visit(worker, b, s.state); err != nil {
				return err
			}
			ledger.Add(source.Counts{Blobs: 1, Bytes: b.Size})
			found, known, err := v.lfs.Visit(worker, b, ledger, v.visit)
			if err != nil {
				return err
			}
			if !known {
				size, _ := lfs.IsPointer(data)
				lfs.Absent(ledger, cmp.Or(s.path, s.id.String()), size)
			}
			if result.Found || found {
				v.mark(s.id)
			}
		}
		for _, n := range s.next {
			todo = append(todo, step{n, data, result.State})
		}
	}
	return nil
}

// read returns the content of a blob. For one that cannot be read it returns nil
// and writes the reason into the ledger.
func (v *visitor) read(id oid.ID, ledger *source.Ledger) []byte {
	if !v.store.Has(id) {
		v.absent(ledger, id)
		return nil
	}
	_, data, err := v.store.Read(id)
	if err != nil {
		ledger.Error(fmt.Errorf("reading blob %s: %w", id, err))
		return nil
	}
	if data == nil {
		data = []byte{}
	}
	return data
}
