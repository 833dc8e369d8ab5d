package proof

import (
	"crypto/ecdh"
	"strings"
)

// age reads the identities of age: Bech32 in upper case of an X25519 private key.
// The public half is the recipient that files were encrypted to.
// https://age-encryption.org/v1#the-x25519-recipient-type
func age(secret, _ []byte) Result {
	prefix, data, ok := decodeBech32(strings.ToLower(string(secret)))
	if !ok {
		return doubtful(badChecksum)
	}
	if prefix != "age-secret-key-" {
		return proven() // of a newer kind
	}
	key, err := ecdh.X25519().NewPrivateKey(data)
	if err != nil {
		return doubtful("it is not as long as a key")
	}
	return proven("recipient " + encodeBech32("age", key.PublicKey().Bytes()))
}
