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
	kind archive.Kind
}

const (
	packedHead = 1 << 10 // bytes of a run that say whether it is a container; a header of tar is in them
	plainHead  = 1 << 10 // bytes of what is compressed that say whether it is text
)

// packedRuns returns those of some runs of data that are containers, sorted. Compressed text
// is none: it was decoded with the run.
func packedRuns(data []byte, runs []decode.Run) (packed []packedRun) {
	for _, r := range runs {
		if !r.IsWord() {
			continue
		}
		kind := archive.Magic(r.Bytes(data, packedHead))
		if kind == "" {
			continue
		}
		if kind == archive.Gzip || kind == archive.Zlib {
			if text, ok := r.Decode(data, plainHead); ok && archive.Magic(text.Data) == "" {
				continue
			}
		}
		packed = append(packed, packedRun{r, kind})
	}
	slices.SortFunc(packed, func(a, b packedRun) int { return decode.Compare(a.Run, b.Run) })
	return slices.CompactFunc(packed, func(a, b packedRun) bool { return cmp.Compare(a.Start, b.Start) == 0 })
}

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
			number := (r.Start + 1) << 24
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
		data := r.Bytes(v.Data, r.End-r.Start)
		encoded := in.In(v, r.Kinds.Names()[0], data, r.Start)
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
