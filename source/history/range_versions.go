package history

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/sourcegraph/conc/pool"

	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/objects"
)

// A version is a new blob of a range, with the versions that were made from
// it. A file that is edited a hundred times is scanned whole but once: of each
// later version only what differs from the one before.
type version struct {
	id   objects.ID
	next []*version
}

// versions puts the new blobs in order, and returns those that were made from
// no other new one. It goes through the commits from the last in the list,
// which is the oldest, and lets a blob follow only what it has met: so no blob
// can follow itself when a change is taken back.
func versions(changes []change) []*version {
	var first []*version
	met := map[objects.ID]*version{}
	for i := len(changes) - 1; i >= 0; i-- {
		c := changes[i]
		if met[c.blob] != nil {
			continue
		}
		v := &version{id: c.blob}
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

// all visits blobs and those that were made from them, and returns those in
// which something was found.
func (v *rangeVisitor) all(ctx context.Context, jobs int, first []*version, ledger *source.Ledger) (map[objects.ID]bool, error) {
	found := map[objects.ID]bool{}
	var mu sync.Mutex
	mark := func(id objects.ID) {
		mu.Lock()
		defer mu.Unlock()
		found[id] = true
	}
	var next atomic.Int64
	workers := pool.New().WithContext(ctx).WithCancelOnError()
	for worker := range min(jobs, len(first)) {
		workers.Go(func(ctx context.Context) error {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(first) {
					return nil
				}
				err := v.store.Guard(func() error { return v.line(ctx, worker, first[i], ledger, mark) })
				if err != nil {
					return err
				}
			}
		})
	}
	err := workers.Wait()
	return found, err
}

// line visits a blob and all that were made from it, each while the content of
// the one before is at hand.
func (v *rangeVisitor) line(ctx context.Context, worker int, first *version, ledger *source.Ledger, mark func(objects.ID)) error {
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
			b := &source.Blob{ID: s.id.String(), Kind: source.KindBlob, Data: data, Size: int64(len(data))}
			if s.state != nil {
				b.Edits = shared(s.base, data)
			}
			var err error
			if result, err = v.visit(worker, b, s.state); err != nil {
				return err
			}
			ledger.Add(source.Counts{Blobs: 1, Bytes: b.Size})
			if result.Found {
				mark(s.id)
			}
		}
		for _, n := range s.next {
			todo = append(todo, step{n, data, result.State})
		}
	}
	return nil
}

// read returns the content of a blob; nil, with a word in the ledger, for one
// that cannot be read.
func (v *rangeVisitor) read(id objects.ID, ledger *source.Ledger) []byte {
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

// shared returns the runs that data has in common with its base: what stands
// before the first difference and after the last.
func shared(base, data []byte) []source.Copy {
	start := commonPrefix(base, data)
	end := commonSuffix(base[start:], data[start:])
	var copies []source.Copy
	if start > 0 {
		copies = append(copies, source.Copy{Len: start})
	}
	if end > 0 {
		copies = append(copies, source.Copy{Base: len(base) - end, At: len(data) - end, Len: end})
	}
	return copies
}

// stride is how many bytes are compared at once: a compare of whole strides
// runs at the speed of memory.
const stride = 256

func commonPrefix(a, b []byte) int {
	n, i := min(len(a), len(b)), 0
	for i+stride <= n && bytes.Equal(a[i:i+stride], b[i:i+stride]) {
		i += stride
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}

func commonSuffix(a, b []byte) int {
	n, i := min(len(a), len(b)), 0
	for i+stride <= n && bytes.Equal(a[len(a)-i-stride:len(a)-i], b[len(b)-i-stride:len(b)-i]) {
		i += stride
	}
	for i < n && a[len(a)-1-i] == b[len(b)-1-i] {
		i++
	}
	return i
}
