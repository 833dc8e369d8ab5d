package gitleaks

import (
	"strings"
	"testing"
)

func printed(t *testing.T, e *Entry, color bool) string {
	t.Helper()
	var b strings.Builder
	if err := Print(&b, e, color); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPrint(t *testing.T) {
	all := sample()
	for i, want := range []string{
		`Finding:     acme_abcdef123456
Secret:      abcdef123456
RuleID:      acme-token
Entropy:     3.584963
Tags:        [a b c,d]
File:        dir x/b#1.md
Line:        3
Commit:      cccccccccccccccccccccccccccccccccccccccc
Author:      Ada
Email:       ada@example.org
Date:        2026-01-02T03:04:05Z
Fingerprint: cccccccccccccccccccccccccccccccccccccccc:dir x/b#1.md:acme-token:3
Link:        https://example.com/x#L3

`,
		"Finding:     BEGIN\n\tx, \"q\"\nEND\nSecret:      BEGIN\n\tx, \"q\"\nEND\nRuleID:      block\nEntropy:     3.500000\nFile:        a.txt\nLine:        1\nFingerprint: a.txt:block:1\n\n",
		"Finding:     file detected: my.key\nSecret:      \nRuleID:      name\nEntropy:     0.000000\nFile:        my.key\nLine:        0\nFingerprint: my.key:name:0\n\n",
		"Finding:     =cmd()\nSecret:      cmd()\nRuleID:      acme-token\nEntropy:     2.000000\n\n",
	} {
		if got := printed(t, &all[i], false); got != want {
			t.Errorf("%s\nnot\n%s", got, want)
		}
	}
}

func TestPrintColors(t *testing.T) {
	paint := strings.NewReplacer("<", matchColor, "[", secretColor, ">", noColor)
	x, y := strings.Repeat("x", 30), strings.Repeat("y", 30)
	for _, test := range []struct {
		line, match, secret string
		want                string
	}{
		{"a = ak_secret;  ", "ak_secret", "secret", "a = <ak_>[secret>;"},
		{"  ak_secret", "ak_secret", "secret", "<ak_>[secret>"},
		{x + "ak_secret" + y, "ak_secret", "secret", "..." + x[:20] + "<ak_>[secret>" + y[:20] + "..."},
		{strings.Repeat("é", 11) + "secret" + strings.Repeat("日", 9), "secret", "secret", "..." + strings.Repeat("é", 10) + "[secret>" + strings.Repeat("日", 6) + "..."},
		{"", "ak_secret", "secret", "<ak_>[secret>"},
		{"other", "ak_secret", "secret", "<ak_>[secret>"},
		{"a secret", "a secret", "", "a secret"},
		{"a", "decoded", "secret", "decoded"},
		{"a\nb", "a\nb", "a\nb", "[a>\n[b>"},
		{"", strings.Repeat("s", 101), strings.Repeat("s", 101), "[" + strings.Repeat("s", 100) + "...>"},
	} {
		got, _, _ := strings.Cut(strings.TrimPrefix(printed(t, &Entry{Line: test.line, Match: test.match, Secret: test.secret}, true), "Finding:     "), "\nSecret:")
		if want := paint.Replace(test.want); got != want {
			t.Errorf("%q in %q is printed as %q, not %q", test.match, test.line, got, want)
		}
	}
}
