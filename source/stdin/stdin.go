// Package stdin is the source of a stream, such as standard input: one blob, all
// that is read until the end.
package stdin

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/source"
)

var _ source.Source = (*Input)(nil)

// Input is the source of one blob: all that a reader returns until its end. It can
// be scanned once.
type Input struct {
	Reader io.Reader
}

// inputPath is the path of findings in standard input.
const inputPath = "stdin"

// Name implements source.Source.
func (in *Input) Name() string { return inputPath }

// Walk implements source.Source. Up to source.MaxInMemory bytes are read before the
// visit; longer input is streamed. When ctx is done while the input is read, Walk
// visits what was read so far.
func (in *Input) Walk(ctx context.Context, _ int, ledger *source.Ledger, visit source.Visit) error {
	input := newReader(ctx, in.Reader)
	head, err := io.ReadAll(io.LimitReader(input, source.MaxInMemory+1))
	if err != nil && ctx.Err() == nil {
		ledger.Error(fmt.Errorf("cannot read standard input to its end: %w", source.Cause(err)))
	}
	b := &source.Blob{ID: source.Named(inputPath), Kind: finding.KindBlob, Path: inputPath, Data: head, Size: int64(len(head))}
	var rest counter
	if len(head) > source.MaxInMemory {
		rest.Reader = input
		b.Data, b.Size = nil, 0
		opened := false
		b.Open = func() (io.ReadCloser, error) {
			if opened {
				return nil, errors.New("standard input can be read only once")
			}
			opened = true
			return io.NopCloser(io.MultiReader(bytes.NewReader(head), &rest)), nil
		}
	}
	if _, err := visit(0, b, nil); err != nil {
		return err
	}
	if len(head) == 0 {
		ledger.Note("standard input was empty, so there was nothing to judge")
		return ctx.Err()
	}
	ledger.Add(source.Counts{Blobs: 1, Files: 1, Bytes: int64(len(head)) + rest.n})
	return ctx.Err()
}

// Locate implements source.Source.
func (in *Input) Locate(_ context.Context, secrets map[source.ID][]source.SecretKey) (map[source.ID][]source.Place, error) {
	places := make(map[source.ID][]source.Place, len(secrets))
	for id := range secrets {
		places[id] = []source.Place{{Path: inputPath, Provenance: finding.Provenance{Kind: finding.KindBlob, Reachable: true}}}
	}
	return places, nil
}

// A counter counts the bytes that are read through it.
type counter struct {
	io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}
