package scan_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source/stdin"
)

// TestFingerprint: the fingerprint of a random secret depends on the rule and the
// secret, and on nothing else.
func TestFingerprint(t *testing.T) {
	prints := map[string]bool{}
	for _, pad := range []string{"", "\n\n", "some text "} {
		r := run(t, &stdin.Input{Reader: strings.NewReader(pad + token(t, 0) + "\n")}, scan.Options{})
		prints[r.Findings[0].Fingerprint] = true
	}
	if len(prints) != 1 {
		t.Errorf("%d fingerprints of one secret", len(prints))
	}
	r := run(t, &stdin.Input{Reader: strings.NewReader(token(t, 5))}, scan.Options{})
	if prints[r.Findings[0].Fingerprint] {
		t.Error("two secrets share a fingerprint")
	}
}

// A key of several lines has the same fingerprint with LF and with CRLF, and with any key
// for fingerprints, because one checkout has the one and the next has the other.
func TestFingerprintIgnoresLineEnds(t *testing.T) {
	private, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	text := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE " + "KEY", Bytes: der}))
	for _, key := range []string{"", "key"} {
		prints := map[string]bool{}
		for _, text := range []string{text, strings.ReplaceAll(text, "\n", "\r\n")} {
			r := run(t, &stdin.Input{Reader: strings.NewReader(text)}, scan.Options{Key: []byte(key)})
			if len(r.Findings) != 1 {
				t.Fatalf("%d findings", len(r.Findings))
			}
			prints[r.Findings[0].Fingerprint] = true
		}
		if len(prints) != 1 {
			t.Errorf("key %q: %d fingerprints of one secret", key, len(prints))
		}
	}
}

// weak is a file with two passwords that can be guessed.
func weak(first, second string) string {
	return "db_password = \"" + first + "\"\nmail_password = \"" + second + "\"\n"
}

func fingerprintsOf(t *testing.T, text string, o scan.Options) []string {
	t.Helper()
	r := run(t, &stdin.Input{Reader: strings.NewReader(text)}, o)
	var all []string
	for _, f := range r.Findings {
		all = append(all, f.Fingerprint)
	}
	if len(all) != 2 {
		t.Fatalf("%d findings in %q", len(all), text)
	}
	return all
}

// TestFingerprintOfGuessable: without a key, the fingerprint of a password depends
// on nothing that a guess could be compared with. With a key it depends on the
// password, and on the key.
func TestFingerprintOfGuessable(t *testing.T) {
	one, other := weak("Zx9"+"-qo1!k", "Ub4"+"_mm7?w"), weak("Ho2"+"+pf8#r", "Kt6"+"=vv3&z")
	plain := fingerprintsOf(t, one, scan.Options{})
	if plain[0] == plain[1] {
		t.Error("two passwords share a fingerprint")
	}
	for _, o := range []scan.Options{{}, {Jobs: 4}, {ShowSecrets: true}} {
		if got := fingerprintsOf(t, "\n\n"+one, o); !slices.Equal(got, plain) {
			t.Errorf("another run, or other lines: %q, not %q", got, plain)
		}
	}
	if got := fingerprintsOf(t, other, scan.Options{}); !slices.Equal(got, plain) {
		t.Errorf("the fingerprints tell the passwords apart: %q and %q", got, plain)
	}
	keyed := fingerprintsOf(t, one, scan.Options{Key: []byte("k")})
	if slices.Equal(keyed, plain) || slices.Equal(keyed, fingerprintsOf(t, one, scan.Options{Key: []byte("l")})) {
		t.Error("the fingerprints do not depend on the key")
	}
	for _, f := range fingerprintsOf(t, other, scan.Options{Key: []byte("k")}) {
		if slices.Contains(keyed, f) {
			t.Error("with a key, the fingerprints do not depend on the passwords")
		}
	}
}

// TestPrintOf: a report says what its fingerprints are made of, and names the key without
// giving it away.
func TestPrintOf(t *testing.T) {
	text, key := token(t, 0)+"\ndb_password = \""+chosen()+"\"\n", []byte("k")
	of := func(o scan.Options) (all []finding.PrintOf, name string) {
		r := run(t, &stdin.Input{Reader: strings.NewReader(text)}, o)
		for _, f := range r.Findings {
			all = append(all, f.PrintOf)
		}
		return all, r.Scan.Key
	}
	if got, name := of(scan.Options{}); !slices.Equal(got, []finding.PrintOf{finding.PrintOfSecret, finding.PrintOfPlace}) || name != "" {
		t.Errorf("without a key: %q, %q", got, name)
	}
	got, name := of(scan.Options{Key: key})
	if !slices.Equal(got, []finding.PrintOf{finding.PrintOfSecret, finding.PrintOfKeyedSecret}) || len(name) != 8 {
		t.Errorf("with a key: %q, %q", got, name)
	}
	if _, other := of(scan.Options{Key: []byte("l")}); other == name {
		t.Error("two keys have the same name")
	}
}

// TestFingerprintsOfEqualFields: passwords at one path that have the same name have
// different fingerprints.
func TestFingerprintsOfEqualFields(t *testing.T) {
	text := strings.ReplaceAll(weak("Zx9"+"-qo1!k", "Ub4"+"_mm7?w"), "mail_", "db_")
	if got := fingerprintsOf(t, text, scan.Options{}); got[0] == got[1] {
		t.Error("two passwords share a fingerprint")
	}
}

// TestFingerprintIgnoresKey: the fingerprint of a random secret is the same with
// any key.
func TestFingerprintIgnoresKey(t *testing.T) {
	for seed := range uint64(4) {
		text := token(t, seed)
		a := run(t, &stdin.Input{Reader: strings.NewReader(text)}, scan.Options{})
		b := run(t, &stdin.Input{Reader: strings.NewReader(text)}, scan.Options{Key: []byte("k")})
		if a.Findings[0].Fingerprint != b.Findings[0].Fingerprint {
			t.Errorf("%s: the key changes the fingerprint of a random secret", a.Findings[0].RuleID)
		}
	}
}

// TestFingerprintOfPart: the same holds for parts, and a part that is a finding
// elsewhere has one fingerprint.
func TestFingerprintOfPart(t *testing.T) {
	part := func(seed uint64, o scan.Options) string {
		t.Helper()
		r := run(t, &stdin.Input{Reader: strings.NewReader(strings.Join(pair(t, seed), "\n"))}, o)
		for _, f := range r.Findings {
			for _, l := range f.Locations {
				for _, p := range l.Parts {
					return p.Fingerprint
				}
			}
		}
		t.Fatal("there is no part")
		return ""
	}
	if part(1, scan.Options{}) != part(2, scan.Options{}) {
		t.Error("without a key, the fingerprints of parts tell them apart")
	}
	keyed := scan.Options{Key: []byte("k")}
	if part(1, keyed) == part(2, keyed) || part(1, keyed) == part(1, scan.Options{Key: []byte("l")}) {
		t.Error("with a key, the fingerprints of parts do not depend on the part and the key")
	}
}
