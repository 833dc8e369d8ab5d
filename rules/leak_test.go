package rules

import "testing"

func TestLeak(t *testing.T) {
	p := Provider{Can: "read all", Revoke: "https://acme.example", Rotate: "Make a new one.", Logs: "the log"}
	id := "An id opens nothing alone: look for the secret that belongs to it, and if others can have seen that, replace it."
	for name, test := range map[string]struct {
		rule Rule
		want Leak
	}{
		"secret":          {Rule{}, Leak{"read all", p.Revoke, p.Rotate, p.Logs}},
		"with own words":  {Rule{Can: "write", Rotate: "Delete it."}, Leak{"write", p.Revoke, "Delete it.", p.Logs}},
		"key id":          {Rule{Identifier: true, Severity: "high"}, Leak{"with the secret that belongs to it, read all", p.Revoke, p.Rotate, p.Logs}},
		"mere id":         {Rule{Identifier: true, Severity: "low"}, Leak{"with the secret that belongs to it, read all", "", id, p.Logs}},
		"id, own words":   {Rule{Identifier: true, Severity: "low", Can: "name it", Rotate: "Delete it."}, Leak{"name it", p.Revoke, "Delete it.", p.Logs}},
		"low, but no id ": {Rule{Severity: "low"}, Leak{"read all", p.Revoke, p.Rotate, p.Logs}},
	} {
		if got := test.rule.Leak(p); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}
