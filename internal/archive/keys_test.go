package archive

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp"
)

// TestKeysInDER: a private key in DER is shown in PEM, and nothing else in DER is a key.
func TestKeysInDER(t *testing.T) {
	t.Parallel()
	r, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	e, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	must := func(der []byte, err error) []byte {
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	locked := must(asn1.Marshal(struct {
		Algorithm pkix.AlgorithmIdentifier
		Data      []byte
	}{pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}}, make([]byte, 100)}))
	template := &x509.Certificate{SerialNumber: big.NewInt(1)}
	for _, c := range []struct {
		label string
		der   []byte
	}{
		{"RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(r)},
		{"PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(r))},
		{"PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(e))},
		{"EC PRIVATE KEY", must(x509.MarshalECPrivateKey(e))},
		{"ENCRYPTED PRIVATE KEY", locked},
		{"", x509.MarshalPKCS1PublicKey(&r.PublicKey)},
		{"", must(x509.MarshalPKIXPublicKey(&e.PublicKey))},
		{"", must(x509.CreateCertificate(rand.Reader, template, template, &r.PublicKey, r))},
		{"", must(x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, e))},
	} {
		kind := Detect(c.der, c.der)
		if c.label == "" {
			if kind == DER {
				t.Errorf("% x is a key", c.der[:16])
			}
			continue
		}
		var got []byte
		err := Walk(t.Context(), kind, bytes.NewReader(c.der), NewBudget(Defaults()), func(m *Member) error {
			got = bytes.Clone(m.Data)
			return nil
		})
		if b, _ := pem.Decode(got); kind != DER || err != nil || b == nil || b.Type != c.label || !bytes.Equal(b.Bytes, c.der) {
			t.Errorf("%s: %s, %v, %q", c.label, kind, err, got)
		}
	}
}

// TestLockedFiles: what nobody reads without a key is a Miss, and what looks like it is not.
func TestLockedFiles(t *testing.T) {
	t.Parallel()
	var message bytes.Buffer
	w, err := openpgp.SymmetricallyEncrypt(&message, []byte("passphrase"), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	store := func(tag byte) string {
		return jksMagic + "\x02\x00\x00\x00\x01\x00\x00\x00" + string(rune(tag)) + "\x00\x01a" + strings.Repeat("\x00", 100)
	}
	for _, c := range []struct {
		want Kind
		file string
	}{
		{PGP, message.String()},
		{PGP, "\x8c\x0d\x04\x09\x03\x02abcdefgh\xff\xd2\x40\x01" + strings.Repeat("x", 63)},
		{PGP, "-----BEGIN PGP MESSAGE-----\n\nabcd\n"},
		{Age, "age-encryption.org/v1\n-> X25519 abcd\n"},
		{Age, "-----BEGIN AGE ENCRYPTED FILE-----\nabcd\n"},
		{PKCS12, "\x30\x82\x09\x00\x02\x01\x03\x30\x82\x08\xc0" + dataOID + strings.Repeat("x", 100)},
		{KeyStore, store(1)},
		{"", store(2)}, // of certificates alone
		{"", "\x8c\x0d\x04\x09\x03\x02abcdefgh\xffand something else, as text has"},
		{"", "age-encryption.org/v1 is the name of a format\n"},
	} {
		got := Detect([]byte(c.file), []byte(c.file))
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.file[:20], got, c.want)
			continue
		}
		if c.want == "" {
			continue
		}
		var miss *Miss
		if err := Walk(t.Context(), got, strings.NewReader(c.file), NewBudget(Defaults()), func(m *Member) error {
			miss = m.Miss
			return nil
		}); err != nil || miss == nil || miss.Reason != Encrypted {
			t.Errorf("%s: %v, %v", got, miss, err)
		}
	}
}

// FuzzKeys: no file makes the readers of keys panic, and none that is no key shows text.
func FuzzKeys(f *testing.F) {
	f.Add([]byte("\x30\x77\x02\x01\x01\x04\x20" + strings.Repeat("x", 120)))
	f.Add([]byte("\x30\x82\x09\x00\x02\x01\x03\x30\x82\x08\xc0" + dataOID))
	f.Add([]byte(jksMagic + "\x02\x00\x00\x00\x01\x00\x00\x00\x02\xff\xff"))
	f.Add([]byte("\x85\x01\x0c\x03" + strings.Repeat("\x01", 300)))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 4 {
			return
		}
		label, size := derKey(data)
		if (label == "") != (size == 0) {
			t.Errorf("%q, %d", label, size)
		}
		isPKCS12(data)
		isKeyStore(data)
		isEncryptedPGP(data)
	})
}
