package proof

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
)

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// github reads the tokens of GitHub that end in a checksum: ghp_, gho_, ghu_,
// ghs_ and ghr_.
// https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
//
// Fine-grained tokens (github_pat_) look as if they had one, but how it is
// made is not published.
func github(secret, _ []byte) Result {
	prefix, rest, ok := bytes.Cut(secret, []byte("_"))
	if !ok || len(prefix) != len("ghp") {
		return Result{}
	}
	return base62CRC(rest)
}

// npm reads npm's granular and automation tokens, which are made as GitHub's are.
// https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/
func npm(secret, _ []byte) Result {
	return base62CRC(bytes.TrimPrefix(secret, []byte("npm_")))
}

// base62CRC checks a run that ends in its CRC-32 (IEEE), in base 62 and padded
// to six digits.
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
// the CRC-32 (IEEE) of all before its underscore, in hex, the low byte first:
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
