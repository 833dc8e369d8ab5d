package objects

import (
	"math/bits"
	"sync/atomic"

	"github.com/sluicesec/sluice/internal/git/objects/inflate"
	"github.com/sluicesec/sluice/internal/spool"
)

// A buffer holds an object's content while the walk needs it. It is counted,
// since the deltas against one object may be visited by several workers.
type buffer struct {
	data []byte      // the content
	room []byte      // all of the memory: Slack bytes more than the content, at least
	file *spool.File // holds the content instead, if it is large
	refs atomic.Int32
}

// buffers is a worker's stock of memory for objects: what one object leaves,
// the next one takes, so that a walk allocates little more than it holds.
type buffers struct {
	free [classes][]*buffer
	kept int // bytes in free
}

// Classes of room are four to each power of two, so that at most a quarter of
// a buffer is unused.
const (
	minRoomBits = 9
	classes     = (40 - minRoomBits) * 4
	maxKept     = 32 << 20 // bytes that a worker keeps for later: with 8 MiB, histories of large files take a tenth more time
)

// classOf returns the least class with room for n bytes, and its room.
func classOf(n int) (class, room int) {
	n = max(n, 1<<minRoomBits)
	exp := bits.Len(uint(n-1)) - 1 // 2^exp < n <= 2^(exp+1), or n is 2^minRoomBits
	if exp < minRoomBits {
		return 0, 1 << minRoomBits
	}
	quarter := 1 << (exp - 2)
	step := (n - 1<<exp + quarter - 1) / quarter // 1..4
	return (exp-minRoomBits)*4 + step, 1<<exp + step*quarter
}

// inFile returns a buffer for a content in a file, held once.
func inFile(f *spool.File) *buffer {
	buf := &buffer{file: f}
	buf.refs.Store(1)
	return buf
}

// get returns a buffer for size bytes of content, held once.
func (b *buffers) get(size int) *buffer {
	class, room := classOf(size + inflate.Slack)
	var buf *buffer
	if last := len(b.free[class]) - 1; last >= 0 {
		buf = b.free[class][last]
		b.free[class] = b.free[class][:last]
		b.kept -= room
	} else {
		buf = &buffer{room: make([]byte, room)}
	}
	buf.data = buf.room[:size:size]
	buf.refs.Store(1)
	return buf
}

// release drops one reference to a buffer. When no other is left, the buffer is
// kept for the worker's next object.
func (b *buffers) release(buf *buffer) {
	if buf.refs.Add(-1) > 0 {
		return
	}
	if buf.file != nil {
		_ = buf.file.Close() // it was read, and nothing is written any more
		return
	}
	class, room := classOf(len(buf.room))
	if b.kept+room > maxKept {
		return
	}
	b.kept += room
	b.free[class] = append(b.free[class], buf)
}
