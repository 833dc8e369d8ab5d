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
//
// Of a primary key that is elsewhere, GnuPG writes a stub, and the secret is in the subkeys.
func pgpKey(data []byte) Result {
	tag, body, rest, ok := pgpNext(data)
	if !ok || tag != pgpSecretKey {
		return Result{}
	}
	k, ok := readPGPKey(body)
	if !ok || !k.canSign() {
		return Result{}
	}
	name := fmt.Sprintf("OpenPGP key %X", k.fingerprint())
	if !k.isStub() {
		return k.result(name)
	}
	for len(rest) > 0 {
		if tag, body, rest, ok = pgpNext(rest); !ok {
			return Result{}
		}
		if tag != pgpSecretSubkey {
			continue
		}
		if sub, ok := readPGPKey(body); !ok {
			return Result{}
		} else if !sub.isStub() {
			return sub.result(name)
		}
	}
	return unknown(k.description(), "a stub without the private key", name)
}

// result says what a key proves that is no stub.
func (k *pgpPacket) result(name string) Result {
	switch {
	case k.secret[0] != 0:
		return proven(k.description(), encrypted, name)
	case !k.isWhole():
		return Result{}
	}
	return proven(k.description(), notEncrypted, name)
}

// The tags of packets that hold a private key (RFC 9580, section 5.5.1).
const (
	pgpSecretKey    = 5
	pgpSecretSubkey = 7
)

// pgpNext gives the tag and the body of the first packet, and what follows it. The first
// byte holds the tag in one of two ways, and the length follows (RFC 9580, section 4.2).
func pgpNext(data []byte) (tag byte, body, rest []byte, ok bool) {
	if len(data) < 2 || data[0]&0x80 == 0 {
		return 0, nil, nil, false
	}
	var size, head int
	n := int(data[1])
	isNew := data[0]&0x40 != 0
	tag = data[0] & 0x3f
	kind := -1 // of the length in the old form
	if !isNew {
		tag, kind = data[0]>>2&0xf, int(data[0]&3)
	}
	switch {
	case isNew && n < 192 || kind == 0:
		size, head = n, 2
	case isNew && n < 224 && len(data) >= 3:
		size, head = (n-192)<<8+int(data[2])+192, 3
	case isNew && n == 255 && len(data) >= 6:
		size, head = int(binary.BigEndian.Uint32(data[2:])), 6
	case kind == 1 && len(data) >= 3:
		size, head = int(binary.BigEndian.Uint16(data[1:])), 3
	case kind == 2 && len(data) >= 5:
		size, head = int(binary.BigEndian.Uint32(data[1:])), 5
	default:
		return 0, nil, nil, false
	}
	if size < 0 || size > len(data)-head {
		return 0, nil, nil, false
	}
	return tag, data[head : head+size], data[head+size:], true
}

// A pgpPacket is the body of a packet with a secret key (RFC 9580, section 5.5.3).
type pgpPacket struct {
	version   byte
	algorithm byte
	public    []byte // the public half, as its fingerprint counts it
	secret    []byte // how the private half is locked, and that half
	bits      int    // of the first number
	curve     []byte // its identifier (RFC 9580, section 9.2)
}

// The algorithms (RFC 9580, section 9.1).
const (
	pgpRSA           = 1
	pgpRSAEncryption = 2
	pgpRSASign       = 3
	pgpElgamal       = 16
	pgpDSA           = 17
	pgpECDH          = 18
	pgpECDSA         = 19
	pgpEdDSA         = 22
	pgpX25519        = 25
	pgpX448          = 26
	pgpEd25519       = 27
	pgpEd448         = 28
)

// A pgpForm says what a key consists of: the identifier of a curve, numbers with their length
// in bits before them, in the public and in the private half, and settings with their length
// before them; or so many bytes in each half.
type pgpForm struct {
	curve           bool
	public, private int
	settings, bytes bool
}

func (k *pgpPacket) form() (pgpForm, bool) {
	form, ok := map[byte]pgpForm{
		pgpRSA: {public: 2, private: 4}, pgpRSASign: {public: 2, private: 4}, pgpRSAEncryption: {public: 2, private: 4},
		pgpElgamal: {public: 3, private: 1}, pgpDSA: {public: 4, private: 1},
		pgpECDSA: {curve: true, public: 1, private: 1}, pgpEdDSA: {curve: true, public: 1, private: 1},
		pgpECDH:   {curve: true, public: 1, private: 1, settings: true},
		pgpX25519: {public: 32, private: 32, bytes: true}, pgpEd25519: {public: 32, private: 32, bytes: true},
		pgpX448: {public: 56, private: 56, bytes: true}, pgpEd448: {public: 57, private: 57, bytes: true},
	}[k.algorithm]
	return form, ok
}

// canSign reports whether a key of this kind can be a primary key, which signs the others.
func (k *pgpPacket) canSign() bool {
	switch k.algorithm {
	case pgpElgamal, pgpECDH, pgpX25519, pgpX448:
		return false
	}
	return true
}

// description says what kind of key it is.
func (k *pgpPacket) description() string {
	switch k.algorithm {
	case pgpElgamal:
		return "ElGamal"
	case pgpDSA:
		return "DSA"
	case pgpECDH:
		return "ECDH"
	case pgpECDSA:
		return "ECDSA"
	case pgpEdDSA:
		if string(k.curve) == "\x2b\x65\x71" { // 1.3.101.113
			return "Ed448"
		}
		return "Ed25519"
	case pgpEd25519:
		return "Ed25519"
	case pgpEd448:
		return "Ed448"
	case pgpX25519:
		return "X25519"
	case pgpX448:
		return "X448"
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
	form, ok := k.form()
	switch {
	case !ok || at > len(body):
		return nil, false
	case form.bytes:
		at += form.public
	default:
		if form.curve {
			if at >= len(body) || body[at] == 0 || body[at] == 0xff || at+1+int(body[at]) > len(body) { // lengths that are reserved
				return nil, false
			}
			k.curve = body[at+1 : at+1+int(body[at])]
			at += 1 + len(k.curve)
		}
		if at+2 <= len(body) {
			k.bits = int(binary.BigEndian.Uint16(body[at:]))
		}
		at = skipNumbers(body, at, form.public)
		if form.settings && at >= 0 && at < len(body) {
			at += 1 + int(body[at])
		}
	}
	if at < 0 || at >= len(body) {
		return nil, false
	}
	k.public, k.secret = body[:at], body[at:]
	return k, true
}

// skipNumbers gives where n numbers end, or -1. A number has its length in bits before
// it (RFC 9580, section 3.2). Its first bit should be set, and is not in what some programs
// have written.
func skipNumbers(b []byte, at, n int) int {
	for range n {
		if at+2 > len(b) {
			return -1
		}
		bits := int(binary.BigEndian.Uint16(b[at:]))
		end := at + 2 + (bits+7)/8
		if bits == 0 || end > len(b) || b[at+2]>>((bits-1)%8) > 1 {
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
	form, _ := k.form()
	end := form.private
	if !form.bytes {
		end = skipNumbers(rest, 0, form.private)
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
