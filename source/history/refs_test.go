package history

import (
	"bytes"
	"testing"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// Tags whose ids are false can lead in a circle. They lead to no commit.
func TestPeelCircle(t *testing.T) {
	id := func(b byte) oid.ID { return oid.Make(bytes.Repeat([]byte{b}, 20)) }
	h := &History{tags: map[oid.ID]objects.TagInfo{id(1): {Object: id(2)}, id(2): {Object: id(3)}, id(3): {Object: id(2)}, id(4): {Object: id(4)}}}
	for first, want := range map[byte]int{1: 3, 3: 2, 4: 1} {
		seen := 0
		if n, ok := h.peel(id(first), func(oid.ID) { seen++ }); ok || seen != want {
			t.Errorf("from tag %d to commit %d over %d tags, want no commit and %d tags", first, n, seen, want)
		}
	}
}
