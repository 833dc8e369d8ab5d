package scan

import (
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/rules/example"
)

func builtinDetector(t *testing.T) *engine.Detector {
	t.Helper()
	d := builtin()
	if d == nil {
		t.Fatal("the built-in rules do not compile")
	}
	return d
}

func made(t *testing.T, notation string, seed uint64) string {
	t.Helper()
	text, err := example.Expand(notation, seed)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// copies are the ways in which a text may be quoted, each with the text that a
// reader decodes from it.
func copies(s string) map[string]string {
	all := map[string]string{
		"plain":           s,
		"percent":         url.QueryEscape(s),
		"percent, path":   url.PathEscape(s),
		"Go":              strconv.Quote(s),
		"hex":             hex.EncodeToString([]byte(s)),
		"hex, upper case": strings.ToUpper(hex.EncodeToString([]byte(s))),
		"twice":           url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(s))),
	}
	for name, e := range map[string]*base64.Encoding{"std": base64.StdEncoding, "raw": base64.RawStdEncoding, "url": base64.URLEncoding, "raw url": base64.RawURLEncoding} {
		for _, before := range []string{"", " ", "x "} {
			all["base64 "+name+" behind "+before] = e.EncodeToString([]byte(before + s + "~"))
		}
	}
	return all
}

// TestRedactorHidesCopies: a value that is known is not shown in any encoding, at
// any place of a text.
func TestRedactorHidesCopies(t *testing.T) {
	d := builtinDetector(t)
	for _, secret := range []string{"hun" + "ter2", "Tr0ub4dor" + "&3", made(t, "ghp_{base62:30}{crc32}", 1), made(t, "{hex:40}", 2), "p ss/w+rd?" + "=1"} {
		hide := newRedactor(d)
		hide.secret(nil, secret)
		for name, quoted := range copies(secret) {
			for _, around := range [][2]string{{"", ""}, {"add ", " for now"}, {"dir/", "/file"}, {"v=", ";"}, {"日本 ", " é"}} {
				got := hide.text(around[0] + quoted + around[1])
				if !strings.Contains(got, mask) {
					t.Errorf("%s of %q shows: %q", name, secret, got)
				}
				for n, c := range copies(secret) {
					core := c
					if strings.HasPrefix(n, "base64") {
						core = c[4 : len(c)-4]
					}
					if strings.Contains(got, core) {
						t.Errorf("%s of %q shows %s: %q", name, secret, n, got)
					}
				}
			}
		}
	}
}

func TestRedactorFindsTokens(t *testing.T) {
	hide := newRedactor(builtinDetector(t))
	token := made(t, "ghp_{base62:30}{crc32}", 3)
	for name, quoted := range copies(token) {
		if got := hide.text("release/" + quoted); !strings.Contains(got, mask) {
			t.Errorf("%s is shown: %q", name, got)
		}
		if got := hide.words(quoted); !strings.Contains(got, mask) {
			t.Errorf("%s is shown in the words of a rule: %q", name, got)
		}
	}
	if got := hide.text("release/" + token); got != "release/ghp_"+mask {
		t.Errorf("%q", got)
	}
}

// TestRedactorFindsTokensInNames: people join the words of a name in many ways.
func TestRedactorFindsTokensInNames(t *testing.T) {
	hide := newRedactor(builtinDetector(t))
	for _, token := range []string{made(t, "ghp_{base62:30}{crc32}", 3), made(t, "glpat-{base62:20}", 8)} {
		for _, form := range []string{"fix_%", "a_b_%_c", "a-%-b", "a.%.b", "%.txt", "x/%/y", "v1_%_%"} {
			name := strings.ReplaceAll(form, "%", token)
			if got := hide.text(name); strings.Contains(got, token[6:]) {
				t.Errorf("%s is shown: %s", form, got)
			}
		}
	}
}

func TestRedactorHidesLines(t *testing.T) {
	hide := newRedactor(builtinDetector(t))
	pem := made(t, "{pem:EC}", 4)
	hide.secret(nil, pem)
	lines := 0
	for line := range strings.Lines(pem) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "-----") {
			if got := hide.text(line); got != line {
				t.Errorf("a line that is no secret is hidden: %s", got)
			}
			continue
		}
		lines++
		if got := hide.text("see " + line + " here"); got != "see "+mask+" here" {
			t.Errorf("a line is shown: %s", got)
		}
	}
	if lines < 2 {
		t.Fatalf("%d lines", lines)
	}
	hide = newRedactor(builtinDetector(t))
	hide.secret(nil, strings.ReplaceAll(pem, "\n", `\n`)) // as in JSON
	if line := strings.Split(pem, "\n")[1]; hide.text(line) != mask {
		t.Errorf("a line of a key in JSON is shown: %s", hide.text(line))
	}
}

