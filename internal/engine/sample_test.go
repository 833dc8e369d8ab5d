package engine

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
)

// A token that is plainly made up is shown to who asks for all, and is no leak.
func TestSampleTokens(t *testing.T) {
	d, err := New(&rules.Config{Rules: []rules.Rule{{ID: "acme", Regex: `\b(acme_[A-Za-z0-9]{20,400})\b`, Confidence: finding.ConfidenceHigh}}})
	if err != nil {
		t.Fatal(err)
	}
	s := d.NewScanner()
	for token, want := range map[string]finding.Confidence{
		"k3Jx9QmZ2vB7nR5tYw8c":              finding.ConfidenceHigh,
		"1234567890k3Jx9QmZ2v":              finding.ConfidenceLow,
		"k3JxabcdefghijklmZ2v":              finding.ConfidenceLow,
		"k3Jx0000000000mZ2vB7":              finding.ConfidenceLow,
		"exampleTokenk3Jx9QmZ":              finding.ConfidenceLow,
		"AAAAAAAAAAk3Jx9QmZ2v":              finding.ConfidenceHigh, // zero bytes, in base64
		strings.Repeat("k3J0000000000", 25): finding.ConfidenceHigh, // long enough for a row by chance
	} {
		text := []byte("acme_" + token)
		kept, _ := d.Resolve(s.Finish(text, s.Raw(text, content.Text)), "", "")
		if len(kept) != 1 || kept[0].Confidence != want {
			t.Errorf("%s: %+v, want confidence %s", token, kept, want)
		}
	}
}

// A login in base64 is a sample if its password only says that it is one, and what the
// standards have as examples is none of anybody.
func TestSampleLogins(t *testing.T) {
	for login, want := range map[string]bool{
		"CLIENT_ID:CLIENT_SECRET": true, "test:password": true, "me:your-password": true, "deploy:kQ7xTz29w": false, "deploy:Winter2026": false, "no colon": false, "a:b": false,
	} {
		if isSampleLogin(base64.StdEncoding.EncodeToString([]byte(login))) != want {
			t.Errorf("%s: a sample is %v", login, !want)
		}
	}
	for word, want := range map[string]bool{"SplxlOBeZQQYb": true, "somethingElse": true, "quietMango9": false} {
		if isSampleWord([]byte(word)) != want {
			t.Errorf("%s: a sample is %v", word, !want)
		}
	}
}
