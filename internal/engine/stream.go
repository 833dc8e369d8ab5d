package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"unicode/utf8"

	"github.com/sluicesec/sluice/internal/content"
)

// Stream gives what Raw and Finish give for all that r holds, in the same
// order, in memory that does not grow with it: the data is read in pieces that
// overlap as far as any rule can see. Where a part of a rule may stand anywhere,
// all matches are kept until the end. The content is classified by what r
// begins with, media being scanned as binary. UTF-16 is decoded, and offsets
// count bytes of the UTF-8 that comes of it. An error is the last that is given.
func (d *Detector) Stream(ctx context.Context, r io.Reader) iter.Seq2[TextMatch, error] {
	return d.stream(ctx, r, scanStep)
}

// stream is Stream with hits found in pieces of step bytes, which are whole
// stripes if there are slow rules.
func (d *Detector) stream(ctx context.Context, r io.Reader, step int) iter.Seq2[TextMatch, error] {
	return func(yield func(TextMatch, error) bool) {
		s := d.pool.Get().(*Scanner)
		defer d.pool.Put(s)
		view, class := content.Reader(r)
		st := stream{d: d, s: s, r: view, class: class, size: step, margin: d.margin()}
		for !st.ended {
			if err := st.step(ctx); err != nil {
				yield(TextMatch{}, err)
				return
			}
			for _, m := range st.settled() {
				if !yield(m, nil) {
					return
				}
			}
		}
	}
}

// margin is how many bytes before and behind a hit can matter to its match,
// its lines included.
func (d *Detector) margin() int {
	most := 0
	for i := range d.landmarks {
		l := &d.landmarks[i]
		most = max(most, l.before+l.pad, len(l.text)+l.after+l.pad)
		if l.text == "" {
			most = max(most, stripe+l.most+l.pad)
		}
	}
	return most + lineCap
}

// A stream is the state of Stream: a buffer with a part of the data, and the
// matches in it that cannot be given yet.
type stream struct {
	d      *Detector
	s      *Scanner
	r      io.Reader
	size   int // of a step
	margin int

	buf     []byte
	base    int      // offset of buf in the data
	begin   position // of buf
	next    int      // hits that begin before this offset of the data are known
	ended   bool     // so are all hits
	class   content.Class
	pending []TextMatch // sorted; offsets in the data
	given   int         // of pending, those that are kept only as parts of later ones
}

// step reads on and finds the hits of one more piece.
func (st *stream) step(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("scanning: %w", err)
	}
	if err := st.read(st.next + st.size + st.margin); err != nil {
		return fmt.Errorf("reading what to scan: %w", err)
	}
	from, to := st.next-st.base, min(st.next-st.base+st.size, len(st.buf))
	st.s.reset()
	st.s.scan(st.buf, st.class, from, to)
	st.s.scanSlow(st.buf, st.class, from, to)
	found := place(st.buf, st.begin, st.d.matches(st.buf, st.s.result(st.buf, st.class)))
	for i := range found {
		found[i].shift(st.base)
	}
	st.pending = append(st.pending, found...)
	slices.SortFunc(st.pending, func(a, b TextMatch) int { return byOffset(a.Match, b.Match) })
	st.pending = slices.CompactFunc(st.pending, func(a, b TextMatch) bool { return byOffset(a.Match, b.Match) == 0 })
	st.next = st.base + to
	st.forget()
	return nil
}

// read fills the buffer up to an offset of the data, or to its end.
func (st *stream) read(upTo int) error {
	n := len(st.buf)
	st.buf = slices.Grow(st.buf, upTo-st.base-n)[:upTo-st.base]
	k, err := io.ReadFull(st.r, st.buf[n:])
	st.buf = st.buf[:n+k]
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		st.ended = st.next+st.size >= st.base+len(st.buf)
		return nil
	}
	return err
}

// forget drops what lies more than a margin before the next hit.
func (st *stream) forget() {
	cut := st.next - st.margin - st.base
	if cut <= 0 {
		return
	}
	// A position within a character would count it twice.
	for i := cut; i > max(0, cut-utf8.UTFMax); i-- {
		if utf8.RuneStart(st.buf[i]) {
			cut = i
			break
		}
	}
	st.begin = st.begin.after(st.buf[:cut])
	st.base += cut
	st.buf = append(st.buf[:0], st.buf[cut:]...)
}

// settled takes the matches that no later one can precede, equal, or be a part
// of.
func (st *stream) settled() []TextMatch {
	known := st.next - st.margin // where the first match that is yet to come can begin
	n := st.given
	for n < len(st.pending) && (st.ended || st.pending[n].isSettled(known)) {
		n++
	}
	settled := compose(st.pending, st.given, n)
	next := known
	if n < len(st.pending) {
		next = min(next, st.pending[n].Start)
	}
	old := 0
	for old < n && st.pending[old].Start < next-st.d.partReach {
		old++
	}
	st.pending = slices.Delete(st.pending, 0, old)
	st.given = n - old
	return settled
}

// isSettled reports whether matches that begin at known, or behind it, change
// nothing about m.
func (m *TextMatch) isSettled(known int) bool {
	reach := 0
	for i := range m.Rule.Parts {
		reach = max(reach, partReach(&m.Rule.Parts[i]))
	}
	return m.Start < known && (reach == 0 || m.End+reach < known)
}
