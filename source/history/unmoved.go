package history

import (
	"bytes"
	"context"
	"hash/maphash"
	"math/bits"
	"math/rand/v2"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/source"
)

// Most commits that change a file with a secret leave its line alone. Git is not asked about
// these, because git takes longer to compare files than a scan takes to read the history.
//
// Git first takes away the lines that both files begin with, and then those that they end with.
// What it calls added is between these. It may move that up or down afterwards, but only past lines of
// the same text as the line that it leaves out at the other side. So a line is not added if no
// line with its text is between the common beginning and the common end.
//
// A walk over all blobs finds these lines: in each blob that takes part in a change, those with the
// text of a line with a secret, and of each, a hash of all lines up to it and one of all lines from
// it on. None is between if both files have equally many, and if the first of one and the first
// of the other are equal in one of the hashes, and so on. The numbers must be equal because
// beginning and end can overlap: a file that was doubled begins and ends as it did before.

// A change is an event in which a blob takes the place of another.
type change struct {
	event
	old objects.Index
}

// A lineMark is a line: hashes of all lines up to it, and of all from it on, itself included.
type lineMark struct{ before, behind uint64 }

// marks are lines of a blob, in order, by the hash of their text.
type marks map[uint64][]lineMark

// mostMarked is the number of blobs that are marked, and mostMarks that of lines in one.
const (
	mostMarked = 1 << 17
	mostMarks  = 1 << 10
)

// objectsPerChange is how many objects a walk visits in the time in which git compares two
// files: about a third of what was measured.
const objectsPerChange = 100

// unmoved removes the changes that add no line with a secret.
func (l *locator) unmoved(ctx context.Context, changes []change) ([]change, error) {
	h := l.history
	if len(changes)*objectsPerChange < h.store.Len() {
		return changes, nil
	}
	m := newMarker(h.store.Len())
	for _, c := range changes {
		m.want(c.blob, l.heldIn(c.blob))
		m.want(c.old, l.heldIn(c.old))
	}
	workers := make([]markWorker, max(1, len(h.trees.workers)))
	isBlob := func(t objects.Type) bool { return t == objects.Blob }
	visit := func(worker int, o *objects.Object, _ any) (any, error) {
		if m.wanted.has(o.Index) && o.Open == nil {
			workers[worker].mark(m, o)
		}
		return nil, nil
	}
	reported := func(objects.Problem) {} // by the first walk
	if err := h.store.Walk(ctx, len(workers), isBlob, visit, reported); err != nil {
		return nil, err
	}
	all := map[objects.Index]marks{}
	for _, w := range workers {
		for index, found := range w.found {
			all[index] = found
		}
	}
	links := h.trees.links()
	isLink := func(i objects.Index) bool { return links != nil && links.has(i) }
	var left []change
	for _, c := range changes {
		// A link that becomes a file, or the other way round, is a new file for git.
		if isLink(c.blob) || isLink(c.old) || !all[c.blob].sameEnds(all[c.old]) {
			left = append(left, c)
		}
	}
	return left, nil
}

// heldIn returns the secrets of a blob.
func (l *locator) heldIn(blob objects.Index) []source.Held {
	return l.history.held(source.Object(l.history.store.ID(blob)))
}

// sameEnds reports whether none of the marked lines of a blob is between the common
// beginning and the common end of it and an older one.
func (m marks) sameEnds(old marks) bool {
	for text, lines := range m {
		before := old[text]
		if len(before) != len(lines) {
			return false
		}
		for i, line := range lines {
			if line.before != before[i].before && line.behind != before[i].behind {
				return false
			}
		}
	}
	return len(m) > 0
}

// A marker says what is to be marked.
type marker struct {
	wanted objectSet
	lines  map[objects.Index][]int // the last lines of secrets, counted from 1
	seed   maphash.Seed
	factor uint64 // odd
}

func newMarker(n int) *marker {
	return &marker{
		wanted: newObjectSet(n), lines: map[objects.Index][]int{},
		seed: maphash.MakeSeed(), factor: rand.Uint64() | 1,
	}
}

// want adds a blob. One with a secret that is on no line, because it is the path, is not
// marked: any change of the file adds that.
func (m *marker) want(blob objects.Index, held []source.Held) {
	if m.lines[blob] != nil || len(m.lines) == mostMarked || len(held) > mostMarks {
		return
	}
	var lines []int
	for _, h := range held {
		if h.Lines == (source.Lines{}) {
			return
		}
		lines = append(lines, h.Last)
	}
	if len(lines) > 0 {
		m.lines[blob] = lines
		m.wanted.add(blob)
	}
}

// join returns the hash of two hashes in their order.
func (m *marker) join(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a^b, m.factor)
	return hi ^ lo ^ a<<1
}

// A markWorker is what one goroutine of the walk gathers.
type markWorker struct {
	found map[objects.Index]marks
	texts []uint64 // hashes of the lines of the present blob
}

// mark marks the lines of a blob.
func (w *markWorker) mark(m *marker, o *objects.Object) {
	w.texts = w.texts[:0]
	for data := o.Data; len(data) > 0; {
		end := bytes.IndexByte(data, '\n') + 1
		if end == 0 {
			end = len(data)
		}
		w.texts = append(w.texts, maphash.Bytes(m.seed, data[:end]))
		data = data[end:]
	}
	found := marks{}
	var filter uint64 // a bit for each text, by its lowest bits
	for _, line := range m.lines[o.Index] {
		if line > len(w.texts) {
			return // a line of something else
		}
		found[w.texts[line-1]] = nil
		filter |= 1 << (w.texts[line-1] % 64)
	}
	var before uint64
	var at []int // the marked lines
	for i, text := range w.texts {
		before = m.join(before, text)
		if filter&(1<<(text%64)) == 0 {
			continue
		}
		if lines, ok := found[text]; ok {
			if len(at) == mostMarks {
				return
			}
			found[text] = append(lines, lineMark{before: before})
			at = append(at, i)
		}
	}
	var behind uint64
	left := map[uint64]int{} // by text: how many marks have no behind yet
	for text, lines := range found {
		left[text] = len(lines)
	}
	for i := len(w.texts) - 1; len(at) > 0; i-- {
		text := w.texts[i]
		behind = m.join(behind, text)
		if i == at[len(at)-1] {
			at = at[:len(at)-1]
			left[text]--
			found[text][left[text]].behind = behind
		}
	}
	if w.found == nil {
		w.found = map[objects.Index]marks{}
	}
	w.found[o.Index] = found
}
