package engine

import (
	"math"

	"github.com/sluicesec/sluice/internal/literal"
)

// excludes reports whether a byte right beside a hit of an anchor excludes a match. Look
// finds that, too, but it takes a longer way: to the rule, its pattern and the outline of that.
// As rules share literals, half of the looks in a history end here.
func (s *search) excludes(a *ruleAnchor, data []byte, at int) bool {
	end := at + a.len
	return at > 0 && !s.sets[a.prev].Has(data[at-1]) || end < len(data) && !s.sets[a.next].Has(data[end])
}

// excludesUnread is excludes for an anchor that is not made, so that its rule need not be
// made either. It is false of an anchor that stands for a rule without a literal.
func (d *Detector) excludesUnread(i int32, data []byte, at int) bool {
	if int(i) >= len(d.unread.anchors)/anchorSize {
		return false
	}
	var stored ruleAnchor
	readAnchor(d.unread.anchors, int(i), &stored)
	return d.search.excludes(&stored, data, at)
}

// A setNumbers numbers sets of bytes; 0 stands for any byte.
type setNumbers struct {
	sets    []literal.ByteSet
	numbers map[literal.ByteSet]uint16
}

// anyByte is the set of all bytes.
func anyByte() literal.ByteSet {
	return literal.ByteSet{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}
}

func newSetNumbers() *setNumbers {
	return &setNumbers{sets: []literal.ByteSet{anyByte()}, numbers: map[literal.ByteSet]uint16{}}
}

// of returns the number of a set; nil is of any byte.
func (n *setNumbers) of(set *literal.ByteSet) uint16 {
	if set == nil {
		return 0
	}
	k, ok := n.numbers[*set]
	if !ok && len(n.sets) <= math.MaxUint16 { // beyond that Look has to say it
		k = uint16(len(n.sets))
		n.sets = append(n.sets, *set)
		n.numbers[*set] = k
	}
	return k
}
