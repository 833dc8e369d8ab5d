package remedy

import (
	"testing"

	"github.com/sluicesec/sluice/finding"
)

// TestNameBefore: a short password is replaced only behind the name that it has. What
// only joins the two, such as the hyphen in "docker-compose", is no name.
func TestNameBefore(t *testing.T) {
	for text, want := range map[string]string{
		"x: 1\ndb_password = \"":   "db_password = \"",
		"DB_PASS=\"${DB_PASS:-":    "DB_PASS:-",
		"curl -u proxyuser:":       "proxyuser:",
		"mysql --user root -p ":    "-p ",
		"config.db-password: '":    "config.db-password: '",
		"name = zulip\n  - ":       "",
		"- ":                       "",
		"":                         "",
		"password\n":               "",
		"SECRETS_db_password:  \"": "SECRETS_db_password:  \"",
	} {
		if got := nameBefore([]byte(text)); got != want {
			t.Errorf("before the value in %q is %q, want %q", text, got, want)
		}
	}
}

// TestAnotherPasswordAtThePlace: once a password is gone, the next one in the file has its
// place, and so the fingerprint that the first had. It is another secret.
func TestAnotherPasswordAtThePlace(t *testing.T) {
	f := &finding.Finding{RuleID: "generic-password", Fingerprint: "f1"}
	for name, c := range map[string]struct {
		one  saved
		want bool
	}{
		"a password":                {saved{Rule: "generic-password", Fingerprint: "f1", Forms: []string{"pw: x"}, ByPlace: true}, false},
		"of which no text is known": {saved{Rule: "generic-password", Fingerprint: "f1", ByPlace: true}, true},
		"a token":                   {saved{Rule: "generic-password", Fingerprint: "f1", Forms: []string{"x"}}, true},
	} {
		if got := newSearch([]saved{c.one}).isOf(f, 0); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
