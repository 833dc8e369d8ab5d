package scan

import (
	"cmp"
	"context"
	"io"
	"slices"
	"sync"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/content/decode"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/source"
)

// A hit is a match in one of a blob's texts. It holds all that a finding needs of
// the text, so that the text need not be kept.
type hit struct {
	engine.Match
	kind  finding.Kind // of the text
	model *hit         // the one that it is a copy of, at another place; nil for none
}

// A seenModels knows of which hits there were copies. Values of secrets can be long, so it
// takes less time to look for a hit than for its values.
type seenModels map[*hit]bool

// before reports whether the hit, or another copy of the same one, was there before.
func (s seenModels) before(h *hit) bool {
	model := cmp.Or(h.model, h)
	if s[model] {
		return true
	}
	s[model] = true
	return false
}

// isPath reports whether the hit is of a rule that judges a path as a whole: it says
// where a secret is, and is none itself.
func (h *hit) isPath() bool { return h.kind == finding.KindPath && h.Rule.Regex == "" }

// inFile reports whether the hit is in the content of a file of the project, or of a
// rule that judges its path.
func (h *hit) inFile() bool {
	return h.isPath() || h.kind.InFile() && h.kind != finding.KindPath && h.kind != finding.KindGitFile
}

// A text is one of the texts that a blob shows, such as the header and the message
// of a commit, a file's path, or what was decoded from a file: an offset in one says
// nothing about the others.
type text struct {
	textName
	inside *inside // where in a container it is; nil for the blob's own text
	whole  bool    // it is the text of a file whose path was known, so the rules of whole files were asked
	hits   []hit
}

// A textName distinguishes the texts of a file. A text may be scanned several times:
// without a path, and again with one. The sections of a commit or a tag have no
// names of their own, and each is scanned once.
type textName struct {
	kind   finding.Kind
	lfs    bool   // see source.Blob.LFS
	layer  string // see content.View.Layer; of a path, the path itself
	member int    // its number among the members of a container, from 1; two may have the same path
}

// found is a blob that holds something.
type found struct {
	id    source.ID
	texts []keptText
}

// add adds a text with hits. A text that was scanned as the text of a whole file
// has all hits that it has without a path. It reports whether the text was new.
func (f *found) add(t *text, s sharing) bool {
	isSection := false // of a commit or a tag
	switch t.kind {
	case finding.KindCommitMessage, finding.KindCommitHeader, finding.KindTagMessage, finding.KindTagHeader:
		isSection = true
	}
	i := slices.IndexFunc(f.texts, func(old keptText) bool { return old.textName == t.textName })
	switch {
	case i < 0 || isSection:
		f.texts = append(f.texts, s.keep(t))
	case t.whole && !f.texts[i].whole:
		f.texts[i] = s.keep(t)
	default:
		return false
	}
	return true
}

// collector is the visitor of a walk.
type collector struct {
	ctx      context.Context
	detector *engine.Detector
	ledger   *source.Ledger
	progress *Progress
	scanners []*engine.Scanner  // one for each worker
	edits    [][]engine.Copy    // scratch, one for each worker
	runs     [][]decode.Run     // scratch, one for each worker
	fresh    [][]span           // scratch, one for each worker
	plain    []*plainParagraphs // one for each worker that needs it
	depth    int                // how many encodings around each other are undone
	noInline bool               // comments allow nothing
	about    finding.Scan
	archives Archives
	wantHits bool  // see Options.Hits
	maxFile  int64 // leave out files of more bytes; 0 leaves out none

	mu       sync.Mutex
	closed   bool // nothing is kept any more
	found    map[source.ID]*found
	sharing  sharing           // of the hits in found
	distinct map[identity]bool // what is in found and not allowed

	recalled *recalled // what an earlier scan has found

	accounted map[contentID]bool // containers of which the ledger says what is missing
}

func newCollector(ctx context.Context, d *engine.Detector, ledger *source.Ledger, o Options) *collector {
	c := &collector{ctx: ctx, detector: d, ledger: ledger, progress: o.Progress, noInline: o.NoInlineAllow, about: o.Scan, archives: o.Archives, maxFile: o.MaxFile, wantHits: o.Hits, found: map[source.ID]*found{}, sharing: sharing{}, accounted: map[contentID]bool{}, distinct: map[identity]bool{}}
	c.edits, c.runs, c.fresh = make([][]engine.Copy, o.Jobs), make([][]decode.Run, o.Jobs), make([][]span, o.Jobs)
	c.plain = make([]*plainParagraphs, o.Jobs)
	c.depth = o.decodeDepth()
	for range o.Jobs {
		s := d.NewScanner()
		if o.Stats != nil {
			s.Measure()
		}
		s.SetToday(o.Scan.Date)
		if o.NoInlineAllow {
			s.IgnoreInlineAllow()
		}
		c.scanners = append(c.scanners, s)
	}
	return c
}

