package archive

import "io"

// Limits bound what is read out of a container and of the containers inside it.
type Limits struct {
	Bytes   int64 // all bytes that members have, at each level of nesting
	Entries int   // all members
	Ratio   int64 // bytes out of a container for each of its own, beyond the first RatioFrom
	Depth   int   // containers inside each other; a compressed archive is one
	Whole   int   // bytes of a member up to which it is handed over whole
	Memory  int   // bytes of members that are held at the same time
}

// RatioFrom is the number of bytes that a container may expand to, however small it is.
// Below it a ratio says nothing: a few kilobytes of zeros have a ratio of 1,000.
const RatioFrom = 16 << 20

// Defaults returns the limits that hold when the user sets none.
func Defaults() Limits {
	return Limits{Bytes: 1 << 30, Entries: 200_000, Ratio: 250, Depth: 4, Whole: 64 << 20, Memory: 128 << 20}
}

// A Budget counts what was read out of a blob against Limits. Each Member has the
// budget for what is inside it; all budgets of a blob share their counts. It is not safe
// for concurrent use.
type Budget struct {
	total  *total
	parent *Budget
	kind   Kind // the container whose members this budget is for; "" for the blob itself
	depth  int
	in     int64 // bytes of the container
	out    int64 // bytes of its members, and of theirs
	over   bool  // more came out than the ratio allows
}

type total struct {
	Limits
	bytes   int64
	entries int
	held    int // bytes of memory that members take

	// Decoders that are not in use.
	xz        []*xzDecoder
	inflaters []io.Reader
}

// NewBudget returns the budget for one blob.
func NewBudget(l Limits) *Budget { return &Budget{total: &total{Limits: l}} }

// enter returns the budget for the members of a container of some kind, or nil if the
// container is nested too deep. A file that is no archive may be in the deepest archive.
func (b *Budget) enter(kind Kind) *Budget {
	depth := b.depth
	if !b.kind.compression() || kind.compression() {
		depth++
	}
	most := b.total.Depth
	if !kind.IsArchive() {
		most++
	}
	if depth > most {
		return nil
	}
	return &Budget{total: b.total, parent: b, kind: kind, depth: depth}
}

// take counts n bytes that came out of the container. It returns what forbids more.
func (b *Budget) take(n int) *Miss {
	b.total.bytes += int64(n)
	for up := b; up != nil && up.kind != ""; up = up.parent {
		up.out += int64(n)
		if up.out > RatioFrom && up.out/b.total.Ratio > up.in {
			up.over = true
		}
	}
	return b.exhausted()
}

// entry counts a member. It returns what forbids it.
func (b *Budget) entry() *Miss {
	b.total.entries++
	return b.exhausted()
}

// exhausted returns what forbids to read on, or nil.
func (b *Budget) exhausted() *Miss {
	switch {
	case b.total.bytes > b.total.Bytes:
		return &Miss{Reason: TooManyBytes}
	case b.total.entries > b.total.Entries:
		return &Miss{Reason: TooManyEntries}
	}
	for up := b; up != nil; up = up.parent {
		if up.over {
			return &Miss{Reason: ExpandsTooMuch}
		}
	}
	return nil
}

// whole returns how many bytes of a member may be held in memory, beside those that
// are held already.
func (b *Budget) whole() int { return max(0, min(b.total.Whole, b.total.Memory-b.total.held)) }
