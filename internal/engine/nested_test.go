package engine

import "testing"

// What stands for another character in a secret makes its decoded form the better one. The
// ends of lines of a key do not.
func TestHasMark(t *testing.T) {
	for secret, want := range map[string]bool{
		"plain": false, "-----BEGIN\nMEEC\r\n-----END": false, "a\tb": false, "MEEC\\\nlu": false,
		`a\u0026b`: true, "a&amp;b": true, "a\x01b": true, "a\bb": true, "a\u200bb": true, "“a”": true, "a\x7fb": true,
	} {
		if hasMark(secret) != want {
			t.Errorf("%q: want %v", secret, want)
		}
	}
}
