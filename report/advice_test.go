package report

import (
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/rules"
)

// The advice names who issued a secret, and a link is what the words before it say.
func TestAdvice(t *testing.T) {
	blob := oid.Make(append(make([]byte, 19), 1))
	committed := finding.Location{Path: "a", Provenance: finding.Provenance{Commit: blob, Blob: blob, Reachable: true}}
	staged := finding.Location{Path: "a", Provenance: finding.Provenance{Blob: blob, Reachable: true}}
	amended := finding.Location{Path: "a", Provenance: finding.Provenance{Blob: blob, Reachable: true, InHead: true}}
	left := finding.Location{Provenance: finding.Provenance{Blob: blob}}
	acme := finding.Finding{Provider: "Acme", Revoke: "https://acme.example/keys", Rotate: "Make a new one."}
	documented := finding.Finding{Provider: "Acme", Revoke: "https://docs.acme.example/keys"}
	password := finding.Finding{Provider: "Password", Rotate: "Change it."}
	for _, test := range []struct {
		name  string
		f     finding.Finding
		at    []finding.Location
		want  string
		never string
	}{
		{"page", acme, []finding.Location{committed}, "Revoke it at Acme: https://acme.example/keys|Make a new one.", ""},
		{"documentation", documented, []finding.Location{committed}, "Revoke it at Acme, which has documentation at https://docs.acme.example/keys", ""},
		{"no issuer", password, []finding.Location{committed}, "Change it.", ""},
		{"nothing known", finding.Finding{}, []finding.Location{committed}, "Find out from the code around it who issued it", ""},
		{"staged", acme, []finding.Location{staged}, "Take it out before you commit", "gc --prune"},
		{"left over", acme, []finding.Location{left}, "`git gc --prune=now` deletes it", "before you commit"},
		{"both", password, []finding.Location{staged, left}, "before you commit: so far no commit holds it.|Delete what is left over", "Revoke"},
		{"in the commit that is amended", acme, []finding.Location{amended}, "Revoke it at Acme", "before you commit"},
		{"left over and committed", acme, []finding.Location{left, committed}, "Revoke it at Acme", "gc --prune"},
	} {
		test.f.Locations = test.at
		got := strings.Join(advice(&test.f), "|")
		if !strings.Contains(got, test.want) || test.never != "" && strings.Contains(got, test.never) {
			t.Errorf("%s: %s", test.name, got)
		}
	}
}

// No sentence about a built-in rule says that an article revokes something.
func TestAdviceOfBuiltinRules(t *testing.T) {
	cfg, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range cfg.Providers {
		f := finding.Finding{Provider: p.Name, Revoke: p.Revoke, Rotate: p.Rotate}
		steps := revocation(&f)
		if len(steps) == 0 {
			t.Errorf("%s: no advice", p.ID)
			continue
		}
		if p.Revoke == "" && strings.HasPrefix(steps[0], "Revoke it") {
			t.Errorf("%s: nobody is named who revokes it: %s", p.ID, steps[0])
		}
		if p.Revoke != "" && !strings.HasPrefix(steps[0], "Revoke it at ") {
			t.Errorf("%s: %s", p.ID, steps[0])
		}
	}
}

// A commit's and a tag's text is counted with the blobs, so it is named with them.
func TestScanned(t *testing.T) {
	for want, l := range map[string]finding.Ledger{
		"2 commits, 4 blobs and messages, 0 B": {Commits: 2, Blobs: 4},
		"3 files, 3 blobs, 0 B":                {Files: 3, Blobs: 3},
		"1 file, 1 blob, 5 B":                  {Files: 1, Blobs: 1, Bytes: 5},
	} {
		if got := strings.Join(scanned(&finding.Report{Ledger: l}), ", "); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
