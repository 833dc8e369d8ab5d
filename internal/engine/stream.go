package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"slices"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/content/decode"
	"github.com/sluicesec/sluice/internal/lines"
)

// Stream returns what Raw and Finish return for all that r holds, in the same
// order, in memory that does not grow with it: the data is read in pieces that
// overlap as far as any rule can see. If a part of a rule may be anywhere, all
// matches are kept until the end.
//
// The content is classified by what r begins with. Wide text is decoded, and offsets
// count bytes of the UTF-8 that it becomes.
// An error comes last.
//
// With whole, r holds all of a file whose path [Detector.IsWhole], and the rules
// with WholeFile are asked, too. Encoded text is decoded to a depth, see Hidden; a line
// of more than 4 MiB is taken for several.
func (s *Scanner) Stream(ctx context.Context, r io.Reader, whole bool, depth int) iter.Seq2[Match, error] {
	return s.stream(ctx, r, piece, whole, depth)
}

// stream is Stream with pieces of some bytes, which are whole stripes if there
// are rules without an anchor.
func (s *Scanner) stream(ctx context.Context, r io.Reader, size int, whole bool, depth int) iter.Seq2[Match, error] {
	return func(yield func(Match, error) bool) {
		view, class := content.Reader(r)
		st := stream{s: s, r: view, class: class, size: size, whole: whole, margin: s.d.margin(), depth: depth}
		if class != content.Text {
			st.depth = 0
		}
		for !st.ended {
			if err := st.step(ctx); err != nil {
				yield(Match{}, err)
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
// the lines of the match included.
func (d *Detector) margin() int {
	most := d.matchReach
	for _, i := range d.unanchored {
		most = max(most, stripe+d.anchor(i).margin())
	}
	return most + lineCap
}

// A stream is the state of Stream: a buffer with a part of the data, and the
// matches in it that cannot be given yet.
type stream struct {
	s      *Scanner
	r      io.Reader
	class  content.Class
	size   int  // of a piece
	whole  bool // it is a file for the rules of whole files, and so smaller than a piece
	margin int
	depth  int // of encodings that are undone

	buf      []byte
	base     int            // offset of buf in the data
	begin    lines.Position // of buf
	next     int            // hits that begin before this offset of the data are known
	decoded  int            // so is what is encoded before this one
	ended    bool           // so are all hits
	pending  []Match        // sorted; offsets in the data
	seen     keywordSet     // of the data so far
	searched int            // up to this offset of the data
	given    int            // how many of pending have been given, and are kept as parts of later ones
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
	st.s.scanUnanchored(st.s.d.unanchored, st.buf, st.class, from, to)
	if st.whole && st.ended && st.base == 0 {
		st.s.scanWhole(st.buf, st.class)
	}
	found := st.s.matches(st.buf, st.begin, st.s.result(st.buf, st.class))
	for i := range found {
		found[i].shift(st.base)
	}
	st.pending = append(st.pending, found...)
	st.pending = append(st.pending, st.hidden(to)...)
	st.lookForKeywords()
	slices.SortFunc(st.pending, byOffset)
	st.pending = slices.CompactFunc(st.pending, func(a, b Match) bool { return byOffset(a, b) == 0 })
	st.next = st.base + to
	st.forget()
	return nil
}

// lookForKeywords looks for keywords in what was read since the last time.
func (st *stream) lookForKeywords() {
	d := st.s.d
	if d.keywords == nil {
		return
	}
	if st.seen == nil {
		st.seen = keywordSet{}
	}
	d.keywords.see(st.buf[max(st.searched-st.base, 0):], st.seen)
	st.searched = max(0, st.base+len(st.buf)-maxKeyword) // the end may hold the beginning of one
	for i := range st.pending {
		if m := &st.pending[i]; m.lacks && st.seen[m.rule.index] {
			m.lacks = false
		}
	}
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

// hidden returns the matches in what is encoded in the paragraphs that are complete. The
// matches of the data itself are known up to an offset of the buffer.
func (st *stream) hidden(to int) []Match {
	if st.depth <= 0 {
		st.decoded = math.MaxInt
		return nil
	}
	from, cut := st.decoded-st.base, false
	if st.ended {
		to = len(st.buf)
	} else if end := decode.LastParagraph(st.buf[:to], from); end >= 0 {
		to = end
	} else if to-from < longestLine {
		return nil
	} else {
		cut = true
	}
	runs := decode.Find(nil, st.buf, from, to)
	if cut && slices.ContainsFunc(runs, func(r decode.Run) bool { return r.IsWord() && r.End >= to }) {
		st.s.missed |= TooLong
	}
	h := st.s.hiddenAt(st.buf, st.begin, runs, nil, st.depth)
	for i := range h.Matches {
		h.Matches[i].shift(st.base)
	}
	st.decoded = st.base + to
	return unrepeated(st.pending, h.Matches)
}

// longestLine is how many bytes of a line are kept until its end is known.
const longestLine = 4 << 20

// known returns where the first match that is yet to come can begin.
func (st *stream) known() int { return min(st.next-st.margin, st.decoded) }

// forget drops what nothing that is yet to come can need, up to the beginning of a
// character.
func (st *stream) forget() {
	cut := st.known() - st.base
	if cut <= 0 {
		return
	}
	cut, st.begin = lines.New(st.buf, st.begin).Seek(cut)
	st.base += cut
	st.buf = append(st.buf[:0], st.buf[cut:]...)
}

// settled takes the matches that no later one can precede, equal, or be a part
// of.
func (st *stream) settled() []Match {
	known := st.known()
	n := st.given
	if len(st.pending) > maxWaiting {
		for i := range st.pending {
			st.pending[i].lacks = false
		}
	}
	for n < len(st.pending) && (st.ended || st.pending[n].isSettled(known)) {
		n++
	}
	settled := withKeywords(compose(st.pending, st.given, n))
	next := known
	if n < len(st.pending) {
		next = min(next, st.pending[n].Start)
	}
	old := 0
	for old < n && st.pending[old].Start < next-st.s.d.partReach {
		old++
	}
	st.pending = slices.Delete(st.pending, 0, old)
	st.given = n - old
	return settled
}

// maxWaiting is how many matches are kept at most because a keyword of one of them was
// not seen yet. If there are more, all of them count: rather too much is found than too
// little.
const maxWaiting = 1 << 17

// isSettled reports whether nothing that is yet to come changes anything about m: neither
// matches that begin at known, or behind it, nor keywords.
func (m *Match) isSettled(known int) bool {
	if m.lacks {
		return false
	}
	reach := 0
	for i := range m.Rule.Parts {
		reach = max(reach, partReach(&m.Rule.Parts[i]))
	}
	return m.Start < known && (reach == 0 || m.End+reach < known)
}
