package engine

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/literal"
)

// A Raw is what the rules say of some bytes by themselves: every hit of a
// literal that a rule confirmed, with nothing decided that needs more than
// the hit's window. That is what an edited version of the bytes can take
// over, see [Scanner.RawEdited]. It does not change.
type Raw struct {
	class  content.Class
	size   int           // of the data; -1 when nothing was found
	judged bool          // some match is not taken over from a base
	hits   []literal.Hit // all literals, by offset; some 4 to 6 in a KB of source code
	dense  bool          // hits are too many to keep, and left out
	near   []found       // confirmed hits of near rules, by offset
	far    []found       // all hits of far rules that could be matches, confirmed or not, by offset
	slow   []found       // matches of the slow rules
}

// A found is a hit of a landmark, and the match that it belongs to.
type found struct {
	at        int   // offset of the literal
	landmark  int32 // index in Detector.landmarks
	confirmed bool
	allowed   int16 // number of the allowlist of the rule that allows it, from 1 on; 0 for none
	match     relative
	secret    relative
}

// A relative is a span counted from a hit.
type relative struct{ start, end int32 }

func (r relative) from(at int) span { return span{at + int(r.start), at + int(r.end)} }

func relativeTo(at int, s span) relative { return relative{int32(s.start - at), int32(s.end - at)} }

// Len returns the number of matches, those that something allows included.
func (r *Raw) Len() int {
	n := len(r.near) + len(r.slow)
	for i := range r.far {
		if r.far[i].confirmed {
			n++
		}
	}
	return n
}

// Inherited reports whether all matches were taken over from the Raw of other
// data, see [Scanner.RawEdited].
func (r *Raw) Inherited() bool { return !r.judged }

// A Scanner runs a detector's rules. It keeps scratch memory, so each
// goroutine needs its own.
type Scanner struct {
	d               *Detector
	hits            []literal.Hit // of the data so far, by offset
	dense           bool          // or only the last of them, as they were too many
	judged          bool          // a match was judged, not taken over
	near, far, slow []found
	memo            []memory // by landmark
	call            uint64   // number of the call, for memo
	machine         machine
	tally           *tally // nil unless Measure was called
}

// NewScanner returns a scanner for one goroutine.
func (d *Detector) NewScanner() *Scanner {
	return &Scanner{d: d, memo: make([]memory, len(d.landmarks))}
}

// A memory is the last window that a landmark's regex ran in, and what came
// of it. It is valid in the call that made it, while the data is the same.
type memory struct {
	call   uint64
	window span
	at     int
	result found
}

// Raw gives what the rules say of data.
func (s *Scanner) Raw(data []byte, c content.Class) *Raw {
	s.reset()
	s.scan(data, c, 0, len(data))
	s.scanSlow(data, c, 0, len(data))
	return s.result(data, c)
}

func (s *Scanner) reset() {
	s.hits, s.dense, s.judged = s.hits[:0], false, false
	s.near, s.far, s.slow = s.near[:0], s.far[:0], s.slow[:0]
	s.call++
}

// result makes a Raw of what was found.
func (s *Scanner) result(data []byte, c content.Class) *Raw {
	if len(s.hits)+len(s.far)+len(s.slow) == 0 && !s.dense {
		return s.d.nothing[c]
	}
	raw := &Raw{
		class: c, size: len(data), dense: s.dense, judged: s.judged || len(s.slow) > 0,
		near: sortFound(s.near), far: sortFound(s.far), slow: sortFound(s.slow),
	}
	if !s.dense {
		raw.hits = slices.Clone(s.hits)
	}
	return raw
}

func sortFound(list []found) []found {
	if len(list) == 0 {
		return nil
	}
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.landmark, b.landmark))
	})
	return list
}

// batch is how many bytes are searched for literals at a time, so that their
// hits stay few and the bytes stay in the cache.
const batch = 64 << 10

// scan searches data[from:to] for literals, and looks at all of them.
func (s *Scanner) scan(data []byte, c content.Class, from, to int) {
	for ; from < to; from += batch {
		s.look(data, c, s.search(data, from, min(from+batch, to)))
	}
}

