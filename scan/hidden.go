package scan

import (
	"cmp"
	"slices"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/content/decode"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/source"
)

// A state is what a visit keeps of a blob for those that are made from it.
type state struct {
	raw   *engine.Raw
	class content.Class
	size  int          // of the blob, in bytes
	runs  []decode.Run // those in which something was found, sorted
}

// hidden returns what is encoded in a view, as matches at places of the view, and in
// which runs it is; packed are the runs that encode containers. own are the matches of the view
// itself. Of a blob that was made from another, only what was not copied is searched for
// runs; inherited says that all that was found was copied.
func (c *collector) hidden(worker int, v *content.View, base *state, copies []engine.Copy, own []engine.Match) (h engine.Hidden, inherited bool, packed []packedRun) {
	if c.depth == 0 {
		return h, true, nil
	}
	var kept int
	runs := c.runs[worker][:0]
	if base == nil || base.class != v.Class || len(copies) == 0 {
		runs = v.Class.Encoded(runs, v.Data, 0, len(v.Data))
	} else {
		if c.plain[worker] == nil {
			c.plain[worker] = newPlainParagraphs()
		}
		c.fresh[worker] = freshParagraphs(c.fresh[worker][:0], v.Data, copies, base.size)
		runs, kept = editedRuns(runs, v.Data, copies, base, c.fresh[worker], c.plain[worker])
	}
	c.runs[worker] = runs
	h = c.scanners[worker].Hidden(v.Data, runs, own, c.depth)
	packed = packedRuns(v.Data, runs)
	for _, r := range h.Runs {
		if _, copied := slices.BinarySearchFunc(runs[:kept], r, decode.Compare); !copied {
			return h, false, packed
		}
	}
	return h, true, packed
}

// editedRuns adds to dst the runs of data that may hold something: first those of its
// base that were copied, sorted, of which it returns the number, then those in the fresh
// paragraphs, unless these are known to be plain. A file can have thousands of runs and of copies, so nothing here compares each
// with each.
func editedRuns(dst []decode.Run, data []byte, copies []engine.Copy, base *state, fresh []span, plain *plainParagraphs) (runs []decode.Run, kept int) {
	for _, e := range copies {
		first, _ := slices.BinarySearchFunc(base.runs, e.Base, func(r decode.Run, at int) int { return cmp.Compare(r.Start, at) })
		for _, r := range base.runs[first:] {
			if r.Start >= e.Base+e.Len {
				break
			}
			moved := decode.Run{Kinds: r.Kinds, Start: r.Start + e.At - e.Base, End: r.End + e.At - e.Base}
			if r.End <= e.Base+e.Len && !within(fresh, moved) {
				dst = append(dst, moved)
			}
		}
	}
	slices.SortFunc(dst, decode.Compare)
	dst = slices.Compact(dst)
	kept = len(dst)
	for _, f := range fresh {
		key, slot := plain.slot(base.class, data, f)
		if *slot == key {
			continue
		}
		n := len(dst)
		if dst = base.class.Encoded(dst, data, f.start, f.end); len(dst) == n {
			*slot = key
		}
	}
	return dst, kept
}

// within reports whether a run is in one of some spans, which are sorted.
func within(spans []span, r decode.Run) bool {
	behind, _ := slices.BinarySearchFunc(spans, r.Start+1, func(s span, at int) int { return cmp.Compare(s.start, at) })
	return behind > 0 && r.End <= spans[behind-1].end
}

// A span is a part of some data.
type span struct{ start, end int }

// freshParagraphs adds to fresh the paragraphs of data in which, or beside which, something is
// not as in its base, of some size.
func freshParagraphs(fresh []span, data []byte, copies []engine.Copy, size int) []span {
	add := func(from, to int) {
		known := 0
		if n := len(fresh); n > 0 {
			if known = fresh[n-1].end; to+decode.Margin <= known {
				return
			}
		}
		start, end := decode.Paragraphs(data, known, from, to)
		if n := len(fresh); n > 0 && start <= known {
			fresh[n-1].end = max(end, known)
			return
		}
		fresh = append(fresh, span{start, end})
	}
	done := 0
	for _, e := range copies {
		if e.At != 0 || e.Base != 0 {
			add(min(done, e.At), e.At)
		}
		done = max(done, e.At+e.Len)
	}
	if last := copies[len(copies)-1]; done < len(data) || last.At+last.Len != len(data) || last.Base+last.Len != size {
		add(min(done, len(data)), len(data))
	}
	return fresh
}

// notDecoded says what to do where encoded text was not decoded.
const notDecoded = "some encoded text was not decoded, or not to its end: decode it by hand and scan what is in it, or raise --decode-depth; with --archives-ok (on a server: `git config sluice.archivesOK true`) the scan is complete without it"

// undecoded notes in a ledger what of some encoded text was not decoded, which makes the
// scan incomplete.
func undecoded(missed engine.Missed, l *source.Ledger, name string, bytes int64) {
	for reason := range missed.Reasons() {
		if l.Miss(reason, name, bytes) {
			l.Note(notDecoded)
		}
	}
}

// undecodedIn notes what a worker did not decode of the encoded text in a blob.
func (c *collector) undecodedIn(worker int, b *source.Blob) {
	if missed := c.scanners[worker].Missed(); missed != 0 {
		undecoded(missed, c.once(contentID{blob: b.ID, lfs: b.LFS, text: true}), name(b), max(b.Size, int64(len(b.Data))))
	}
}
