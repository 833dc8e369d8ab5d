// Package stdin is the source of a stream, such as standard input: one blob,
// whatever comes until the end.
package stdin

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/source"
)

// Input is a source of one blob: whatever a reader gives until its end.
type Input struct {
	Reader io.Reader
}

// stdinPath is the path that findings in standard input carry.
const stdinPath = "stdin"

// Name implements Source.
func (s *Input) Name() string { return stdinPath }

// Walk implements Source. Up to source.MaxInMemory bytes are read before the visit;
// what is longer is streamed.
func (s *Input) Walk(_ context.Context, _ int, ledger *source.Ledger, visit source.Visit) error {
	head, err := io.ReadAll(io.LimitReader(s.Reader, source.MaxInMemory+1))
	if err != nil {
		ledger.Error(fmt.Errorf("cannot read standard input to its end: %w", source.Cause(err)))
	}
	b := &source.Blob{ID: source.Named(stdinPath), Kind: finding.KindBlob, Path: stdinPath, Data: head, Size: int64(len(head))}
	var rest counter
	if len(head) > source.MaxInMemory {
		rest.Reader = s.Reader
		b.Data, b.Size = nil, 0
		b.Open = func() (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(bytes.NewReader(head), &rest)), nil
		}
	}
	if _, err := visit(0, b, nil); err != nil {
		return err
	}
	ledger.Add(source.Counts{Blobs: 1, Files: 1, Bytes: int64(len(head)) + rest.n})
	return nil
}

// Locate implements Source.
func (s *Input) Locate(_ context.Context, secrets map[source.ID][]source.SecretKey) (map[source.ID][]source.Place, error) {
	places := make(map[source.ID][]source.Place, len(secrets))
	for id := range secrets {
		places[id] = []source.Place{{Path: stdinPath, Provenance: finding.Provenance{Kind: finding.KindBlob, Reachable: true}}}
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
