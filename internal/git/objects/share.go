package objects

import (
	"context"
	"sync/atomic"
)

// A frame is a base whose children are to be visited: a subtree yet to be walked.
type frame struct {
	next  uint32  // the first child that is left
	one   bool    // only that child belongs to this frame
	buf   *buffer // the base's content; nil if it cannot be read
	state any     // what the visit of the base returned
	seen  bool    // the base was visited
	held  int64   // bytes of the objects above the base that may be held as well
	lost  Reason  // why the base is not here, if it is because of its size
	many  bool    // the base has several children, so it is held while they are visited
}

// An exchange passes subtrees from busy workers to idle ones. Workers take most
// of their work from the list of roots; but the last trees of a pack may be the
// largest, and without the exchange one worker would walk them alone.
type exchange struct {
	live    atomic.Int64 // workers that are busy, and frames that are offered
	waiting atomic.Int64 // workers that wait and for which no frame is promised
	offers  chan frame
	done    chan struct{} // closed when nothing is left
}

func newExchange(workers int) *exchange {
	x := &exchange{offers: make(chan frame, workers), done: make(chan struct{})}
	x.live.Store(int64(workers))
	return x
}

// promise reports whether a worker waits for a frame. If so, the caller has
// promised one and must offer it.
func (x *exchange) promise() bool {
	for {
		n := x.waiting.Load()
		if n <= 0 {
			return false
		}
		if x.waiting.CompareAndSwap(n, n-1) {
			return true
		}
	}
}

// offer gives a promised frame away. It does not block: no more are promised than
// there are workers.
func (x *exchange) offer(f frame) {
	x.live.Add(1)
	x.offers <- f
}

// take waits for a frame. ok is false when all work is done. The caller must
// have finished its own work.
func (x *exchange) take(ctx context.Context) (f frame, ok bool, err error) {
	if x.live.Add(-1) == 0 {
		close(x.done)
		return frame{}, false, nil
	}
	x.waiting.Add(1)
	select {
	case f = <-x.offers:
		return f, true, nil
	case <-x.done:
		return frame{}, false, nil
	case <-ctx.Done():
		return frame{}, false, ctx.Err()
	}
}
