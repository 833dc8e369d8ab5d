package engine

import (
	"cmp"
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
	s.searchEdited(data, base, copies)
	if s.dense {
		return s.Raw(data, c)
	}
	done := 0 // hits that begin before done are judged
	for _, run := range copies {
		kept := run.within(base, len(data), s.d.reachBefore, s.d.reachAfter)
		kept.Start = max(kept.Start, done)
		if kept.Len() <= 0 {
			continue
		}
		s.look(data, c, hitsWithin(s.hits, done, kept.Start))
		s.inherit(data, base, run, kept)
		done = kept.End
	}
	s.look(data, c, hitsWithin(s.hits, done, len(data)))
	s.scanUnanchored(data, c, 0, len(data))
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

// searchEdited fills s.hits with the literals in data. Those in copied runs are
// known.
func (s *Scanner) searchEdited(data []byte, base *Raw, copies []Copy) {
	done := 0 // literals that begin before done are found
	for _, run := range copies {
		kept := run.within(base, len(data), 1, s.d.literalReach)
		kept.Start = max(kept.Start, done)
		if kept.Len() <= 0 {
			continue
		}
		s.search(data, done, kept.Start)
		if s.crowded(len(data)) {
			return
		}
		shift := run.At - run.Base
		take := func(from, to int) {
			for _, h := range hitsWithin(base.hits, from-shift, to-shift) {
				s.hits = append(s.hits, h.Shift(shift))
			}
		}
		// Hits with no edit within reach are not judged again.
		if far := run.within(base, len(data), s.d.reachBefore, s.d.reachAfter); s.last && far.Len() > 0 {
			take(kept.Start, max(kept.Start, min(kept.End, far.Start)))
			take(max(kept.Start, min(kept.End, far.End)), kept.End)
		} else {
			take(kept.Start, kept.End)
		}
		done = kept.End
	}
	s.search(data, done, len(data))
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

// inherit takes over the hits in kept, a part of a copied run. A hit of a far
// anchor is judged again unless its whole window was copied.
func (s *Scanner) inherit(data []byte, base *Raw, run Copy, kept pattern.Span) {
	shift := run.At - run.Base
	for _, f := range foundWithin(base.near, kept.Start-shift, kept.End-shift) {
		f.at += shift
		s.near = append(s.near, f)
	}
	far := foundWithin(base.far, kept.Start-shift, kept.End-shift)
	for i, f := range far {
		a := &s.d.anchors[f.anchor]
		again := i > 0 && far[i-1].at == f.at && far[i-1].anchor == f.anchor // one of several matches
		was := a.seen(f, base.size)
		f.at += shift
		now := a.seen(f, len(data))
		same := now.Start-was.Start == shift && now.End-was.End == shift
		changed := !same || !run.span().Covers(now)
		if changed && a.several != nil {
			if !again {
				s.judgeSeveral(data, f.anchor, f.at)
			}
			continue
		}
		if changed {
			f = s.judge(data, f.anchor, f.at)
			s.judged = s.judged || f.confirmed
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

// hitsWithin is foundWithin for hits, of which there are many more.
func hitsWithin(list []literal.Hit, from, to int) []literal.Hit {
	i := firstHit(list, from)
	rest := list[i:]
	// Copies are short in comparison with the list, so the end is near.
	n, end := 1, literal.Hit(0).Shift(to)
	for n < len(rest) && rest[n] < end {
		n *= 2
	}
	rest = rest[:min(n, len(rest))]
	return rest[:firstHit(rest, to)]
}

// firstHit returns the index of the first hit at an offset or behind it.
func firstHit(list []literal.Hit, at int) int {
	first := literal.Hit(0).Shift(at)
	low, high := 0, len(list)
	for low < high {
		if mid := (low + high) / 2; list[mid] < first {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}
