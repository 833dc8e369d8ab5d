package proof

import (
	"bytes"
	"fmt"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// pgpKey reads an OpenPGP private key in binary form (RFC 9580, section 10.2).
// Keys of a kind that the library does not read are not doubted for it.
func pgpKey(data []byte) Result {
	ring, err := openpgp.ReadKeyRing(bytes.NewReader(data))
	if err != nil || len(ring) == 0 || ring[0].PrivateKey == nil {
		return Result{}
	}
	e := ring[0]
	lock := notEncrypted
	if e.PrivateKey.Encrypted {
		lock = encrypted
	}
	return proven(algorithm(e.PrimaryKey), lock, fmt.Sprintf("OpenPGP key %X", e.PrimaryKey.Fingerprint))
}

func algorithm(key *packet.PublicKey) string {
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
