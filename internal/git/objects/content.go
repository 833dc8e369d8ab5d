package objects

import (
	"bytes"
	"errors"
	"io"
	"io/fs"

	"github.com/sluicesec/sluice/internal/git/objects/delta"
	"github.com/sluicesec/sluice/internal/git/objects/inflate"
	"github.com/sluicesec/sluice/internal/git/objects/pack"
)

// readPacked reads the object of a node in a pack. When it returns a buffer
// and a problem, the content is good all the same.
func (w *worker) readPacked(pk *pack.Pack, n uint32, p int, base frame) (*buffer, *Problem) {
	nd := &w.forest.nodes[n]
	offset := pk.Index.Offset(int(nd.pos))
	fail := func(reason Reason, err error) *Problem {
		return &Problem{Reason: reason, ID: w.object.ID, Path: pk.Path, Offset: offset, Err: err}
	}
	end := pk.End()
	if n+1 < w.catalog.first[p+1] {
		end = min(end, pk.Index.Offset(int(w.forest.nodes[n+1].pos)))
	}
	e, err := pk.Entry(offset)
	if err != nil {
		return nil, fail(BadEntry, err)
	}
	stream := offset + int64(e.Header)
	if stream > end {
		return nil, fail(BadEntry, errSize)
	}
	if nd.based && base.buf == nil {
		if base.lost != "" {
			return nil, fail(base.lost, errTooLarge)
		}
		return nil, fail(MissingBase, nil)
	}
	direct := func() {
		id := w.object.ID
		w.object.Size = e.Size
		w.object.Open = func() (io.ReadCloser, error) {
			src := bytes.NewReader(pk.From(stream)[:end-stream])
			return w.store.stream(src, io.NopCloser(nil), Type(e.Kind), e.Size, id.Bytes(), false)
		}
	}
	var buf *buffer
	var used int
	err = fits(e.Size, end-stream, w.store.options.MaxObject)
	switch {
	case err == errTooLarge && !nd.based && nd.child == none:
		direct()
		return nil, nil
	case err != nil:
	case !nd.based:
		buf = w.buffers.get(int(e.Size))
		used, err = w.decoder.Decode(buf.room, int(e.Size), pk.From(stream))
	case base.buf.file != nil:
		err = errTooLarge
	default:
		if need := int(e.Size) + inflate.Slack; cap(w.patch) < need {
			w.patch = make([]byte, need+need/4)
		}
		used, err = w.decoder.Decode(w.patch[:cap(w.patch)], int(e.Size), pk.From(stream))
		if err == nil {
			buf, err = w.apply(base, w.patch[:e.Size])
		}
	}
	if err == errTooLarge {
		from := largeBase{none: !nd.based}
		if nd.based {
			from.data, from.file = base.buf.data, base.buf.file
		}
		buf, used, err = w.large(pk.From(stream)[:end-stream], e.Size, from)
		if isSpoolError(err) && !nd.based {
			direct()
			return nil, nil
		}
	}
	if err != nil {
		if buf != nil {
			w.buffers.release(buf)
		}
		return nil, fail(entryReason(err), err)
	}
	w.done.count(e.Size)
	if got := stream + int64(used); got != end {
		return buf, fail(HiddenBytes, nil)
	}
	if sum, ok := pk.Index.CRC(int(nd.pos)); ok && sum != pk.CRC(offset, end) {
		return buf, fail(BadChecksum, nil)
	}
	return buf, nil
}

// large makes an object that is too large to be held, or whose base is.
func (w *worker) large(src []byte, size int64, base largeBase) (*buffer, int, error) {
	o, err := w.store.makeLarge(w.object.Type, src, size, base)
	if err != nil {
		return nil, 0, err
	}
	w.object.Edits = nil
	buf := inFile(o.file)
	if o.id != w.object.ID {
		w.problem(Problem{Reason: WrongID, ID: w.object.ID, Type: w.object.Type})
	}
	if o.file.Size() > w.store.options.MaxObject {
		return buf, o.used, nil
	}
	small := w.buffers.get(int(o.file.Size()))
	_, err = o.file.ReadAt(small.data, 0)
	w.buffers.release(buf)
	if err != nil && err != io.EOF {
		w.buffers.release(small)
		return nil, 0, err
	}
	return small, o.used, nil
}

// apply builds an object from its base and notes what is copied.
func (w *worker) apply(from frame, patch []byte) (*buffer, error) {
	base := from.buf.data
	size, instructions, err := deltaHeader(patch, base, w.store.options.MaxObject)
	if err != nil {
		return nil, err
	}
	if from.held+int64(len(base))+int64(size) > walkHolds*w.store.options.MaxObject {
		return nil, errTooLarge
	}
	buf := w.buffers.get(size)
	w.edits, err = delta.Apply(buf.data, base, instructions, w.edits[:0])
	w.object.Edits = w.edits
	return buf, err
}

// walkHolds is how many objects of the largest size a worker may hold.
const walkHolds = 3

// readLoose reads a loose object.
func (w *worker) readLoose(i int) (*buffer, *Problem) {
	path := w.store.loosePath(w.catalog.loose, i)
	id := w.object.ID
	t, data, err := w.store.readLoose(&w.decoder, path, id.Bytes(), w.store.options.MaxObject)
	if errors.Is(err, errTooLarge) {
		t, size, _, err := looseHeader(path)
		open := func() (io.ReadCloser, error) { return w.store.openLoose(path, t, size, id.Bytes()) }
		switch {
		case err != nil:
		case w.forest.nodes[w.catalog.packed()+uint32(i)].child == none:
			w.object.Type, w.object.Size, w.object.Open = t, size, open
			return nil, nil
		default: // deltas in a pack are for it
			w.object.Type = t
			f, err := spooled(open)
			switch {
			case err == nil:
				return inFile(f), nil
			case isSpoolError(err):
				w.object.Size, w.object.Open = size, open
				return nil, nil
			}
			return nil, &Problem{Reason: looseReason(err), ID: id, Path: path, Err: err}
		}
	}
	if errors.Is(err, fs.ErrNotExist) { // a repack may have moved it
		if t, moved, elsewhere := w.store.Read(w.object.ID); elsewhere == nil {
			w.object.Type = t
			return w.hold(moved), nil
		}
	}
	if err != nil {
		return nil, &Problem{Reason: looseReason(err), ID: id, Path: path, Err: err}
	}
	w.object.Type = t
	return w.hold(data), nil
}

// readCopy reads an object from wherever else it is stored.
func (w *worker) readCopy() *buffer {
	if w.store.copies(w.object.ID.Bytes()) < 2 {
		return nil
	}
	t, data, err := w.store.Read(w.object.ID)
	if err != nil {
		return nil
	}
	w.object.Type = t
	w.object.Edits = nil
	return w.hold(data)
}

// hold copies content to a buffer.
func (w *worker) hold(data []byte) *buffer {
	buf := w.buffers.get(len(data))
	copy(buf.data, data)
	return buf
}
