package objects

import (
	"context"
	"io"
	"runtime/debug"

	"github.com/sluicesec/sluice/internal/git/objects/inflate"
	"github.com/sluicesec/sluice/internal/oid"
)

// A worker walks one tree at a time. Its stack holds the bases that have
// children left, so that a chain of any depth needs no deep calls.
type worker struct {
	*walk
	id    int
	stack []frame

	decoder inflate.Decoder
	buffers buffers
	patch   []byte // the delta being applied
	edits   []Copy
	object  Object
	done    Work // that is not in the store's yet
}

// run takes roots until there are none and then what others offer.
func (w *worker) run(ctx context.Context) error {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true)) // for step
	defer func() { w.store.work.add(w.done) }()
	for {
		i := w.next.Add(1) - 1
		if i >= int64(len(w.roots)) {
			break
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if i+1 < int64(len(w.roots)) {
			w.prefetch(w.roots[i+1])
		}
		if err := w.root(w.roots[i]); err != nil {
			return err
		}
		if err := w.drain(ctx); err != nil {
			return err
		}
	}
	for {
		f, ok, err := w.take(ctx)
		if !ok {
			return err
		}
		w.stack = append(w.stack, f)
		if err := w.drain(ctx); err != nil {
			return err
		}
	}
}

// root visits a root and puts it on the stack.
func (w *worker) root(n uint32) error {
	f, err := w.step(n, frame{})
	if err != nil {
		return err
	}
	w.push(n, f)
	return nil
}

// push puts a visited node on the stack if it has children, and releases its
// buffer if not.
func (w *worker) push(n uint32, f frame) {
	f.next = w.forest.nodes[n].child
	if f.next != none {
		f.many = w.forest.nodes[f.next].sibling != none
		w.stack = append(w.stack, f)
	} else if f.buf != nil {
		w.buffers.release(f.buf)
	}
}

// drain walks until the stack is empty.
func (w *worker) drain(ctx context.Context) error {
	for len(w.stack) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		if w.waiting.Load() > 0 {
			w.share()
		}
		top := &w.stack[len(w.stack)-1]
		n := top.next
		base := *top
		top.next = w.forest.nodes[n].sibling
		last := base.one || top.next == none
		if last {
			w.stack = w.stack[:len(w.stack)-1]
		}
		if child := w.forest.nodes[n].child; child != none {
			w.prefetch(child)
		} else if !last {
			w.prefetch(top.next)
		}
		f, err := w.step(n, base)
		if err != nil {
			return err
		}
		if last && base.buf != nil {
			w.buffers.release(base.buf)
		}
		w.push(n, f)
	}
	return nil
}

// prefetch says that a node is visited soon.
func (w *worker) prefetch(n uint32) {
	if n < w.catalog.packed() {
		w.catalog.packs[w.catalog.pack(n)].Index.Prefetch(int(w.forest.nodes[n].pos))
	}
}

// share gives the frame at the bottom of the stack to an idle worker, as it is
// likely to hold the most work. A single frame is split: this worker keeps one
// child.
func (w *worker) share() {
	bottom := &w.stack[0]
	rest := w.forest.nodes[bottom.next].sibling
	alone := len(w.stack) == 1
	if alone && (bottom.one || rest == none) || !w.promise() {
		return
	}
	if !alone {
		f := *bottom
		w.stack = append(w.stack[:0], w.stack[1:]...)
		w.offer(f)
		return
	}
	f := *bottom
	f.next = rest
	bottom.one = true
	if f.buf != nil {
		f.buf.refs.Add(1)
	}
	w.offer(f)
}

// step reads the object of a node and shows it to the visitor. It returns the
// frame for the node's children. A fault ends the visit of this object only.
func (w *worker) step(n uint32, base frame) (f frame, err error) {
	defer func() {
		if p := w.store.fault(recover()); p != nil {
			w.problem(*p)
			f, err = frame{}, nil
		}
	}()
	nd := &w.forest.nodes[n]
	packed := w.catalog.packed()
	slot, p := n, -1
	if n < packed {
		p = w.catalog.pack(n)
		slot = w.catalog.first[p] + nd.pos
	}
	w.object = Object{ID: oid.Make(w.catalog.slotID(slot)), Type: nd.typ, Leaf: nd.child == none}
	var buf *buffer
	var problem *Problem
	if b, ok := w.forest.broken[n]; ok {
		problem = &b
	} else if p < 0 {
		buf, problem = w.readLoose(int(n - packed))
	} else {
		buf, problem = w.readPacked(w.catalog.packs[p], n, p, base)
	}
	if problem != nil {
		problem.Type = w.object.Type
		w.problem(*problem)
		if buf == nil {
			buf = w.readCopy()
		}
	}
	f.buf, f.held = buf, base.held
	switch {
	case buf != nil:
	case w.object.Open != nil: // there was no space to keep it
		f.lost = NoSpace
	case problem != nil && (problem.Reason == TooLarge || problem.Reason == NoSpace):
		f.lost = problem.Reason
	}
	if base.many && base.buf != nil {
		f.held += int64(len(base.buf.data))
	}
	if nd.spare || buf == nil && w.object.Open == nil {
		return f, nil
	}
	if buf != nil && buf.file != nil {
		w.object.Size = buf.file.Size()
		w.object.Open = func() (io.ReadCloser, error) { return buf.file.Reader(), nil }
	} else if buf != nil {
		w.object.Data = buf.data
		w.object.Size = int64(len(buf.data))
		if p >= 0 && w.store.options.VerifyIDs && w.store.Hash(w.object.Type, buf.data) != w.object.ID {
			w.problem(Problem{Reason: WrongID, ID: w.object.ID, Type: w.object.Type, Path: w.catalog.packs[p].Path})
		}
	}
	if !base.seen {
		w.object.Edits = nil
	}
	w.object.Index = w.catalog.index(slot)
	f.state, err = w.visit(w.id, &w.object, base.state)
	f.seen = true
	return f, err
}
