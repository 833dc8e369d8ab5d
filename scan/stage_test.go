package scan

import (
	"fmt"
	"slices"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/proof"
	"github.com/sluicesec/sluice/source"
)

// TestSightingStagesOrder holds the row to the reasons that its comment gives.
func TestSightingStagesOrder(t *testing.T) {
	s, hits := hitsIn(t, `
[[rules]]
id = "special"
regex = '(acme[a-z]{8})'
specificity = 5
proof = "pem"
confidence = "low"
[[rules]]
id = "general"
regex = 'key=([a-z]{8,20})'
confidence = "low"
`, "key=acmeabcdefgh")
	special := slices.IndexFunc(hits, func(h hit) bool { return h.Rule.ID == "special" })
	disproved := proofs{keyOfHit(&hits[special]): {Verdict: proof.Impossible}}
	old := map[identity]bool{}
	for i := range hits {
		old[identify(&hits[i])] = true
	}
	for _, test := range []struct {
		name   string
		least  finding.Confidence
		known  secretsByPath
		proofs proofs
		place  source.Place
		want   []string
		count  string
	}{
		{"resolve alone", "", nil, nil, source.Place{Path: "a"}, []string{"special acmeabcdefgh"}, "[]"},
		{"not here", "high", secretsByPath{"a": old}, disproved, source.Place{Path: "a", Secrets: []source.SecretKey{}}, nil, "[]"},
		{"disproof before resolve", "", nil, disproved, source.Place{Path: "a"}, []string{"general acmeabcdefgh"}, "[{impossible: pem 1}]"},
		{"resolve before confident", "high", nil, nil, source.Place{Path: "a"}, nil, "[{below --min-confidence 1}]"},
		{"known before confident", "high", secretsByPath{"a": old}, nil, source.Place{Path: "a"}, nil, "[{already in HEAD 1}]"},
	} {
		id := source.Named("x")
		found := map[source.ID]*found{id: foundWith(hits)}
		e := &evidence{found: found, places: map[source.ID][]source.Place{id: {test.place}}, secrets: newSecrets(found), known: test.known, proofs: test.proofs}
		count := suppressed{}
		var got []string
		for sight := range e.sightings() {
			for _, st := range s.sightingStages(Options{MinConfidence: test.least}, e, nil, count, nil, nil, nil) {
				st.judge(sight)
			}
			got = append(got, names(sight)...)
		}
		equalNames(t, test.name, got, test.want...)
		if all := fmt.Sprint(count.list()); all != test.count {
			t.Errorf("%s: suppressed %s, want %s", test.name, all, test.count)
		}
	}
}

// TestReportStagesOrder: the report is redacted when all else is done, or not
// at all, and cut after that.
func TestReportStagesOrder(t *testing.T) {
	s, _ := hitsIn(t, "[[rules]]\nid = \"r\"\nregex = 'key=([a-z]{8})'\n", "key=abcdefgh")
	for show, want := range map[bool]string{false: "[scan.fingerprints scan.filter scan.order scan.redact scan.lines scan.shorten]", true: "[scan.fingerprints scan.filter scan.order scan.lines scan.shorten]"} {
		var row []string
		for _, st := range s.reportStages(Options{ShowSecrets: show}, &findings{}, nil, func() redact { return redact{} }) {
			row = append(row, fmt.Sprintf("%T", st))
		}
		if got := fmt.Sprint(row); got != want {
			t.Errorf("show secrets %v: the row is %s, want %s", show, got, want)
		}
	}
}
