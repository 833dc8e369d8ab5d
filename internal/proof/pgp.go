package proof

import (
	"bytes"
	"fmt"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// maxPGPBits bounds the length of the keys that are read. The library verifies the
// numbers of a private key, which would take minutes for the longest that the
// format allows, 65535 bits. GnuPG makes no key above 4096 bits unless forced to.
const maxPGPBits = 8192

// pgpKey reads an OpenPGP private key in binary form (RFC 9580, section 10.2).
// The first packet is the primary key; the others bind names and subkeys to it. A
// key that the library cannot read is not doubtful for that reason.
func pgpKey(data []byte) Result {
	public, ok := pgpPublic(data)
	if !ok || pgpKind(public) == "" {
		return Result{}
	}
	if bits, err := public.BitLength(); err != nil || bits > maxPGPBits {
		return Result{}
	}
	p, err := packet.Read(bytes.NewReader(data))
	key, ok := p.(*packet.PrivateKey)
	if err != nil || !ok {
		return Result{}
	}
	lock := notEncrypted
	if key.Encrypted {
		lock = encrypted
	}
	return proven(pgpKind(public), lock, fmt.Sprintf("OpenPGP key %X", public.Fingerprint))
}

// pgpPublic reads the public half of a secret key packet. The packet starts with
// it, so it is enough to change the packet's tag to that of a public key. The
// first byte holds the tag in one of two ways (RFC 9580, section 4.2).
func pgpPublic(data []byte) (*packet.PublicKey, bool) {
	const newFormat, oldFormat, secretKey, publicKey = 0xc0, 0x80, 5, 6
	public := bytes.Clone(data)
	switch {
	case len(data) > 0 && data[0] == newFormat|secretKey:
		public[0] = newFormat | publicKey
	case len(data) > 0 && data[0]&^3 == oldFormat|secretKey<<2:
		public[0] = oldFormat | publicKey<<2 | data[0]&3
	default:
		return nil, false
	}
	p, err := packet.Read(bytes.NewReader(public))
	key, ok := p.(*packet.PublicKey)
	return key, ok && err == nil
}

func pgpKind(key *packet.PublicKey) string {
	switch key.PubKeyAlgo {
	case packet.PubKeyAlgoRSA, packet.PubKeyAlgoRSASignOnly, packet.PubKeyAlgoRSAEncryptOnly:
		if bits, err := key.BitLength(); err == nil {
			return fmt.Sprintf("RSA, %d bits", bits)
		}
		return "RSA"
	case packet.PubKeyAlgoDSA:
		return "DSA"
	case packet.PubKeyAlgoECDSA:
		return "ECDSA"
	case packet.PubKeyAlgoEdDSA, packet.PubKeyAlgoEd25519:
		return "Ed25519"
	case packet.PubKeyAlgoEd448:
		return "Ed448"
	}
	return ""
}
