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
		if base.large {
			return nil, fail(TooLarge, errTooLarge)
		}
		return nil, fail(MissingBase, nil)
	}
	limit := w.store.options.MaxObject
	if !nd.based && nd.child == none {
		limit = w.store.streamFrom()
	}
	if err := fits(e.Size, end-stream, limit); err != nil {
		if err == errTooLarge && !nd.based {
			id := w.object.ID
			w.object.Size = e.Size
			w.object.Open = func() (io.ReadCloser, error) {
				src := bytes.NewReader(pk.From(stream)[:end-stream])
				return w.store.stream(src, io.NopCloser(nil), Type(e.Kind), e.Size, id.Bytes(), false)
			}
			return nil, nil
		}
		return nil, fail(entryReason(err), err)
	}
	var buf *buffer
	var used int
	if !nd.based {
		buf = w.buffers.get(int(e.Size))
		used, err = w.decoder.Decode(buf.room, int(e.Size), pk.From(stream))
	} else {
		if need := int(e.Size) + inflate.Slack; cap(w.patch) < need {
			w.patch = make([]byte, need+need/4)
		}
		used, err = w.decoder.Decode(w.patch[:cap(w.patch)], int(e.Size), pk.From(stream))
		if err == nil {
			buf, err = w.apply(base, w.patch[:e.Size])
		}
	}
	if err != nil {
		if buf != nil {
			w.buffers.release(buf)
		}
		return nil, fail(entryReason(err), err)
	}
	if got := stream + int64(used); got != end {
		return buf, fail(HiddenBytes, nil)
	}
	if sum, ok := pk.Index.CRC(int(nd.pos)); ok && sum != pk.CRC(offset, end) {
		return buf, fail(BadChecksum, nil)
	}
	return buf, nil
}

// apply builds an object from its base and notes what is copied.
func (w *worker) apply(from frame, patch []byte) (*buffer, error) {
	base := from.buf.data
	size, instructions, err := w.store.deltaHeader(patch, base)
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

// streamFrom is the size above which an object is shown as a stream if nothing is
// made from it.
func (s *Store) streamFrom() int64 { return (s.options.MaxObject + 1) / 2 }

// looseLimit is the most bytes of a loose object that are held.
func (w *worker) looseLimit(i int) int64 {
	if w.forest.nodes[w.catalog.packed()+uint32(i)].child == none {
		return w.store.streamFrom()
	}
	return w.store.options.MaxObject
}

// readLoose reads a loose object.
func (w *worker) readLoose(i int) (*buffer, *Problem) {
	path := w.store.loosePath(w.catalog.loose, i)
	id := w.object.ID
	t, data, err := w.store.readLoose(&w.decoder, path, id.Bytes(), w.looseLimit(i))
	if errors.Is(err, errTooLarge) {
		t, size, _, err := looseHeader(path)
		if err == nil {
			w.object.Size = size
			w.object.Open = func() (io.ReadCloser, error) { return w.store.openLoose(path, t, size, id.Bytes()) }
			return nil, nil
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
