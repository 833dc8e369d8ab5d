package engine

import (
	"cmp"
	"context"
	"slices"
	"sort"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/literal"
	"github.com/sluicesec/sluice/internal/pattern"
)

// A Copy is a run of bytes that some data shares with its base.
type Copy struct {
	Base int // offset in the base, in bytes
	At   int // offset in the data, in bytes
	Len  int // length in bytes
}

// RawEdited returns what Raw returns, for less work: base is the Raw of data that
// this data was made from, and copies are the runs of bytes that it took over
// unchanged. Only new bytes and the seams are searched for literals, and only
// those hits are judged that have an edit within reach. With a nil base
// everything is scanned.
func (s *Scanner) RawEdited(data []byte, c content.Class, base *Raw, copies []Copy) *Raw {
	return s.raw(data, c, base, copies)
}

// RawLast is RawEdited for data that no other data will be made from. The result
// has the matches and nothing else, which costs less; as a base it is none.
func (s *Scanner) RawLast(data []byte, c content.Class, base *Raw, copies []Copy) *Raw {
	s.last = true
	defer func() { s.last = false }()
	return s.raw(data, c, base, copies)
}

func (s *Scanner) raw(data []byte, c content.Class, base *Raw, copies []Copy) *Raw {
	if base == nil || base.class != c || base.dense || len(copies) == 0 {
		return s.Raw(data, c)
	}
	if !slices.IsSortedFunc(copies, byAt) {
		copies = slices.Clone(copies)
		slices.SortFunc(copies, byAt)
	}
	s.reset()
	e := edited{data: data, class: c, base: base, known: hits{list: base.hits}}
	done, first := 0, 0 // what begins before done is judged; copies before first ended there
	for i, run := range copies {
		kept := run.within(base, len(data), s.d.reachBefore, s.d.reachAfter)
		kept.Start = max(kept.Start, done)
		if kept.Len() <= 0 {
			continue
		}
		s.nearEdits(&e, pattern.Span{Start: done, End: kept.Start}, copies[first:i+1])
		e.run, e.shift = run, run.At-run.Base
		s.inherit(&e, kept)
		done, first = kept.End, i
	}
	s.nearEdits(&e, pattern.Span{Start: done, End: len(data)}, copies[first:])
	if s.dense {
		_ = s.scanAll(context.Background(), data, c) // its only error is that of the context
		return s.editedResult(data, c, base, copies)
	}
	s.scanUnanchored(s.unanchoredFor(data, base, copies), data, c, 0, len(data))
	return s.editedResult(data, c, base, copies)
}

// nearEdits finds and judges the hits in a part of an edited version that has an edit within
// reach of all its bytes, stretch by stretch. copies are the runs that reach into it.
func (s *Scanner) nearEdits(e *edited, part pattern.Span, copies []Copy) {
	for at := part.Start; at < part.End; {
		end := stretchEnd(e.data, at, part.End)
		for len(copies) > 0 && copies[0].At+copies[0].Len <= at {
			copies = copies[1:]
		}
		n := len(copies)
		for n > 0 && copies[n-1].At >= end {
			n--
		}
		s.stretch(e, pattern.Span{Start: at, End: end}, copies[:n])
		at = end
	}
}

// stretch finds and judges the hits in a stretch. copies are the runs that reach into it.
func (s *Scanner) stretch(e *edited, at pattern.Span, copies []Copy) {
	if s.dense {
		return
	}
	key, around := s.keyOf(e.data, e.class, at)
	if k := s.stretches.find(&key); k != nil {
		s.take(e.data, e.class, k, at.Start)
		s.crowded(len(e.data))
		return
	}
	s.note.begin(around)
	defer func() { s.note.on = false }()
	firstHit, firstNear := len(s.hits), len(s.near)
	s.searchEdited(e, at, copies)
	if s.crowded(len(e.data)) {
		return
	}
	e.hits = hits{list: s.hits[firstHit:]}
	done := at.Start // hits that begin before done are judged
	for _, run := range copies {
		e.run, e.shift = run, run.At-run.Base
		s.look(e.data, e.class, e.hits.upTo(min(run.At, at.End)))
		to := min(run.At+run.Len, at.End)
		s.lookBeside(e, max(done, run.At), to)
		done = max(done, to)
	}
	s.look(e.data, e.class, e.hits.upTo(at.End))
	s.note.near = s.near[firstNear:]
	s.stretches.set(&key, at.Start, s.hits[firstHit:], &s.note.outcome)
}

