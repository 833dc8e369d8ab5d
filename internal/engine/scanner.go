package engine

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/literal"
	"github.com/sluicesec/sluice/internal/pattern"
)

// A Scanner runs a detector's rules. It keeps memory between calls, so each
// goroutine needs its own.
type Scanner struct {
	d                     *Detector
	hits                  []literal.Hit // of the data so far, by offset
	noInline              bool          // see IgnoreInlineAllow
	noKeywords            bool          // see IgnoreKeywords
	today                 string        // see SetToday
	dense                 bool          // they were too many, and only the last are in hits
	judged                bool          // a match was judged, not taken over
	last                  bool          // see RawLast
	decoding              bool          // the data is text that was decoded
	wanted                []int32       // see unanchoredFor
	held                  uint64        // see Raw.held
	near, far, unanchored []found
	memos                 []memo // by anchor
	recall                recall
	stretches             stretches
	note                  note
	runs                  map[runKey]inRun // what was found in runs of encoded text
	missed                Missed           // why other encoded text was not decoded
	opened                []uint8          // by anchor: how many hits without a match were kept, see excludes
	call                  uint64           // number of the call, for memos
	scratch               pattern.Scratch
	run                   []byte   // see printable
	work, looks           int64    // see steps
	measured              *measure // nil unless Measure was called
}

// NewScanner returns a scanner for one goroutine.
func (d *Detector) NewScanner() *Scanner {
	return &Scanner{d: d, memos: make([]memo, len(d.anchors)), opened: make([]uint8, len(d.anchors))}
}

// Rest drops what the scanner remembers to be faster, some megabytes. It is for when there will
// be few calls.
func (s *Scanner) Rest() { s.recall, s.stretches, s.runs = recall{}, stretches{}, nil }

// IgnoreInlineAllow makes comments allow nothing from now on.
func (s *Scanner) IgnoreInlineAllow() { s.noInline = true }

// IgnoreKeywords makes keywords a hint from now on, also those of rules that are like
// gitleaks'. It is for who hides secrets, and rather hides too much.
func (s *Scanner) IgnoreKeywords() { s.noKeywords = true }

// SetToday says which day it is, as 2026-01-31: comments that are dated count up to their
// day. Before that they count always.
func (s *Scanner) SetToday(day string) { s.today = day }

// steps is how much work the scanner has done: bytes searched for literals,
// hits looked at, matches finished, and what the regex engines did. Unlike a
// clock it gives the same figure on any machine.
func (s *Scanner) steps() int64 { return s.work + s.looks + s.scratch.Steps }

// A memo is the last window that an anchor's hit was judged in, and the result.
// It is valid in the call that made it, while the data is the same. Where text
// repeats, so do windows: 10 MB of "key=" are one window and the bytes around it.
type memo struct {
	call   uint64
	window pattern.Span
	at     int
	result found
}

// Raw returns what the rules say of data.
func (s *Scanner) Raw(data []byte, c content.Class) *Raw {
	raw, _ := s.RawContext(context.Background(), data, c)
	return raw
}

// RawContext is Raw that stops when ctx is done, which is its only error.
func (s *Scanner) RawContext(ctx context.Context, data []byte, c content.Class) (*Raw, error) {
	if err := s.scanAll(ctx, data, c); err != nil {
		return nil, err
	}
	return s.result(data, c), nil
}

// scanAll runs the rules over data, those of whole files excepted.
func (s *Scanner) scanAll(ctx context.Context, data []byte, c content.Class) error {
	s.reset()
	unanchored := s.unanchoredFor(data, nil, nil)
	for from := 0; from < len(data); from += piece {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("scanning: %w", err)
		}
		to := min(from+piece, len(data))
		s.scan(data, c, from, to)
		s.scanUnanchored(unanchored, data, c, from, to)
	}
	return nil
}

// Data is scanned in pieces, of which each is scanned in batches by the rules
// with an anchor, and in stripes by those without.
const (
	// batch is how many bytes are searched for literals at a time, so that their
	// hits stay few and the bytes stay in the cache.
	batch = 64 << 10
	// stripe is how many bytes a regex is given at a time. The matches that begin
	// in a stripe are found in the stripe and the rule's longest match around it.
	stripe = 64 << 10
	// piece is how many bytes are scanned between looks at the context.
	piece = 16 * stripe
	// bytesToHit is how many bytes there are to a hit at least if hits are kept.
	bytesToHit = 16
)

func (s *Scanner) reset() {
	s.hits, s.dense, s.judged = s.hits[:0], false, false
	s.near, s.far, s.unanchored = s.near[:0], s.far[:0], s.unanchored[:0]
	s.call++
}

// result makes a Raw of what was found.
func (s *Scanner) result(data []byte, c content.Class) *Raw {
	if len(s.near)+len(s.far)+len(s.unanchored) == 0 {
		switch {
		case s.last:
			return s.d.nothingLast[c]
		case len(s.hits) == 0 && !s.dense && s.held == 0:
			return s.d.nothing[c]
		}
	}
	raw := &Raw{
		class: c, size: len(data), held: s.held, dense: s.dense || s.last, judged: s.judged || len(s.unanchored) > 0,
		near: sorted(s.near), far: sorted(s.far), unanchored: sorted(s.unanchored),
	}
	if !raw.dense {
		raw.hits = slices.Clone(s.hits)
	}
	return raw
}

