package rules

import (
	"net/url"
	"strings"
	"testing"
)

func TestBuiltinPassesTheChecks(t *testing.T) {
	c, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for i := range c.Rules {
		c.Rules[i].Origin.builtin = false // so that its check is not skipped
	}
	for i := range c.Allowlists {
		c.Allowlists[i].Origin.builtin = false
	}
	for _, err := range c.check() {
		t.Error(err)
	}
}

func TestBuiltinSaysWhatToDo(t *testing.T) {
	c, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.Providers {
		if p.Name == "" || p.Can == "" || p.Revoke+p.Rotate == "" {
			t.Errorf("%s: provider %q lacks a name, or what to do when its secret leaks", p.Origin, p.ID)
		}
	}
	for _, p := range c.Providers {
		if p.Revoke == "" {
			continue // nobody issues such a secret, or whoever runs the server does
		}
		u, err := url.Parse(p.Revoke)
		if err != nil || u.Scheme != "https" {
			t.Errorf("%s: %q is no page", p.Origin, p.Revoke)
			continue
		}
		for _, about := range []string{"ietf.org", "rfc-editor.org", "owasp.org", "wikipedia.org", "nist.gov"} {
			if strings.HasSuffix(u.Host, about) {
				t.Errorf("%s: %s revokes nothing: who issues the secret does", p.Origin, p.Revoke)
			}
		}
	}
	for _, r := range c.Rules {
		if r.Description == "" || r.Provider == "" || r.Confidence == "" && len(r.Candidates) == 0 {
			t.Errorf("%s: rule %q lacks a description, a provider or a confidence", r.Origin, r.ID)
		}
		if r.Regex+strings.Join(r.Candidates, "") != "" && (len(r.Examples) == 0 || len(r.Negatives) == 0) {
			t.Errorf("%s: rule %q lacks an example or a negative", r.Origin, r.ID)
		}
	}
}

func BenchmarkBuiltin(b *testing.B) {
	for b.Loop() {
		if _, err := Builtin(); err != nil {
			b.Fatal(err)
		}
	}
}
