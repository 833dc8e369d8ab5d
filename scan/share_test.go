package scan

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
)

// foundWith is a blob with texts that have some hits.
func foundWith(texts ...[]hit) *found {
	f, s := &found{}, sharing{}
	for _, hits := range texts {
		f.texts = append(f.texts, s.keep(&text{hits: hits}))
	}
	return f
}

// TestKeptHitsAreAsFound: hits that are kept are those that were found, wherever they are,
// and versions of a text share them.
func TestKeptHitsAreAsFound(t *testing.T) {
	const config = "[[rules]]\nid = \"r\"\nregex = 'key=([a-z]{8})'\n[[rules.parts]]\nid = \"user\"\nwithinLines = 5\n" +
		"[[rules]]\nid = \"user\"\nregex = 'user=([a-z]{4})'\nskipReport = true\n"
	lines := "user=anna\n\tkey=abcdefgh\n"
	scanner, _ := hitsIn(t, config, "")
	s, shared := sharing{}, map[*sharedHit]bool{}
	for _, c := range []struct {
		text string
		want int // different hits so far
	}{
		{lines + "x\n", 1}, {"one\n" + lines + "x\n", 1}, {"one\ntwo\n\n" + lines + "x\n", 1},
		{"one\nuser=anna\n\t\tkey=abcdefgh\nx\n", 2}, {"one\nuser=anna\n\n\tkey=abcdefgh\nx\n", 3}, {strings.TrimSuffix(lines, "\n"), 4},
	} {
		hits := hitsOf(t, scanner, c.text)
		kept := s.keep(&text{hits: hits})
		got := kept.placed()
		for i := range got {
			got[i].model, hits[i].model = nil, nil
		}
		if len(hits) != 1 || len(hits[0].Parts) != 1 || !reflect.DeepEqual(got, hits) {
			t.Fatalf("in %q was found %+v, and kept %+v", c.text, hits, got)
		}
		if shared[kept.hits[0].of] = true; len(shared) != c.want {
			t.Errorf("after %q there are %d different hits, want %d", c.text, len(shared), c.want)
		}
	}
}

// TestFewHitsAreCompared: hits that differ in what is not in their key are compared with a
// few others, however many there are.
func TestFewHitsAreCompared(t *testing.T) {
	s, r := sharing{}, &rules.Rule{ID: "r"}
	for i := range 100 {
		h := hit{Match: engine.Match{Rule: r, Secret: "same", Ended: fmt.Sprint(i)}, kind: finding.KindBlob}
		s.share(&h)
	}
	for _, alike := range s {
		if len(alike) != mostAlike || alike[mostAlike-1].Ended != "99" {
			t.Errorf("%d are compared", len(alike))
		}
	}
}

// TestForgetWaitsForTheLast: what the stages need of a hit is there until all blobs that
// have it were reported.
func TestForgetWaitsForTheLast(t *testing.T) {
	s, r := sharing{}, &rules.Rule{ID: "r"}
	var blobs []*found
	for range 3 {
		blobs = append(blobs, &found{texts: []keptText{s.keep(&text{hits: []hit{{Match: engine.Match{Rule: r, Secret: "same"}, kind: finding.KindBlob}}})}})
	}
	of := blobs[0].texts[0].hits[0].of
	for i, f := range blobs {
		if of.uses != len(blobs)-i {
			t.Errorf("%d uses, after %d blobs", of.uses, i)
		}
		f.forget()
	}
}
