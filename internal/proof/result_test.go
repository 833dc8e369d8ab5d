package proof

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClip(t *testing.T) {
	long := strings.Repeat("k3y", 60)
	for in, want := range map[string]string{
		"":                           "",
		" two\n words ":              "two words",
		strings.Repeat("é", maxFact): strings.Repeat("é", maxFact),
		"for " + long:                "for …",
		strings.Repeat("word ", 17) + "x=" + long: strings.Repeat("word ", 17) + "…",
		strings.Repeat("\n", 390) + long:          "…",
	} {
		got := clip(in)
		if got != want || utf8.RuneCountInString(got) > maxFact {
			t.Errorf("clip(%q) is %q, not %q", in, got, want)
		}
	}
}
