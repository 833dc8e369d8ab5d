package objects

import (
	"context"
	"sync/atomic"
)

// A frame is a base whose children are to be visited: a subtree yet to be walked.
type frame struct {
	next  uint32  // the first child that is left
	one   bool    // only that child belongs to this frame
	buf   *buffer // the base's content; nil if it cannot be had
	state any     // what the visit of the base returned
	seen  bool    // the base was visited
}

// A market hands subtrees from busy workers to idle ones. Most work is taken
// from the list of roots; but the last trees of a pack may be the largest, and
// without the market one worker would walk them alone.
type market struct {
	live   atomic.Int64 // workers at work, and frames on offer
	hungry atomic.Int64 // workers that wait and have not been promised a frame
	offers chan frame
	done   chan struct{} // closed when nothing is left
}

func newMarket(workers int) *market {
	m := &market{offers: make(chan frame, workers), done: make(chan struct{})}
	m.live.Store(int64(workers))
	return m
}

// wanted reports whether a worker waits for a frame. If so, the caller must
// offer one.
func (m *market) wanted() bool {
	for {
		n := m.hungry.Load()
		if n <= 0 {
			return false
		}
		if m.hungry.CompareAndSwap(n, n-1) {
			return true
		}
	}
}

// offer gives a frame away. It does not block: no more are promised than there
// are workers.
func (m *market) offer(f frame) {
	m.live.Add(1)
	m.offers <- f
}

// take waits for a frame. ok is false when all work is done. The caller must
// have finished what it was at.
func (m *market) take(ctx context.Context) (f frame, ok bool, err error) {
	if m.live.Add(-1) == 0 {
		close(m.done)
		return frame{}, false, nil
	}
	m.hungry.Add(1)
	select {
	case f = <-m.offers:
		return f, true, nil
	case <-m.done:
		return frame{}, false, nil
	case <-ctx.Done():
		return frame{}, false, ctx.Err()
	}
}
