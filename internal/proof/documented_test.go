package proof

import (
	"encoding/hex"
	"testing"
)

// TestDocumented goes through the whole table: each digest has the form that
// digest gives, stands for one publisher only, and is found.
func TestDocumented(t *testing.T) {
	seen := map[string]bool{}
	publishers := map[string]bool{}
	for _, row := range documented {
		if row.by == "" || publishers[row.by] || len(row.digests) == 0 {
			t.Errorf("a row of %q with %d digests", row.by, len(row.digests))
		}
		publishers[row.by] = true
		for _, d := range row.digests {
			raw, err := hex.DecodeString(d)
			if err != nil || len(d) != len(digest(nil)) || hex.EncodeToString(raw) != d {
				t.Errorf("%s: %q is no digest", row.by, d)
			}
			if seen[d] {
				t.Errorf("%s: %s is there twice", row.by, d)
			}
			seen[d] = true
			if got := publisher(d); got != row.by {
				t.Errorf("%s is published by %q, not by %q", d, got, row.by)
			}
			other := "0" + d[1:]
			if d[0] == '0' {
				other = "1" + d[1:]
			}
			if got := publisher(other); got != "" {
				t.Errorf("%s, which nobody published, is taken for an example of %s", other, got)
			}
		}
	}
	if documentedBy(nil) != "" || publisher("") != "" {
		t.Error("nothing is taken for an example")
	}
}
