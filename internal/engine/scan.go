package engine

import (
	"context"
	"fmt"
	"io"
	"iter"

	"github.com/sluicesec/sluice/internal/content"
)

// Scan gives the secrets in data, sorted by offset: the simple way to use a
// detector. Everything is done: overlaps are resolved, and what something
// allows is left out; no path and no commit is known. Every view of the data is
// scanned (see package content), media included. An error is the last that is
// given.
func (d *Detector) Scan(ctx context.Context, data []byte) iter.Seq2[Match, error] {
	return func(yield func(Match, error) bool) {
		s := d.pool.Get().(*Scanner)
		defer d.pool.Put(s)
		for v := range content.Views(data) {
			s.reset()
			for from := 0; from < len(v.Data); from += scanStep {
				if err := ctx.Err(); err != nil {
					yield(Match{}, fmt.Errorf("scanning: %w", err))
					return
				}
				s.scan(v.Data, v.Class, from, min(from+scanStep, len(v.Data)))
				s.scanSlow(v.Data, v.Class, from, min(from+scanStep, len(v.Data)))
			}
			kept, _ := d.Resolve(s.Finish(v.Data, s.result(v.Data, v.Class)), "", "")
			for _, m := range kept {
				if !v.Own() {
					m = m.moved(v.Offset)
				}
				if !yield(m, nil) {
					return
				}
			}
		}
	}
}

// scanStep is how many bytes are scanned between looks at the context: whole
// stripes.
const scanStep = 16 * stripe

// ScanReader gives what Scan gives for all that r holds, in memory that does
// not grow with it: see [Detector.Stream], also for its offsets.
func (d *Detector) ScanReader(ctx context.Context, r io.Reader) iter.Seq2[TextMatch, error] {
	return func(yield func(TextMatch, error) bool) {
		var cluster []TextMatch // matches whose secrets may overlap
		end := 0                // of the cluster
		flush := func() bool {
			matches := make([]Match, len(cluster))
			texts := make(map[textKey]TextMatch, len(cluster))
			for i, m := range cluster {
				matches[i] = m.Match
				texts[keyOf(m.Match)] = m
			}
			cluster = cluster[:0]
			kept, _ := d.Resolve(matches, "", "")
			for _, m := range kept {
				t := texts[keyOf(m)]
				t.Match = m
				if !yield(t, nil) {
					return false
				}
			}
			return true
		}
		for m, err := range d.Stream(ctx, r) {
			if err != nil {
				yield(TextMatch{}, err)
				return
			}
			if m.Start >= end && !flush() {
				return
			}
			end = max(end, m.End)
			cluster = append(cluster, m)
		}
		flush()
	}
}

// A textKey tells the matches of some data apart.
type textKey struct {
	rule          *matcher
	match, secret span
}

func keyOf(m Match) textKey { return textKey{m.rule, span{m.Start, m.End}, m.secret()} }
