package source

import (
	"bytes"
	"context"
	"fmt"
	"io"
)

// Stdin is a source of one blob: whatever a reader gives until its end.
type Stdin struct {
	Reader io.Reader
}

// stdinPath is the path that findings in standard input carry.
const stdinPath = "stdin"

// Name implements Source.
func (s *Stdin) Name() string { return stdinPath }

// Walk implements Source. Up to MaxInMemory bytes are read before the visit;
// what is longer is streamed.
func (s *Stdin) Walk(_ context.Context, _ int, ledger *Ledger, visit Visit) error {
	head, err := io.ReadAll(io.LimitReader(s.Reader, MaxInMemory+1))
	if err != nil {
		ledger.Error(fmt.Errorf("cannot read standard input to its end: %w", cause(err)))
	}
	b := &Blob{ID: stdinPath, Kind: KindBlob, Path: stdinPath, Data: head, Size: int64(len(head))}
	var rest counter
	if len(head) > MaxInMemory {
		rest.Reader = s.Reader
		b.Data, b.Size = nil, 0
		b.Open = func() (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(bytes.NewReader(head), &rest)), nil
		}
	}
	if _, err := visit(0, b, nil); err != nil {
		return err
	}
	ledger.Add(Counts{Blobs: 1, Files: 1, Bytes: int64(len(head)) + rest.n})
	return nil
}

// Locate implements Source.
func (s *Stdin) Locate(_ context.Context, secrets map[string][]SecretKey) (map[string][]Place, error) {
	places := make(map[string][]Place, len(secrets))
	for id := range secrets {
		places[id] = []Place{{Path: stdinPath, Kind: KindBlob, Reachable: true}}
	}
	return places, nil
}

// counter counts the bytes read through it.
type counter struct {
	io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}
