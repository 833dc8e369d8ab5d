package proof

import (
	"bytes"
	"crypto/dsa" //lint:ignore SA1019 such keys still exist, and are read here, not made
	"crypto/ed25519"
	"crypto/rsa"
	"fmt"
	"math/big"
)

// opensshMagic begins a private key in OpenSSH's own form (its PROTOCOL.key).
const opensshMagic = "openssh-key-v1\x00"

// opensshKey reads a private key in OpenSSH's own form. The public key is in clear even
// if the private key is encrypted.
func opensshKey(body []byte) Result {
	w, isOpenSSH := bytes.CutPrefix(body, []byte(opensshMagic))
	head := wire(w)
	names, ok := head.strings(3) // the cipher, the key derivation, and its options
	n, more := head.number()
	keys, last := head.strings(2) // the public key and the private one
	if !isOpenSSH || !ok || !more || !last || n != 1 {
		return doubtful("its body is not a key")
	}
	public, ok := readSSHKey(keys[0])
	if cipher := string(names[0]); cipher != "none" {
		if !ok {
			return unknown("OPENSSH", encrypted)
		}
		return proven(public.kind, encrypted, public.fingerprint())
	}
	switch {
	case ok && public.description() == "":
		return unknown(public.kind, notEncrypted) // such as a key whose private half is in a security token
	case ok && public.isLarge():
		return unknown(public.description(), notEncrypted, public.fingerprint())
	case !ok || !public.isOf(keys[1]):
		return doubtful("its body is not a key")
	}
	return proven(public.description(), notEncrypted, public.fingerprint())
}

// maxRSABits bounds the length of the RSA keys whose numbers are compared, which takes
// seconds for the longest.
const maxRSABits = 8192

// isLarge reports whether it is an RSA key whose numbers are larger than those that are
// compared here.
func (k *sshKey) isLarge() bool {
	const maxExponent = 4 // bytes that an int has on every machine, less the sign
	return k.kind == "ssh-rsa" && (len(k.fields[0]) > maxExponent || k.fields[0][0] > 0x7f || len(k.fields[1]) > maxRSABits/8+1)
}

// isOf reports whether it is the public key of a private one that is not encrypted: two
// numbers that are equal, the kind, the numbers of both keys, a comment, and
// padding.
func (k *sshKey) isOf(private []byte) bool {
	w := wire(private)
	a, ok1 := w.number()
	b, ok2 := w.number()
	kind, ok3 := w.string()
	if !ok1 || !ok2 || !ok3 || a != b || string(kind) != k.kind {
		return false
	}
	switch k.kind {
	case "ssh-rsa": // n, e, d, iqmp, p, q
		f, ok := w.strings(6)
		if !ok || !bytes.Equal(f[0], k.fields[1]) || !bytes.Equal(f[1], k.fields[0]) {
			return false
		}
		number := func(i int) *big.Int { return new(big.Int).SetBytes(f[i]) }
		key := rsa.PrivateKey{
			PublicKey: rsa.PublicKey{N: number(0), E: int(number(1).Int64())},
			D:         number(2), Primes: []*big.Int{number(4), number(5)},
		}
		return key.Validate() == nil
	case "ssh-dss": // the public numbers, and x
		f, ok := w.strings(5)
		if !ok || !equalLists(f[:4], k.fields) {
			return false
		}
		number := func(i int) *big.Int { return new(big.Int).SetBytes(f[i]) }
		return isDSA(&dsa.PublicKey{Parameters: dsa.Parameters{P: number(0), Q: number(1), G: number(2)}, Y: number(3)}, number(4))
	case "ssh-ed25519": // the public key, and the private one with the public one behind it
		f, ok := w.strings(2)
		return ok && len(f[1]) == ed25519.PrivateKeySize && bytes.Equal(f[0], k.fields[0]) &&
			bytes.Equal(ed25519.NewKeyFromSeed(f[1][:ed25519.SeedSize]), f[1]) && bytes.Equal(f[1][ed25519.SeedSize:], f[0])
	case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521": // the curve, the point, and d
		f, ok := w.strings(3)
		if !ok || !equalLists(f[:2], k.fields) {
			return false
		}
		curve, _ := curveOf(string(f[0]))
		d := new(big.Int).SetBytes(f[2])
		size := (len(f[1]) - 1) / 2 // of a coordinate: the point is 4, x, y
		if d.BitLen() > 8*size {
			return false
		}
		key, err := curve.NewPrivateKey(d.FillBytes(make([]byte, size)))
		return err == nil && bytes.Equal(key.PublicKey().Bytes(), f[1])
	}
	return false
}

func equalLists(a, b [][]byte) bool {
	for i := range a {
		if !bytes.Equal(a[i], b[i]) {
			return false
		}
	}
	return true
}

// description says what kind of key it is, as for keys in other forms. It is "" for a kind
// whose private keys are not compared with the public ones.
func (k *sshKey) description() string {
	switch k.kind {
	case "ssh-rsa":
		return fmt.Sprintf("RSA, %d bits", new(big.Int).SetBytes(k.fields[1]).BitLen())
	case "ssh-dss":
		return fmt.Sprintf("DSA, %d bits", new(big.Int).SetBytes(k.fields[0]).BitLen())
	case "ssh-ed25519":
		return "Ed25519"
	case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521":
		_, name := curveOf(string(k.fields[0]))
		return "EC, " + name
	}
	return ""
}