// visit implements source.Visit. The state of a blob is a *state, or nil where nothing
// of it can be inherited.
func (c *collector) visit(worker int, b *source.Blob, base any) (source.Result, error) {
	if b.Recalled {
		return source.Result{Found: c.recall(b.ID)}, nil
	}
	if isName(b) {
		return source.Result{Found: c.name(worker, b)}, nil
	}
	if b.Kind == finding.KindPath {
		return source.Result{Found: c.keep(b.ID, c.pathText(b)), Content: c.detector.WantsWhole(b.Path)}, nil
	}
	if size := max(b.Size, int64(len(b.Data))); c.maxFile > 0 && size > c.maxFile && b.Kind == finding.KindBlob {
		if !b.Again {
			c.ledger.Skip("larger than asked for", cmp.Or(b.Path, b.ID.String()), size)
		}
		return source.Result{}, nil
	}
	if b.Open != nil {
		found, err := c.stream(worker, b)
		return source.Result{Found: found}, err
	}
	result, texts := source.Result{}, []text{c.pathText(b)}
	whole := c.isWhole(b)
	inside, err := c.opened(worker, b)
	if err != nil {
		return source.Result{}, err
	}
	decoded := false // something was found in a view that inherits nothing
	for v := range content.Views(b.Data) {
		if b.Again && whole && !c.detector.FindsWhole(b.Path, v.Data, v.Class) {
			continue // what the other rules find is known
		}
		prior, _ := base.(*state)
		if !v.Own() {
			prior = nil
		}
		copies := c.copies(worker, b.Edits)
		raw := c.raw(worker, v, b, prior, copies, whole)
		matches := c.scanners[worker].Finish(v.Data, raw)
		hidden, copied, packed := c.hidden(worker, v, prior, copies, matches)
		if len(packed) > 0 {
			in, runs, err := c.packedIn(worker, b, v, packed)
			if err != nil {
				return source.Result{}, err
			}
			inside, hidden.Runs = append(inside, in...), append(hidden.Runs, runs...)
		}
		if v.Own() {
			result.Inherited = raw.Inherited() && copied
			if b.Base {
				slices.SortFunc(hidden.Runs, decode.Compare)
				result.State = &state{raw, v.Class, len(b.Data), hidden.Runs}
			}
		}
		if matches = notOwn(v.Data, append(matches, hidden.Matches...)); len(matches) > 0 {
			decoded = decoded || !v.Own()
			t := text{textName: textName{kind: b.Kind, lfs: b.LFS, layer: v.Layer}, whole: whole, hits: hits(b, matches)}
			texts = append(texts, t.in(v))
		}
	}
	c.undecodedIn(worker, b)
	result.Inherited = result.Inherited && len(inside) == 0 && !decoded
	result.Found = c.keep(b.ID, once(append(texts, inside...))...)
	return result, nil
}

// notOwn removes the matches within what a baseline holds of its own.
func notOwn(data []byte, matches []engine.Match) []engine.Match {
	return slices.DeleteFunc(matches, func(m engine.Match) bool {
		return len(m.Layers) == 0 && baseline.Own(data, m.SecretStart, m.SecretEnd)
	})
}

// raw is what the rules say of a view by itself. base is what they said of the
// blob that the blob was made from by copies, or nil. With whole, the rules of whole files
// are asked as well.
func (c *collector) raw(worker int, v *content.View, b *source.Blob, base *state, copies []engine.Copy, whole bool) *engine.Raw {
	s := c.scanners[worker]
	if whole {
		raw, _ := s.RawFile(context.Background(), v.Data, v.Class) // it is too small to be interrupted
		return raw
	}
	scan := s.RawLast
	if b.Base && v.Own() {
		scan = s.RawEdited
	}
	var prior *engine.Raw
	if base != nil {
		prior = base.raw
	}
	return scan(v.Data, v.Class, prior, copies)
}

// isWhole reports whether a blob is a file that some rule of whole files is for. What
// of such files is too large for these rules is noted in the ledger.
func (c *collector) isWhole(b *source.Blob) bool {
	if b.Kind != finding.KindBlob || !c.detector.WantsWhole(b.Path) {
		return false
	}
	whole := c.detector.IsWhole(b.Path, int64(len(b.Data))) && b.Open == nil
	if !whole {
		c.ledger.TooLarge(rules.MaxWholeFile)
	}
	return whole
}

// measured adds what the scanners measured to stats, unless that is nil.
func (c *collector) measured(stats *engine.Stats) {
	if stats == nil {
		return
	}
	for _, s := range c.scanners {
		stats.Add(s.Stats())
	}
}

// rest ends the walk: what comes now is few blobs, and the source needs the memory to say
// where the hits are.
func (c *collector) rest() {
	c.sharing = nil
	for i, s := range c.scanners {
		s.Rest()
		c.edits[i], c.runs[i], c.fresh[i], c.plain[i] = nil, nil, nil, nil
	}
}

