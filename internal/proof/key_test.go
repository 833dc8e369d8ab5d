package proof

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	"golang.org/x/crypto/ssh"
)

// TestKeyForms: the facts about a key do not depend on how a source file writes it.
func TestKeyForms(t *testing.T) {
	forms := map[string]func(string) string{
		"CRLF":      func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"escaped":   func(s string) string { return strings.ReplaceAll(s, "\n", `\n`) },
		"escaped /": func(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, "/", `\/`), "\n", `\n`) },
		"joined":    func(s string) string { return strings.ReplaceAll(s, "\n", "\\n\" +\n\t\"") },
		"one line":  func(s string) string { return strings.ReplaceAll(s, "\n", " ") },
		"indented":  func(s string) string { return strings.ReplaceAll(s, "\n", "\n    ") },
		"commented": func(s string) string { return strings.ReplaceAll(s, "\n", "\n// ") },
		"entities":  func(s string) string { return strings.ReplaceAll(s, "\n", "&#10;") },
		"base64":    func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
		"unwrapped": func(s string) string {
			b, _ := pem.Decode([]byte(s))
			return begin(b.Type) + base64.StdEncoding.EncodeToString(b.Bytes) + end(b.Type)
		},
		"wrong kind": func(s string) string {
			return strings.NewReplacer("RSA PRIVATE", "PRIVATE", "EC PRIVATE", "PRIVATE").Replace(s)
		},
	}
	for notation, want := range map[string]string{"RSA:1024": "RSA, 1024 bits", "EC": "EC, P-256", "ED25519": "Ed25519", "OPENSSH": "Ed25519"} {
		for seed := range uint64(5) {
			key := expand(t, "{pem:"+notation+"}", seed)
			plain := Check("pem", []byte(key), nil)
			if plain.Verdict != Proven || len(plain.Facts) != 3 || plain.Facts[0] != want || plain.Facts[1] != notEncrypted ||
				!strings.HasPrefix(plain.Facts[2], "public key SHA256:") {
				t.Errorf("%s: %+v", notation, plain)
			}
			for name, form := range forms {
				if got := Check("pem", []byte(form(key)), nil); !equal(got, plain) {
					t.Errorf("%s, %s: %+v, want %+v", notation, name, got, plain)
				}
			}
		}
	}
}

func begin(label string) string { return "-----BEGIN " + label + "-----" }
func end(label string) string   { return "-----END " + label + "-----" }

