package proof

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	"golang.org/x/crypto/ssh"
)

// TestPGPAsTheLibrary: what is read of an OpenPGP key is what a library reads, which the
// program does not hold because it would be a thirtieth of its size.
func TestPGPAsTheLibrary(t *testing.T) {
	t.Parallel()
	for _, config := range []packet.Config{
		{Algorithm: packet.PubKeyAlgoRSA, RSABits: 2048},
		{Algorithm: packet.PubKeyAlgoEdDSA},
		{Algorithm: packet.PubKeyAlgoEd25519},
		{Algorithm: packet.PubKeyAlgoEd25519, V6Keys: true},
		{Algorithm: packet.PubKeyAlgoEd448, V6Keys: true},
		{Algorithm: packet.PubKeyAlgoECDSA, Curve: packet.CurveNistP256},
		{Algorithm: packet.PubKeyAlgoECDSA, Curve: packet.CurveNistP521},
		{Algorithm: packet.PubKeyAlgoECDSA, Curve: packet.CurveBrainpoolP384},
	} {
		e, err := openpgp.NewEntity("Test", "", "test@example.com", &config)
		if err != nil {
			t.Fatal(err)
		}
		for _, lock := range []string{notEncrypted, encrypted} {
			if lock == encrypted {
				if err := e.EncryptPrivateKeys([]byte("passphrase"), &config); err != nil {
					t.Fatal(err)
				}
			}
			var out bytes.Buffer
			if err := e.SerializePrivateWithoutSigning(&out, nil); err != nil {
				t.Fatal(err)
			}
			got := pgpKey(out.Bytes())
			want := proven(got.Facts[0], lock, fmt.Sprintf("OpenPGP key %X", e.PrimaryKey.Fingerprint))
			if !equal(got, want) {
				t.Errorf("%v, %s: %+v, want %+v", config.Algorithm, lock, got, want)
			}
			if bits, err := e.PrimaryKey.BitLength(); config.Algorithm == packet.PubKeyAlgoRSA && (err != nil || got.Facts[0] != fmt.Sprintf("RSA, %d bits", bits)) {
				t.Errorf("%+v: %d bits", got, bits)
			}
			_, body, _, _ := pgpNext(out.Bytes())
			if lock == notEncrypted {
				body[len(body)-5] ^= 1 // of the private half, or its checksum
				if got := pgpKey(out.Bytes()); !config.V6Keys && got.Verdict == Proven {
					t.Errorf("%v: with another byte: %+v", config.Algorithm, got)
				}
			}
		}
	}
}

// TestPGPStub: a key whose private half is on a smart card is not a secret.
func TestPGPStub(t *testing.T) {
	e, err := openpgp.NewEntity("Test", "", "test@example.com", &packet.Config{Algorithm: packet.PubKeyAlgoEdDSA})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := e.SerializePrivateWithoutSigning(&out, nil); err != nil {
		t.Fatal(err)
	}
	_, body, _, _ := pgpNext(out.Bytes())
	k, ok := readPGPKey(body)
	if !ok {
		t.Fatal("no key")
	}
	stub := append(bytes.Clone(k.public), "\xff\x09\x65\x08GNU\x01"...)
	got := pgpKey(append([]byte{0xc5, byte(len(stub))}, stub...))
	if want := unknown("Ed25519", "a stub without the private key", fmt.Sprintf("OpenPGP key %X", e.PrimaryKey.Fingerprint)); !equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// TestSSHAsTheLibrary: what is read of a key in OpenSSH's form is what a library has
// written.
func TestSSHAsTheLibrary(t *testing.T) {
	t.Parallel()
	for name, key := range sshTestKeys(t) {
		public, err := ssh.NewPublicKey(key.(interface{ Public() crypto.PublicKey }).Public())
		if err != nil {
			t.Fatal(err)
		}
		block, err := ssh.MarshalPrivateKey(key, "a comment")
		if err != nil {
			t.Fatal(err)
		}
		print := "public key " + ssh.FingerprintSHA256(public)
		if got, want := Check("pem", pem.EncodeToMemory(block), nil), proven(name, notEncrypted, print); !equal(got, want) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
		locked, err := ssh.MarshalPrivateKeyWithPassphrase(key, "", []byte("passphrase"))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := Check("pem", pem.EncodeToMemory(locked), nil), proven(public.Type(), encrypted, print); !equal(got, want) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
		// a number of the public half, and one of the private half, that are others
		at := bytes.Index(block.Bytes, public.Marshal())
		for _, i := range []int{at + len(public.Marshal()) - 2, at + 2*len(public.Marshal()) + 30} {
			other := &pem.Block{Type: block.Type, Bytes: bytes.Clone(block.Bytes)}
			other.Bytes[i] ^= 1
			if got := Check("pem", pem.EncodeToMemory(other), nil); got.Verdict != Doubtful {
				t.Errorf("%s, byte %d of %d changed: %+v", name, i, len(other.Bytes), got)
			}
		}
	}
}

func sshTestKeys(t *testing.T) map[string]any {
	t.Helper()
	keys := map[string]any{}
	var err error
	add := func(name string, key any, failed error) {
		keys[name] = key
		if err == nil {
			err = failed
		}
	}
	for _, c := range []elliptic.Curve{elliptic.P256(), elliptic.P384(), elliptic.P521()} {
		k, err := ecdsa.GenerateKey(c, rand.Reader)
		add("EC, "+c.Params().Name, k, err)
	}
	r, failed := rsa.GenerateKey(rand.Reader, 1024)
	add("RSA, 1024 bits", r, failed)
	_, e, failed := ed25519.GenerateKey(rand.Reader)
	add("Ed25519", e, failed)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// FuzzKeys: no body of a key ends the program.
func FuzzKeys(f *testing.F) {
	f.Add("OPENSSH PRIVATE KEY", []byte(opensshMagic))
	f.Add("PGP PRIVATE KEY BLOCK", []byte{0xc5, 8, 4, 0, 0, 0, 0, 1, 0, 1})
	f.Add("PRIVATE KEY", []byte{0x30, 0})
	f.Add("DSA PRIVATE KEY", []byte{0x30, 3, 2, 1, 0})
	f.Fuzz(func(t *testing.T, label string, body []byte) {
		pemKey([]byte(begin(label)+"\n"+base64.StdEncoding.EncodeToString(body)+"\n"+end(label)), nil)
		parseKey(block{label: label, body: body})
		pgpKey(body)
		opensshKey(body)
		readSSHKey(body)
	})
}
