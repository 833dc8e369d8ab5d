package proof

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
)

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// github reads the tokens of GitHub that end in a checksum: those that begin with
// ghp_, gho_, ghu_, ghs_ or ghr_.
// https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
//
// Fine-grained tokens (github_pat_) seem to have a checksum too, but GitHub has
// not published how it is made.
func github(secret, _ []byte) Result {
	prefix, rest, ok := bytes.Cut(secret, []byte("_"))
	if !ok || len(prefix) != len("ghp") {
		return Result{}
	}
	return base62CRC(rest)
}

// npm reads npm's granular and automation tokens. They have GitHub's checksum.
// https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/
func npm(secret, _ []byte) Result {
	return base62CRC(bytes.TrimPrefix(secret, []byte("npm_")))
}

// base62CRC checks a run of characters that ends in the CRC-32 (IEEE) of all before
// it, as six digits in base 62.
func base62CRC(run []byte) Result {
	const digits = 6
	if len(run) <= digits {
		return doubtful(badChecksum)
	}
	at := len(run) - digits
	sum := crc32.ChecksumIEEE(run[:at])
	for i := digits - 1; i >= 0; i-- {
		if run[at+i] != base62[sum%62] {
			return doubtful(badChecksum)
		}
		sum /= 62
	}
	return proven()
}

// grafana reads service account tokens, glsa_SECRET_CHECKSUM. The checksum is
// the CRC-32 (IEEE) of all before its underscore, in hex, with the low byte first:
// pkg/components/satokengen in https://github.com/grafana/grafana.
func grafana(secret, _ []byte) Result {
	at := bytes.LastIndexByte(secret, '_')
	if at < 0 {
		return doubtful(badChecksum)
	}
	var sum [4]byte
	binary.LittleEndian.PutUint32(sum[:], crc32.ChecksumIEEE(secret[:at]))
	return checked(hex.EncodeToString(sum[:]) == string(secret[at+1:]))
}
