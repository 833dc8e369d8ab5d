package triage

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/finding"
)

const today = "2026-05-05"

// print is a fingerprint.
func print(n int) string { return fmt.Sprintf("%032x", n) }

// items are findings of two rules in two files each, the later the less severe.
func items(n int) []Item {
	var all []Item
	for i := range n {
		f := finding.Finding{
			RuleID: fmt.Sprintf("rule-%d", i%2), Description: "A key", Severity: finding.Severities()[3-min(3, i)], Confidence: "high",
			Secret: "***", Redacted: true, Fingerprint: print(i),
			Exposure:  finding.Exposure{Introduced: "2026-05-01T00:00:00Z", Days: 4, InHead: true, Settings: []finding.Setting{finding.SettingDeployed}},
			Locations: []finding.Location{{Path: fmt.Sprintf("file-%d", i%4/2), Span: finding.Span{StartLine: 3, EndLine: 3}, Setting: finding.SettingDeployed, Line: "key = ***", Provenance: finding.Provenance{Kind: finding.KindBlob, InHead: true, Reachable: true}}},
		}
		all = append(all, Item{f, baseline.NewFound(&f, []string{print(i), print(1000 + i)}, fmt.Sprintf("value-%d", i), "")})
	}
	return all
}

// kept is a session and the bytes that it wrote last.
type kept struct {
	*Session
	text []byte
	fail bool
}

func start(t *testing.T, n int, entries ...baseline.Entry) *kept {
	t.Helper()
	file := &baseline.File{Key: baseline.NewKey("tree")}
	for _, e := range entries {
		if err := file.Set(e); err != nil {
			t.Fatal(err)
		}
	}
	k := &kept{text: file.Format()}
	k.Session = NewSession(items(n), file, today, func(f *baseline.File) error {
		if k.fail {
			return errors.New("the disk is full")
		}
		k.text = f.Format()
		return nil
	})
	return k
}

// again is a session that begins with what the last one wrote.
func (k *kept) again(t *testing.T) *Session {
	t.Helper()
	file, err := baseline.Parse("kept", k.text)
	if err != nil {
		t.Fatal(err)
	}
	return NewSession(k.Items, file, today, func(*baseline.File) error { return nil })
}

// TestDecisionsAreKept: what is decided is in the file at once, is not asked again, and
// undoing all of it gives the file that was there.
func TestDecisionsAreKept(t *testing.T) {
	decisions := []Decision{
		{State: baseline.Known}, {State: baseline.False, Note: "made up # by me"}, {State: baseline.Accepted, Until: "2026-06-01", Note: "old"},
		{State: baseline.Test}, {State: baseline.Accepted, Until: "2026-01-01"},
	}
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		k := start(t, 8, baseline.Entry{Fingerprint: print(1003), State: baseline.Known, Rule: "rule-1"}, baseline.Entry{Fingerprint: print(4), State: baseline.Test, Note: "x"})
		begin := k.text
		steps := 0
		for range 12 {
			if r.IntN(4) == 0 {
				if item, err := k.Undo(); err != nil || (item >= 0) != (steps > 0) {
					t.Fatalf("undo: %d, %v", item, err)
				}
				steps = max(0, steps-1)
				continue
			}
			i := r.IntN(len(k.Items))
			about := []int{i}
			if r.IntN(3) == 0 {
				about = k.Like(i)
			}
			d := decisions[r.IntN(len(decisions))]
			if err := k.Decide(d, about...); err != nil {
				t.Fatal(err)
			}
			steps++
			for _, n := range about {
				if e, ok := k.Entry(n); !ok || e.State != d.State || e.Until != d.Until || e.Note != d.Note {
					t.Fatalf("%+v became %+v", d, e)
				}
			}
			next := k.again(t)
			for n := range k.Items {
				if next.Decided(n) != k.Decided(n) {
					t.Fatalf("item %d is decided: %t, and %t in the next session", n, k.Decided(n), next.Decided(n))
				}
			}
		}
		for ; steps > 0; steps-- {
			if _, err := k.Undo(); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(k.text, begin) {
			t.Fatalf("seed %d: all is taken back, and the file is\n%s\nnot\n%s", seed, k.text, begin)
		}
	}
}

// TestDecisionThatCannotBeKept changes nothing.
func TestDecisionThatCannotBeKept(t *testing.T) {
	k := start(t, 4)
	k.fail = true
	if err := k.Decide(Decision{State: baseline.Known}, 0, 1); err == nil || !strings.Contains(err.Error(), "disk is full") {
		t.Errorf("%v", err)
	}
	k.fail = false
	if err := k.Decide(Decision{State: "no such state"}, 0); err == nil {
		t.Error("no error")
	}
	if k.Left() != 4 {
		t.Errorf("%d left", k.Left())
	}
	if i, err := k.Undo(); i != -1 || err != nil {
		t.Errorf("%d, %v", i, err)
	}
}

// TestOrder: the most urgent comes first.
func TestOrder(t *testing.T) {
	all := items(6)
	slices.Reverse(all)
	s := NewSession(all, &baseline.File{}, today, nil)
	for i := range len(s.Items) - 1 {
		if finding.CompareRisk(&s.Items[i].Finding, &s.Items[i+1].Finding) > 0 {
			t.Errorf("item %d is before a more urgent one", i)
		}
	}
}
