package proof

import (
	"encoding/base64"
	"html"
	"net/url"
	"strings"
	"unicode"

	"github.com/sluicesec/sluice/internal/lazyregexp"
)

// pemLines reads a block of PEM that has other text in its lines, such as the prefixes of a log, colours, markup, or
// the code that writes it line by line. Such a block is a key if the base64 between that text is one: DER begins with
// its length, which says what belongs to it. All else is impossible.
func pemLines(secret, _ []byte) Result {
	begin := beginLine().FindIndex([]byte(strings.ReplaceAll(string(secret), "+", " ")))
	if begin == nil {
		return Result{Verdict: Impossible}
	}
	label := strings.Trim(strings.ReplaceAll(string(secret[begin[0]:begin[1]]), "+", " "), "- ")
	b := block{label: strings.TrimPrefix(label, "BEGIN "), ended: true, decoded: true}
	inner := string(secret[begin[1]:])
	if end := strings.LastIndex(inner, "-----END"); end >= 0 {
		inner = inner[:end]
	}
	lines := plainLines(inner)
	if strings.Contains(lines, "4,ENCRYPTED") && longRuns(lines) > 2 { // RFC 1421: what is encrypted begins like nothing
		return unknown(kind(b.label), encrypted)
	}
	for glued := range mostGlued {
		if b.body = derIn(lines, glued); b.body != nil {
			return parseKey(b)
		}
	}
	return Result{Verdict: Impossible}
}

const (
	mostGlued = 8  // characters of base64 that may be before each line
	longRun   = 24 // characters of a line of a body; the words beside it are shorter
)

var (
	escapedEnd = lazyregexp.New(`\\(?:r|n|t|u000[aAdD]|x0[aAdD])`)
	colour     = lazyregexp.New(`\x1b\[[0-9;]*[A-Za-z]`)
	markupTag  = lazyregexp.New(`<[^<>\n]{1,200}>`)
)

// plainLines undoes what is written in place of line ends and of the characters of base64, and removes what nobody sees.
func plainLines(s string) string {
	if strings.Contains(s, "%0") {
		if plain, err := url.PathUnescape(s); err == nil {
			s = plain
		}
	}
	if strings.Contains(s, "=3D") || strings.Contains(s, "=20") { // quoted-printable (RFC 2045)
		s = strings.NewReplacer("=3D", "=", "=20", " ", "=\r\n", "", "=\n", "").Replace(s)
	}
	s = strings.ReplaceAll(colour().ReplaceAllString(s, ""), `\/`, "/")
	s = escapedEnd().ReplaceAllString(s, "\n")
	s = html.UnescapeString(markupTag().ReplaceAllString(s, "\n"))
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Mn, r):
			return -1
		case 0xff01 <= r && r <= 0xff5e: // full width
			return r - 0xfee0
		}
		return r
	}, s)
}

func notBody(r rune) bool { return notBase64(r) || r == '=' }

func longRuns(s string) (n int) {
	for run := range strings.FieldsFuncSeq(s, notBody) {
		if len(run) >= longRun {
			n++
		}
	}
	return n
}

// derIn returns the DER of a key in the base64 of a text, and nil if there is none. Before each line are so many other
// characters of base64.
func derIn(text string, glued int) []byte {
	var body strings.Builder
	size := 0 // of the body, once it is known
	for run := range strings.FieldsFuncSeq(text, notBody) {
		run = run[min(len(run), glued):]
		if body.Len() == 0 {
			if len(run) < longRun {
				continue
			}
			if size = derSize(run); size == 0 {
				return nil
			}
		}
		if missing := size - body.Len(); len(run) > missing || len(run) < longRun && len(run) < missing {
			continue
		}
		if body.WriteString(run); body.Len() == size {
			der, err := base64.RawStdEncoding.DecodeString(body.String())
			if err != nil {
				return nil
			}
			return der
		}
	}
	return nil
}

// derSize returns how many characters of base64, without padding, a key in DER has that begins with some of them, and
// 0 if none does. It is a sequence (X.690, section 8.9) that begins with a small number, its version, or is the key
// that a passphrase encrypts, which begins with a sequence (RFC 5958).
func derSize(run string) int {
	head, err := base64.RawStdEncoding.DecodeString(run[:longRun/4*4])
	if err != nil || head[0] != 0x30 {
		return 0
	}
	length, at := int(head[1]), 2
	if n := length - 0x80; n == 1 || n == 2 {
		length = 0
		for _, b := range head[2 : 2+n] {
			length, at = length<<8|int(b), at+1
		}
	} else if n >= 0 {
		return 0
	}
	isVersion := head[at] == 2 && head[at+1] == 1 && head[at+2] <= 1
	if !isVersion && head[at] != 0x30 {
		return 0
	}
	return base64.RawStdEncoding.EncodedLen(at + length)
}
