package decode

import (
	"crypto/sha256"
	"encoding/ascii85"
	"encoding/base32"
	"encoding/base64"
	"math/big"
	"strings"
	"testing"
)

// number writes data as one number, in the digits of an alphabet.
func inBase(data, alphabet string) string {
	n, base, digit := new(big.Int).SetBytes([]byte(data)), big.NewInt(int64(len(alphabet))), new(big.Int)
	var b strings.Builder
	for n.Sign() > 0 {
		n.DivMod(n, base, digit)
		b.WriteByte(alphabet[digit.Int64()])
	}
	for i := 0; i < len(data) && data[i] == 0; i++ {
		b.WriteByte(alphabet[0])
	}
	return reversed(b.String())
}

func reversed(s string) string {
	b := []byte(s)
	for i := range len(b) / 2 {
		b[i], b[len(b)-1-i] = b[len(b)-1-i], b[i]
	}
	return string(b)
}

const (
	of58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
)

func FuzzRare(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, raw []byte, _ int) {
		s := token(raw)
		s = s[:len(s)&^3]
		if long := s + s; strings.ContainsAny(base32.HexEncoding.EncodeToString([]byte(long)), decimals) {
			roundTrip(t, Base32Hex, long, base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte(long)))
		}
		out := make([]byte, ascii85.MaxEncodedLen(len(s)))
		out = out[:ascii85.Encode(out, []byte(s))]
		roundTrip(t, Base85, s, "<~"+string(out)+"~>")
		if len(s) > 80 || !strings.ContainsAny(inBase(s, of58), decimals) || !strings.ContainsAny(inBase(s, decimals+capitals+smalls), decimals) {
			return // words without a digit are names
		}
		roundTrip(t, Base58, s, inBase(s, of58))
		once := sha256.Sum256([]byte("\x00" + s))
		twice := sha256.Sum256(once[:])
		roundTrip(t, Base58, s, inBase("\x00"+s+string(twice[:4]), of58))
		roundTrip(t, Base62, s, "base62("+inBase(s, decimals+capitals+smalls))
		if digits := inBase(s, decimals+smalls); strings.ContainsAny(digits, decimals) {
			roundTrip(t, Base36, s, "base36 "+digits)
		}
	})
}

// Words that are turned are found by what turns them on the line.
func TestTurned(t *testing.T) {
	t.Parallel()
	const plain = "key_0123456789abcdefghijklmnopqrst"
	roundTrip(t, Rot13, plain, `str_rot13("xrl_0123456789nopqrstuvwxyzabcdefg")`)
	roundTrip(t, Rot13, plain, `codecs.decode("xrl_0123456789nopqrstuvwxyzabcdefg", "rot13")`)
	for _, call := range [...][2]string{{`strrev("`, `")`}, {`"`, `"[::-1]`}, {`'`, `'.split('').reverse()`}, {"echo ", " | rev"}} {
		roundTrip(t, Reversed, plain, call[0]+reversed(plain)+call[1])
	}
}

// What has the letters of a rare alphabet, and encodes no text, is no run.
func TestNotRare(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "01ARZ3NDEKTSV4RRFFQ69G5FAV01ARZ3NDEK", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
		"// base85 is an encoding of bytes, and b85decode(data) decodes it", "b85 = (first, second, third, fourth, fifth)", "base45: THE ALPHABET HAS UPPER CASE LETTERS",
		"TestDecodeLargeInput123InBase62Alphabet", "if (a =2F || b == 3)", "SELECT A FROM B WHERE C = 1 AND D = 2", "?=?= =?x?y?z?=",
	} {
		for _, r := range Find(nil, []byte(text), 0, len(text)) {
			if decoded, ok := r.Decode([]byte(text), 1<<10); ok {
				t.Errorf("%q: %v is %q", text, r.Kinds.Names(), decoded.Data)
			}
		}
	}
}

func uuencode(s string) (lines string) {
	const most = 45
	for ; len(s) > 0; s = s[min(most, len(s)):] {
		line := s[:min(most, len(s))]
		lines += string(rune(' ' + len(line)))
		for ; len(line) > 0; line = line[min(3, len(line)):] {
			for _, c := range base64.RawStdEncoding.EncodeToString([]byte((line + "\x00\x00")[:3])) {
				lines += string(rune(' ' + base64Values[c]))
			}
		}
		lines += "\n"
	}
	return lines
}

func FuzzUuencode(f *testing.F) {
	seed(f)
	f.Add([]byte("some more than a line of uuencode has, so that the token is in two"), 1)
	f.Fuzz(func(t *testing.T, raw []byte, _ int) {
		s := token(raw)
		data := "first\n" + uuencode(s+strings.Repeat("\nand more text behind it", 3)) + "\nlast\n"
		for _, data := range []string{data, strings.ReplaceAll(data, "\n", "\r\n")} {
			found := false
			for _, r := range checkRuns(t, []byte(data)) {
				text, _ := r.Decode([]byte(data), 1<<20)
				found = found || r.Kinds == Uuencode && strings.Contains(string(text.Data), s)
			}
			if !found {
				t.Fatalf("%q is not decoded: %q", s, data)
			}
		}
	})
}

func FuzzMailWord(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, raw []byte, at int) {
		s := token(raw)
		i := 1 + max(at, 0)%(len(s)-1)
		b := func(s string) string { return "=?UTF-8?B?" + base64.StdEncoding.EncodeToString([]byte(s)) + "?=" }
		q := func(s string) string { return "=?iso-8859-1?q?" + each("=%02X", s, "") + "?=" }
		for _, fold := range []string{"\n ", "\r\n\t", " "} {
			if len(s) < 100 {
				roundTrip(t, MailWord, s, b(s[:i])+fold+b(s[i:]))
				roundTrip(t, MailWord, s, q(s[:i])+fold+b(s[i:]))
				roundTrip(t, MailWord, s, q(s[:i])+fold+q(s[i:]))
			}
		}
		roundTrip(t, Quoted, s, each("=%02X", s, ""))
	})
}
