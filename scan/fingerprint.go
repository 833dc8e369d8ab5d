package scan

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/hex"
	"math"

	"github.com/sluicesec/sluice/internal/engine"
)

// guessableBits is the strength, in bits, below which a secret could be found
// by trying out guesses against its fingerprint.
const guessableBits = 90

// fingerprintRounds makes each such guess dear, and costs a scan a fraction of
// a millisecond for each secret.
const fingerprintRounds = 4096

// fingerprint names a finding for good: by rule and secret, and by nothing
// that moves, such as a line, a path or a commit. It is 32 hex digits.
//
// Reports are passed around, so the fingerprint must not give the secret away.
// A random token cannot be guessed from its hash; a password can, and is
// therefore stretched with PBKDF2 (RFC 8018).
func fingerprint(rule, secret string) string {
	const size = 16
	salt := []byte("sluice.fingerprint/v1\x00" + rule)
	if engine.Entropy([]byte(secret))*float64(len(secret)) < guessableBits {
		key, err := pbkdf2.Key(sha256.New, secret, salt, fingerprintRounds, size)
		if err == nil { // it fails only in FIPS mode, for want of a long salt
			return hex.EncodeToString(key)
		}
	}
	h := sha256.New()
	h.Write(salt)
	h.Write([]byte{0})
	h.Write([]byte(secret))
	return hex.EncodeToString(h.Sum(nil)[:size])
}

// round2 keeps two decimals.
func round2(x float64) float64 { return math.Round(x*100) / 100 }
