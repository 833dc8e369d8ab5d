package gitleaks

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestRedactAsGitleaks: what is left of a secret is what gitleaks leaves of it, but that a
// rune is not cut apart and some is always hidden.
func TestRedactAsGitleaks(t *testing.T) {
	for _, test := range []struct {
		secret  string
		percent int
		want    string
	}{
		{"abcdefghij", 100, "REDACTED"},
		{"abcdefghij", 1000, "REDACTED"},
		{"abcdefghij", 99, "..."},
		{"abcdefghij", 95, "..."},
		{"abcdefghij", 75, "ab..."},
		{"abcdefghij", 50, "abcde..."},
		{"abcdefghij", 33, "abcdefg..."},
		{"abcdefghijklm", 50, "abcdef..."},
		{"abc", 50, "ab..."},
		{"abc", 1, "ab..."},
		{"éééééé", 75, "é..."},
		{"aaaa...", 50, "aaa..."},
		{"abcdefghij", 0, "abcdefghij"},
		{"abcdefghij", -1, "abcdefghij"},
		{"", 50, ""},
	} {
		entries := []Entry{{Secret: test.secret, Match: "k=" + test.secret + ";", StartLine: 1}}
		Redact(entries, test.percent)
		if e := entries[0]; e.Secret != test.want || e.Match != "k="+test.want+";" {
			t.Errorf("%q with %d %%: %q and %q, not %q", test.secret, test.percent, e.Secret, e.Match, test.want)
		}
	}
	ofPath := []Entry{{Match: "file detected: k"}}
	if Redact(ofPath, 100); ofPath[0].Match != "file detected: k" || ofPath[0].Secret != "REDACTED" {
		t.Errorf("a path alone: %+v", ofPath[0])
	}
}

func texts(e *Entry) []string {
	return []string{e.Match, e.Line, e.Message, e.Author, e.Email}
}

// FuzzRedact: no text of any entry shows more of a secret than was asked for, and none
// shows a half rune that was whole.
func FuzzRedact(f *testing.F) {
	f.Add("abcdefgh12", "xabcdefgh12y", "efgh123456", uint8(50))
	f.Add("ab", "ab ab", "abcdefgh", uint8(100))
	f.Add("日本語日本語", "日本語日本語!", "語日本語!!!", uint8(67))
	f.Add("aaaa....", "aaaa.....", "........", uint8(1))
	f.Fuzz(func(t *testing.T, one, text, two string, percent uint8) {
		p := int(percent%100) + 1
		entries := []Entry{
			{Secret: one, Match: one + text, Line: text + one + two, Message: text + one, StartLine: 1},
			{Secret: two, Match: text + two, Line: two, Message: one + " " + two, Author: two, StartLine: 1},
		}
		Redact(entries, p)
		for i, secret := range []string{one, two} {
			if secret == "" || strings.Contains(redacted, secret) || strings.Contains(redaction, secret) || strings.ContainsAny(secret, "."+redacted) {
				continue
			}
			asked := int(math.RoundToEven(float64(len(secret)) * float64(100-p) / 100))
			shown, ok := Redacted(entries[i].Secret)
			if !ok || len(shown) > asked || len(shown) >= len(secret) || !strings.HasPrefix(secret, shown) || utf8.ValidString(secret) && !utf8.ValidString(shown) {
				t.Errorf("%d %% of %q: %q", p, secret, entries[i].Secret)
			}
			for j := range entries {
				if i != j && len(secret) < minElsewhere {
					continue
				}
				for _, s := range texts(&entries[j]) {
					if strings.Contains(s, secret) {
						t.Errorf("%d %% of %q: %q", p, secret, s)
					}
				}
			}
		}
	})
}

// A secret that nobody can guess is hidden in names of files, too; a word is not.
func TestRedactPlaces(t *testing.T) {
	random := "k3Jd9sLq0Zx7Vb2Nm5Rt8Yw1"
	entries := []Entry{
		{Secret: random, Entropy: 4.58, File: "a/" + random + ".txt", Fingerprint: "a/" + random + ".txt:r:1", Link: "https://h/" + random},
		{Secret: "production", Entropy: 3.1, File: "production/" + random, Message: "to production"},
	}
	Redact(entries, 100)
	if e := entries[0]; e.File != "a/REDACTED.txt" || e.Fingerprint != "a/REDACTED.txt:r:1" || e.Link != "https://h/REDACTED" {
		t.Errorf("%+v", e)
	}
	if e := entries[1]; e.File != "production/REDACTED" || e.Message != "to REDACTED" {
		t.Errorf("%+v", e)
	}
}