// streamed returns the hits in all that r holds, or in what could be read of it.
func (c *collector) streamed(worker int, r io.Reader, kind finding.Kind) (hits []hit, err error) {
	for m, err := range c.scanners[worker].Stream(c.ctx, r, false, c.depth) {
		if err != nil {
			return hits, err
		}
		if !m.Rule.SkipReport {
			hits = append(hits, hit{Match: m, kind: kind})
		}
	}
	return hits, nil
}

// hits makes hits of the matches in a view of a blob.
func hits(b *source.Blob, matches []engine.Match) []hit {
	matches = slices.DeleteFunc(matches, func(m engine.Match) bool { return m.Rule.SkipReport }) // it stands among the parts of others
	if len(matches) == 0 {
		return nil
	}
	hits := make([]hit, 0, len(matches))
	for _, m := range matches {
		for i := range m.Parts {
			m.Parts[i].Span = m.Parts[i].Span.Below(b.LinesAbove)
		}
		m.Span = m.Span.Below(b.LinesAbove)
		m.Where.Line += b.LinesAbove
		if m.Where.EndLine > 0 {
			m.Where.EndLine += b.LinesAbove
		}
		hits = append(hits, hit{Match: m, kind: b.Kind})
	}
	return hits
}

// pathText runs the rules that judge a path alone. Without a path it has no hits.
func (c *collector) pathText(b *source.Blob) text {
	t := text{textName: textName{kind: finding.KindPath, layer: b.Path}}
	if b.Path == "" { // the source asks again once it knows the path, see source.PathWanter
		return t
	}
	for _, m := range c.detector.MatchPath(b.Path) {
		t.hits = append(t.hits, hit{Match: m, kind: finding.KindPath})
	}
	return t
}

// isName reports whether a blob is a name in which a secret is looked for.
func isName(b *source.Blob) bool {
	return b.Kind == finding.KindRefName || b.Kind == finding.KindPath && b.Data != nil
}

// name scans a name and keeps what is found.
func (c *collector) name(worker int, b *source.Blob) bool {
	return c.keep(b.ID, text{textName: textName{kind: b.Kind}, hits: c.inName(worker, b)})
}

// inName runs the rules for tokens that have a mark of their own over a name. A name has
// no lines, so its hits have no Span. Other rules would see secrets in the names of
// generated files, which are as random as a secret.
func (c *collector) inName(worker int, b *source.Blob) []hit {
	s := c.scanners[worker]
	raw := s.Raw(b.Data, content.Binary)
	if raw.Len() == 0 {
		return nil
	}
	all := hits(b, s.Finish(b.Data, raw))
	for i := range all {
		all[i].Span, all[i].Where = finding.Span{}, finding.Where{}
		for j := range all[i].Parts {
			all[i].Parts[j].Span = finding.Span{}
		}
	}
	return all
}

// keep reports whether there was anything to keep.
func (c *collector) keep(id source.ID, texts ...text) bool {
	for i := range texts {
		texts[i].hits = slices.DeleteFunc(texts[i].hits, func(h hit) bool { return h.Rule.FilesOnly && !h.inFile() })
	}
	texts = slices.DeleteFunc(texts, func(t text) bool { return len(t.hits) == 0 })
	if len(texts) == 0 {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.add(id, texts...) {
		return false
	}
	for i := range texts {
		for k := range texts[i].hits {
			if who := identify(&texts[i].hits[k]); !who.allowed {
				c.distinct[who] = true
			}
		}
	}
	c.progress.secrets.Store(int64(len(c.distinct)))
	return true
}

// add adds texts with hits to what was found in a blob, unless the collection has ended. The
// caller holds the lock.
func (c *collector) add(id source.ID, texts ...text) bool {
	if c.closed {
		return false
	}
	f := c.found[id]
	if f == nil {
		f = &found{id: id}
		c.found[id] = f
	}
	for i := range texts {
		f.add(&texts[i], c.sharing)
	}
	return true
}

// close ends the collection: what a walk that was left behind still finds is lost.
func (c *collector) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
}

// name is how a blob is called in the ledger.
func name(b *source.Blob) string {
	if b.Path != "" {
		return b.Path
	}
	return b.ID.String()
}

// copies are the edits in the words of the engine, in the order of their places, in memory
// that the worker's next call uses again.
func (c *collector) copies(worker int, edits []source.Copy) []engine.Copy {
	out := c.edits[worker][:0]
	for _, e := range edits {
		if e.Len >= shortCopy {
			out = append(out, engine.Copy(e))
		}
	}
	c.edits[worker] = out
	slices.SortFunc(out, func(a, b engine.Copy) int { return cmp.Compare(a.At, b.At) })
	return out
}

// shortCopy is the length, in bytes, below which a copied run is taken for new text. In
// histories three of four runs are shorter: most of their bytes would have to be
// searched in any case, as seams, and each costs more than they take.
const shortCopy = 64
