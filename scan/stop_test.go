package scan_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source"
)

// stoppable is a source of one blob, which then stops the scan.
type stoppable struct {
	id       source.ID
	stop     func()
	stubborn bool // Walk does not end
	lost     bool // Locate fails
}

func (s stoppable) Name() string { return "test" }

func (s stoppable) Walk(ctx context.Context, _ int, ledger *source.Ledger, visit source.Visit) error {
	ledger.Add(source.Counts{Blobs: 1})
	if _, err := visit(0, &source.Blob{ID: s.id, Kind: finding.KindBlob, Data: []byte("key SECRETabc\n")}, nil); err != nil {
		return err
	}
	s.stop()
	if s.stubborn {
		select {}
	}
	<-ctx.Done()
	return ctx.Err()
}

func (s stoppable) Locate(ctx context.Context, secrets map[source.ID][]source.SecretKey) (map[source.ID][]source.Place, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if s.lost {
		return nil, errors.New("lost")
	}
	return map[source.ID][]source.Place{s.id: {{Path: "located"}}}, nil
}

// A scan that is stopped reports what it found, wherever it was, and is incomplete.
func TestStop(t *testing.T) {
	t.Parallel()
	scanner, err := scan.New(&rules.Config{Rules: []rules.Rule{{ID: "test", Description: "test", Regex: `(SECRET[a-z]+)`}}})
	if err != nil {
		t.Fatal(err)
	}
	object, err := oid.Parse("0123456789012345678901234567890123456789")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		src  stoppable
		path string
	}{
		"while it walks":        {stoppable{id: source.Object(object)}, "located"},
		"in a walk without end": {stoppable{id: source.Object(object), stubborn: true}, ""},
		"a file, without end":   {stoppable{id: source.Named("a/b"), stubborn: true}, "a/b"},
		"without places":        {stoppable{id: source.Object(object), lost: true}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancelCause(context.Background())
			defer cancel(nil)
			c.src.stop = func() { cancel(&scan.Stop{Why: "stopped for a test"}) }
			begin := time.Now()
			r, err := scanner.Run(ctx, c.src, scan.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if took := time.Since(begin); took > 30*time.Second {
				t.Errorf("it took %s", took)
			}
			if r.Complete || len(r.Ledger.Errors) != 1 {
				t.Errorf("complete: %t, errors %q", r.Complete, r.Ledger.Errors)
			}
			if len(r.Findings) != 1 || r.Findings[0].Locations[0].Path != c.path {
				t.Errorf("findings: %+v", r.Findings)
			}
		})
	}
}

// Another end of the context, such as the deadline of a server, gives no report.
func TestNoStop(t *testing.T) {
	t.Parallel()
	scanner, err := scan.New(&rules.Config{Rules: []rules.Rule{{ID: "test", Description: "test", Regex: `(SECRET[a-z]+)`}}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r, err := scanner.Run(ctx, stoppable{id: source.Named("a"), stop: cancel}, scan.Options{})
	if r != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", r, err)
	}
}
