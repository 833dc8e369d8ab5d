package proof

import (
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/rules/example"
)

// expand makes a text at run time, so that this file holds no token.
func expand(t testing.TB, notation string, seed uint64) string {
	t.Helper()
	s, err := example.Expand(notation, seed)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The functions below write each format as its description says. They share no code
// with the proofs.

func makeGitlab(t testing.TB, version string, seed uint64) string {
	payload := "c:1\no:" + strconv.FormatInt(7, 36) + "\nu:" + strconv.FormatInt(123456, 36) + expand(t, "{base62:16}", seed) + "\x10"
	body := base64.RawURLEncoding.EncodeToString([]byte(payload))
	token := "glpat-" + body + "." + version + fmt.Sprintf("%02s", strconv.FormatInt(int64(len(body)), 36))
	return token + fmt.Sprintf("%07s", strconv.FormatUint(uint64(crc32.ChecksumIEEE([]byte(token))), 36))
}

func makeGrafana(t testing.TB, seed uint64) string {
	token := "glsa_" + expand(t, "{base62:32}", seed)
	return token + "_" + hex.EncodeToString(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(token))))
}

// makeNkey divides bit by bit, where the reader shifts bytes.
func makeNkey(t testing.TB, kind byte, seed uint64) string {
	raw := []byte{18<<3 | kind>>5, kind << 3}
	raw = append(raw, expand(t, "{base64:32}", seed)...)
	bits := append([]byte{}, raw...)
	bits = append(bits, 0, 0)
	var register uint32
	for _, b := range bits {
		for i := 7; i >= 0; i-- {
			register = register<<1 | uint32(b>>i&1)
			if register&0x10000 != 0 {
				register ^= 0x11021
			}
		}
	}
	raw = binary.LittleEndian.AppendUint16(raw, uint16(register))
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
}

func makeAge(t testing.TB, seed uint64) string {
	return strings.ToUpper(encodeBech32("age-secret-key-", []byte(expand(t, "{base64:32}", seed))))
}

func makeMacaroon(t testing.TB, seed uint64, caveats ...string) string {
	field := func(kind byte, value string) string { return string([]byte{kind, byte(len(value))}) + value }
	m := "\x02" + field(1, "pypi.org") + field(2, expand(t, "{uuid}", seed)) + "\x00"
	for _, c := range caveats {
		m += field(2, c) + "\x00"
	}
	m += "\x00" + field(6, expand(t, "{base64:32}", seed))
	return "pypi-" + base64.RawURLEncoding.EncodeToString([]byte(m))
}

func makeJWT(t testing.TB, header, claims string) string {
	enc := base64.RawURLEncoding
	return enc.EncodeToString([]byte(header)) + "." + enc.EncodeToString([]byte(claims)) + "." + expand(t, "{base64url:43}", 1)
}

// awsID writes the number of an account into the id of an access key.
func awsID(account uint64, rest uint16) string {
	raw := binary.BigEndian.AppendUint64(nil, 1<<63|account<<23|0x5a5a5a)
	raw = binary.BigEndian.AppendUint16(raw, rest)
	return "AKIA" + base32.StdEncoding.EncodeToString(raw)
}
