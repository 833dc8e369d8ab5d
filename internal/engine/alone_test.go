package engine

import (
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/rules"
)

// What an allowlist of one rule allows is reported by another rule, as in gitleaks, if one
// of them was written for it.
func TestRulesOfGitleaksJudgeAlone(t *testing.T) {
	const data = "tok = abcd1234"
	strict := rules.Rule{ID: "a", Regex: `tok = (\w+)`, Specificity: 2, Allowlists: []rules.Allowlist{{Paths: []string{`md$`}}}}
	loose := rules.Rule{ID: "b", Regex: `tok = (\w+)`}
	for _, test := range []struct {
		strict, loose bool // judges as with gitleaks
		path, want    string
	}{
		{false, false, "x.md", "a:abcd1234 (allowlist)"},
		{true, false, "x.md", "b:abcd1234"},
		{false, true, "x.md", "b:abcd1234"},
		{true, true, "x.md", "b:abcd1234"},
		{true, true, "x.txt", "a:abcd1234+b"},
	} {
		a, b := strict, loose
		a.LikeGitleaks, b.LikeGitleaks = test.strict, test.loose
		cfg := &rules.Config{Rules: []rules.Rule{a, b}}
		if got := judge(t, cfg, data, test.path, ""); !slices.Equal(got, []string{test.want}) {
			t.Errorf("%+v: got %q", test, got)
		}
		if got := judge(t, cfg, data+" # gitleaks:allow", test.path, ""); len(got) != 1 || !strings.HasSuffix(got[0], ")") {
			t.Errorf("%+v: with a comment, got %q", test, got)
		}
	}
}

// A rule that was written for gitleaks reports what is in the middle of base64 data, as
// there.
func TestRulesOfGitleaksReportEncodedData(t *testing.T) {
	data := strings.Repeat("QUJD", 80) + "+tok_abcd1234" + strings.Repeat("QUJD", 80)
	for like, want := range map[bool]string{false: "r:tok_abcd1234 (" + Encoded + ")", true: "r:tok_abcd1234"} {
		r := rules.Rule{ID: "r", Regex: `tok_[a-z]{4}[0-9]{4}`, LikeGitleaks: like}
		if got := judge(t, &rules.Config{Rules: []rules.Rule{r}}, data, "", ""); !slices.Equal(got, []string{want}) {
			t.Errorf("like gitleaks %t: got %q", like, got)
		}
	}
}
