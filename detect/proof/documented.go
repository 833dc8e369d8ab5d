package proof

import (
	"crypto/sha256"
	"encoding/hex"
)

// documented reports whether a secret is one that its issuer publishes as an
// example, so that finding it tells nobody anything. The values are kept as the
// first half of their SHA-256, or every scanner would report this file.
//
// Examples with a mark of their own, such as AWS's, are known by it: see
// awsKeyID and awsSecretKey.
func documented(secret []byte) bool {
	sum := sha256.Sum256(secret)
	switch hex.EncodeToString(sum[:sha256.Size/2]) {
	case
		// https://docs.stripe.com/get-started/api-request, and the same page in years before
		"2cafc0970149a84f3b9e62eaf169f36f",
		"f2d6ca16515033e5dce14eba840b979d",
		// https://learn.microsoft.com/azure/storage/common/storage-use-azurite#well-known-storage-account-and-key
		"0011cc25eb4320717494d2703e8cba85",
		// https://learn.microsoft.com/azure/cosmos-db/emulator#authentication
		"aa6547439583c3a275d4542a0df6c1ad",
		// https://min.io/docs/minio/linux/reference/minio-mc.html: the public server play.min.io
		"1bbb9293c38acc5e510d904495845d53",
		"df452eef23e8cf2c74af54c0c7419c05":
		return true
	}
	return false
}
