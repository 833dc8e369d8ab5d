package detect

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"github.com/sluicesec/sluice/rules"
)

//go:generate go test ../rules -run ^TestGenerated$ -update
//go:generate go test . -run ^TestGenerated$ -update

// A known is the outline of a pattern that a built-in rule had when the
// program was built.
type known struct {
	key     uint64 // see knownKey
	outline outline
}

// knownOutline gives the generated outline of a rule's pattern, if there is
// one. A rule that was changed since has none.
func knownOutline(r *rules.Rule) (outline, bool) {
	i, ok := slices.BinarySearchFunc(knownOutlines, knownKey(r), func(k known, key uint64) int {
		return cmp.Compare(k.key, key)
	})
	if !ok {
		return outline{}, false
	}
	return knownOutlines[i].outline, true
}

// knownKey stands for all that an outline depends on.
func knownKey(r *rules.Rule) uint64 {
	b := make([]byte, 0, 512)
	b = binary.AppendVarint(b, int64(r.SecretGroup))
	if r.Multiline {
		b = append(b, 'm')
	}
	sum := sha256.Sum256(append(b, r.Regex...))
	return binary.BigEndian.Uint64(sum[:])
}
