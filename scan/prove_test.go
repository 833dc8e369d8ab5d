package scan_test

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/rules/example"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source/stdin"
)

func scanText(t *testing.T, text string, o scan.Options) *finding.Report {
	t.Helper()
	return run(t, &stdin.Input{Reader: strings.NewReader(text)}, o)
}

func made(t *testing.T, notation string) string {
	t.Helper()
	text, err := example.Expand(notation, 1)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func webToken(t *testing.T, header, claims string) string {
	enc := base64.RawURLEncoding
	return enc.EncodeToString([]byte(header)) + "." + enc.EncodeToString([]byte(claims)) + "." + made(t, "{base64url:43}")
}

// TestProof: a proof that holds raises the confidence, one that fails lowers it, and
// the facts say why.
func TestProof(t *testing.T) {
	good := made(t, "ghp_{base62:30}{crc32}")
	bad := good[:len(good)-6] + "000000"
	for text, want := range map[string]finding.Finding{
		good:                           {RuleID: "github-pat", Verification: "proven-offline", Confidence: "high"},
		bad:                            {RuleID: "github-pat", Verification: "none", Confidence: "medium", Facts: []string{"its checksum does not match: probably not a real token"}},
		made(t, "sk_live_{base62:24}"): {RuleID: "stripe-access-token", Verification: "none", Confidence: "high", Mode: "live", Facts: []string{"live mode"}},
		made(t, "dop_v1_{hex:64}"):     {RuleID: "digitalocean-pat", Verification: "none", Confidence: "high"},
		webToken(t, `{"alg":"HS256"}`, `{"exp":1614816000}`): {RuleID: "jwt", Verification: "proven-offline", Confidence: "high", Facts: []string{"JWT signed with HS256", "expires 2021-03-04"}},
	} {
		r := scanText(t, text, scan.Options{})
		if len(r.Findings) != 1 {
			t.Errorf("%s: %s", want.RuleID, encode(t, r))
			continue
		}
		f := r.Findings[0]
		if f.RuleID != want.RuleID || f.Verification != want.Verification || f.Confidence != want.Confidence || f.Mode != want.Mode || !slices.Equal(f.Facts, want.Facts) {
			t.Errorf("got %+v, want %+v", f, want)
		}
	}
	if r := scanText(t, bad, scan.Options{MinConfidence: "high"}); len(r.Findings) != 0 || !slices.Equal(r.Ledger.Suppressed, []finding.Suppressed{{By: "below --min-confidence", Count: 1}}) {
		t.Errorf("%s", encode(t, r))
	}
}

// TestDisproof: what is disproved is counted, and another rule may still find the
// secret.
func TestDisproof(t *testing.T) {
	impossible := webToken(t, `{"alg":"HS256","`, `{"a":"`+made(t, "{base62:20}")+`"}`)
	r := scanText(t, impossible, scan.Options{})
	if len(r.Findings) != 0 || !slices.Equal(r.Ledger.Suppressed, []finding.Suppressed{{By: "impossible: jwt", Count: 1}}) {
		t.Errorf("%s", encode(t, r))
	}
	r = scanText(t, "api_key = '"+impossible+"'", scan.Options{})
	if len(r.Findings) != 1 || r.Findings[0].RuleID == "jwt" {
		t.Errorf("no other rule sees it: %s", encode(t, r))
	}
	r = scanText(t, "key = AKIA"+"IOSFODNN7"+"EXAMPLE", scan.Options{})
	if len(r.Findings) != 0 || !slices.Equal(r.Ledger.Suppressed, []finding.Suppressed{{By: "documented example: AWS", Count: 1}}) {
		t.Errorf("%s", encode(t, r))
	}
}

// TestFactsAreRedacted: a fact may quote a secret that was found elsewhere.
func TestFactsAreRedacted(t *testing.T) {
	secret := made(t, "ghp_{base62:30}{crc32}")
	text := secret + "\n" + webToken(t, `{"alg":"HS256"}`, `{"iss":"`+secret+`"}`)
	if r := scanText(t, text, scan.Options{ShowSecrets: true}); !strings.Contains(encode(t, r), "issued by "+secret) {
		t.Fatalf("the fact is not there: %s", encode(t, r))
	}
	if r := scanText(t, text, scan.Options{}); strings.Contains(encode(t, r), secret) {
		t.Errorf("%s", encode(t, r))
	}
}

func TestUnknownProof(t *testing.T) {
	cfg, err := rules.Parse("my.toml", []byte("[[rules]]\nid = \"a\"\nregex = 'abcd'\nproof = \"crc\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = scan.New(cfg)
	if err == nil || !strings.HasPrefix(err.Error(), `my.toml:1: rule "a": proof is none of age, `) {
		t.Errorf("got %v", err)
	}
}

// TestProofsLetExamplesPass: a rule's proof does not suppress the examples that the
// rule must find.
func TestProofsLetExamplesPass(t *testing.T) {
	cfg, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range cfg.Rules {
		for _, notation := range rule.Examples {
			if rule.Proof == "" {
				continue
			}
			for _, s := range scanText(t, made(t, notation), scan.Options{}).Ledger.Suppressed {
				if strings.HasPrefix(s.By, "documented example") || strings.HasPrefix(s.By, "impossible") {
					t.Errorf("rule %s: %q is left out: %s", rule.ID, notation, s.By)
				}
			}
		}
	}
}

// A private key with other text in its lines is one finding if it is a key. A block without other text is found by the
// rule for such blocks alone, key or none, and is not left out as well. In other text, what is no key is none.
func TestPrivateKeyLines(t *testing.T) {
	frame := func(body string) string {
		return "-----BEGIN " + "EC PRIVATE KEY-----\n" + body + "\n-----END " + "EC PRIVATE KEY-----\n"
	}
	leftOut := []finding.Suppressed{{By: "impossible: pem-lines", Count: 1}}
	for _, c := range []struct {
		name, text, rule string
		suppressed       []finding.Suppressed
	}{
		{"a log", made(t, "web | {pem:EC:web | }"), "private-key-lines", []finding.Suppressed{}},
		{"a block", made(t, "{pem:EC}"), "private-key", []finding.Suppressed{}},
		{"no key", frame(made(t, "{base64:64}\n{base64:64}\n{base64:36}")), "private-key", []finding.Suppressed{}},
		{"no key in a log", frame(made(t, "web | {base64:64}\nweb | {base64:64}\nweb | {base64:36}")), "", leftOut},
	} {
		r := scanText(t, c.text, scan.Options{})
		var found []string
		for _, f := range r.Findings {
			found = append(found, f.RuleID)
		}
		if strings.Join(found, " ") != c.rule || !slices.Equal(r.Ledger.Suppressed, c.suppressed) {
			t.Errorf("%s: found %q, left out %v", c.name, found, r.Ledger.Suppressed)
		}
	}
}
