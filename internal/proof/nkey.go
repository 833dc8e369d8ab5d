package proof

import (
	"encoding/base32"
	"encoding/binary"
)

// nkey reads the seeds of NATS. A seed is base32 of two bytes, which hold five bits
// for "seed" and eight for the kind, then 32 bytes of key, then the CRC-16
// (XMODEM) of all that with the low byte first.
// https://pkg.go.dev/github.com/nats-io/nkeys
func nkey(secret, _ []byte) Result {
	const seed, size = 18 << 3, 2 + 32 + 2
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).AppendDecode(nil, secret)
	if err != nil || len(raw) != size || raw[0]&0xf8 != seed {
		return doubtful(badChecksum)
	}
	body := raw[:size-2]
	return checked(crc16(body) == binary.LittleEndian.Uint16(raw[size-2:]), nkeyKind((raw[0]&7)<<5|raw[1]>>3))
}

func nkeyKind(prefix byte) string {
	switch prefix {
	case 0 << 3:
		return "NATS account"
	case 2 << 3:
		return "NATS cluster"
	case 13 << 3:
		return "NATS server"
	case 14 << 3:
		return "NATS operator"
	case 20 << 3:
		return "NATS user"
	case 23 << 3:
		return "NATS encryption key"
	}
	return ""
}

// crc16 is the checksum of XMODEM: its polynomial is x^16 + x^12 + x^5 + 1, it starts
// from zero, and the high bit comes first.
func crc16(data []byte) uint16 {
	var crc uint16
	for _, b := range data {
		crc ^= uint16(b) << 8
		for range 8 {
			carry := crc&0x8000 != 0
			crc <<= 1
			if carry {
				crc ^= 0x1021
			}
		}
	}
	return crc
}
