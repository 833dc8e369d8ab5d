package proof

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"
	"testing"
)

// A maker makes a token that its proof must find to be real.
type maker struct {
	proof string
	make  func(t testing.TB, seed uint64) string
	body  func(token string) (from, to int) // what the checksum covers
}

func notated(notation string) func(testing.TB, uint64) string {
	return func(t testing.TB, seed uint64) string { return expand(t, notation, seed) }
}

func after(prefix string) func(string) (int, int) {
	return func(token string) (int, int) { return len(prefix), len(token) }
}

func checksummed() map[string]maker {
	return map[string]maker{
		"GitHub":            {"github", notated("ghp_{base62:30}{crc32}"), after("ghp_")},
		"GitHub refresh":    {"github", notated("ghr_{base62:70}{crc32}"), after("ghr_")},
		"npm":               {"npm", notated("npm_{base62:30}{crc32}"), after("npm_")},
		"Grafana":           {"grafana", makeGrafana, after("glsa_")},
		"GitLab":            {"gitlab-routable", func(t testing.TB, seed uint64) string { return makeGitlab(t, "", seed) }, after("")},
		"GitLab, versioned": {"gitlab-routable", func(t testing.TB, seed uint64) string { return makeGitlab(t, "01.", seed) }, after("")},
		"NATS":              {"nkey", func(t testing.TB, seed uint64) string { return makeNkey(t, 20<<3, seed) }, after("SU")},
		"age":               {"age", makeAge, after("AGE-SECRET-KEY-1")},
	}
}

// TestChecksums: a token is proven, and with any one character changed it is
// doubtful. It is never impossible: an issuer may change its checksum.
func TestChecksums(t *testing.T) {
	for name, m := range checksummed() {
		for seed := range uint64(20) {
			token := m.make(t, seed)
			if r := Check(m.proof, []byte(token), nil); r.Verdict != Proven {
				t.Errorf("%s: a good token is not proven: %+v", name, r)
			}
			from, to := m.body(token)
			for i := from; i < to; i++ {
				broken := []byte(token)
				broken[i] = another(broken[i])
				if name == "NATS" && i == to-1 {
					continue // the last character holds two bits of nothing
				}
				if r := Check(m.proof, broken, nil); r.Verdict != Doubtful || !slices.Equal(r.Facts, []string{badChecksum}) {
					t.Errorf("%s: with byte %d changed: %+v", name, i, r)
				}
			}
			if r := Check(m.proof, []byte(token[:len(token)-1]), nil); r.Verdict != Doubtful {
				t.Errorf("%s: one character short: %+v", name, r)
			}
		}
	}
}

// another returns another character of the same kind.
func another(c byte) byte {
	for _, last := range "9zZ" {
		if c == byte(last) {
			return c - 1
		}
	}
	return c + 1
}

