package proof

import (
	"crypto/dsa" //lint:ignore SA1019 such keys still exist, and are read here, not made
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"math/big"
)

// A wire is data in the form that SSH sends: numbers of four bytes, and strings with
// their length before them (RFC 4251, section 5).
type wire []byte

// string takes a string.
func (w *wire) string() (s []byte, ok bool) {
	n, ok := w.number()
	if !ok || uint64(n) > uint64(len(*w)) {
		return nil, false
	}
	s, *w = (*w)[:n:n], (*w)[n:]
	return s, true
}

// number takes a number of four bytes.
func (w *wire) number() (n uint32, ok bool) {
	if len(*w) < 4 {
		return 0, false
	}
	n, *w = binary.BigEndian.Uint32(*w), (*w)[4:]
	return n, true
}

// strings takes as many strings.
func (w *wire) strings(n int) (list [][]byte, ok bool) {
	for range n {
		s, ok := w.string()
		if !ok {
			return nil, false
		}
		list = append(list, s)
	}
	return list, true
}

func wireOf(strings ...[]byte) []byte {
	var w []byte
	for _, s := range strings {
		w = append(binary.BigEndian.AppendUint32(w, uint32(len(s))), s...)
	}
	return w
}

// mpint writes a number that is not negative: if its highest bit is set, a zero comes
// before it (RFC 4251, section 5).
func mpint(n *big.Int) []byte {
	b := n.Bytes()
	if n.BitLen()%8 == 0 && len(b) > 0 {
		b = append([]byte{0}, b...)
	}
	return b
}

// sshKeys says how many strings the public key of each type has behind its name: RFC
// 4253, section 6.6; RFC 5656, section 3.1; RFC 8709, section 4; and OpenSSH's
// PROTOCOL.u2f for keys in security tokens.
var sshKeys = map[string]int{
	"ssh-rsa": 2, "ssh-dss": 4, "ssh-ed25519": 1, "ssh-ed448": 1,
	"ecdsa-sha2-nistp256": 2, "ecdsa-sha2-nistp384": 2, "ecdsa-sha2-nistp521": 2,
	"sk-ssh-ed25519@openssh.com": 2, "sk-ecdsa-sha2-nistp256@openssh.com": 3,
}

// An sshKey is a public key in the form of SSH.
type sshKey struct {
	kind   string   // ssh-rsa
	fields [][]byte // what follows the kind
	wire   []byte
}

// readSSHKey reads a public key, which is all of the data.
func readSSHKey(data []byte) (*sshKey, bool) {
	w := wire(data)
	kind, ok := w.string()
	n := sshKeys[string(kind)]
	if !ok || n == 0 {
		return nil, false
	}
	fields, ok := w.strings(n)
	if !ok || len(w) > 0 {
		return nil, false
	}
	k := &sshKey{string(kind), fields, data}
	return k, k.isSound()
}

// isSound reports whether the numbers can be those of a key.
func (k *sshKey) isSound() bool {
	switch k.kind {
	case "ssh-rsa":
		return len(k.fields[0]) > 0 && new(big.Int).SetBytes(k.fields[1]).BitLen() >= 256
	case "ssh-ed25519", "sk-ssh-ed25519@openssh.com":
		return len(k.fields[0]) == ed25519.PublicKeySize
	case "ssh-ed448":
		return len(k.fields[0]) == 57
	case "ssh-dss":
		return len(k.fields[0]) > 0 && len(k.fields[3]) > 0
	}
	c, name := curveOf(string(k.fields[0]))
	if c == nil || name == "" {
		return false
	}
	_, err := c.NewPublicKey(k.fields[1]) // is it a point of the curve?
	return err == nil
}

// curveOf gives a curve by its name in SSH, and its usual name.
func curveOf(name string) (ecdh.Curve, string) {
	switch name {
	case "nistp256":
		return ecdh.P256(), "P-256"
	case "nistp384":
		return ecdh.P384(), "P-384"
	case "nistp521":
		return ecdh.P521(), "P-521"
	}
	return nil, ""
}

// fingerprint names the public key as ssh-keygen -l does, so that people can find
// the machines and accounts that trust it.
func (k *sshKey) fingerprint() string {
	if k == nil {
		return ""
	}
	sum := sha256.Sum256(k.wire)
	return "public key SHA256:" + base64.RawStdEncoding.EncodeToString(sum[:])
}

// sshKeyOf writes a public key in the form of SSH. It returns nil if SSH has no such keys.
func sshKeyOf(public any) *sshKey {
	switch k := public.(type) {
	case *rsa.PublicKey:
		return newSSHKey("ssh-rsa", mpint(big.NewInt(int64(k.E))), mpint(k.N))
	case *dsa.PublicKey:
		return newSSHKey("ssh-dss", mpint(k.P), mpint(k.Q), mpint(k.G), mpint(k.Y))
	case ed25519.PublicKey:
		return newSSHKey("ssh-ed25519", k)
	case *ecdsa.PublicKey:
		for _, name := range []string{"nistp256", "nistp384", "nistp521"} {
			if _, usual := curveOf(name); usual == k.Curve.Params().Name {
				point, err := k.Bytes()
				if err != nil {
					return nil
				}
				return newSSHKey("ecdsa-sha2-"+name, []byte(name), point)
			}
		}
	}
	return nil
}

func newSSHKey(kind string, fields ...[]byte) *sshKey {
	return &sshKey{kind, fields, append(wireOf([]byte(kind)), wireOf(fields...)...)}
}
