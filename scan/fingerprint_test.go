package scan_test

import (
	"strings"
	"testing"

	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source/stdin"
)

// TestFingerprint: a fingerprint depends on the rule and the secret, and on nothing
// else.
func TestFingerprint(t *testing.T) {
	prints := map[string]bool{}
	for _, pad := range []string{"", "\n\n", "some text "} {
		r := run(t, &stdin.Input{Reader: strings.NewReader(pad + token(t, 0) + "\n")}, scan.Options{})
		prints[r.Findings[0].Fingerprint] = true
	}
	if len(prints) != 1 {
		t.Errorf("%d fingerprints of one secret", len(prints))
	}
	r := run(t, &stdin.Input{Reader: strings.NewReader(token(t, 5))}, scan.Options{})
	if prints[r.Findings[0].Fingerprint] {
		t.Error("two secrets share a fingerprint")
	}
}
