package archive

import (
	"bytes"
	"encoding/binary"
	"encoding/pem"
	"io"
)

// Private keys as bytes, and files that are encrypted. Of a key in DER its PEM form is shown, so that the rules see
// one as they see the other. What a passphrase encrypts is a Miss.
//
// Sources: RFC 8017 (PKCS #1), RFC 5958 (PKCS #8), RFC 5915 (keys on elliptic curves), RFC 7292 (PKCS #12); X.690 for
// DER; the comments of sun.security.provider.JavaKeyStore; RFC 9580 (OpenPGP); age-encryption.org/v1.

// mostDER is how many bytes a key in DER has, at most. One of RSA with 16384 bits has 9 KiB.
const mostDER = 16 << 10

// derSequence returns what is in the sequence that data begins with, as much of it as is there, and how long all of it is.
func derSequence(data []byte) (inner []byte, size int) {
	if len(data) < 4 || data[0] != 0x30 {
		return nil, 0
	}
	n, at := int(data[1]), 2
	switch {
	case n == 0x81:
		n, at = int(data[2]), 3
	case n == 0x82:
		n, at = int(binary.BigEndian.Uint16(data[2:])), 4
	case n >= 0x80:
		return nil, 0
	}
	return data[at:min(len(data), at+n)], at + n
}

const (
	derInteger  = 0x02
	derOctets   = 0x04
	pbeOID      = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05" // of PKCS #5
	pbeOID12    = "\x06\x0a\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01"
	dataOID     = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01" // of PKCS #7
	versionZero = "\x02\x01\x00"
	versionOne  = "\x02\x01\x01"
)

// derKey returns the label that a private key in DER has in PEM, and its length, if data begins with one.
func derKey(data []byte) (label string, size int) {
	inner, size := derSequence(data)
	if size < 40 || size > mostDER || len(inner) < 16 {
		return "", 0
	}
	version, rest := string(inner[:3]), inner[3:]
	switch {
	case version == versionZero && rest[0] == derInteger && rest[1] >= 0x40: // a modulus of 512 bits, or more
		return "RSA PRIVATE KEY", size
	case version == versionOne && rest[0] == derOctets && 16 <= rest[1] && rest[1] <= 66:
		return "EC PRIVATE KEY", size
	case version == versionZero || version == versionOne:
		if algorithm, n := derSequence(rest); n > 4 && n < 40 && len(algorithm) > 2 && algorithm[0] == 0x06 && len(rest) > n && rest[n] == derOctets {
			return "PRIVATE KEY", size
		}
	case inner[0] == 0x30:
		algorithm, n := derSequence(inner)
		isPBE := bytes.HasPrefix(algorithm, []byte(pbeOID)) || bytes.HasPrefix(algorithm, []byte(pbeOID12))
		if isPBE && len(inner) > n && inner[n] == derOctets {
			return "ENCRYPTED PRIVATE KEY", size
		}
	}
	return "", 0
}

// isPKCS12 reports whether a file begins as PKCS #12 does: a sequence, perhaps of unknown length, of 3 and data.
func isPKCS12(head []byte) bool {
	at := bytes.Index(head[:min(len(head), 9)], []byte("\x02\x01\x03\x30"))
	return at >= 2 && head[0] == 0x30 && bytes.Contains(head[at:min(len(head), at+24)], []byte(dataOID))
}

// derKey shows a key in PEM.
func (w *walker) derKey(in *input) error {
	data, err := io.ReadAll(io.LimitReader(in, mostDER+4))
	if err != nil {
		return err
	}
	label, size := derKey(data)
	if size == 0 || size > len(data) {
		return nil
	}
	text := pem.EncodeToMemory(&pem.Block{Type: label, Bytes: data[:size]})
	_, err = w.content(&Member{Path: "key.pem"}, bytes.NewReader(text), int64(len(text)))
	return err
}

const (
	jksMagic   = "\xfe\xed\xfe\xed\x00\x00\x00"
	jceksMagic = "\xce\xce\xce\xce\x00\x00\x00"
)

// isKeyStore reports whether a file begins as a key store of Java does that has a key first. Those of certificates
// alone, which all programs have, are nothing secret. Keys come in any order: it is enough that one of the first
// entries is one.
func isKeyStore(head []byte) bool {
	if !bytes.HasPrefix(head, []byte(jksMagic)) && !bytes.HasPrefix(head, []byte(jceksMagic)) || len(head) < 12 || head[7] < 1 || head[7] > 2 {
		return false
	}
	version, rest := head[7], head[8:]
	read := func(n int) (field []byte) {
		if n > len(rest) {
			rest = nil
			return nil
		}
		field, rest = rest[:n], rest[n:]
		return field
	}
	number := func(n int) int { // of some bytes, 0 behind the end
		v := 0
		for _, b := range read(n) {
			v = v<<8 | int(b)
		}
		return v
	}
	for range number(4) {
		switch tag := number(4); tag {
		case 1, 3: // a pair of keys, or a key for symmetric encryption
			return true
		case 2:
			read(number(2)) // alias
			read(8)         // date
			if version == 2 {
				read(number(2)) // kind of certificate
			}
			read(number(4))
		default:
			return false
		}
	}
	return false
}

// isEncryptedPGP reports whether a file is an OpenPGP message that begins with the key of its session: encrypted with a
// passphrase, or to a key (RFC 9580, sections 5.1 and 5.3).
func isEncryptedPGP(head []byte) bool {
	if len(head) < 24 {
		return false
	}
	body := head[2:]
	switch head[0] {
	case 0x8c, 0xc3: // a packet of tag 3
		if head[1] < 4 || head[1] > 64 {
			return false
		}
		known := body[0] == 4 && 1 <= body[1] && body[1] <= 13 && body[2] == 3 && 1 <= body[3] && body[3] <= 14
		next := 2 + int(head[1])
		return known && next < len(head) && isEncryptedPacket(head[next])
	case 0x84, 0x85, 0xc1: // of tag 1
		n := int(head[1])
		if head[0] == 0x85 || head[0] == 0xc1 && n >= 192 {
			if body = head[3:]; head[0] == 0x85 {
				n = n<<8 | int(head[2])
			} else {
				n = (n-192)<<8 + int(head[2]) + 192
			}
		}
		if n < 40 || n > 2<<10 || len(body) <= n || body[0] != 3 || body[9] == 0 || body[9] > 27 {
			return false
		}
		next := body[n]
		return next == head[0] || isEncryptedPacket(next)
	}
	return false
}

// isEncryptedPacket reports whether a packet of encrypted data, or one more key of a session, begins with a byte.
func isEncryptedPacket(b byte) bool {
	switch b {
	case 0xd2, 0xd4, 0xc9, 0xa4, 0xa5, 0xa6, 0xa7, 0xc3, 0x8c:
		return true
	}
	return false
}

// isAge reports whether a file is one of age, or in its armour.
func isAge(head []byte) bool {
	return bytes.HasPrefix(head, []byte("age-encryption.org/v1\n-> ")) || bytes.HasPrefix(head, []byte("-----BEGIN AGE ENCRYPTED FILE-----\n"))
}

// isMessage reports whether a file is an OpenPGP message in armour.
func isMessage(head []byte) bool {
	return bytes.HasPrefix(head, []byte("-----BEGIN PGP MESSAGE-----\n"))
}

// locked says that a file cannot be read without a passphrase or a key.
func (w *walker) locked(*input) error { return &Miss{Reason: Encrypted} }
