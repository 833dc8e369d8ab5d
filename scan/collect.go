package scan

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/sluicesec/sluice/detect"
	"github.com/sluicesec/sluice/detect/decode"
	"github.com/sluicesec/sluice/source"
)

// A hit is a match with all that a finding needs of the blob's content, so
// that the content need not be kept.
type hit struct {
	detect.Match
	kind   source.Kind
	secret string
	text   string // the whole match
	span   span
}

// span is where the secret stands: 1-based, columns in code points, end
// exclusive.
type span struct {
	startLine, startColumn, endLine, endColumn int
}

// found is a blob that holds something. Its hits are in texts of their own, such
// as the header and the message of a commit, or a file's path: an offset in one
// says nothing about the others.
type found struct {
	id    string
	texts [][]hit
}

// hits goes through the hits of all texts.
func (f *found) hits() iter.Seq[*hit] {
	return func(yield func(*hit) bool) {
		for _, hits := range f.texts {
			for i := range hits {
				if !yield(&hits[i]) {
					return
				}
			}
		}
	}
}

// collector is the visitor of a walk.
type collector struct {
	ctx      context.Context
	detector *detect.Detector
	ledger   *source.Ledger
	progress *Progress
	scanners []*detect.Scanner // one for each worker
	edits    [][]detect.Copy   // scratch, one for each worker

	mu       sync.Mutex
	found    map[string]*found
	distinct map[identity]bool // what is in found and not allowed
}

func newCollector(ctx context.Context, d *detect.Detector, ledger *source.Ledger, o Options) *collector {
	c := &collector{ctx: ctx, detector: d, ledger: ledger, progress: o.Progress, found: map[string]*found{}, distinct: map[identity]bool{}}
	c.edits = make([][]detect.Copy, o.Jobs)
	for range o.Jobs {
		s := d.NewScanner()
		if o.Stats != nil {
			s.Measure()
		}
		c.scanners = append(c.scanners, s)
	}
	return c
}

// visit implements source.Visit. The state of a blob is its *detect.Raw, or nil
// where nothing of it can be inherited.
func (c *collector) visit(worker int, b *source.Blob, base any) (source.Result, error) {
	if b.Kind == source.KindPath {
		return source.Result{Found: c.keep(b.ID, c.pathHits(b))}, nil
	}
	if b.Open != nil {
		found, err := c.stream(b)
		return source.Result{Found: found}, err
	}
	content, kind := detect.Classify(b.Data)
	if content == detect.Media {
		c.ledger.Skip(kind, name(b), int64(len(b.Data)))
		return source.Result{}, nil
	}
	s := c.scanners[worker]
	if text, ok := decode.UTF16(b.Data); ok {
		// A copied run of UTF-16 says nothing about the decoded text's offsets.
		return source.Result{Found: c.add(b, text, s.Finish(text, s.Raw(text, detect.Text)))}, nil
	}
	var raw *detect.Raw
	if prior, ok := base.(*detect.Raw); ok && prior != nil {
		raw = s.RawEdited(b.Data, content, prior, c.copies(worker, b.Edits))
	} else {
		raw = s.Raw(b.Data, content)
	}
	result := source.Result{State: raw, Inherited: raw.Inherited()}
	var matches []detect.Match
	if raw.Len() > 0 {
		matches = s.Finish(b.Data, raw)
	}
	result.Found = c.add(b, b.Data, matches)
	return result, nil
}

// measured adds what the scanners measured to stats, unless that is nil.
func (c *collector) measured(stats *detect.Stats) {
	if stats == nil {
		return
	}
	for _, s := range c.scanners {
		stats.Add(s.Stats())
	}
}

// stream scans a blob that is too large to hold.
func (c *collector) stream(b *source.Blob) (any bool, err error) {
	r, err := b.Open()
	if err != nil {
		c.ledger.Error(fmt.Errorf("cannot read %s: %w", name(b), err))
		return false, nil
	}
	defer r.Close()
	var hits []hit
	for m, err := range c.detector.Stream(c.ctx, r) {
		if err != nil {
			if c.ctx.Err() != nil {
				return false, c.ctx.Err()
			}
			c.ledger.Error(fmt.Errorf("cannot read %s to its end: %w", name(b), err))
			break
		}
		if m.Rule.SkipReport {
			continue
		}
		hits = append(hits, hit{Match: m.Match, kind: b.Kind, secret: m.Secret, text: m.Text, span: span{
			startLine: m.StartLine, startColumn: m.StartColumn, endLine: m.EndLine, endColumn: m.EndColumn,
		}})
	}
	return c.keep(b.ID, c.pathHits(b), hits), nil
}

func (c *collector) add(b *source.Blob, data []byte, matches []detect.Match) bool {
	var hits []hit
	lines := newLineCounter(data)
	for _, m := range matches {
		if m.Rule.SkipReport { // it stands among the parts of others
			continue
		}
		at := lines.span(m.SecretStart, m.SecretEnd)
		at.startLine += b.LinesAbove
		at.endLine += b.LinesAbove
		for i := range m.Parts {
			m.Parts[i].StartLine += b.LinesAbove
			m.Parts[i].EndLine += b.LinesAbove
		}
		hits = append(hits, hit{
			Match:  m,
			kind:   b.Kind,
			secret: string(data[m.SecretStart:m.SecretEnd]),
			text:   string(data[m.Start:m.End]),
			span:   at,
		})
	}
	return c.keep(b.ID, c.pathHits(b), hits)
}

// pathHits runs the rules that judge a path alone.
func (c *collector) pathHits(b *source.Blob) []hit {
	if b.Path == "" { // only Locate can tell, see late
		return nil
	}
	var hits []hit
	for _, m := range c.detector.MatchPath(b.Path) {
		hits = append(hits, hit{Match: m, kind: source.KindPath, secret: b.Path[m.SecretStart:m.SecretEnd], text: b.Path[m.Start:m.End]})
	}
	return hits
}

// keep reports whether there was anything to keep.
func (c *collector) keep(id string, texts ...[]hit) bool {
	texts = slices.DeleteFunc(texts, func(hits []hit) bool { return len(hits) == 0 })
	if len(texts) == 0 {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	f := c.found[id]
	if f == nil {
		f = &found{id: id}
		c.found[id] = f
	}
	f.texts = append(f.texts, texts...)
	for h := range f.hits() {
		if who := identify(h); !who.allowed {
			c.distinct[who] = true
		}
	}
	c.progress.secrets.Store(int64(len(c.distinct)))
	return true
}

// name is how a blob is called in the ledger.
func name(b *source.Blob) string {
	if b.Path != "" {
		return b.Path
	}
	return b.ID
}

// copies are the edits in the words of the engine, in memory that the worker's
// next call uses again.
func (c *collector) copies(worker int, edits []source.Copy) []detect.Copy {
	out := c.edits[worker][:0]
	for _, e := range edits {
		out = append(out, detect.Copy(e))
	}
	c.edits[worker] = out
	return out
}

// runes counts the code points in b; each byte that is not UTF-8 counts as one.
func runes(b []byte) int { return utf8.RuneCount(b) }
