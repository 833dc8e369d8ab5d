package example

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/asn1"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
)

// A key is a private key block (RFC 7468) that parses.
type key struct {
	kind   string
	bits   int    // of an RSA modulus
	prefix string // of each line but the first
}

// parseKey reads "RSA:2048", or the name of another kind with what its lines begin with behind a colon.
func parseKey(s string) (key, error) {
	kind, size, sized := strings.Cut(s, ":")
	k := key{kind: kind, bits: 2048}
	if _, err := strconv.Atoi(size); kind != "RSA" && err != nil {
		k.prefix, sized = size, false
	}
	if sized {
		n, err := strconv.Atoi(size)
		if err != nil || n < 1024 || n > 4096 || n%64 != 0 {
			return key{}, errors.New("the size of the key is not a multiple of 64 from 1024 to 4096")
		}
		k.bits = n
	}
	switch kind {
	case "RSA":
		return k, nil
	case "EC", "ED25519", "OPENSSH", "ENCRYPTED":
		if !sized {
			return k, nil
		}
		return key{}, errors.New("only RSA has a size")
	}
	return key{}, errors.New("the key is none of RSA, EC, ED25519, OPENSSH, ENCRYPTED")
}

func (k key) append(out []byte, rng *rand.Rand) []byte {
	label, der := "PRIVATE KEY", []byte(nil)
	switch k.kind {
	case "RSA":
		label, der = "RSA PRIVATE KEY", rsaKey(k.bits, rng)
	case "EC":
		label, der = "EC PRIVATE KEY", ecKey(rng)
	case "ED25519":
		der = pkcs8(ed25519.NewKeyFromSeed(random(ed25519.SeedSize, rng)))
	case "OPENSSH":
		label, der = "OPENSSH PRIVATE KEY", opensshKey(rng)
	case "ENCRYPTED":
		// What is encrypted looks like noise, and nothing here can read it.
		label, der = "ENCRYPTED PRIVATE KEY", random(316, rng)
	}
	block := pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der})
	return append(out, bytes.ReplaceAll(block, []byte("\n"), []byte("\n"+k.prefix))...)
}

// rsaKey makes an RSAPrivateKey (RFC 8017, appendix A.1.2) whose numbers fit
// together as a real key's do, except that its two factors are not prime: no
// parser tests that, finding primes would take a hundred times as long, and a
// key that is in a test should open nothing.
func rsaKey(bits int, rng *rand.Rand) []byte {
	e, one := big.NewInt(65537), big.NewInt(1)
	for {
		p, q := factor(bits/2, rng), factor(bits/2, rng)
		n := new(big.Int).Mul(p, q)
		p1, q1 := new(big.Int).Sub(p, one), new(big.Int).Sub(q, one)
		d := new(big.Int).ModInverse(e, new(big.Int).Mul(p1, q1))
		qInv := new(big.Int).ModInverse(q, p)
		if d == nil || qInv == nil {
			continue
		}
		der, err := asn1.Marshal([]*big.Int{new(big.Int), n, e, d, p, q, new(big.Int).Mod(d, p1), new(big.Int).Mod(d, q1), qInv})
		if err == nil {
			return der
		}
	}
}

// factor makes an odd number whose two highest bits are set, so that the
// product of two has twice the bits.
func factor(bits int, rng *rand.Rand) *big.Int {
	b := random(bits/8, rng)
	b[0] |= 0xc0
	b[len(b)-1] |= 1
	return new(big.Int).SetBytes(b)
}

func ecKey(rng *rand.Rand) []byte {
	for {
		k, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), random(32, rng))
		if err != nil {
			continue // not below the order of the group: about once in 2^32
		}
		if der, err := x509.MarshalECPrivateKey(k); err == nil {
			return der
		}
	}
}

func pkcs8(k ed25519.PrivateKey) []byte {
	der, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		return nil // an Ed25519 key always marshals
	}
	return der
}

// opensshKey writes an unencrypted Ed25519 key as OpenSSH's PROTOCOL.key says.
func opensshKey(rng *rand.Rand) []byte {
	k := ed25519.NewKeyFromSeed(random(ed25519.SeedSize, rng))
	public := sshStrings([]byte("ssh-ed25519"), k[ed25519.SeedSize:])

	check := random(4, rng)
	private := bytes.Join([][]byte{check, check, public, sshStrings(k, []byte("user@host"))}, nil)
	for i := byte(1); len(private)%8 != 0; i++ {
		private = append(private, i)
	}
	const oneKey = "\x00\x00\x00\x01"
	return bytes.Join([][]byte{
		[]byte("openssh-key-v1\x00"),
		sshStrings([]byte("none"), []byte("none"), nil),
		[]byte(oneKey),
		sshStrings(public, private),
	}, nil)
}

// sshStrings writes strings with their lengths before them (RFC 4251, section 5).
func sshStrings(list ...[]byte) []byte {
	var out []byte
	for _, s := range list {
		out = binary.BigEndian.AppendUint32(out, uint32(len(s)))
		out = append(out, s...)
	}
	return out
}