// editedResult is result for an edited version. Hits near an edit are judged again, nearly
// always with the same result.
func (s *Scanner) editedResult(data []byte, c content.Class, base *Raw, copies []Copy) *Raw {
	s.judged = s.judged && !(allCopied(s.near, base.near, copies) && allCopied(s.far, base.far, copies))
	return s.result(data, c)
}

// allCopied reports whether every match in an edited version is a match in its
// base that was copied as a whole. Hits near an edit are judged again, nearly
// always with the same result.
func allCopied(list, base []found, copies []Copy) bool {
	for _, f := range list {
		if !f.confirmed {
			continue
		}
		i := sort.Search(len(copies), func(i int) bool { return copies[i].At > f.at }) - 1
		if i < 0 || !copies[i].span().Covers(f.match.from(f.at)) {
			return false
		}
		f.at += copies[i].Base - copies[i].At
		if !slices.ContainsFunc(foundWithin(base, f.at, f.at+1), f.equal) {
			return false
		}
	}
	return true
}

// searchEdited adds to s.hits the literals in a part of the data. Those in copied runs are
// known.
func (s *Scanner) searchEdited(e *edited, part pattern.Span, copies []Copy) {
	done := part.Start // literals that begin before done are found
	for _, run := range copies {
		kept := run.within(e.base, len(e.data), 1, s.d.literalReach)
		kept.Start, kept.End = max(kept.Start, done), min(kept.End, part.End)
		if kept.Len() <= 0 {
			continue
		}
		s.search(e.data, done, kept.Start)
		if s.dense {
			return
		}
		s.takeHits(e, kept, run.At-run.Base)
		done = kept.End
	}
	s.search(e.data, done, part.End)
}

// takeHits takes over the literals in a part of a copied run.
func (s *Scanner) takeHits(e *edited, part pattern.Span, shift int) {
	for _, h := range e.known.within(part.Start-shift, part.End-shift) {
		s.hits = append(s.hits, h.Shift(shift))
	}
}

func byAt(a, b Copy) int { return cmp.Compare(a.At, b.At) }

// within returns the offsets in a copied run that have so many bytes before and
// after them that were copied along. Where the run begins with both the data, of
// size bytes, and its base, or ends with both, nothing beyond it can differ.
func (run Copy) within(base *Raw, size, before, after int) pattern.Span {
	k := pattern.Span{Start: run.At + before, End: run.At + run.Len - after + 1}
	if run.At == 0 && run.Base == 0 {
		k.Start = 0
	}
	if run.At+run.Len == size && run.Base+run.Len == base.size {
		k.End = size
	}
	return k
}

// seen returns what decided about a hit in n bytes.
func (a *ruleAnchor) seen(f found, n int) pattern.Span {
	if f.seen == (relative{}) {
		return a.around(n, f.at)
	}
	s := f.seen.from(f.at)
	return pattern.Span{Start: max(0, s.Start), End: min(n, s.End)}
}

// span returns where the run is in the data.
func (run Copy) span() pattern.Span { return pattern.Span{Start: run.At, End: run.At + run.Len} }

// An edited is some data, and a run of it that its base has, too.
type edited struct {
	data  []byte
	class content.Class
	base  *Raw
	known hits // in the base
	hits  hits // in the part of the data that is looked at
	run   Copy
	shift int // from the base to the data
}

// lookBeside judges the hits in a part of a copied run that an edit is near to. What the
// run holds of the bytes that decide about a hit of an anchor was judged in the base.
func (s *Scanner) lookBeside(e *edited, from, to int) {
	hits := e.hits.upTo(to)
	if len(hits) == 0 {
		return
	}
	near, far := foundWithin(e.base.near, from-e.shift, to-e.shift), foundWithin(e.base.far, from-e.shift, to-e.shift)
	for _, h := range hits {
		anchors := s.d.anchorsOf(h.ID())
		s.looks += int64(len(anchors))
		at := h.At() - e.shift
		for len(near) > 0 && near[0].at < at {
			near = near[1:]
		}
		for len(far) > 0 && far[0].at < at {
			far = far[1:]
		}
		for _, i := range anchors {
			a := s.d.anchor(i)
			if !e.run.covers(e.base, len(e.data), h.At(), int(a.before), int(a.after)) {
				s.lookAt(e.data, e.class, i, h.At())
				continue
			}
			s.inheritNear(e, of(near, at, i))
			s.inheritFar(e, of(far, at, i))
		}
	}
}

