package proof

import (
	"bytes"
	"encoding/base64"
)

// decodeBase64 reads base64 in either alphabet of RFC 4648, with or without
// padding. It skips line ends.
func decodeBase64(s []byte) ([]byte, bool) {
	s = bytes.TrimRight(s, "=")
	enc := base64.RawStdEncoding
	if bytes.ContainsAny(s, "-_") {
		enc = base64.RawURLEncoding
	}
	out, err := enc.AppendDecode(nil, s)
	return out, err == nil
}
