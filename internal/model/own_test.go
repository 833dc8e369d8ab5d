package model

import (
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/candidate"
)

// A keyword that the trees do not know counts as the word "secret" in its place. The
// two words are of the same length here, so that all the rest is equal, too.
func TestOwnKeywordIsSecret(t *testing.T) {
	const own = "geheim"
	for _, text := range []string{
		"geheim = kQ7xTz2LmW9pRb4V", "DB_GEHEIM=hunter22", "geheimId: 'x1Y2z3W4v5U6t7S8'", "publicGeheim: \"abc def ghi\"",
		"  x.geheim_hash := \"5f4dcc3b5aa765d61d8327deb882cf99\";", "<geheim>kQ7xTz2LmW9p</geheim>", "--geheim kQ7xTz2LmW9pRb4V", "geheims: kQ7xTz2LmW9pRb4V",
	} {
		other := strings.NewReplacer(own, "secret", "GEHEIM", "SECRET", "Geheim", "Secret").Replace(text)
		at := strings.Index(strings.ToLower(text), own)
		c, ok := candidate.AtOwn([]byte(text), at, at+len(own))
		known, okKnown := candidate.At([]byte(other), at, at+len(own))
		if !ok || !okKnown {
			t.Fatalf("%s: candidates %v and %v", text, ok, okKnown)
		}
		var a, b Vector
		a.Read([]byte(text), &c)
		b.Read([]byte(other), &known)
		for f := range count {
			if a[f] != b[f] {
				t.Errorf("%s: %s is %v, and %v for %s", text, f.name(), a[f], b[f], other)
			}
		}
	}
}

// A value without a name can be judged.
func TestNoName(t *testing.T) {
	text := []byte("kQ7xTz2LmW9pRb4V")
	c := candidate.Around(text, candidate.Span{Start: 0, End: len(text)})
	var x Vector
	x.Read(text, &c)
	if Score(&x) == 0 || !c.Own {
		t.Errorf("score %v, own %v", Score(&x), c.Own)
	}
}
