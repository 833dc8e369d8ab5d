package scan

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/sluicesec/sluice/internal/archive"
	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/content/decode"
	"github.com/sluicesec/sluice/source"
)

// A packedRun is a run of encoded text that begins as a container does, such as base64 of
// a zip.
type packedRun struct {
	decode.Run
	inner []decode.Run // each in the text that the one before is decoded to, if the container is encoded several times
	at    int          // where it begins
	kind  archive.Kind
}

const (
	packedHead = 1 << 10 // bytes of a run that say whether it is a container; a header of tar is in them
	plainHead  = 1 << 10 // bytes of what is compressed that say whether it is text
)

// packedRuns returns those of some runs of data that are containers, sorted. Compressed text
// is none: it was decoded with the run.
func packedRuns(data []byte, runs []decode.Run) (packed []packedRun) {
	for _, r := range runs {
		packed = append(packed, containersIn(data, r, mostInner)...)
	}
	// Of those that begin at the same place, the one that is in more encodings is all of it: a part without
	// percent signs may look like a whole one.
	slices.SortFunc(packed, func(a, b packedRun) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(len(b.inner), len(a.inner)), decode.Compare(a.Run, b.Run))
	})
	return slices.CompactFunc(packed, func(a, b packedRun) bool { return a.at == b.at })
}

// mostInner is how many encodings may be around the one of a container.
const mostInner = 3

// encodedHeads are what containers begin with in base64 and in hexadecimal digits: gzip, zip, xz, zstd, bzip2 and 7z.
var encodedHeads = [][]byte{
	[]byte("H4sI"), []byte("UEsDB"), []byte("Td6WFo"), []byte("KLUv"), []byte("QlpoO"), []byte("N3q8r"), []byte("1f8b08"), []byte("504b0304"),
}

// leastInner is how many bytes a run has, at least, in which a container is encoded once more.
const leastInner = 64

// containersIn returns the containers that a run of data encodes, or what is encoded in it.
func containersIn(data []byte, r decode.Run, depth int) (packed []packedRun) {
	head := data[r.Start:r.End]
	if r.IsWord() {
		head = r.Bytes(data, packedHead)
		if kind := archive.Magic(head); kind != "" {
			if kind == archive.Gzip || kind == archive.Zlib {
				if text, ok := r.Decode(data, plainHead); ok && archive.Magic(text.Data) == "" {
					return nil
				}
			}
			return []packedRun{{Run: r, at: r.Start, kind: kind}}
		}
	}
	if depth == 0 || r.End-r.Start < leastInner || !slices.ContainsFunc(encodedHeads, func(h []byte) bool { return bytes.Contains(head, h) }) {
		return nil
	}
	text, ok := r.Decode(data, mostDecoded(r))
	if !ok {
		return nil
	}
	for _, next := range decode.Find(nil, text.Data, 0, len(text.Data)) {
		if len(text.Layers(next.Start, next.End)) == 0 {
			continue // it is a run of data, too
		}
		for _, p := range containersIn(text.Data, next, depth-1) {
			packed = append(packed, packedRun{Run: r, inner: append([]decode.Run{p.Run}, p.inner...), at: int(text.At[p.at]), kind: p.kind})
		}
	}
	return packed
}

// mostDecoded is how many bytes of a run are decoded in which there is a container: some for each of its own,
// because compressed data can be a bomb.
func mostDecoded(r decode.Run) int { return 64*(r.End-r.Start) + 1<<20 }

// damagedInText is the reason for containers in encoded text that cannot be read to their
// end. Texts show the beginning of one as an example, and the rest is nowhere.
const damagedInText = "damaged archive in encoded text"

// packedIn returns the texts in the containers that are encoded in a view of a blob, and the
// runs in which something was found or missed.
func (c *collector) packedIn(worker int, b *source.Blob, v *content.View, packed []packedRun) (texts []text, runs []decode.Run, err error) {
	ledger := c.once(contentID{blob: b.ID, lfs: b.LFS, packed: true})
	budget := archive.NewBudget(c.archives.limits())
	return c.packed(opening{worker: worker, blob: b, budget: budget, ledger: ledger}, &content.Member{View: &content.View{}}, v, packed)
}

// packed is packedIn for a view of a member.
func (c *collector) packed(o opening, in *content.Member, v *content.View, packed []packedRun) (texts []text, runs []decode.Run, err error) {
	for _, r := range packed {
		if !c.opens(r.kind, o.blob, int64(r.End-r.Start)) {
			continue
		}
		// A blob may be visited again, by other copies: the place of the run is always the same.
		if in.Name == "" {
			number := (r.at + 1) << 24
			o.number = &number
		}
		known := false // something is missing
		o.missed = func(name string, m *archive.Miss) {
			known = true
			if m.Reason == archive.Damaged || m.Reason == archive.Truncated {
				o.ledger.Skip(damagedInText, name, m.Bytes)
				return
			}
			missed(o.ledger, name, m)
		}
		encoded, data := r.unpack(in, v)
		found, err := c.membersIn(o, r.kind, bytes.NewReader(data), encoded)
		if texts = append(texts, found...); err != nil {
			return texts, runs, err
		}
		if known || len(found) > 0 {
			runs = append(runs, r.Run)
		}
	}
	return texts, runs, nil
}

// unpack returns the bytes of the container, and it as a member of what it is encoded in.
func (r packedRun) unpack(in *content.Member, v *content.View) (*content.Member, []byte) {
	last, data := r.Run, v.Data
	for _, next := range r.inner {
		text, _ := last.Decode(data, mostDecoded(last))
		for _, layer := range text.Layers(next.Start, next.End) {
			in = in.In(v, layer, text.Data, r.at)
			v = in.View
		}
		last, data = next, text.Data
	}
	data = last.Bytes(data, last.End-last.Start)
	return in.In(v, last.Kinds.Names()[0], data, r.at), data
}
