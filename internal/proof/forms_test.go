package proof

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	"golang.org/x/crypto/ssh"
)

// TestOpenSSHLines: OpenSSH breaks lines after 70 characters, so that the last line of a key
// may have any length.
func TestOpenSSHLines(t *testing.T) {
	t.Parallel()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 60 {
		block, err := ssh.MarshalPrivateKey(key, strings.Repeat("c", n))
		if err != nil {
			t.Fatal(err)
		}
		text, lines := base64.StdEncoding.EncodeToString(block.Bytes), []string{begin(block.Type)}
		for len(text) > 70 {
			lines, text = append(lines, text[:70]), text[70:]
		}
		lines = append(lines, text, end(block.Type))
		for _, joined := range []string{strings.Join(lines, "\n"), "// " + strings.Join(lines, "\n// "), `"` + strings.Join(lines, "\\n\" +\n\"") + `"`} {
			if got := Check("pem", []byte(joined), nil); got.Verdict != Proven {
				t.Errorf("a comment of %d characters: %+v\n%s", n, got, joined)
			}
		}
	}
}

// TestNumbersThatAreNoKey: what is not the numbers of a key proves nothing, however many
// there are.
func TestNumbersThatAreNoKey(t *testing.T) {
	t.Parallel()
	key, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	der := x509.MarshalPKCS1PrivateKey(key)
	der[len(der)/2] ^= 1
	many := make([]*big.Int, 6)
	for i := range many {
		many[i] = new(big.Int).Lsh(big.NewInt(1), uint(1000+i))
	}
	many[0] = new(big.Int)
	six, err := asn1.Marshal(many)
	if err != nil {
		t.Fatal(err)
	}
	// y is g to the power of x, but no DSA key has a q that long: to compare such takes long
	p, one := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 4000), big.NewInt(189)), big.NewInt(1)
	long, err := asn1.Marshal([]*big.Int{new(big.Int), p, new(big.Int).Sub(p, one), big.NewInt(3), big.NewInt(9), big.NewInt(2)})
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string][]byte{"another bit": der, "six numbers": six, "a long order": long} {
		for _, label := range []string{"RSA PRIVATE KEY", "PRIVATE KEY", "DSA PRIVATE KEY"} {
			if got := Check("pem", pem.EncodeToMemory(&pem.Block{Type: label, Bytes: body}), nil); got.Verdict == Proven {
				t.Errorf("%s, %s: %+v", name, label, got)
			}
		}
	}
}

// TestLabelsDoNotCount: a key is what its bytes say, also if its label says another form.
func TestLabelsDoNotCount(t *testing.T) {
	t.Parallel()
	der, _ := pem.Decode([]byte(expand(t, "{pem:ED25519}", 1)))
	own, _ := pem.Decode([]byte(expand(t, "{pem:OPENSSH}", 1)))
	for _, b := range []*pem.Block{{Type: "OPENSSH PRIVATE KEY", Bytes: der.Bytes}, {Type: "PRIVATE KEY", Bytes: own.Bytes}, {Type: "RSA PRIVATE KEY", Bytes: own.Bytes}} {
		if got := Check("pem", pem.EncodeToMemory(b), nil); got.Verdict != Proven || got.Facts[0] != "Ed25519" {
			t.Errorf("%s: %+v", b.Type, got)
		}
	}
}

// TestPGPSubkeys: where the primary key is a stub, the subkeys count.
func TestPGPSubkeys(t *testing.T) {
	t.Parallel()
	e, err := openpgp.NewEntity("Test", "", "test@example.com", &packet.Config{Algorithm: packet.PubKeyAlgoEdDSA})
	if err != nil {
		t.Fatal(err)
	}
	for _, lock := range []string{notEncrypted, encrypted} {
		if lock == encrypted {
			if err := e.EncryptPrivateKeys([]byte("passphrase"), nil); err != nil {
				t.Fatal(err)
			}
		}
		var out bytes.Buffer
		if err := e.SerializePrivateWithoutSigning(&out, nil); err != nil {
			t.Fatal(err)
		}
		_, body, rest, _ := pgpNext(out.Bytes())
		k, ok := readPGPKey(body)
		if !ok {
			t.Fatal("no key")
		}
		stub := append(bytes.Clone(k.public), "\xff\x09\x65\x08GNU\x01"...)
		got := pgpKey(append(append([]byte{0xc5, byte(len(stub))}, stub...), rest...))
		if got.Verdict != Proven || got.Facts[1] != lock {
			t.Errorf("%s: %+v", lock, got)
		}
	}
}
