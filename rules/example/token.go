package example

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
)

// encoded is base64 (RFC 4648, section 4) of other parts.
type encoded []part

func (e encoded) append(out []byte, rng *rand.Rand) []byte {
	return base64.StdEncoding.AppendEncode(out, appendParts(nil, e, rng))
}

// A checksum is a run and the CRC-32 (IEEE) of it, in base 62 and padded to six
// digits: how GitHub's tokens end
// (https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/).
type checksum struct{ of run }

func (c checksum) append(out []byte, rng *rand.Rand) []byte {
	start := len(out)
	out = c.of.append(out, rng)
	sum := crc32.ChecksumIEEE(out[start:])
	var tail [6]byte
	for i := range tail {
		tail[len(tail)-1-i] = base62[sum%62]
		sum /= 62
	}
	return append(out, tail[:]...)
}

// A uuid is a version 4 UUID (RFC 9562, section 5.4).
type uuid struct{}

func (uuid) append(out []byte, rng *rand.Rand) []byte {
	b := random(16, rng)
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Appendf(out, "%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// A jwt is a JSON Web Token (RFC 7519) with an HS256 signature of made-up bytes.
type jwt struct{}

func (jwt) append(out []byte, rng *rand.Rand) []byte {
	enc := base64.RawURLEncoding
	out = enc.AppendEncode(out, []byte(`{"alg":"HS256","typ":"JWT"}`))
	out = append(out, '.')
	claims := fmt.Sprintf(`{"sub":"%s","iat":%d}`, hex.EncodeToString(random(8, rng)), 1600000000+rng.IntN(1<<26))
	out = enc.AppendEncode(out, []byte(claims))
	out = append(out, '.')
	return enc.AppendEncode(out, random(32, rng))
}

func random(n int, rng *rand.Rand) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(rng.Uint32())
	}
	return b
}
