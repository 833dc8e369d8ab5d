package stdin

import (
	"context"
	"io"
)

// A reader reads from another one until a context is done. Nothing can interrupt a
// read from a terminal or a pipe, so a goroutine reads; when the context is done, it
// may wait in its last read for as long as the process lives.
type reader struct {
	ctx    context.Context
	chunks chan chunk
	chunk  // what is left of the last one
}

type chunk struct {
	data []byte
	err  error
}

// chunkSize is how many bytes are read at a time, as many as a pipe of Linux holds.
const chunkSize = 64 << 10

func newReader(ctx context.Context, from io.Reader) *reader {
	r := &reader{ctx: ctx, chunks: make(chan chunk)}
	go func() {
		for {
			buf := make([]byte, chunkSize)
			n, err := from.Read(buf)
			select {
			case r.chunks <- chunk{buf[:n], err}:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return r
}

// Read implements io.Reader. Its error is that of the context when that is done.
func (r *reader) Read(p []byte) (int, error) {
	for len(r.data) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		select {
		case r.chunk = <-r.chunks:
		case <-r.ctx.Done():
			r.err = r.ctx.Err()
		}
	}
	n := copy(p, r.data)
	r.data = r.data[n:]
	return n, nil
}
