package finding

import (
	"slices"
	"testing"
)

// ordered holds an order to its laws. list is in ascending order.
func ordered[T ~string](t *testing.T, name string, list []T, compare func(a, b T) int) {
	t.Helper()
	all := append([]T{"", "no such word"}, list...)
	rank := func(w T) int { return slices.Index(list, w) } // -1 for an unknown word
	for _, a := range all {
		for _, b := range all {
			want := 0
			switch {
			case rank(a) < rank(b):
				want = -1
			case rank(a) > rank(b):
				want = 1
			}
			if got := compare(a, b); got != want {
				t.Errorf("%s: %q against %q is %d, want %d", name, a, b, got, want)
			}
		}
	}
	if !slices.IsSortedFunc(list, compare) || len(slices.Compact(slices.Clone(list))) != len(list) {
		t.Errorf("%s: %q does not ascend", name, list)
	}
}

func TestOrders(t *testing.T) {
	ordered(t, "severity", Severities(), Severity.Compare)
	ordered(t, "confidence", Confidences(), Confidence.Compare)
	ordered(t, "verification", Verifications(), Verification.Compare)
	ordered(t, "kind", Kinds(), Kind.Compare)
}

// TestNames are promised to reports and rules.
func TestNames(t *testing.T) {
	for _, test := range []struct {
		got  []string
		want []string
	}{
		{words(Severities()), []string{"low", "medium", "high", "critical"}},
		{words(Confidences()), []string{"low", "medium", "high"}},
		{words(Verifications()), []string{"none", "proven-offline"}},
		{words(Kinds()), []string{
			"blob", "path", "symlink", "git-file", "lfs-object", "leftover",
			"commit-message", "commit-header", "tag-message", "tag-header", "note", "ref-name", "reflog",
		}},
	} {
		if !slices.Equal(test.got, test.want) {
			t.Errorf("%q, want %q", test.got, test.want)
		}
	}
}

func words[T ~string](list []T) (all []string) {
	for _, w := range list {
		all = append(all, string(w))
	}
	return all
}

func TestLower(t *testing.T) {
	for c, want := range map[Confidence]Confidence{
		ConfidenceHigh: ConfidenceMedium, ConfidenceMedium: ConfidenceLow, ConfidenceLow: ConfidenceLow,
		"": ConfidenceLow, "no such word": ConfidenceLow,
	} {
		if got := c.Lower(); got != want {
			t.Errorf("below %q is %q, want %q", c, got, want)
		}
	}
}

func TestInFile(t *testing.T) {
	for _, k := range append(Kinds(), "", "no such word") {
		want := k != KindCommitMessage && k != KindCommitHeader && k != KindTagMessage && k != KindTagHeader && k != KindNote && k != KindRefName && k != KindReflog
		if k.InFile() != want {
			t.Errorf("%q in a file: %v", k, !want)
		}
	}
}
