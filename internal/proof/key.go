package proof

import (
	"bytes"
	"crypto/dsa" //lint:ignore SA1019 such keys still exist, and are read here, not made
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/sluicesec/sluice/internal/lazyregexp"
)

const (
	encrypted    = "encrypted with a passphrase"
	notEncrypted = "not encrypted"
	cutOff       = "cut off before its end"
)

// pemKey reads private keys in PEM: PKCS #1 (RFC 8017), PKCS #8 (RFC 5958), SEC 1
// (RFC 5915), OpenSSL's DSA, OpenSSH's own (its PROTOCOL.key), and OpenPGP
// (RFC 9580). If the numbers of a key fit together, a key generator made it.
func pemKey(secret, _ []byte) Result {
	if !bytes.Contains(secret, []byte("BEGIN")) { // in base64 once more
		inner, ok := decodeBase64(secret)
		if !ok {
			return unknown(cutOff)
		}
		secret = inner
	}
	b, ok := findBlock(secret)
	switch {
	case !ok:
		return Result{}
	case len(b.body) == 0 && b.decoded && b.ended:
		return Result{Verdict: Impossible} // nothing is between the BEGIN and the END line
	case !b.ended:
		return unknown(cutOff)
	case !b.decoded:
		return doubtful("its body is not base64")
	case strings.HasPrefix(b.label, "PGP "):
		return pgpKey(b.body)
	case strings.Contains(b.header("Proc-Type"), "ENCRYPTED"): // RFC 1421, as OpenSSL writes it
		return unknown(kind(b.label), encrypted)
	case strings.HasPrefix(b.label, "SSH2 "): // the format of one vendor
		return unknown(kind(b.label))
	}
	return parseKey(b)
}

func parseKey(b block) Result {
	switch {
	case isEncryptedPKCS8(b.body):
		return proven("PKCS #8", encrypted)
	case bytes.HasPrefix(b.body, []byte(opensshMagic)): // whatever the label says
		return opensshKey(b.body)
	}
	key, err := parseDER(b.body)
	if err != nil {
		if isSequence(b.body) {
			return unknown(kind(b.label)) // perhaps on a curve that no library here knows
		}
		return doubtful("its body is not a key")
	}
	public, private := keyFacts(key)
	return proven(private, notEncrypted, public.fingerprint())
}

// parseDER reads a key, whatever its label says: some tools write PKCS #1 with the label
// of PKCS #8, or the other way round.
func parseDER(der []byte) (any, error) {
	if key, err := x509.ParsePKCS8PrivateKey(der); err == nil {
		return key, nil
	}
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	if key, err := x509.ParseECPrivateKey(der); err == nil {
		return key, nil
	}
	return parseDSA(der)
}

// The lengths of p and q in a DSA key that is read, at most. They bound the time to compare
// its numbers, because one file may hold hundreds of keys. FIPS 186-4 has up to 3072 and 256
// bits.
const (
	maxDSABits      = 4096
	maxDSAOrderBits = 512
)

// parseDSA reads a DSA key as OpenSSL writes it: zero for the version, p, q, g, the public
// number y and the private one x, for which y is g to the power of x.
func parseDSA(der []byte) (*dsa.PrivateKey, error) {
	var n []*big.Int
	rest, err := asn1.Unmarshal(der, &n)
	if err != nil || len(rest) > 0 || len(n) != 6 || n[0].Sign() != 0 {
		return nil, errors.New("no DSA key")
	}
	k := &dsa.PrivateKey{PublicKey: dsa.PublicKey{Parameters: dsa.Parameters{P: n[1], Q: n[2], G: n[3]}, Y: n[4]}, X: n[5]}
	if !isDSA(&k.PublicKey, k.X) {
		return nil, errors.New("the numbers of a DSA key do not fit together")
	}
	return k, nil
}

// isDSA reports whether the numbers of a DSA key fit together.
func isDSA(k *dsa.PublicKey, x *big.Int) bool {
	for _, n := range []*big.Int{k.P, k.Q, k.G, k.Y, x} {
		if n.Sign() <= 0 || n.BitLen() > maxDSABits {
			return false
		}
	}
	return k.P.BitLen() >= 512 && k.Q.BitLen() <= maxDSAOrderBits && x.Cmp(k.Q) < 0 && k.G.Cmp(k.P) < 0 && new(big.Int).Exp(k.G, x, k.P).Cmp(k.Y) == 0
}

// isSequence reports whether der is exactly one ASN.1 sequence, as every key in DER
// is.
func isSequence(der []byte) bool {
	var v asn1.RawValue
	rest, err := asn1.Unmarshal(der, &v)
	return err == nil && len(rest) == 0 && v.Tag == asn1.TagSequence
}

// isEncryptedPKCS8 reports whether der is an EncryptedPrivateKeyInfo (RFC 5958,
// section 3).
func isEncryptedPKCS8(der []byte) bool {
	var info struct {
		Algorithm pkix.AlgorithmIdentifier
		Data      []byte
	}
	rest, err := asn1.Unmarshal(der, &info)
	return err == nil && len(rest) == 0
}

// keyFacts describes a private key, and returns the public key for its fingerprint.
// That is nil if SSH has no such keys.
func keyFacts(key any) (public *sshKey, description string) {
	switch k := key.(type) {
	case *rsa.PrivateKey:
		return sshKeyOf(&k.PublicKey), fmt.Sprintf("RSA, %d bits", k.N.BitLen())
	case *ecdsa.PrivateKey:
		return sshKeyOf(&k.PublicKey), "EC, " + k.Curve.Params().Name
	case ed25519.PrivateKey:
		return sshKeyOf(k.Public()), "Ed25519"
	case *ecdh.PrivateKey:
		return nil, fmt.Sprint(k.Curve()) // for key agreement, which SSH does not use such keys for
	case *dsa.PrivateKey:
		return sshKeyOf(&k.PublicKey), fmt.Sprintf("DSA, %d bits", k.P.BitLen())
	}
	return nil, ""
}

// kind is the kind of key in the label of a block: "RSA" in "RSA PRIVATE KEY".
func kind(label string) string {
	k := strings.TrimSuffix(strings.TrimSuffix(label, "PRIVATE KEY"), "ENCRYPTED ")
	return clip(k)
}

var projectID = lazyregexp.New(`"project_id\\{0,2}"\s*:\s*\\{0,2}"([a-z0-9.:-]{1,63})`)

// gcpServiceAccount reads the key file of a service account of Google Cloud:
// https://cloud.google.com/iam/docs/keys-create-delete#creating.
func gcpServiceAccount(secret, match []byte) Result {
	r := pemKey(secret, nil)
	if m := projectID().FindSubmatch(match); m != nil {
		r.Facts = append([]string{"Google Cloud project " + string(m[1])}, r.Facts...)
	}
	return r
}