func TestKeysThatProveLess(t *testing.T) {
	rsa := expand(t, "{pem:RSA:1024}", 1)
	info, err := asn1.Marshal(struct {
		Algorithm pkix.AlgorithmIdentifier
		Data      []byte
	}{pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}}, []byte("noise")})
	if err != nil {
		t.Fatal(err)
	}
	odd, err := asn1.Marshal(struct {
		Version int
		Key     []byte
	}{1, []byte("on a curve that Go does not know")})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		key  string
		want Result
	}{
		"cut off":       {rsa[:300], unknown(cutOff)},
		"random body":   {expand(t, begin("PRIVATE KEY")+"\n{base64:64}\n{base64:40}\n"+end("PRIVATE KEY"), 1), doubtful("its body is not a key")},
		"four too many": {strings.Replace(rsa, "\n", "\n"+rsa[33:37], 1), doubtful("its body is not a key")},
		"no base64":     {begin("RSA PRIVATE KEY") + "\nAAAAA\nABCDE=FGHIJKLMNOPQRS\n" + end("RSA PRIVATE KEY"), doubtful("its body is not base64")},
		"no body":       {begin("RSA PRIVATE KEY") + "\n...\n" + end("RSA PRIVATE KEY"), Result{Verdict: Impossible}},
		"legacy lock": {begin("RSA PRIVATE KEY") + "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n" + expand(t, "{base64:64}", 1) + "\n" + end("RSA PRIVATE KEY"),
			unknown("RSA", encrypted)},
		"PKCS #8 lock": {string(pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: info})), proven("PKCS #8", encrypted)},
		"other curve":  {string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: odd})), unknown("EC")},
		"not PEM":      {"BEGIN", Result{}},
	} {
		if got := Check("pem", []byte(c.key), nil); !equal(got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestOpenSSHEncrypted(t *testing.T) {
	key := ed25519.NewKeyFromSeed([]byte(expand(t, "{base62:32}", 1)))
	block, err := ssh.MarshalPrivateKeyWithPassphrase(key, "", []byte("passphrase"))
	if err != nil {
		t.Fatal(err)
	}
	public, err := ssh.NewPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	want := proven("ssh-ed25519", encrypted, "public key "+ssh.FingerprintSHA256(public))
	if got := Check("pem", pem.EncodeToMemory(block), nil); !equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestPGP(t *testing.T) {
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
		w, err := armor.Encode(&out, openpgp.PrivateKeyType, map[string]string{"Comment": "a comment"})
		if err != nil {
			t.Fatal(err)
		}
		if err := e.SerializePrivateWithoutSigning(w, nil); err != nil {
			t.Fatal(err)
		}
		w.Close()
		want := proven("Ed25519", lock, fmt.Sprintf("OpenPGP key %X", e.PrimaryKey.Fingerprint))
		for name, text := range map[string][]byte{"new": out.Bytes(), "old": oldFormat(t, out.Bytes())} {
			if got := Check("pem", text, nil); !equal(got, want) {
				t.Errorf("%s, %s format: %+v, want %+v", lock, name, got, want)
			}
		}
	}
}

// oldFormat writes the first packet of an armoured key with the header that
// GnuPG gives it (RFC 9580, section 4.2.2), a length of two bytes.
func oldFormat(t *testing.T, text []byte) []byte {
	t.Helper()
	b, _ := findBlock(text)
	if b.body[0] != 0xc5 || b.body[1] >= 192 {
		t.Fatalf("not a secret key in the new format with a length of one byte: % x", b.body[:3])
	}
	old := append([]byte{0x95, 0, b.body[1]}, b.body[2:]...)
	return []byte(begin(b.label) + "\n" + base64.StdEncoding.EncodeToString(old) + "\n" + end(b.label))
}

func TestPuTTY(t *testing.T) {
	public, err := ssh.NewPublicKey(ed25519.NewKeyFromSeed([]byte(expand(t, "{base62:32}", 1))).Public())
	if err != nil {
		t.Fatal(err)
	}
	blob := base64.StdEncoding.EncodeToString(public.Marshal())
	file := func(encryption string) string {
		return "PuTTY-User-Key-File-3: ssh-ed25519\r\nEncryption: " + encryption + "\r\nComment: k\r\nPublic-Lines: 2\r\n" +
			blob[:64] + "\r\n" + blob[64:] + "\r\nPrivate-Lines: 1\r\n" + expand(t, "{base64:44}", 2) + "\r\nPrivate-MAC: 00\r\n"
	}
	for encryption, lock := range map[string]string{"none": notEncrypted, "aes256-cbc": encrypted} {
		want := proven("ssh-ed25519", lock, "public key "+ssh.FingerprintSHA256(public))
		if got := Check("putty", []byte(file(encryption)), nil); !equal(got, want) {
			t.Errorf("%s: %+v, want %+v", encryption, got, want)
		}
	}
}

func TestServiceAccount(t *testing.T) {
	key := strings.ReplaceAll(expand(t, "{pem:ED25519}", 1), "\n", `\n`)
	match := `"type": "service_account", "project_id": "my-project", "private_key": "` + key
	r := Check("gcp-service-account", []byte(key), []byte(match))
	if r.Verdict != Proven || r.Facts[0] != "Google Cloud project my-project" || len(r.Facts) != 4 {
		t.Errorf("%+v", r)
	}
}
