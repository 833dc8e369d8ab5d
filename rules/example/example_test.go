package example

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

func expand(t testing.TB, notation string, seed uint64) string {
	t.Helper()
	s, err := Expand(notation, seed)
	if err != nil {
		t.Fatalf("Expand(%q): %v", notation, err)
	}
	return s
}

func TestExpandShape(t *testing.T) {
	for notation, shape := range map[string]string{
		"plain = text":                 `plain = text`,
		"":                             ``,
		"k={base62:36};":               `k=[0-9A-Za-z]{36};`,
		"{base64:40}{base64url:40}":    `[0-9A-Za-z+/]{40}[0-9A-Za-z_-]{40}`,
		"{hex:8}{HEX:8}":               `[0-9a-f]{8}[0-9A-F]{8}`,
		"{alnum:9}{ALNUM:9}":           `[0-9a-z]{9}[0-9A-Z]{9}`,
		"{alpha:5}{lower:5}{upper:5}":  `[A-Za-z]{5}[a-z]{5}[A-Z]{5}`,
		"{digit:7}{word:7}{base32:16}": `[0-9]{7}[0-9A-Za-z_]{7}[A-Z2-7]{16}`,
		"{base62:3-5}":                 `[0-9A-Za-z]{3,5}`,
		"{[a-cX_-]:30}":                `[a-cX_-]{30}`,
		`{[\]\\\-}{]:30}`:              `[]\\}{-]{30}`,
		"{uuid}":                       `[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}`,
		"{one|two|}":                   `(one|two|)`,
		`{lb}"a": 1{rb}`:               `\{"a": 1\}`,
		"{base62:0}":                   ``,
		"ghp_{base62:30}{crc32}":       `ghp_[0-9A-Za-z]{36}`,
	} {
		for seed := range uint64(20) {
			if got := expand(t, notation, seed); !regexp.MustCompile(`^(?s:` + shape + `)$`).MatchString(got) {
				t.Errorf("Expand(%q, %d) = %q, does not match %s", notation, seed, got, shape)
			}
		}
	}
}

func TestExpandDependsOnNotationAndSeedOnly(t *testing.T) {
	const notation = "a {base62:20} {pem:OPENSSH} {jwt} {x|y|z}"
	if first, again := expand(t, notation, 1), expand(t, notation, 1); first != again {
		t.Error("the same notation and seed gave two texts")
	}
	if expand(t, notation, 1) == expand(t, notation, 2) {
		t.Error("two seeds gave the same text")
	}
	if expand(t, "{base62:20}", 1) == expand(t, "{base62:20}{lower:1}", 1)[:20] {
		t.Error("two notations share their random text")
	}
}

// A rule's least counts and entropy must not depend on the luck of a draw.
func TestRunsAreSpread(t *testing.T) {
	for seed := range uint64(500) {
		s := []byte(expand(t, "{base62:12}", seed))
		var have [4]int
		for _, c := range s {
			have[kind(c)]++
		}
		if have[0] == 0 || have[1] == 0 || have[2] == 0 {
			t.Errorf("seed %d: %q lacks a kind of character", seed, s)
		}
		if e := entropy(s); e < 3 {
			t.Errorf("seed %d: %q has entropy %.2f", seed, s, e)
		}
	}
}

func TestChecksum(t *testing.T) {
	// CRC-32 (IEEE) of "a" is 0xe8b7be43, and 0 of nothing.
	for notation, want := range map[string]string{"{[a]:1}{crc32}": "a4GEHKN", "{[a]:0}{crc32}": "000000"} {
		if got := expand(t, notation, 1); got != want {
			t.Errorf("Expand(%q) = %q, want %q", notation, got, want)
		}
	}
}