func TestFacts(t *testing.T) {
	for _, c := range []struct {
		name, proof, secret, match string
		want                       Result
	}{
		{"GitLab", "gitlab-routable", makeGitlab(t, "01.", 1), "", proven("GitLab organization 7", "GitLab user 123456")},
		{"NATS account", "nkey", makeNkey(t, 0, 1), "", proven("NATS account")},
		{"PyPI, whole account", "pypi", makeMacaroon(t, 1, `[3, "user"]`), "", proven("issued by pypi.org", "good for every project of its owner")},
		{"PyPI, projects", "pypi", makeMacaroon(t, 1, `{"version": 1, "permissions": {"projects": ["a", "b"]}}`, `[1, ["c"]]`), "", proven("issued by pypi.org", "good for a, b, c")},
		{"PyPI, cut", "pypi", makeMacaroon(t, 1)[:40], "", doubtful("its body is not a whole macaroon")},
		{"PyPI, more behind it", "pypi", makeMacaroon(t, 1) + "AAAA", "", doubtful("its body is not a whole macaroon")},
		{"AWS", "aws-key-id", awsID(123456789012, 7), "", unknown("AWS account 123456789012")},
		{"AWS, small number", "aws-key-id", awsID(42, 7), "", unknown("AWS account 000000000042")},
		{"AWS, no base32", "aws-key-id", "AKIA" + strings.Repeat("A1", 8), "", doubtful("AWS issues no such id: they are made of the letters and the digits 2 to 7")},
		{"AWS, too large", "aws-key-id", awsID(1e12, 7), "", doubtful("AWS issues no such id: the account number in it has too many digits")},
		{"AWS, first generation", "aws-key-id", "AKIAI" + strings.Repeat("Q", 15), "", Result{}},
		{"AWS's example", "aws-key-id", "AKIA" + "IOSFODNN7" + "EXAMPLE", "", Result{Documented: "AWS"}},
		{"AWS's example", "aws-secret-key", "wJalrXUtnFEMI/" + "K7MDENG/bPxRfiCY" + "EXAMPLEKEY", "", Result{Documented: "AWS"}},
		{"AWS, a pair", "aws-secret-key", "secret", awsID(123456789012, 7) + ",secret", unknown("AWS account 123456789012")},
		{"AWS, a pair with an example", "aws-secret-key", "secret", "AKIA" + "IOSFODNN7" + "EXAMPLE,secret", Result{}},
		{"AWS, no pair", "aws-secret-key", "secret", "secret_key=secret", Result{}},
		{"Stripe's example", "mode", "sk_test_" + "4eC39HqLyjWDarjtT1zdp7dc", "", Result{Documented: "Stripe"}},
		{"Azurite, for a rule without proof", "", "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6I" + "FsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==", "", Result{Documented: "Microsoft"}},
		{"Hardhat's first account", "", "0x" + "ac0974bec39a17e36ba4a6b4d238ff94" + "4bacb478cbed5efcae784d7bf4f2ff80", "", Result{Documented: "Hardhat"}},
		{"the same without 0x", "", "ac0974bec39a17e36ba4a6b4d238ff94" + "4bacb478cbed5efcae784d7bf4f2ff80", "", Result{Documented: "Hardhat"}},
		{"another key", "", "0x" + "ac0974bec39a17e36ba4a6b4d238ff94" + "4bacb478cbed5efcae784d7bf4f2ff81", "", Result{}},
		{"Stripe, live", "mode", "rk_live_" + "test", "", Result{Mode: "live", Facts: []string{"live mode"}}},
		{"Stripe, test", "mode", "sk_test_" + "live", "", Result{Mode: "test", Facts: []string{"test mode"}}},
		{"neither", "mode", "sk_" + "test", "", Result{}},
		{"Braintree", "mode", "access_token$" + "sandbox$x$y", "", Result{Mode: "test", Facts: []string{"test mode"}}},
		{"Slack webhook", "slack", "T0123/B4567/" + "abcdef", "", unknown("Slack workspace T0123", "webhook B4567")},
		{"Slack app", "slack", "xapp-1-A0123-4567-" + "abcdef", "", unknown("Slack app A0123")},
		{"Slack bot", "slack", "xoxb-123-456-" + "abcdef", "", unknown()},
		{"Telegram", "telegram", "123456789:AA" + "xyz", "", unknown("Telegram bot 123456789")},
		{"Discord", "discord", base64.RawStdEncoding.EncodeToString([]byte("80351110224678912")) + ".x.y", "", proven("Discord account 80351110224678912", "account made 2015-08-10")},
		{"Discord, random", "discord", expand(t, "M{base62:23}.{base62:6}.{base62:38}", 1), "", doubtful("its first part is not the id of an account")},
		{"basic", "basic-auth", expand(t, "{b64:alice:{base62:12}}", 1), "", unknown("user alice")},
		{"basic, the user is a token", "basic-auth", expand(t, "{b64:{hex:20}:x-oauth-basic}", 1), "", Result{}},
		{"basic, no colon", "basic-auth", expand(t, "{b64:{base62:12}}", 1), "", doubtful("it holds no colon between a user and a password")},
		{"basic, no password", "basic-auth", expand(t, "{b64:{hex:20}:}", 1), "", Result{}},
		{"SAS", "azure-sas", "sig", "sv=2022-11-02&sp=rwdl&se=2027-05-01T08%3A00%3A00Z&sig=sig", unknown("permissions rwdl", "expires 2027-05-01")},
		{"Sentry", "sentry", expand(t, `sntrys_{b64:{lb}"iat":1700000000.5,"url":"https://sentry.io","org":"acme"{rb}}_{base64:43}`, 1), "", proven("Sentry organisation acme", "at https://sentry.io", "issued 2023-11-14")},
		{"Sentry, random", "sentry", expand(t, "sntrys_eyJ{base62:120}", 1), "", doubtful(noPayload)},
		{"Grafana Cloud", "grafana-cloud", expand(t, `glc_{b64:{lb}"o":"123","n":"ci","k":"{base62:24}","m":{lb}"r":"eu"{rb}{rb}}`, 1), "", proven("Grafana Cloud organisation 123", "token ci", "region eu")},
		{"Grafana API key", "grafana-api-key", expand(t, `{b64:{lb}"k":"{base62:32}","n":"ci","id":1{rb}}`, 1), "", proven("Grafana organisation 1", "key ci")},
		{"Cloudflare tunnel", "cloudflare-tunnel", expand(t, `{b64:{lb}"a":"acc","t":"tun","s":"{base64:44}"{rb}}`, 1), "", proven("Cloudflare account acc", "tunnel tun")},
		{"1Password", "onepassword", expand(t, `ops_{b64:{lb}"signInAddress":"acme.1password.com","email":"x@1passwordserviceaccounts.com"{rb}}`, 1), "", proven("1Password at acme.1password.com", "service account x@1passwordserviceaccounts.com")},
		{"unknown proof", "no such proof", "secret", "", Result{}},
	} {
		if got := Check(c.proof, []byte(c.secret), []byte(c.match)); !equal(got, c.want) {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}

func equal(a, b Result) bool {
	return a.Verdict == b.Verdict && a.Mode == b.Mode && a.Documented == b.Documented && a.Canary == b.Canary && slices.Equal(a.Facts, b.Facts)
}

func TestCanary(t *testing.T) {
	for _, account := range []uint64{992382622183, 52310077262} {
		r := Check("aws-key-id", []byte(awsID(account, 1)), nil)
		if r.Canary == "" || len(r.Facts) != 2 || !strings.Contains(r.Facts[1], "alarm") {
			t.Errorf("a decoy is not recognised: %+v", r)
		}
		if r := Check("aws-key-id", []byte(awsID(account+1, 1)), nil); r.Canary != "" {
			t.Errorf("another account is taken for a decoy: %+v", r)
		}
	}
}

// TestBech32 reads the published test vectors:
// https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki#test-vectors
func TestBech32(t *testing.T) {
	for _, s := range []string{
		"a12uel5l",
		"abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
		"split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
		"?1ezyfcl",
	} {
		prefix, data, ok := decodeBech32(s)
		if !ok {
			t.Errorf("%s is not read", s)
		}
		if len(s)%8 == 0 && encodeBech32(prefix, data) != s {
			t.Errorf("%s is written as %s", s, encodeBech32(prefix, data))
		}
	}
	for _, s := range []string{"x1b4n0q5v", "de1lg7wt\xff", "a1g7sgd8", "10a06t8", "1qzzfhee", "", "1"} {
		if _, _, ok := decodeBech32(s); ok {
			t.Errorf("%q is read", s)
		}
	}
}

func FuzzCheck(f *testing.F) {
	for _, m := range checksummed() {
		f.Add(m.proof, []byte(m.make(f, 1)), []byte(nil))
	}
	f.Add("pypi", []byte(makeMacaroon(f, 1, `[1, ["a"]]`)), []byte(nil))
	f.Add("jwt", []byte(expand(f, "{jwt}", 1)), []byte(nil))
	f.Add("aws-key-id", []byte(awsID(1, 2)), []byte(nil))
	f.Add("sentry", []byte(expand(f, `sntrys_{b64:{lb}"org":"acme"{rb}}_x`, 1)), []byte(nil))
	f.Add("azure-sas", []byte("x"), []byte("&se=2020&sig=x"))
	for _, kind := range []string{"RSA:1024", "EC", "ED25519", "OPENSSH"} {
		f.Add("pem", []byte(expand(f, "{pem:"+kind+"}", 1)), []byte(nil))
	}
	f.Add("putty", []byte(expand(f, "PuTTY-User-Key-File-3: x\nEncryption: none\nPublic-Lines: 1\n{base64:44}\nPrivate-Lines: 1\n", 1)), []byte(nil))
	f.Fuzz(func(t *testing.T, name string, secret, match []byte) {
		names := []string{name}
		if !Known(name) {
			names = Names() // an unknown name would test nothing
		}
		before := bytes.Clone(secret)
		for _, name := range names {
			r := Check(name, secret, match)
			if !equal(r, Check(name, secret, match)) {
				t.Errorf("%s: two answers", name)
			}
			for _, fact := range r.Facts {
				if fact == "" || strings.ContainsAny(fact, "\r\n") || len(fact) > 16*maxFact {
					t.Errorf("%s: fact %q", name, fact)
				}
			}
		}
		if !bytes.Equal(before, secret) {
			t.Error("the secret was changed")
		}
	})
}
