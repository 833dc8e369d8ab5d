package proof

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// pgpKey reads an OpenPGP private key in binary form (RFC 9580, section 10.2). The first
// packet is the primary key; the others bind names and subkeys to it. A key of a kind or
// version that is not known here is not doubtful for that reason.
func pgpKey(data []byte) Result {
	body, ok := pgpSecretPacket(data)
	if !ok {
		return Result{}
	}
	k, ok := readPGPKey(body)
	if !ok {
		return Result{}
	}
	name := fmt.Sprintf("OpenPGP key %X", k.fingerprint())
	switch {
	case k.isStub():
		return unknown(k.description(), "a stub without the private key", name)
	case k.secret[0] != 0:
		return proven(k.description(), encrypted, name)
	case !k.isWhole():
		return Result{}
	}
	return proven(k.description(), notEncrypted, name)
}

// pgpSecretPacket gives the body of the first packet, which holds a secret key. Its first
// byte holds the tag in one of two ways, and its length follows (RFC 9580, section 4.2).
func pgpSecretPacket(data []byte) (body []byte, ok bool) {
	const newFormat, oldFormat, secretKey = 0xc0, 0x80, 5
	if len(data) < 2 {
		return nil, false
	}
	var size, head int
	switch first, n := data[0], int(data[1]); {
	case first == newFormat|secretKey && n < 192:
		size, head = n, 2
	case first == newFormat|secretKey && n < 224 && len(data) >= 3:
		size, head = (n-192)<<8+int(data[2])+192, 3
	case first == newFormat|secretKey && n == 255 && len(data) >= 6:
		size, head = int(binary.BigEndian.Uint32(data[2:])), 6
	case first == oldFormat|secretKey<<2:
		size, head = n, 2
	case first == oldFormat|secretKey<<2|1 && len(data) >= 3:
		size, head = int(binary.BigEndian.Uint16(data[1:])), 3
	case first == oldFormat|secretKey<<2|2 && len(data) >= 5:
		size, head = int(binary.BigEndian.Uint32(data[1:])), 5
	default:
		return nil, false
	}
	if size < 0 || size > len(data)-head {
		return nil, false
	}
	return data[head : head+size], true
}

// A pgpPacket is the body of a packet with a secret key (RFC 9580, section 5.5.3).
type pgpPacket struct {
	version   byte
	algorithm byte
	public    []byte // the public half, as its fingerprint counts it
	secret    []byte // how the private half is locked, and that half
	bits      int    // of the first number
}

// The algorithms of keys that can sign, and so be primary keys (RFC 9580, section 9.1).
const (
	pgpRSA           = 1
	pgpRSASign       = 3
	pgpDSA           = 17
	pgpECDSA         = 19
	pgpEdDSA         = 22
	pgpEd25519       = 27
	pgpEd448         = 28
	pgpRSAEncryption = 2
)

// pgpForm says what a key consists of: numbers with their length in bits before them, in
// the public and in the private half; the name of a curve before those; or bytes.
func (k *pgpPacket) form() (curve bool, public, private int, bytes bool) {
	switch k.algorithm {
	case pgpRSA, pgpRSASign, pgpRSAEncryption:
		return false, 2, 4, false
	case pgpDSA:
		return false, 4, 1, false
	case pgpECDSA, pgpEdDSA:
		return true, 1, 1, false
	case pgpEd25519:
		return false, 32, 32, true
	case pgpEd448:
		return false, 57, 57, true
	}
	return false, 0, 0, false
}

// description says what kind of key it is.
func (k *pgpPacket) description() string {
	switch k.algorithm {
	case pgpDSA:
		return "DSA"
	case pgpECDSA:
		return "ECDSA"
	case pgpEdDSA, pgpEd25519:
		return "Ed25519"
	case pgpEd448:
		return "Ed448"
	}
	return fmt.Sprintf("RSA, %d bits", k.bits)
}

// readPGPKey reads the body of a packet of version 4, 5 (of LibrePGP) or 6.
func readPGPKey(body []byte) (*pgpPacket, bool) {
	const beforeKey = 6 // the version, the time in four bytes, and the algorithm
	if len(body) < beforeKey {
		return nil, false
	}
	k, at := &pgpPacket{version: body[0], algorithm: body[5]}, beforeKey
	switch k.version {
	case 4:
	case 5, 6: // have the length of what follows
		at += 4
	default:
		return nil, false
	}
	curve, numbers, _, isBytes := k.form()
	switch {
	case numbers == 0 || at > len(body):
		return nil, false
	case isBytes:
		at += numbers
	default:
		if curve {
			if at >= len(body) || body[at] == 0 || body[at] == 0xff { // lengths that are reserved
				return nil, false
			}
			at += 1 + int(body[at])
		}
		if at+2 <= len(body) {
			k.bits = int(binary.BigEndian.Uint16(body[at:]))
		}
		at = skipNumbers(body, at, numbers)
	}
	if at < 0 || at >= len(body) {
		return nil, false
	}
	k.public, k.secret = body[:at], body[at:]
	return k, true
}

// skipNumbers gives where n numbers end, or -1. A number has its length in bits before
// it (RFC 9580, section 3.2), and begins with a bit that is set.
func skipNumbers(b []byte, at, n int) int {
	for range n {
		if at+2 > len(b) {
			return -1
		}
		bits := int(binary.BigEndian.Uint16(b[at:]))
		end := at + 2 + (bits+7)/8
		if bits == 0 || end > len(b) || b[at+2]>>((bits-1)%8) != 1 {
			return -1
		}
		at = end
	}
	return at
}

// fingerprint is a hash of the public half with a head (RFC 9580, section 5.5.4; that of
// version 5 is LibrePGP's).
func (k *pgpPacket) fingerprint() []byte {
	if k.version == 4 {
		sum := sha1.Sum(append([]byte{0x99, byte(len(k.public) >> 8), byte(len(k.public))}, k.public...))
		return sum[:]
	}
	first := byte(0x9b)
	if k.version == 5 {
		first = 0x9a
	}
	sum := sha256.Sum256(append(binary.BigEndian.AppendUint32([]byte{first}, uint32(len(k.public))), k.public...))
	return sum[:]
}

// isStub reports whether the private half is elsewhere, such as on a smart card: GnuPG
// writes a lock of its own then, the number 101 and its name.
func (k *pgpPacket) isStub() bool {
	for at := 2; at <= 4 && at+5 <= len(k.secret); at++ { // behind the kind of lock, a length, and the cipher
		if k.secret[at] == 101 && string(k.secret[at+2:at+5]) == "GNU" { // a hash is between them
			return true
		}
	}
	return false
}

// isWhole reports whether a private half that is not locked is as long as it says and,
// before version 6, has its checksum: the sum of its bytes.
func (k *pgpPacket) isWhole() bool {
	rest := k.secret[1:]
	if k.version == 5 { // its length comes first
		if len(rest) < 5 {
			return false
		}
		rest = rest[5:]
	}
	_, _, numbers, isBytes := k.form()
	end := numbers
	if !isBytes {
		end = skipNumbers(rest, 0, numbers)
	}
	if end < 0 || end > len(rest) {
		return false
	}
	if k.version == 6 {
		return end == len(rest)
	}
	if len(rest) != end+2 {
		return false
	}
	var sum uint16
	for _, b := range rest[:end] {
		sum += uint16(b)
	}
	return sum == binary.BigEndian.Uint16(rest[end:])
}