// scan searches data[from:to] for literals, and judges the hits.
func (s *Scanner) scan(data []byte, c content.Class, from, to int) {
	for ; from < to; from += batch {
		s.look(data, c, s.search(data, from, min(from+batch, to)))
	}
}

// crowded drops the hits if they are too many to keep for data of some size, and
// reports whether they are: those of a megabyte of "key=" would take many times
// its size.
func (s *Scanner) crowded(size int) bool {
	if len(s.hits) > (batch+size)/bytesToHit {
		s.hits, s.dense = s.hits[:0], true
	}
	return s.dense
}

// search adds to s.hits the literals that begin in data[from:to], sorted, and
// returns them.
func (s *Scanner) search(data []byte, from, to int) []literal.Hit {
	if s.measured != nil {
		defer since(time.Now(), &s.measured.Search)
		s.measured.Bytes += int64(to - from)
	}
	s.crowded(len(data))
	known := len(s.hits)
	s.hits = s.d.find(s.hits, data, from, to)
	s.work += int64(to - from)
	added := s.hits[known:]
	if s.measured != nil {
		s.measured.Literals += int64(len(added))
	}
	// They are nearly sorted: each has few places to move.
	for i := range added {
		for k := i; k > 0 && added[k] < added[k-1]; k-- {
			added[k], added[k-1] = added[k-1], added[k]
		}
	}
	return added
}

// look judges hits, except those that the bytes beside them exclude.
func (s *Scanner) look(data []byte, c content.Class, hits []literal.Hit) {
	for _, h := range hits {
		anchors := s.d.anchorsOf(h.ID())
		s.looks += int64(len(anchors))
		for _, i := range anchors {
			s.lookAt(data, c, i, h.At())
		}
	}
}

// lookAt judges a hit of an anchor, unless the bytes beside it exclude a match.
func (s *Scanner) lookAt(data []byte, c content.Class, anchor int32, at int) {
	if atomic.LoadUint32(&s.d.anchors[anchor].ready) == 0 && s.d.excludesUnread(anchor, data, at) {
		return
	}
	a := s.d.anchor(anchor)
	if c != content.Text && !a.rule.Binary && !a.inRuns {
		return
	}
	if s.d.search.excludes(a, data, at) {
		return
	}
	switch a.pattern.Look(a.index, data, at) {
	case pattern.Never:
		if c == content.Text || a.names == nil || serialized(data, at) == (pattern.Span{}) {
			return
		}
	case pattern.NotHere:
		if a.far && (!s.last || s.note.on) && !s.excludes(anchor, data, at) {
			f := found{at: at, anchor: anchor}
			s.noteFar(f, len(data))
			s.open(f)
		}
		return
	}
	if a.several != nil {
		s.noteAgain(anchor, at)
		s.judgeSeveral(data, anchor, at)
		return
	}
	var f found
	if s.measured == nil {
		f = s.judge(data, c, anchor, at)
	} else {
		f = s.judgeMeasured(data, c, anchor, at)
	}
	s.judged = s.judged || f.confirmed
	if a.far {
		s.noteFar(f, len(data))
	}
	switch {
	case !f.confirmed:
		s.open(f)
	case a.far:
		s.far = append(s.far, f)
	default:
		s.near = append(s.near, f)
	}
}

// excludes reports whether the bytes near a hit of a far anchor exclude a match, so
// that it need not be kept. It is worth making the automaton that knows only for an
// anchor with many hits; that of others is kept.
func (s *Scanner) excludes(anchor int32, data []byte, at int) bool {
	if s.opened[anchor] < manyOpen {
		s.opened[anchor]++
		return false
	}
	a := s.d.anchor(anchor)
	return a.pattern.Excludes(a.index, data, at)
}

// manyOpen is how many hits of an anchor are kept without a closer look.
const manyOpen = 200

// open keeps a hit of a far anchor that has no match, unless nothing can change
// that: there will be no edited version, or what decided is within the anchor's reach,
// so that it would be looked at again.
func (s *Scanner) open(f found) {
	a := s.d.anchor(f.anchor)
	if s.last || !a.far || a.decidedNear(f) {
		return
	}
	s.far = append(s.far, f)
}

// decidedNear reports whether what decided about a hit is known to lie within the anchor's
// reach.
func (a *ruleAnchor) decidedNear(f found) bool {
	return f.seen != (relative{}) && -f.seen.start <= a.before && f.seen.end <= a.after
}

