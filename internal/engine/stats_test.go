package engine

import (
	"slices"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
)

// TestStats: measuring counts what happens and changes none of it.
func TestStats(t *testing.T) {
	d, err := New(&rules.Config{Rules: []rules.Rule{{ID: "a", Regex: `\b(acme_[a-z0-9]{9})\b`}, {ID: "b", Regex: `other_([0-9]+)`}}})
	if err != nil {
		t.Fatal(err)
	}
	data := []byte("acme_00example acme_short other_ acme_11example\n")
	plain, measured := d.NewScanner(), d.NewScanner()
	measured.Measure()
	want := plain.Finish(data, plain.Raw(data, content.Text))
	got := measured.Finish(data, measured.Raw(data, content.Text))
	if !slices.EqualFunc(got, want, func(a, b Match) bool { return a.Start == b.Start && a.End == b.End && a.Rule == b.Rule }) {
		t.Errorf("measured: %v, plain: %v", got, want)
	}
	st := measured.Stats()
	st.Add(measured.Stats())
	byID := map[string]RuleStats{}
	for _, r := range st.Rules {
		byID[r.ID] = r
	}
	if st.Bytes != 2*int64(len(data)) || byID["a"].Matches != 4 || byID["a"].Hits < 4 {
		t.Errorf("%+v", st)
	}
	if least := 2 * int64(len(data)); st.Literals < 6 || st.Looks < st.Literals || st.Steps < least+st.Looks {
		t.Errorf("literals %d, looks %d, steps %d of at least %d", st.Literals, st.Looks, st.Steps, least)
	}
	if st := plain.Stats(); st.Bytes != 0 || st.Rules != nil {
		t.Errorf("a scanner that does not measure says %+v", st)
	}
}