func TestRedactorHidesWhatIsEncoded(t *testing.T) {
	hide := newRedactor(builtinDetector(t))
	hide.secret(nil, base64.StdEncoding.EncodeToString([]byte("ada:Tr0ub4dor"+"&3")))
	hide.secret(nil, "c0rrect"+"%26horse")
	if got := hide.text("Tr0ub4dor" + "&3 and c0rrect" + "&horse"); got != mask+" and "+mask {
		t.Error(got)
	}
}

// TestRedactorLeavesWords: a weak secret does not black out the words of paths and
// messages.
func TestRedactorLeavesWords(t *testing.T) {
	hide := newRedactor(builtinDetector(t))
	for _, weak := range []string{"admin", "postgres", "Password", "client2", "sunshine", "hun" + "ter2"} {
		hide.secret(nil, weak)
	}
	for in, want := range map[string]string{
		"docker/postgres/admin.sql":   "docker/postgres/admin.sql",
		"Change the password":         "Change the password",
		"certs/client2-key.pem":       "certs/client2-key.pem",
		"sunshines":                   "sunshines",
		"set it to sunshine":          "set it to " + mask,
		"dir/sunshine.txt":            "dir/" + mask + ".txt",
		"xhun" + "ter2 hun" + "ter23": "xhun" + "ter2 hun" + "ter23",
	} {
		if got := hide.text(in); got != want {
			t.Errorf("%q is shown as %q, not %q", in, got, want)
		}
	}
}

func TestMasks(t *testing.T) {
	m := masks{}
	random := made(t, "{base62:36}", 5)
	for _, test := range []struct{ regex, secret, want string }{
		{`\b(gh[pousr]_[A-Za-z0-9]{36})\b`, "ghp_" + random, "ghp_***"},
		{`\b((?:sk|rk)_live_[A-Za-z0-9]+)`, "sk_live_" + random, "sk_l***"},
		{`\b((?:AKIA|ASIA)[A-Z0-9]{16})\b`, "AKIA" + random, "AKIA***"},
		{`(?i)key = (tok-[a-z0-9]+)`, "TOK-" + random, "TOK-***"},
		{`key=([a-z0-9]{36})`, random, "***"},
		{`pass=(hun` + `ter\d)`, "hun" + "ter2", "***"}, // it can be guessed
		{`(`, "ghp_" + random, "***"},
	} {
		if got := m.of(&rules.Rule{Regex: test.regex}, test.secret); got != test.want {
			t.Errorf("%s with %s is shown as %s, not %s", test.secret, test.regex, got, test.want)
		}
	}
	if got := m.of(&rules.Rule{Regex: `(AKIA[A-Z]+)`, Identifier: true}, "AKIA"+strings.Repeat("Q", 16)); got != "AKIA***" {
		t.Errorf("an identifier is shown as %s", got)
	}
	if got := m.of(nil, made(t, "{pem:EC}", 6)); got != "-----BEGIN EC PRIVATE KEY-----***" {
		t.Errorf("a key is shown as %s", got)
	}
	if got := m.of(nil, "-----BEGIN hun"+"ter2\nx"); got != mask {
		t.Errorf("a password that looks like a key is shown as %s", got)
	}
}

func FuzzRedactor(f *testing.F) {
	d := builtin()
	f.Add("hun"+"ter2", "before %68 \\x68 ", "aHVudGVy")
	f.Fuzz(func(t *testing.T, secret, before, after string) {
		hide := newRedactor(d)
		hide.secret(nil, secret)
		got := hide.text(before + secret + after)
		if len(secret) >= 2*gram && !guessable(secret) && strings.Contains(got, secret) {
			t.Errorf("%q is shown in %q", secret, got)
		}
	})
}

// A text may hold a token without the keyword that its rule asks for in files.
func TestRedactorNeedsNoKeyword(t *testing.T) {
	d, err := engine.New(&rules.Config{Rules: []rules.Rule{{ID: "r", Regex: `acme_[0-9]{8}`, Keywords: []string{"zebra"}, LikeGitleaks: true, FilesOnly: true}}})
	if err != nil {
		t.Fatal(err)
	}
	if got := newRedactor(d).text("a token: acme_73914628"); strings.Contains(got, "73914628") {
		t.Errorf("it shows %q", got)
	}
}
