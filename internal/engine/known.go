package engine

import (
	"cmp"
	"hash/crc32"
	"slices"
	"unsafe"

	"github.com/sluicesec/sluice/internal/pattern"
)

//go:generate go test ../../rules -run ^TestGenerated$ -update
//go:generate go test . -run ^TestGenerated$ -update

// A known is the outline of a pattern that a built-in rule had when the
// program was built.
type known struct {
	key     uint64 // see knownKey
	outline pattern.Outline
}

// knownOutline returns the generated outline of a rule's pattern, if there is
// one. A rule that was changed since has none.
func knownOutline(s pattern.Spec) (pattern.Outline, bool) {
	i, ok := slices.BinarySearchFunc(knownOutlines, knownKey(s), func(k known, key uint64) int {
		return cmp.Compare(k.key, key)
	})
	if !ok {
		return pattern.Outline{}, false
	}
	return knownOutlines[i].outline, true
}

// knownKey is a checksum of all that an outline depends on.
func knownKey(s pattern.Spec) uint64 {
	start := uint32(s.SecretGroup) << 1
	if s.Multiline {
		start |= 1
	}
	// Two checksums that processors have instructions for.
	text := unsafe.Slice(unsafe.StringData(s.Expr), len(s.Expr)) // read only: to copy a megabyte of patterns takes longer than to sum it
	return uint64(crc32.Update(start, crc32.IEEETable, text))<<32 | uint64(crc32.Update(start, crc32.MakeTable(crc32.Castagnoli), text))
}