// of returns those at the beginning of a sorted list that are at an offset, and of an
// anchor.
func of(list []found, at int, anchor int32) []found {
	k := 0
	for k < len(list) && list[k].at == at && list[k].anchor < anchor {
		k++
	}
	n := k
	for n < len(list) && list[n].at == at && list[n].anchor == anchor {
		n++
	}
	return list[k:n]
}

// covers reports whether so many bytes before and after an offset in the run were
// copied along, or are beyond the beginning or the end of both the data and the base.
func (run Copy) covers(base *Raw, size, at, before, after int) bool {
	return (at-before >= run.At || run.At == 0 && run.Base == 0) &&
		(at+after <= run.At+run.Len || run.At+run.Len == size && run.Base+run.Len == base.size)
}

// inherit takes over the hits in kept, a part of a copied run.
func (s *Scanner) inherit(e *edited, kept pattern.Span) {
	if !s.last {
		s.takeHits(e, kept, e.shift)
	}
	s.inheritNear(e, foundWithin(e.base.near, kept.Start-e.shift, kept.End-e.shift))
	s.inheritFar(e, foundWithin(e.base.far, kept.Start-e.shift, kept.End-e.shift))
}

func (s *Scanner) inheritNear(e *edited, near []found) {
	for _, f := range near {
		f.at += e.shift
		s.near = append(s.near, f)
	}
}

// inheritFar takes over hits of far anchors. One is judged again unless its whole
// window was copied.
func (s *Scanner) inheritFar(e *edited, far []found) {
	for i, f := range far {
		a := s.d.anchor(f.anchor)
		again := i > 0 && far[i-1].at == f.at && far[i-1].anchor == f.anchor // one of several matches
		was := a.seen(f, e.base.size)
		f.at += e.shift
		now := a.seen(f, len(e.data))
		same := now.Start-was.Start == e.shift && now.End-was.End == e.shift
		changed := !same || !e.run.span().Covers(now)
		if a.several != nil && !again {
			s.noteAgain(f.anchor, f.at)
		}
		if changed && a.several != nil {
			if !again {
				s.judgeSeveral(e.data, f.anchor, f.at)
			}
			continue
		}
		if changed {
			f = s.judge(e.data, e.class, f.anchor, f.at)
			s.judged = s.judged || f.confirmed
		}
		if a.several == nil {
			s.noteFar(f, len(e.data))
		}
		if f.confirmed {
			s.far = append(s.far, f)
		} else {
			s.open(f)
		}
	}
}

// foundWithin returns the part of a sorted list with offsets in from..to-1.
func foundWithin(list []found, from, to int) []found {
	i := sort.Search(len(list), func(i int) bool { return list[i].at >= from })
	j := i + sort.Search(len(list)-i, func(k int) bool { return list[i+k].at >= to })
	return list[i:j]
}

// hits is a sorted list of hits that is gone through, mostly forwards: each search
// begins where the one before has ended. A file can have thousands of edits.
type hits struct {
	list []literal.Hit
	next int
}

// upTo returns the hits before an offset that no call has returned yet.
func (h *hits) upTo(at int) []literal.Hit {
	from, end := h.next, literal.Hit(0).Shift(at)
	for h.next < len(h.list) && h.list[h.next] < end {
		h.next++
	}
	return h.list[from:h.next]
}

// within returns the hits with offsets in from..to-1.
func (h *hits) within(from, to int) []literal.Hit {
	h.seek(from)
	return h.upTo(to)
}

// seek makes next the index of the first hit at an offset or behind it.
func (h *hits) seek(at int) {
	first := literal.Hit(0).Shift(at)
	low, high := 0, h.next
	if high == 0 || h.list[high-1] < first {
		low = high
		for step := 1; high < len(h.list) && h.list[high] < first; step *= 2 {
			low = high + 1
			high += step
		}
		high = min(high, len(h.list))
	}
	for low < high {
		if mid := (low + high) / 2; h.list[mid] < first {
			low = mid + 1
		} else {
			high = mid
		}
	}
	h.next = low
}