func TestKeysParse(t *testing.T) {
	parsers := map[string]func([]byte) error{
		"RSA:1024": func(b []byte) error {
			k, err := x509.ParsePKCS1PrivateKey(der(t, b))
			if err == nil && (k.N.BitLen() != 1024 || k.Validate() != nil) {
				t.Errorf("the key has %d bits, and is judged: %v", k.N.BitLen(), k.Validate())
			}
			return err
		},
		"EC":      func(b []byte) error { _, err := x509.ParseECPrivateKey(der(t, b)); return err },
		"ED25519": func(b []byte) error { _, err := x509.ParsePKCS8PrivateKey(der(t, b)); return err },
		"OPENSSH": func(b []byte) error { _, err := ssh.ParseRawPrivateKey(b); return err },
		"ENCRYPTED": func(b []byte) error {
			der(t, b)
			return nil
		},
	}
	for kind, parse := range parsers {
		for seed := range uint64(20) {
			if err := parse([]byte(expand(t, "{pem:"+kind+"}", seed))); err != nil {
				t.Errorf("%s: %v", kind, err)
			}
		}
	}
}

func der(t *testing.T, b []byte) []byte {
	t.Helper()
	block, rest := pem.Decode(b)
	if block == nil || len(rest) > 0 {
		t.Fatalf("not one PEM block: %q", b)
	}
	return block.Bytes
}

func TestJWT(t *testing.T) {
	parts := strings.Split(expand(t, "{jwt}", 3), ".")
	if len(parts) != 3 {
		t.Fatalf("%d parts", len(parts))
	}
	for i, p := range parts {
		b, err := base64.RawURLEncoding.DecodeString(p)
		if err != nil {
			t.Errorf("part %d: %v", i, err)
		}
		if i < 2 && !json.Valid(b) {
			t.Errorf("part %d is not JSON: %q", i, b)
		}
	}
}

func TestBase64Nests(t *testing.T) {
	s := expand(t, "Basic {b64:user:{lb}{[a]:3}{rb}}", 1)
	b, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(s, "Basic "))
	if err != nil || string(b) != "user:{aaa}" {
		t.Errorf("%q holds %q, %v", s, b, err)
	}
}

func TestErrorsSayWhere(t *testing.T) {
	for notation, want := range map[string]string{
		"{":                               "{ without }",
		"a}":                              "} without {",
		"{}":                              "{...}: not known",
		"{nope}":                          "{...}: not known",
		"{nope:3}":                        "{...}: not known",
		"{base62}":                        "needs a length",
		"{base62:x}":                      "the length is not a number",
		"{base62:-1}":                     "the length is not a number",
		"{base62:9-3}":                    "9 is more than 3",
		"{base62:9999999}":                "not a number from 0 to",
		"{[]:3}":                          "empty class",
		"{[a-]":                           "{ without }",
		"{[z-a]:3}":                       "z-a is not a range",
		"{[ab]}":                          "needs a length",
		"{crc32}":                         "random run right before",
		"{hex:3} {crc32}":                 "random run right before",
		"{pem:RSA:99}":                    "the size of the key",
		"{pem:DES}":                       "the key is none of",
		"{pem:EC:2048}":                   "only RSA",
		"{b64:{b64:{b64:{b64:deep}}}}":    "nested too deeply",
		strings.Repeat("{hex:65536}", 17): "expands to more than",
	} {
		_, err := Expand(notation, 1)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Expand(%.30q): error %v, want %q in it", notation, err, want)
		}
	}
}

func FuzzExpand(f *testing.F) {
	for _, s := range []string{"", "a{base62:3-9}{crc32}", "{[a-\\]]:2}", "{b64:x{hex:2}}", "{a|}", "{uuid}{jwt}", "{lb}{rb}", "{pem:EC}", "{pem:RSA:1024}", "{[", "{[\\", "}{"} {
		f.Add(s, uint64(1))
	}
	f.Fuzz(func(t *testing.T, notation string, seed uint64) {
		s, err := Expand(notation, seed)
		if (err == nil) != (Check(notation) == nil) {
			t.Errorf("Expand and Check(%q) disagree: %v", notation, err)
		}
		if err == nil && !strings.ContainsAny(notation, "{}") && s != notation {
			t.Errorf("text changed: %q became %q", notation, s)
		}
		if again, _ := Expand(notation, seed); again != s {
			t.Errorf("%q gave %q and %q", notation, s, again)
		}
	})
}
