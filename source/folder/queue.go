package folder

import "sync"

// A queue holds the items of workers that may push more. It is a stack, so that a
// walk goes deep first and few items wait at a time.
type queue struct {
	mu      sync.Mutex
	ready   sync.Cond
	items   []item
	busy    int // items popped and not yet done
	stopped bool
}

func newQueue() *queue {
	q := &queue{}
	q.ready.L = &q.mu
	return q
}

// push adds an item.
func (q *queue) push(it item) {
	q.mu.Lock()
	q.items = append(q.items, it)
	q.mu.Unlock()
	q.ready.Signal()
}

// pop waits for an item. It reports false when there is none and no worker is
// left that could push one. Every pop that reports true needs a done.
func (q *queue) pop() (item, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 && q.busy > 0 && !q.stopped {
		q.ready.Wait()
	}
	if len(q.items) == 0 || q.stopped {
		return item{}, false
	}
	last := len(q.items) - 1
	it := q.items[last]
	q.items = q.items[:last]
	q.busy++
	return it, true
}

// done says that the worker of a popped item will push no more for it.
func (q *queue) done() {
	q.mu.Lock()
	q.busy--
	idle := q.busy == 0 && len(q.items) == 0
	q.mu.Unlock()
	if idle {
		q.ready.Broadcast()
	}
}

// stop makes every pop report false.
func (q *queue) stop() {
	q.mu.Lock()
	q.stopped = true
	q.mu.Unlock()
	q.ready.Broadcast()
}
