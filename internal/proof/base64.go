package proof

import (
	"bytes"
	"encoding/base64"
)

// decodeBase64 reads base64 as it is found in the wild: either alphabet of RFC
// 4648, padded or not. Line ends are skipped.
func decodeBase64(s []byte) ([]byte, bool) {
	s = bytes.TrimRight(s, "=")
	enc := base64.RawStdEncoding
	if bytes.ContainsAny(s, "-_") {
		enc = base64.RawURLEncoding
	}
	out, err := enc.AppendDecode(nil, s)
	return out, err == nil
}