// judge confirms a hit within its window, and filters its match.
func (s *Scanner) judge(data []byte, c content.Class, anchor int32, at int) found {
	a := s.d.anchor(anchor)
	switch {
	case c != content.Text && !a.rule.Binary:
		return s.judgeRun(data, anchor, at)
	case a.names != nil:
		return s.judgeName(data, anchor, at)
	}
	w := a.pattern.Window(a.index, data, at)
	text := data[w.Start:w.End]
	onePass := a.pattern.Outline().OnePass // which is no dearer than the comparison
	last := &s.memos[anchor]
	if !onePass && last.call == s.call && last.window.Len() == w.Len() &&
		last.at-last.window.Start == at-w.Start &&
		bytes.Equal(data[last.window.Start:last.window.End], text) {
		f := last.result
		f.at = at
		return f
	}
	f := found{at: at, anchor: anchor}
	if match, secret, ok := a.pattern.Confirm(&s.scratch, a.index, text, at-w.Start); ok {
		f = a.filterMatch(f, text, match, secret, at-w.Start)
	}
	if !onePass {
		*last = memo{s.call, w, at, f}
	}
	return f
}

// judgeName is judge for a name, of which it is known what decides.
func (s *Scanner) judgeName(data []byte, anchor int32, at int) found {
	if known := s.recall.knows(data, anchor, at); known != nil {
		f := known.result
		f.at = at
		return f
	}
	a := s.d.anchor(anchor)
	w := a.pattern.Window(a.index, data, at)
	text := data[w.Start:w.End]
	f := found{at: at, anchor: anchor}
	match, secret, seen, scored := a.names.judge(&s.scratch, a, text, at-w.Start)
	f.seen = relativeTo(at-w.Start, seen)
	if scored != nil {
		if f = a.filterMatch(f, text, match, secret, at-w.Start); f.confirmed {
			f.scored = scored
		}
	}
	s.recall.set(data, f.seen.from(at), f)
	return f
}

// judgeSeveral is judge for an anchor of which a hit may have several matches. It
// adds them to s.far, and one without a match if there are none.
func (s *Scanner) judgeSeveral(data []byte, anchor int32, at int) {
	a := s.d.anchor(anchor)
	w := a.pattern.Window(a.index, data, at)
	text := data[w.Start:w.End]
	known := len(s.far)
	for match, secret := range a.several.ConfirmAll(&s.scratch, a.index, text, at-w.Start) {
		if f := a.filterMatch(found{at: at, anchor: anchor}, text, match, secret, at-w.Start); f.confirmed {
			s.far = append(s.far, f)
		}
	}
	if len(s.far) == known {
		s.open(found{at: at, anchor: anchor})
	} else {
		s.judged = true
	}
}

// filterMatch completes f with a match in text, unless the rule's filter drops
// it. at is the offset of the hit in text.
func (a *ruleAnchor) filterMatch(f found, text []byte, match, secret pattern.Span, at int) found {
	dropped, allowed := a.filter.judge(text[match.Start:match.End], text[secret.Start:secret.End])
	if dropped != "" {
		return f
	}
	f.confirmed = true
	f.allowed = int16(allowed)
	f.match, f.secret = relativeTo(at, match), relativeTo(at, secret)
	return f
}

// unanchoredFor returns the rules without an anchor that can find something in data.
// Those that need a keyword find nothing where there is none, unless they serve as parts
// of others. What is decoded may have the keyword in the text around it. If data was made
// from a base, only what was inserted and the seams are searched for keywords that the
// base does not hold.
func (s *Scanner) unanchoredFor(data []byte, base *Raw, copies []Copy) []int32 {
	s.held = 0
	if s.decoding || s.d.keywords == nil {
		return s.d.unanchored
	}
	s.wanted = s.wanted[:0]
	for n, i := range s.d.unanchored {
		r, bit := s.d.anchor(i).compiledRule, uint64(1)<<n // 0 from the 65th rule on
		switch {
		case !r.needsKeyword() || r.part:
		case base != nil && base.held&bit != 0: // it may be in what was left out, and is searched for again where something matches
			s.held |= bit
		case base != nil && bit != 0 && r.keywords.insertedIn(data, copies), (base == nil || bit == 0) && r.keywords.heldBy(data):
			s.held |= bit
		default:
			continue
		}
		s.wanted = append(s.wanted, i)
	}
	return s.wanted
}

// scanUnanchored runs rules without an anchor over the stripes that begin at from, and
// finds the matches that begin in data[from:to].
func (s *Scanner) scanUnanchored(rules []int32, data []byte, c content.Class, from, to int) {
	if s.measured != nil {
		defer since(time.Now(), &s.measured.Unanchored)
	}
	for _, i := range rules {
		a := s.d.anchor(i)
		if c != content.Text && !a.rule.Binary {
			continue
		}
		margin := a.margin()
		for begin := from; begin < to; begin += stripe {
			start := max(0, begin-margin)
			text := data[start:min(len(data), begin+stripe+margin)]
			s.work += int64(len(text))
			for match, secret := range a.pattern.FindAll(text) {
				at := match.Start + start
				if at < begin || at >= begin+stripe {
					continue
				}
				if f := a.filterMatch(found{at: at, anchor: i}, text, match, secret, match.Start); f.confirmed {
					s.unanchored = append(s.unanchored, f)
				}
			}
		}
	}
}

// margin is how many bytes around a stripe a match of a rule without an anchor
// can need.
func (a *ruleAnchor) margin() int {
	o := a.pattern.Outline()
	return o.Longest + o.Pad
}