// crowded forgets the hits if they are too many to keep for data of some size,
// and says so: those of a megabyte of "key=" would take many times its size.
func (s *Scanner) crowded(size int) bool {
	if len(s.hits) > (batch+size)/bytesToHit {
		s.hits, s.dense = s.hits[:0], true
	}
	return s.dense
}

// bytesToHit is how many bytes there are to a hit at least where hits are kept.
const bytesToHit = 16

// search adds to s.hits the literals that begin in data[from:to], sorted, and
// returns them.
func (s *Scanner) search(data []byte, from, to int) []literal.Hit {
	if s.tally != nil {
		defer since(time.Now(), &s.tally.Search)
		s.tally.Bytes += int64(to - from)
	}
	s.crowded(len(data))
	known := len(s.hits)
	s.hits = s.d.literals.Append(s.hits, data, from, to)
	added := s.hits[known:]
	// They come nearly sorted: each has few bytes to go.
	for i := range added {
		for k := i; k > 0 && added[k] < added[k-1]; k-- {
			added[k], added[k-1] = added[k-1], added[k]
		}
	}
	return added
}

// look judges hits, unless what stands behind them tells that they are none.
func (s *Scanner) look(data []byte, c content.Class, hits []literal.Hit) {
	for _, h := range hits {
		for _, i := range s.d.byLiteral[h.ID()] {
			l := &s.d.landmarks[i]
			if c != content.Text && !l.rule.Binary || !l.allows(data, h.At()) {
				continue
			}
			var f found
			if s.tally == nil {
				f = s.judge(data, i, h.At())
			} else {
				f = s.judgeMeasured(data, i, h.At())
			}
			s.judged = s.judged || f.confirmed
			switch {
			case l.far:
				s.far = append(s.far, f)
			case f.confirmed:
				s.near = append(s.near, f)
			}
		}
	}
}

// judge confirms a hit within its window, and filters what it matches.
func (s *Scanner) judge(data []byte, landmark int32, at int) found {
	l := &s.d.landmarks[landmark]
	w := l.window(data, at)
	text := data[w.start:w.end]
	// Where text repeats, so do windows: 10 MB of "key=" are one window and
	// the bytes around it.
	last := &s.memo[landmark]
	if !l.shaped && last.call == s.call && last.window.len() == w.len() &&
		last.at-last.window.start == at-w.start &&
		bytes.Equal(data[last.window.start:last.window.end], text) {
		f := last.result
		f.at = at
		return f
	}
	f := found{at: at, landmark: landmark}
	if match, secret, ok := l.confirm(&s.machine, text, at-w.start); ok {
		f = l.filterMatch(f, text, match, secret, at-w.start)
	}
	if !l.shaped {
		*last = memory{s.call, w, at, f}
	}
	return f
}

// filterMatch completes f with a match in text, unless the filter drops it.
func (l *landmark) filterMatch(f found, text []byte, match, secret span, at int) found {
	dropped, allowed := l.filter.judge(text[match.start:match.end], text[secret.start:secret.end])
	if dropped != "" {
		return f
	}
	f.confirmed = true
	f.allowed = int16(allowed)
	f.match, f.secret = relativeTo(at, match), relativeTo(at, secret)
	return f
}

// stripe is how much of the data a slow rule's regex is given at a time. The
// matches that begin in a stripe are found in the stripe and the rule's
// longest match around it.
const stripe = 64 << 10

// scanSlow runs the rules without a literal over the stripes that begin at
// from, and finds the matches that begin in data[from:to].
func (s *Scanner) scanSlow(data []byte, c content.Class, from, to int) {
	if s.tally != nil {
		defer since(time.Now(), &s.tally.Slow)
	}
	for _, i := range s.d.slow {
		l := &s.d.landmarks[i]
		if c != content.Text && !l.rule.Binary {
			continue
		}
		margin := l.most + l.pad
		for begin := from; begin < to; begin += stripe {
			w := span{max(0, begin-margin), min(len(data), begin+stripe+margin)}
			text := data[w.start:w.end]
			for _, loc := range l.pattern.findAll(text, -1) {
				at := loc[0] + w.start
				if at < begin || at >= begin+stripe {
					continue
				}
				f := l.filterMatch(found{at: at, landmark: i}, text, span{loc[0], loc[1]}, l.secret(loc), loc[0])
				if f.confirmed {
					s.slow = append(s.slow, f)
				}
			}
		}
	}
}
