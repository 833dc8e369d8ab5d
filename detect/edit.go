package detect

import (
	"cmp"
	"slices"
	"sort"
)

// A Copy is a run of bytes that some data shares with its base.
type Copy struct {
	Base int // offset in the base, in bytes
	At   int // offset in the data, in bytes
	Len  int // length in bytes
}

// RawEdited gives what Raw gives, for less work: base is the Raw of data that
// this data was made from, and copies are the runs of bytes that it took over
// unchanged. Only new bytes are scanned, and the seams as far as a rule's
// window reaches. With a nil base everything is scanned.
func (s *Scanner) RawEdited(data []byte, c Content, base *Raw, copies []Copy) *Raw {
	if base == nil || base.content != c || len(copies) == 0 {
		return s.Raw(data, c)
	}
	if !slices.IsSortedFunc(copies, byAt) {
		copies = slices.Clone(copies)
		slices.SortFunc(copies, byAt)
	}
	s.reset()
	done := 0 // hits that begin before done are known
	for _, run := range copies {
		kept := s.kept(run, base, len(data))
		kept.start = max(kept.start, done)
		if kept.len() <= 0 {
			continue
		}
		s.scan(data, c, done, kept.start)
		s.inherit(data, base, run, kept)
		done = kept.end
	}
	s.scan(data, c, done, len(data))
	s.scanSlow(data, c, 0, len(data))
	return s.result(data, c)
}

func byAt(a, b Copy) int { return cmp.Compare(a.At, b.At) }

// kept is the range of hits in a copied run for which all that decides about
// a near literal was copied along. Where the run begins or ends with both the
// data and its base, nothing stands beyond that could differ.
func (s *Scanner) kept(run Copy, base *Raw, size int) span {
	k := span{run.At + s.d.reachBefore, run.At + run.Len - s.d.reachAfter + 1}
	if run.At == 0 && run.Base == 0 {
		k.start = 0
	}
	if run.At+run.Len == size && run.Base+run.Len == base.size {
		k.end = size
	}
	return k
}

// inherit takes over the hits in kept, a range of a copied run.
func (s *Scanner) inherit(data []byte, base *Raw, run Copy, kept span) {
	shift := run.At - run.Base
	for _, f := range within(base.near, kept.start-shift, kept.end-shift) {
		f.at += shift
		s.near = append(s.near, f)
	}
	for _, f := range within(base.far, kept.start-shift, kept.end-shift) {
		l := &s.d.landmarks[f.landmark]
		was := l.window(base.size, f.at)
		f.at += shift
		now := l.window(len(data), f.at)
		same := now.start-was.start == shift && now.end-was.end == shift
		if !same || now.start < run.At || now.end > run.At+run.Len {
			f = s.judge(data, f.landmark, f.at)
		}
		s.far = append(s.far, f)
	}
}

// within gives the part of a sorted list with offsets in from..to-1.
func within(list []found, from, to int) []found {
	i := sort.Search(len(list), func(i int) bool { return list[i].at >= from })
	j := i + sort.Search(len(list)-i, func(k int) bool { return list[i+k].at >= to })
	return list[i:j]
}
