package scan

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/source"
)

// A Stop ends a scan early without losing what was found so far. It is the cause of
// a context that is done (see context.WithCancelCause and context.WithTimeoutCause):
// Run then returns a report that is not complete. A context that is done for any
// other cause ends Run with an error and without a report.
type Stop struct {
	Why string // what stopped the scan, for people: "stopped after 30s (--timeout)"
}

func (s *Stop) Error() string { return s.Why }

// Stopped returns the Stop that has ended ctx, nil for none.
func Stopped(ctx context.Context) *Stop {
	var s *Stop
	if errors.As(context.Cause(ctx), &s) {
		return s
	}
	return nil
}

// stopGrace is how long a step of a scan may go on after a Stop. A step that waits
// for something, such as a slow disk, is left behind then.
const stopGrace = 2 * time.Second

// errLeftBehind is the error of a step that did not end after a Stop.
var errLeftBehind = errors.New("it did not end")

// step runs a step of a scan. After a Stop it waits for its end no longer than
// stopGrace.
func step[T any](ctx context.Context, run func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := run()
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
	}
	var late <-chan time.Time // never, without a Stop
	if Stopped(ctx) != nil {
		late = time.After(stopGrace)
	}
	select {
	case r := <-done:
		return r.value, r.err
	case <-late:
		var none T
		return none, errLeftBehind
	}
}

// afterStop returns a context in which the rest of a stopped scan runs.
func afterStop(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(context.WithoutCancel(ctx), stopGrace, &Stop{})
}

// account writes into the ledger that ctx has stopped the scan. An error of the
// step that was stopped is in the ledger, too, if the Stop is not its reason.
func (s *Stop) account(ledger *source.Ledger, err error) {
	ledger.Error(errors.New(s.Why + ": what was not scanned by then is missing in this report"))
	if !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, errLeftBehind) {
		ledger.Error(err)
	}
}

// unlocated returns the place of each blob as far as it is known without the source:
// the name by which the blob was visited, or the id of the object.
func unlocated(all map[source.ID]*found) map[source.ID][]source.Place {
	places := make(map[source.ID][]source.Place, len(all))
	for _, id := range slices.SortedFunc(maps.Keys(all), source.ID.Compare) {
		p := source.Place{Provenance: finding.Provenance{Kind: cmp.Or(id.Kind, finding.KindBlob), Blob: id.Object, Reachable: true}}
		if p.Kind == finding.KindRefName || p.Kind == finding.KindReflog {
			p.Ref = id.Name
		} else {
			p.Path = id.Name
		}
		places[id] = []source.Place{p}
	}
	return places
}
