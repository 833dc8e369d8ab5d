package job

import (
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/source/commits"
)

func TestMergesBy(t *testing.T) {
	for options, want := range map[string]commits.Merges{
		"": commits.WithAll, "--no-merges": commits.WithAll, "--first-parent A..B": commits.WithFirst, "-m": commits.WithEach,
		"--first-parent --cc": commits.WithEach, "--diff-merges=off": commits.WithAll, "-- -m": commits.WithAll,
	} {
		if got := mergesBy(strings.Fields(options)); got != want {
			t.Errorf("%q: %d, want %d", options, got, want)
		}
	}
}

// TestEnableOnly: the parts of a rule stay with it, and are not reported by themselves.
func TestEnableOnly(t *testing.T) {
	const text = `
[[rules]]
id = "one"
regex = 'one-[a-z]{12}'
[[rules]]
id = "two"
regex = 'two-[a-z]{12}'
[[rules]]
id = "pair"
regex = 'pair-[a-z]{12}'
[[rules.required]]
id = "two"
`
	cfg, err := rules.Parse("test.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := enableOnly(cfg, []string{"one", "nonsense"}); err == nil {
		t.Error("an unknown rule is enabled")
	}
	if err := enableOnly(cfg, []string{"pair"}); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range cfg.Rules {
		if got = append(got, r.ID); r.SkipReport != (r.ID == "two") {
			t.Errorf("%s: SkipReport %v", r.ID, r.SkipReport)
		}
	}
	if !slices.Equal(got, []string{"two", "pair"}) {
		t.Errorf("%q", got)
	}
}
