package candidate

import "testing"

// TestMeaning: words for a password in other languages are known as such.
func TestMeaning(t *testing.T) {
	for keyword, want := range map[string]string{
		"MotDePasse": "password", "mdp =": "password", "ароль": "password", "hasło": "password", "密码": "password", "geheim": "secret", "acme": "secret",
	} {
		if got := Meaning([]byte(keyword)); got != want {
			t.Errorf("%s: %s, want %s", keyword, got, want)
		}
	}
}
