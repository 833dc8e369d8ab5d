package detect

import (
	"bufio"
	"context"
	"errors"
	"io"
	"iter"
	"sync"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
)

// A Detector is a compiled set of rules. It does not change, and is safe for
// use from several goroutines at once.
type Detector struct {
	engine   *engine.Detector
	scanners sync.Pool // of *engine.Scanner
}

// New compiles rules, which must not be changed afterwards. All that is wrong with them is
// in the error, which joins one error for each bad rule, with the rule's id and place.
func New(cfg *rules.Config) (*Detector, error) {
	e, err := engine.New(cfg)
	if err != nil {
		return nil, err
	}
	d := &Detector{engine: e}
	d.scanners.New = func() any { return e.NewScanner() }
	return d, nil
}

// Scan returns the secrets in data, sorted by offset, and before them those in
// the path itself. Rules and allowlists may ask for certain paths; path is the
// path of data, with slashes, or "" if it has none. Rules that ask for a path
// then find nothing. data is all of the file: a rule with WholeFile judges it so.
//
// Data that can be read in several ways, such as UTF-16, is scanned in each, and
// encoded text in it, such as base64, is decoded, see Match.Layers. An error comes last. The only one is that of a context that is done.
func (d *Detector) Scan(ctx context.Context, path string, data []byte) iter.Seq2[Match, error] {
	return func(yield func(Match, error) bool) {
		if !d.scanPath(path, yield) {
			return
		}
		s := d.scanners.Get().(*engine.Scanner)
		defer d.scanners.Put(s)
		scan := s.RawContext
		if d.engine.IsWhole(path, int64(len(data))) {
			scan = s.RawFile
		}
		for v := range content.Views(data) {
			raw, err := scan(ctx, v.Data, v.Class)
			if err != nil {
				yield(Match{}, err)
				return
			}
			matches := s.Finish(v.Data, raw)
			runs := v.Class.Encoded(nil, v.Data, 0, len(v.Data))
			matches = append(matches, s.Hidden(v.Data, runs, matches, engine.DecodeDepth).Matches...)
			kept, _ := d.engine.Resolve(matches, path, "")
			for i := range kept {
				m := newMatch(&kept[i])
				if !v.Own() {
					m.move(v.Offset)
				}
				if !yield(m, nil) {
					return
				}
			}
		}
	}
}

// ScanReader returns what Scan returns for all that r holds, in memory that does
// not grow with it. UTF-16 is decoded, and the offsets count bytes of the UTF-8
// that it becomes. An error comes last: that of r, or of a context that is done.
//
// Rules that ask for a part that may be anywhere in the data are the exception:
// if there are any, all matches are kept until the end.
func (d *Detector) ScanReader(ctx context.Context, path string, r io.Reader) iter.Seq2[Match, error] {
	return func(yield func(Match, error) bool) {
		if !d.scanPath(path, yield) {
			return
		}
		s := d.scanners.Get().(*engine.Scanner)
		defer d.scanners.Put(s)
		var overlapping []engine.Match // matches of which each may overlap the next
		end := 0                       // of them
		flush := func() bool {
			kept, _ := d.engine.Resolve(overlapping, path, "")
			overlapping = overlapping[:0]
			for i := range kept {
				if !yield(newMatch(&kept[i]), nil) {
					return false
				}
			}
			return true
		}
		whole := false
		if d.engine.WantsWhole(path) {
			ahead := bufio.NewReaderSize(r, rules.MaxWholeFile+1)
			head, err := ahead.Peek(rules.MaxWholeFile + 1) // another error than the end comes again
			whole, r = errors.Is(err, io.EOF) && d.engine.IsWhole(path, int64(len(head))), ahead
		}
		for m, err := range s.Stream(ctx, r, whole, engine.DecodeDepth) {
			if err != nil {
				yield(Match{}, err)
				return
			}
			if m.Start >= end && !flush() {
				return
			}
			end = max(end, m.End)
			overlapping = append(overlapping, m)
		}
		flush()
	}
}

// scanPath yields the secrets in a path. It reports whether yield wants more.
func (d *Detector) scanPath(path string, yield func(Match, error) bool) bool {
	if path == "" {
		return true
	}
	kept, _ := d.engine.Resolve(d.engine.MatchPath(path), path, "")
	for i := range kept {
		m := newMatch(&kept[i])
		m.InPath = true
		if !yield(m, nil) {
			return false
		}
	}
	return true
}
