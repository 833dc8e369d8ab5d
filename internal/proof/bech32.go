package proof

import "strings"

// Bech32 is specified in
// https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki. age uses it
// without the limit of 90 characters.

const bech32Chars = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

const bech32Sum = 6 // characters of checksum

// decodeBech32 reads lower-case Bech32: a prefix, the last 1, data, checksum.
func decodeBech32(s string) (prefix string, data []byte, ok bool) {
	at := strings.LastIndexByte(s, '1')
	if at < 1 || len(s)-at-1 < bech32Sum {
		return "", nil, false
	}
	prefix = s[:at]
	values := make([]byte, 0, len(s)-at-1)
	for _, c := range []byte(s[at+1:]) {
		v := strings.IndexByte(bech32Chars, c)
		if v < 0 {
			return "", nil, false
		}
		values = append(values, byte(v))
	}
	if bech32Polymod(prefix, values) != 1 {
		return "", nil, false
	}
	return prefix, regroup(values[:len(values)-bech32Sum], 5, 8, false), true
}

func encodeBech32(prefix string, data []byte) string {
	values := append(regroup(data, 8, 5, true), make([]byte, bech32Sum)...)
	sum := bech32Polymod(prefix, values) ^ 1
	for i := range bech32Sum {
		values[len(values)-bech32Sum+i] = byte(sum>>(5*(bech32Sum-1-i))) & 31
	}
	var out strings.Builder
	out.WriteString(prefix + "1")
	for _, v := range values {
		out.WriteByte(bech32Chars[v])
	}
	return out.String()
}

// bech32Polymod is the BCH code of the prefix and the values. It is 1 if they end
// in the right checksum.
func bech32Polymod(prefix string, values []byte) uint32 {
	sum := uint32(1)
	add := func(v byte) {
		top := sum >> 25
		sum = sum&0x1ffffff<<5 ^ uint32(v)
		for i, g := range [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	for _, c := range []byte(prefix) {
		add(c >> 5)
	}
	add(0)
	for _, c := range []byte(prefix) {
		add(c & 31)
	}
	for _, v := range values {
		add(v)
	}
	return sum
}

// regroup turns groups of from bits into groups of to bits. If the last bits are too
// few for a group, they are filled up with zeros or left out.
func regroup(in []byte, from, to uint, fill bool) []byte {
	var out []byte
	var bits, n uint
	for _, v := range in {
		bits, n = bits<<from|uint(v), n+from
		for n >= to {
			n -= to
			out = append(out, byte(bits>>n)&(1<<to-1))
		}
		bits &= 1<<n - 1
	}
	if fill && n > 0 {
		out = append(out, byte(bits<<(to-n))&(1<<to-1))
	}
	return out
}
