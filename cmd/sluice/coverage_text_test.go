package main

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"crypto/sha256"
	"encoding/ascii85"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"mime/quotedprintable"
	"net/url"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// coverage returns the table.
func coverage() []section {
	return []section{
		{title: "Encodings of text", cases: wholeTexts()},
		{title: "Characters in and around a token", cases: characters()},
		{title: "Encodings of a token, on a line", cases: packed("line", encodings())},
		{title: "Encodings of a token, in JSON", cases: packed("json", encodings())},
		{title: "Encodings of a token, in source code", cases: packed("code", encodings())},
		{title: "Encodings of a token that a call names", cases: decoderCalls()},
		{title: "Encoded documents", cases: documents()},
		{title: "Literals in pieces", cases: literals()},
		{title: "Binary files", cases: binaries()},
		{title: "Files of programs that pack what is in them", cases: formats()},
		{title: "Archives and compression", cases: archives()},
		{title: "Documents that are archives, and mail", cases: officeAndMail()},
		{title: "Archives that cannot be opened, or not to their end", cases: closed()},
		{title: "Places in a folder and in the index", places: filePlaces()},
		{title: "Places in a history", places: historyPlaces()},
		{title: "Places beside the objects of a repository", places: gitFilePlaces()},
	}
}

// text makes a case of what becomes of a line with the token.
func text(name string, convert func(line string) string) coverCase {
	return coverCase{name: name, put: func(_ *kit, token string) []byte {
		return []byte(convert("first line\nTOKEN=" + token + "\nlast line\n"))
	}}
}

// around makes a case of what becomes of the token itself.
func around(name string, convert func(token string) string) coverCase {
	return coverCase{name: name, put: func(_ *kit, token string) []byte {
		return []byte("first line\n" + convert(token) + "\nlast line\n")
	}}
}

// utf16Text is UTF-16 in a byte order.
func utf16Text(text string, big bool) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		if big {
			b.Write([]byte{byte(u >> 8), byte(u)})
		} else {
			b.Write([]byte{byte(u), byte(u >> 8)})
		}
	}
	return b.String()
}

// utf32Text is UTF-32 in a byte order.
func utf32Text(text string, big bool) string {
	var b strings.Builder
	for _, r := range text {
		if big {
			b.Write([]byte{0, byte(r >> 16), byte(r >> 8), byte(r)})
		} else {
			b.Write([]byte{byte(r), byte(r >> 8), byte(r >> 16), 0})
		}
	}
	return b.String()
}

// in is text in an encoding, with words before the token that are not ASCII.
func in(e encoding.Encoding, words string) func(string) string {
	return func(text string) string {
		out, err := e.NewEncoder().String(words + "\n" + words + " " + text)
		if err != nil {
			panic(err)
		}
		return out
	}
}

// utf7 is UTF-7 (RFC 2152) in which all that is no letter or digit is encoded.
func utf7(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == '\n' {
			b.WriteRune(r)
			continue
		}
		b.WriteString("+" + base64.RawStdEncoding.EncodeToString([]byte(utf16Text(string(r), true))) + "-")
	}
	return b.String()
}

// wholeTexts are encodings of whole files.
func wholeTexts() []coverCase {
	const ascii = 9 << 10
	return []coverCase{
		text("UTF-8", func(s string) string { return s }),
		text("UTF-8 with a BOM", func(s string) string { return "\ufeff" + s }),
		text("UTF-16LE with a BOM", func(s string) string { return utf16Text("\ufeff"+s, false) }),
		text("UTF-16BE with a BOM", func(s string) string { return utf16Text("\ufeff"+s, true) }),
		text("UTF-16LE with the BOM of UTF-16BE", func(s string) string { return "\xfe\xff" + utf16Text(s, false) }),
		text("UTF-16LE", func(s string) string { return utf16Text(s, false) }),
		text("UTF-16BE", func(s string) string { return utf16Text(s, true) }),
		text("UTF-16LE of an odd length", func(s string) string { return utf16Text("\ufeff"+s, false) + "\n" }),
		text("UTF-16LE with Chinese text", func(s string) string { return utf16Text("\ufeff密码和令牌\n"+s, false) }),
		text("UTF-16LE behind 9 KiB of ASCII", func(s string) string { return strings.Repeat("ascii text\n", ascii/11) + utf16Text(s, false) }),
		text("UTF-16LE behind a line of UTF-8", func(s string) string { return "echo x\n" + utf16Text("\ufeff"+s, false) }),
		text("UTF-16BE behind 9 KiB of ASCII", func(s string) string { return strings.Repeat("ascii text\n", ascii/11) + utf16Text(s, true) }),
		text("UTF-8 behind UTF-16LE", func(s string) string { return utf16Text("\ufeffa line of the first half\n", false) + s }),
		text("UTF-32LE with a BOM", func(s string) string { return utf32Text("\ufeff"+s, false) }),
		text("UTF-32BE with a BOM", func(s string) string { return utf32Text("\ufeff"+s, true) }),
		text("UTF-32LE", func(s string) string { return utf32Text(s, false) }),
		text("UTF-32BE", func(s string) string { return utf32Text(s, true) }),
		text("UTF-7", utf7),
		text("Latin-1", in(charmap.ISO8859_1, "é ü ñ")),
		text("Windows-1252", in(charmap.Windows1252, "€ “quoted” – é")),
		text("Windows-1251", in(charmap.Windows1251, "пароль и ключ")),
		text("KOI8-R", in(charmap.KOI8R, "пароль и ключ")),
		text("Shift JIS", in(japanese.ShiftJIS, "パスワード")),
		text("EUC-JP", in(japanese.EUCJP, "パスワード")),
		text("ISO-2022-JP", in(japanese.ISO2022JP, "パスワード")),
		text("GBK", in(simplifiedchinese.GBK, "密码和令牌")),
		text("EUC-KR", in(korean.EUCKR, "비밀번호")),
		text("EBCDIC", in(charmap.CodePage037, "EBCDIC")),
		text("EBCDIC of Unix", in(charmap.CodePage1047, "[EBCDIC]")),
		text("CR alone at the ends of lines", func(s string) string { return strings.ReplaceAll(s, "\n", "\r") }),
		text("CR LF", func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }),
		text("a NUL byte in the first line", func(s string) string { return "a\x00b\n" + s }),
		text("a NUL byte behind each line", func(s string) string { return strings.ReplaceAll(s, "\n", "\x00\n") }),
		text("NUL bytes for line ends", func(s string) string { return strings.ReplaceAll(s, "\n", "\x00") }),
		text("GIF89a and a NUL byte before a text", func(s string) string { return "GIF89a\x00\n" + s }),
		text("the magic number of PNG before a text", func(s string) string { return "\x89PNG\r\n\x1a\n" + s }),
		text("the magic number of a class file before a text", func(s string) string { return "\xca\xfe\xba\xbe\x00\x00\x004" + s }),
		text("control characters before a text", func(s string) string { return strings.Repeat("\x01\x02\x03", 400) + "\n" + s }),
		text("a line of 1 MiB before it", func(s string) string { return strings.Repeat("x y z ", 1<<20/6) + s }),
		text("at the end of 3 MiB", func(s string) string { return strings.Repeat("a line of text\n", 3<<20/15) + s }),
		{name: "a password by its name, UTF-8", file: ".env", put: func(_ *kit, token string) []byte { return []byte("DB_PASSWORD=" + token + "\n") }},
		{name: "a password by its name, a NUL byte in the file", file: ".env", put: func(_ *kit, token string) []byte { return []byte("A=1\x00\nDB_PASSWORD=" + token + "\n") }},
		{name: "a password by its name, UTF-16LE", file: ".env", put: func(_ *kit, token string) []byte { return []byte(utf16Text("DB_PASSWORD="+token+"\n", false)) }},
	}
}

// insert puts a text behind the tenth character of a token.
func insert(text string) func(string) string {
	return func(token string) string { return "token " + token[:10] + text + token[10:] }
}

// characters are characters in a token and around it that its reader does not see.
func characters() []coverCase {
	cases := []coverCase{
		around("behind a colour", func(s string) string { return "\x1b[32m" + s + "\x1b[0m" }),
		around("behind a colour of 256", func(s string) string { return "\x1b[38;5;208m" + s + "\x1b[0m" }),
		around("behind a sequence that erases the line", func(s string) string { return "\x1b[0K" + s }),
		around(`behind \u001b[32m`, func(s string) string { return `"\u001b[32m` + s + `\u001b[0m"` }),
		around(`behind \x1b[1;32m`, func(s string) string { return `"\x1b[1;32m` + s + `"` }),
		around(`behind \033[0m`, func(s string) string { return `'\033[0m` + s + `'` }),
		around("in a link of a terminal", func(s string) string {
			return "\x1b]8;;https://example.org/?t=" + s + "\x1b\\text\x1b]8;;\x1b\\"
		}),
		around(`behind \n`, func(s string) string { return `"first\n` + s + `\n"` }),
		around(`behind \r\n`, func(s string) string { return `"first\r\n` + s + `\r\n"` }),
		around(`behind \t`, func(s string) string { return `"first\t` + s + `"` }),
		around(`behind \\n`, func(s string) string { return `"first\\n` + s + `"` }),
		around(`behind \u003d`, func(s string) string { return `"a\u003d` + s + `"` }),
		around(`behind \x22`, func(s string) string { return `"\x22` + s + `\x22"` }),
		around("behind %3D", func(s string) string { return "token%3D" + s + "%26b" }),
		around("behind =3D", func(s string) string { return "token=3D" + s }),
		around("behind &quot;", func(s string) string { return "&quot;" + s + "&quot;" }),
		around("behind NAME_", func(s string) string { return "NAME_" + s }),
		around("behind a letter", func(s string) string { return "x" + s }),
		around("behind a digit", func(s string) string { return "1" + s }),
		around("before a letter", func(s string) string { return "token=" + s + "x" }),
		around("before _NAME", func(s string) string { return "token=" + s + "_NAME" }),
		around(`before \n`, func(s string) string { return `"token=` + s + `\nmore"` }),
		around("behind é", func(s string) string { return "é" + s }),
		around("behind a full-width equals sign", func(s string) string { return "password＝" + s }),
		around("behind a full-width colon", func(s string) string { return "token：" + s }),
		around("in quotation marks that are not ASCII", func(s string) string { return "token = “" + s + "”" }),
		around("behind no-break spaces", func(s string) string { return "token\u00a0=\u00a0" + s }),
		around("behind a byte order mark", func(s string) string { return "token=\ufeff" + s }),
		around("behind a zero-width space", func(s string) string { return "token=\u200b" + s }),
		around("with full-width letters", func(s string) string {
			return "token " + strings.Map(func(r rune) rune { return r + 0xfee0 }, s)
		}),
		around("overstruck, as in a manual page", func(s string) string {
			var b strings.Builder
			for _, r := range s {
				fmt.Fprintf(&b, "%c\b%c", r, r)
			}
			return b.String()
		}),
		around("underlined, as in a manual page", func(s string) string { return "_\b" + strings.Join(strings.Split(s, ""), "_\b") }),
		around("in tag characters, which only programs read", func(s string) string {
			return "text " + strings.Map(func(r rune) rune { return 0xe0000 + r }, s)
		}),
		around("with letters in circles", func(s string) string {
			return "token=" + strings.Map(func(r rune) rune {
				switch {
				case r >= 'a' && r <= 'z':
					return 0x24d0 + r - 'a'
				case r >= 'A' && r <= 'Z':
					return 0x24b6 + r - 'A'
				}
				return r
			}, s)
		}),
		around("with a character that was taken back", func(s string) string { return s[:10] + "Q\b" + s[10:] }),
		around("each letter in bold of mathematics", func(s string) string {
			return "token " + strings.Map(func(r rune) rune {
				switch {
				case r >= 'a' && r <= 'z':
					return 0x1d41a + r - 'a'
				case r >= 'A' && r <= 'Z':
					return 0x1d400 + r - 'A'
				}
				return r
			}, s)
		}),
	}
	for _, c := range []struct{ name, text string }{
		{"a colour", "\x1b[32m"}, {"a sequence that erases to the end of the line", "\x1b[K"},
		{"a zero-width space", "\u200b"}, {"two zero-width spaces", "\u200b\u200b"}, {"a zero-width joiner", "\u200d"}, {`\u200b`, `\u200b`}, {"an empty sign of Braille", "\u2800"}, {"a sign of annotations", "\ufff9"}, {"a soft hyphen of Latin-1", "\xad"}, {"a zero-width non-joiner", "\u200c"}, {"a word joiner", "\u2060"},
		{"a soft hyphen", "\u00ad"}, {"a byte order mark", "\ufeff"}, {"a right-to-left mark", "\u200f"}, {"a combining grapheme joiner", "\u034f"},
		{"a NUL byte", "\x00"}, {"a control character", "\x01"}, {"a DEL", "\x7f"}, {"an HTML comment", "<!-- -->"}, {"a soft line break of mail", "=\n"}, {"&shy;", "&shy;"}, {"<wbr>", "<wbr>"}, {"<span>", `</span><span class="x">`},
	} {
		cases = append(cases, around("with "+c.name+" in it", insert(c.text)))
	}
	return cases
}

// An encoder is an encoding of a token.
type encoder struct {
	name   string
	encode func(token string) string
}

// each encodes each byte by a format.
func each(format string) func(string) string {
	return func(token string) string {
		var b strings.Builder
		for _, c := range []byte(token) {
			fmt.Fprintf(&b, format, c)
		}
		return b.String()
	}
}

// listed encodes each byte by a format, with a separator between two.
func listed(format, separator string) func(string) string {
	return func(token string) string {
		var all []string
		for _, c := range []byte(token) {
			all = append(all, fmt.Sprintf(format, c))
		}
		return strings.Join(all, separator)
	}
}

// wrapped breaks a text into lines.
func wrapped(text string, n int, lineEnd string) string {
	var b strings.Builder
	for len(text) > n {
		b.WriteString(text[:n] + lineEnd)
		text = text[n:]
	}
	return b.String() + text
}

func base64Of(data string) string { return base64.StdEncoding.EncodeToString([]byte(data)) }

// compressed is data, compressed.
func compressed(data string, writer func(io.Writer) io.WriteCloser) string {
	var b bytes.Buffer
	w := writer(&b)
	if _, err := io.WriteString(w, data); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

func gzipped(data string) string {
	return compressed(data, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
}

func zlibbed(data string) string {
	return compressed(data, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })
}

func deflated(data string) string {
	return compressed(data, func(w io.Writer) io.WriteCloser {
		z, err := flate.NewWriter(w, 9)
		if err != nil {
			panic(err)
		}
		return z
	})
}

// quoted is a text as a JSON string.
func quoted(text string) string {
	data, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(data)
}

// uuencoded is the body of uuencoded data.
func uuencoded(data string) string {
	var b strings.Builder
	char := func(c byte) byte {
		if c &= 63; c != 0 {
			return c + ' '
		}
		return '`'
	}
	for len(data) > 0 {
		line := data[:min(45, len(data))]
		data = data[len(line):]
		b.WriteByte(char(byte(len(line))))
		for len(line) > 0 {
			part := (line + "\x00\x00")[:3]
			line = line[min(3, len(line)):]
			b.Write([]byte{char(part[0] >> 2), char(part[0]<<4 | part[1]>>4), char(part[1]<<2 | part[2]>>6), char(part[2])})
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// config is a text of more than one line with the token.
func config(token string) string {
	return "[default]\nregion = eu-central-1\ntoken = " + token + "\noutput = json\n"
}

// encodings are the encodings of a token, or of a small text with it.
func encodings() []encoder {
	return []encoder{
		{"base64", base64Of},
		{"base64 without padding", func(s string) string { return base64.RawStdEncoding.EncodeToString([]byte(s)) }},
		{"base64url", func(s string) string { return base64.URLEncoding.EncodeToString([]byte("~~?>>" + s)) }},
		{"base64url without padding", func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte("~~?>>" + s)) }},
		{"base64 of some lines", func(s string) string { return base64Of(config(s)) }},
		{"base64 of some lines, one byte later", func(s string) string { return base64Of("#" + config(s)) }},
		{"base64 of some lines, two bytes later", func(s string) string { return base64Of("##" + config(s)) }},
		{"base64 wrapped at 76", func(s string) string { return wrapped(base64Of(config(s)), 76, "\n") }},
		{"base64 wrapped at 64, CR LF", func(s string) string { return wrapped(base64Of(config(s)), 64, "\r\n") }},
		{"base64 wrapped and indented", func(s string) string { return wrapped(base64Of(config(s)), 60, "\n    ") }},
		{"base64 wrapped at 32", func(s string) string { return wrapped(base64Of(config(s)), 32, "\n") }},
		{"base64 wrapped at 24 and indented", func(s string) string { return wrapped(base64Of(config(s)), 24, "\n    ") }},
		{"base64 wrapped at 20", func(s string) string { return wrapped(base64Of(config(s)), 20, "\n") }},
		{"base64 with blanks in it", func(s string) string { return wrapped(base64Of(config(s)), 64, " ") }},
		{"base64 with <br> in it", func(s string) string { return wrapped(base64Of(config(s)), 76, "<br>") }},
		{"base64 with &#10; in it", func(s string) string { return wrapped(base64Of(config(s)), 76, "&#10;") }},
		{"base64 with %0A in it", func(s string) string { return wrapped(base64Of(config(s)), 64, "%0A") }},
		{"base64 behind letters", func(s string) string { return "payload" + base64Of(config(s)) }},
		{"base64 with a BOM inside", func(s string) string { return base64Of("\ufeff" + s) }},
		{"base64 of UTF-16, as of PowerShell's -enc", func(s string) string { return base64Of(utf16Text("$token = '"+s+"'", false)) }},
		{"base64 of base64", func(s string) string { return base64Of(base64Of(s)) }},
		{"base64 of base64 of base64", func(s string) string { return base64Of(base64Of(base64Of(s))) }},
		{"base64 four times", func(s string) string { return base64Of(base64Of(base64Of(base64Of(s)))) }},
		{"base64 of gzip", func(s string) string { return base64Of(gzipped(config(s))) }},
		{"base64 of zlib", func(s string) string { return base64Of(zlibbed(config(s))) }},
		{"base64 of deflate", func(s string) string { return base64Of(deflated(config(s))) }},
		{"base64 of hex", func(s string) string { return base64Of(hex.EncodeToString([]byte(s))) }},
		{"base64 of percent encoding", func(s string) string { return base64Of(each("%%%02X")(s)) }},
		{"base64 of a login, as in Basic authentication", func(s string) string { return base64Of("user:" + s) }},
		{"base64 with =3D for padding", func(s string) string { return strings.ReplaceAll(base64Of(s+" end"), "=", "=3D") }},
		{"base64 with %3D for padding", func(s string) string { return strings.ReplaceAll(base64Of(s+" end"), "=", "%3D") }},
		{`base64 with \n in it`, func(s string) string { return wrapped(base64Of(config(s)), 76, `\n`) }},
		{"a data URL", func(s string) string { return "data:text/plain;base64," + base64Of(s) }},
		{"a data URL with percent encoding", func(s string) string { return "data:text/plain," + each("%%%02x")(s) }},
		{"base32", func(s string) string { return base32.StdEncoding.EncodeToString([]byte(s)) }},
		{"base32 without padding", func(s string) string { return base32.StdEncoding.WithPadding(-1).EncodeToString([]byte(s)) }},
		{"base32 in lower case", func(s string) string { return strings.ToLower(base32.StdEncoding.EncodeToString([]byte(s))) }},
		{"base32hex", func(s string) string { return base32.HexEncoding.EncodeToString([]byte(s)) }},
		{"base85", func(s string) string {
			out := make([]byte, ascii85.MaxEncodedLen(len(s)))
			return "<~" + string(out[:ascii85.Encode(out, []byte(s))]) + "~>"
		}},
		{"base58", func(s string) string { return inDigits(s, base58Digits) }},
		{"base58 with a check", func(s string) string {
			once := sha256.Sum256([]byte("\x00" + s))
			twice := sha256.Sum256(once[:])
			return base58Digits[:1] + inDigits(s+string(twice[:4]), base58Digits)
		}},
		{"hex", func(s string) string { return hex.EncodeToString([]byte(s)) }},
		{"hex in upper case", func(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) }},
		{"hex behind 0x", func(s string) string { return "0x" + hex.EncodeToString([]byte(s)) }},
		{"hex with spaces", listed("%02x", " ")},
		{"hex with colons", listed("%02x", ":")},
		{"hex with commas and 0x", listed("0x%02x", ", ")},
		{"hex of UTF-16", func(s string) string { return hex.EncodeToString([]byte(utf16Text(s, false))) }},
		{"hex of hex", func(s string) string { return hex.EncodeToString([]byte(hex.EncodeToString([]byte(s)))) }},
		{"base64 of UTF-32", func(s string) string { return base64Of(utf32Text("token="+s, false)) }},
		{"decimal numbers", listed("%d", ", ")},
		{"hex with dots", listed("%02x", ".")},
		{"hex with semicolons", listed("%02x", ";")},
		{"hex on lines", listed("%02x", "\n")},
		{"decimal numbers with dots", listed("%d", ".")},
		{"decimal numbers with slashes", listed("%d", "/")},
		{"decimal numbers in quotes", listed("'%d'", ", ")},
		{"decimal numbers with nothing between", each("%03d")},
		{"octal numbers", listed("%o", " ")},
		{"octal numbers behind 0o", listed("0o%o", ", ")},
		{"decimal numbers on lines", listed("%d", "\n")},
		{"binary digits", listed("%08b", " ")},
		{"binary digits behind 0b", listed("0b%08b", ", ")},
		{"binary digits with nothing between", each("%08b")},
		{"percent encoding of each byte", each("%%%02X")},
		{"percent encoding of what must be", func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "_", "%5F") }},
		{"percent encoding, twice", func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "_", "%255F") }},
		{"percent encoding of each byte, twice", each("%%25%02X")},
		{`\uXXXX for each character`, each(`\u%04x`)},
		{`\uXXXX for one character`, func(s string) string { return strings.Replace(s, "_", `\u005f`, 1) }},
		{`\uuXXXX for each character`, each(`\uu%04x`)},
		{`\u{XX} for each character`, each(`\u{%x}`)},
		{`\UXXXXXXXX for each character`, each(`\U%08x`)},
		{`\xNN for each byte`, each(`\x%02x`)},
		{`\xNN for one byte`, func(s string) string { return strings.Replace(s, "_", `\x5f`, 1) }},
		{"octal for each byte", each(`\%03o`)},
		{"octal for one byte", func(s string) string { return strings.Replace(s, "_", `\137`, 1) }},
		{"decimal HTML entities", each("&#%d;")},
		{"hexadecimal HTML entities", each("&#x%x;")},
		{"an HTML entity for one character", func(s string) string { return strings.Replace(s, "_", "&#95;", 1) }},
		{"&lowbar;", func(s string) string { return strings.Replace(s, "_", "&lowbar;", 1) }},
		{"decimal HTML entities with zeros", each("&#%012d;")},
		{`\N{LOW LINE}`, func(s string) string { return strings.Replace(s, "_", `\N{LOW LINE}`, 1) }},
		{`\N{U+5F}`, func(s string) string { return strings.Replace(s, "_", `\N{U+5F}`, 1) }},
		{"a CSS escape for one character", func(s string) string { return strings.Replace(s, "_", `\5f `, 1) }},
		{"UTF-7 of a mailbox for one character", func(s string) string { return strings.Replace(s, "_", "&AF8-", 1) }},
		{"CSS escapes", each(`\%06x`)},
		{"quoted-printable of each byte", each("=%02X")},
		{"quoted-printable of one byte", func(s string) string { return strings.Replace(s, "_", "=5F", 1) }},
		{"a word of a mail header", func(s string) string { return "=?utf-8?B?" + base64Of(s) + "?=" }},
		{"a Q word of a mail header", func(s string) string { return "=?utf-8?Q?" + strings.ReplaceAll(s, "_", "=5F") + "?=" }},
		{"words of a folded mail header", func(s string) string {
			return "=?utf-8?B?" + base64Of(s[:20]) + "?=\n =?utf-8?Q?" + s[20:] + "?="
		}},
		{"uuencode", func(s string) string { return "begin 644 file\n" + uuencoded(config(s)) + "`\nend" }},
		{"JSON in a JSON string", func(s string) string { return quoted(`{"token":` + quoted(s) + `}`) }},
		{"JSON in JSON in a JSON string", func(s string) string { return quoted(quoted(`{"token":` + quoted("\n"+s) + `}`)) }},
		{`JSON in a JSON string, with \u005f`, func(s string) string { return quoted(`{"token":"` + strings.Replace(s, "_", `\u005f`, 1) + `"}`) }},
		{"the payload of a token", func(s string) string {
			part := base64.RawURLEncoding.EncodeToString
			return part([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + part([]byte(`{"sub":"a","iat":1516239022,"github":"`+s+`"}`)) + "." + part([]byte(strings.Repeat("s", 32)))
		}},
		{"ROT13", rot13},
		{"reversed", func(s string) string {
			var b strings.Builder
			for i := len(s) - 1; i >= 0; i-- {
				b.WriteByte(s[i])
			}
			return b.String()
		}},
	}
}

const base58Digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// inDigits is data as one number, in some digits.
func inDigits(data, digits string) (number string) {
	n, base, digit := new(big.Int).SetBytes([]byte(data)), big.NewInt(int64(len(digits))), new(big.Int)
	for n.Sign() > 0 {
		n.DivMod(n, base, digit)
		number = digits[digit.Int64():][:1] + number
	}
	return number
}

// decoderCalls are statements that name the encoding of a token.
func decoderCalls() []coverCase {
	const letters, base85Signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "!#$%&()*+-;<=>?@^_`{|}~"
	const z85Digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"
	groups := func(digits string, size int) func(string) string {
		return func(s string) (encoded string) { // no group begins with the first digit
			for ; len(s) >= size; s = s[size:] {
				encoded += inDigits(s[:size], digits)
			}
			return encoded
		}
	}
	of45 := func(s string) (encoded string) {
		for ; len(s) > 1; s = s[2:] {
			for n, i := int(s[0])<<8|int(s[1]), 0; i < 3; i++ {
				encoded += "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"[n%45:][:1]
				n /= 45
			}
		}
		return encoded
	}
	reverse := func(s string) (reversed string) {
		for _, r := range s {
			reversed = string(r) + reversed
		}
		return reversed
	}
	calls := []struct {
		name, file, call string
		encode           func(string) string
	}{
		{"Python: b85decode", "a.py", `b85decode("%s")`, groups(letters+base85Signs, 4)},
		{"Z85 by its name", "a.yaml", "token_z85: %s", groups(z85Digits, 4)},
		{"base45 by its name", "a.py", `base45.b45decode("%s")`, of45},
		{"base62 by its name", "a.py", `base62.decode("%s")`, func(s string) string { return inDigits(s, letters) }},
		{"base36 by its name", "a.js", `base36.decode("%s")`, func(s string) string { return inDigits(s, letters[:36]) }},
		{"PHP: str_rot13", "a.php", `str_rot13("%s")`, rot13},
		{"Python: rot13", "a.py", `codecs.decode("%s", "rot13")`, rot13},
		{"PHP: strrev", "a.php", `strrev("%s")`, reverse},
		{"Python: [::-1]", "a.py", `"%s"[::-1]`, reverse},
		{"JavaScript: reverse()", "a.js", `"%s".split("").reverse().join("")`, reverse},
	}
	var cases []coverCase
	for _, c := range calls {
		cases = append(cases, coverCase{name: c.name, file: c.file, put: func(_ *kit, token string) []byte {
			return []byte("first = 1\nx = " + fmt.Sprintf(c.call, c.encode(token)) + "\nlast = 2\n")
		}})
	}
	return cases
}

func rot13(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return 'a' + (r-'a'+13)%26
		case r >= 'A' && r <= 'Z':
			return 'A' + (r-'A'+13)%26
		}
		return r
	}, s)
}

// packed puts encoded tokens on lines, into JSON, or into source code.
func packed(how string, encoders []encoder) []coverCase {
	var cases []coverCase
	for _, e := range encoders {
		h := coverCase{name: e.name}
		h.put = func(_ *kit, token string) []byte {
			encoded := e.encode(token)
			if !utf8.ValidString(encoded) {
				panic(e.name)
			}
			switch how {
			case "json":
				return []byte("{\n  \"name\": \"x\",\n  \"value\": " + quoted(encoded) + ",\n  \"more\": 1\n}\n")
			case "code":
				return []byte("package main\n\nvar setting = []string{\"first\", \"" + encoded + "\", \"last\"}\n")
			}
			return []byte("first line\nvalue: " + encoded + "\nlast line\n")
		}
		switch how {
		case "json":
			h.file = "file.json"
		case "code":
			h.file = "file.go"
		}
		cases = append(cases, h)
	}
	return cases
}

// documents are files of formats that encode what is in them.
func documents() []coverCase {
	wrap := func(name, file string, make func(token string) string) coverCase {
		return coverCase{name: name, file: file, put: func(_ *kit, token string) []byte { return []byte(make(token)) }}
	}
	return []coverCase{
		wrap("a Secret of Kubernetes", "secret.yaml", func(s string) string {
			return "apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\ntype: Opaque\ndata:\n  token: " + base64Of(s) + "\n"
		}),
		wrap("a Secret of Kubernetes with a file in it", "secret.yaml", func(s string) string {
			return "apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\ndata:\n  config.ini: " + base64Of(config(s)) + "\n"
		}),
		wrap("a Secret of Kubernetes, stringData", "secret.yaml", func(s string) string {
			return "apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\nstringData:\n  config.ini: |\n    token = " + s + "\n"
		}),
		wrap("a .dockerconfigjson", "secret.yaml", func(s string) string {
			return "apiVersion: v1\nkind: Secret\ntype: kubernetes.io/dockerconfigjson\ndata:\n  .dockerconfigjson: " +
				base64Of(`{"auths":{"ghcr.io":{"auth":"`+base64Of("user:"+s)+`"}}}`) + "\n"
		}),
		wrap("a release of Helm", "release.yaml", func(s string) string {
			return "apiVersion: v1\nkind: Secret\ntype: helm.sh/release.v1\ndata:\n  release: " +
				base64Of(base64Of(gzipped(`{"name":"x","config":{"token":"`+s+`"},"manifest":"---\n"}`))) + "\n"
		}),
		wrap("PowerShell's -EncodedCommand", "run.ps1", func(s string) string {
			return "powershell.exe -NoProfile -EncodedCommand " + base64Of(utf16Text("Invoke-RestMethod -Headers @{Authorization='token "+s+"'} -Uri https://api.github.com", false)) + "\n"
		}),
		wrap("a header of Basic authentication", "run.sh", func(s string) string {
			return "curl -H 'Authorization: Basic " + base64Of("user:"+s) + "' https://api.github.com\n"
		}),
		wrap("cloud-init with a file in base64", "user-data.yaml", func(s string) string {
			return "#cloud-config\nwrite_files:\n- path: /etc/x\n  encoding: b64\n  content: " + base64Of(config(s)) + "\n"
		}),
		wrap("cloud-init with a file in gz+b64", "user-data.yaml", func(s string) string {
			return "#cloud-config\nwrite_files:\n- path: /etc/x\n  encoding: gz+b64\n  content: " + base64Of(gzipped(config(s))) + "\n"
		}),
		wrap("a state of Terraform with user data", "terraform.tfstate", func(s string) string {
			return `{"version":4,"resources":[{"instances":[{"attributes":{"user_data_base64":"` + base64Of("#!/bin/sh\nexport GH="+s+"\n") + `"}}]}]}`
		}),
		wrap("a base64 heredoc", "run.sh", func(s string) string {
			return "base64 -d <<EOF | sh\n" + wrapped(base64Of("export TOKEN="+s+"\n"+strings.Repeat("echo some more text\n", 10)), 76, "\n") + "\nEOF\n"
		}),
		wrap("a block like PEM", "block.txt", func(s string) string {
			return "-----BEGIN DATA-----\n" + wrapped(base64Of(config(s)+strings.Repeat("more text\n", 20)), 64, "\n") + "\n-----END DATA-----\n"
		}),
		wrap("a property list with data", "file.plist", func(s string) string {
			return "<?xml version=\"1.0\"?>\n<plist><dict><key>config</key>\n<data>\n\t" + wrapped(base64Of(config(s)), 60, "\n\t") + "\n</data></dict></plist>\n"
		}),
		wrap("a resource of .NET", "file.resx", func(s string) string {
			return "<root><data name=\"x\" type=\"System.Byte[]\" mimetype=\"application/x-microsoft.net.object.bytearray.base64\"><value>\n        " + base64Of(config(s)) + "\n</value></data></root>\n"
		}),
		wrap("a source map with sourcesContent", "app.js.map", func(s string) string {
			return `{"version":3,"sources":["a.ts"],"sourcesContent":[` + quoted("const t = \""+s+"\";\n") + `],"mappings":"AAAA"}`
		}),
		wrap("a source map in a data URL", "app.js", func(s string) string {
			return "var a=1;\n//# sourceMappingURL=data:application/json;base64," + base64Of(`{"version":3,"sourcesContent":[`+quoted("const t = \""+s+"\";\n")+`]}`) + "\n"
		}),
		wrap("an HTTP archive with a body in base64", "file.har", func(s string) string {
			return `{"log":{"entries":[{"response":{"content":{"mimeType":"text/plain","encoding":"base64","text":"` + base64Of(config(s)) + `"}}}]}}`
		}),
		wrap("a cassette of VCR with a body in base64", "cassette.yml", func(s string) string {
			return "http_interactions:\n- response:\n    body:\n      encoding: ASCII-8BIT\n      string: !binary |-\n        " + base64Of(`{"token":"`+s+`"}`) + "\n"
		}),
		wrap("XML with character references", "file.xml", func(s string) string { return "<a t=\"" + each("&#x%x;")(s) + "\"/>\n" }),
		wrap("a request of SAML in a URL", "requests.http", func(s string) string {
			return "GET /sso?SAMLRequest=" + url.QueryEscape(base64Of(deflated("<samlp:AuthnRequest ID=\"a\">"+s+"</samlp:AuthnRequest>"))) + "&RelayState=x HTTP/1.1\n"
		}),
		wrap("a drawing of draw.io", "a.drawio", func(s string) string {
			return "<mxfile><diagram id=\"a\">" + base64Of(deflated(url.PathEscape("<mxGraphModel><mxCell value=\""+s+"\"/></mxGraphModel>"))) + "</diagram></mxfile>\n"
		}),
		wrap("a calendar with folded lines", "a.ics", func(s string) string {
			return "BEGIN:VCALENDAR\r\nDESCRIPTION:see " + s[:20] + "\r\n " + s[20:] + "\r\nEND:VCALENDAR\r\n"
		}),
		wrap("LDIF with folded lines", "a.ldif", func(s string) string { return "dn: cn=a\ndescription: see " + s[:20] + "\n " + s[20:] + "\n" }),
		wrap("XML with CDATA", "file.xml", func(s string) string { return "<a><![CDATA[" + s + "]]></a>\n" }),
		wrap("a dump of SQL with hex", "dump.sql", func(s string) string {
			return "INSERT INTO t VALUES (1, X'" + hex.EncodeToString([]byte(s)) + "');\n"
		}),
		wrap("a dump of PostgreSQL with bytea", "dump.sql", func(s string) string {
			return "COPY t (id, b) FROM stdin;\n1\t\\\\x" + hex.EncodeToString([]byte(s)) + "\n\\.\n"
		}),
		wrap("a patch", "fix.patch", func(s string) string { return "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-TOKEN=" + s + "\n+TOKEN=\n" }),
		wrap("LDIF", "file.ldif", func(s string) string { return "dn: cn=a\ndescription:: " + base64Of("token "+s) + "\n" }),
		wrap("a registry file with hex(1)", "file.reg", func(s string) string {
			return "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\x]\r\n\"t\"=hex(1):" + listed("%02x", ",")(utf16Text(s, false)) + "\r\n"
		}),
		tool("a dump of od", "dump", "od", "a", config, "od a >$OUT"),
		tool("a dump of od -b", "dump", "od", "a", config, "od -b a >$OUT"),
		tool("a dump of od -c", "dump", "od", "a", config, "od -c a >$OUT"),
		tool("a dump of od -a", "dump", "od", "a", config, "od -a a >$OUT"),
		tool("a dump of od -t u1", "dump", "od", "a", config, "od -t u1 a >$OUT"),
		tool("a dump of od -t d1", "dump", "od", "a", config, "od -t d1 a >$OUT"),
		tool("a dump of od -d", "dump", "od", "a", config, "od -d a >$OUT"),
		tool("a dump of od -t x4", "dump", "od", "a", config, "od -t x4 a >$OUT"),
		tool("a dump of od -t x8", "dump", "od", "a", config, "od -t x8 a >$OUT"),
		tool("a dump of hexdump -c", "dump", "hexdump", "a", config, "hexdump -c a >$OUT"),
		tool("a dump of xxd -e", "dump", "xxd", "a", config, "xxd -e a >$OUT"),
		tool("a dump of od -t x2", "dump", "od", "a", config, "od -t x2 a >$OUT"),
		tool("a binary file in a patch of git", "a.patch", "git", "file", func(s string) string { return noise(300) + "\x00" + config(s) },
			"git init -q . && git add -A && git -c user.name=a -c user.email=a@b commit -qm x && git show --binary --format=email >$OUT"),
		wrap("a hex dump of xxd", "dump.txt", func(s string) string {
			var b strings.Builder
			data := config(s)
			for at := 0; at < len(data); at += 16 {
				line := data[at:min(at+16, len(data))]
				fmt.Fprintf(&b, "%08x: ", at)
				for i := range len(line) {
					fmt.Fprintf(&b, "%02x", line[i])
					if i%2 == 1 {
						b.WriteByte(' ')
					}
				}
				fmt.Fprintf(&b, " %s\n", strings.ReplaceAll(line, "\n", "."))
			}
			return b.String()
		}),
		wrap("an array of C, from xxd -i", "file.h", func(s string) string {
			return "unsigned char a[] = {\n  " + strings.ReplaceAll(listed("0x%02x", ", ")(config(s)), "0x0a, ", "0x0a,\n  ") + "\n};\n"
		}),
		wrap("a quoted-printable mail", "mail.eml", func(s string) string {
			var b strings.Builder
			w := quotedprintable.NewWriter(&b)
			if _, err := io.WriteString(w, strings.Repeat("Grüße ", 11)+"https://example.org/?token="+s+"&x=1\n"); err != nil {
				panic(err)
			}
			if err := w.Close(); err != nil {
				panic(err)
			}
			return "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n" + b.String()
		}),
		wrap("a cookie with percent encoding", "requests.http", func(s string) string {
			return "GET / HTTP/1.1\nCookie: session=%7B%22token%22%3A%22" + s + "%22%7D\n"
		}),
		wrap("a query string in percent encoding", "requests.http", func(s string) string {
			return "GET /?next=" + url.QueryEscape("https://example.org/?token="+url.QueryEscape("a="+s)) + " HTTP/1.1\n"
		}),
		wrap("a log with JSON in a string", "app.log", func(s string) string {
			return `{"level":"info","msg":` + quoted(`response {"headers":{"authorization":"token `+s+`"}}`) + "}\n"
		}),
		wrap("properties with \\u", "a.properties", func(s string) string { return "token=" + each(`\u%04x`)(s) + "\n" }),
		wrap("properties with \\:", "a.properties", func(s string) string { return "url=https\\://x-access-token\\:" + s + "@example.org/\n" }),
		wrap("Markdown with \\_", "a.md", func(s string) string { return "The token is " + strings.ReplaceAll(s, "_", `\_`) + ".\n" }),
		wrap("LaTeX with \\_", "a.tex", func(s string) string { return `\texttt{` + strings.ReplaceAll(s, "_", `\_`) + "}\n" }),
		wrap("source code with colours in HTML", "a.html", func(s string) string {
			return `<span class="n">token</span> <span class="o">=</span> <span class="s2">&quot;` + s[:4] + `</span><span class="s2">` + s[4:] + "&quot;</span>\n"
		}),
		wrap("a table of HTML: a password by its name", "a.html", func(s string) string { return "<tr><th>Password</th><td class=\"x\">" + s + "</td></tr>\n" }),
		wrap("serialize of PHP: a password by its name", "dump.sql", func(s string) string {
			return fmt.Sprintf(`INSERT INTO wp_options VALUES (1,'smtp','a:1:{s:8:\"password\";s:%d:\"%s\";}');`+"\n", len(s), s)
		}),
		wrap("a quoted mail with base64", "mbox", func(s string) string { return "> " + wrapped(base64Of(prose(s)), 76, "\n> ") + "\n" }),
		wrap("a dump of Wireshark", "dump.txt", dumpLines("%04x  ", 1)),
		wrap("a dump of tcpdump -X", "dump.txt", dumpLines("\t0x%04x: ", 2)),
		wrap("a dump of Format-Hex", "dump.txt", dumpLines("%08X  ", 1)),
		wrap("the repr of bytes in Python", "a.py", func(s string) string { return "x = b'\\x00\\x01token=" + s + "\\x00'\n" }),
	}
}

// dumpLines writes lines with an address, sixteen bytes in groups, and the same as characters.
func dumpLines(address string, group int) func(s string) string {
	return func(s string) string {
		var b strings.Builder
		data := config(s)
		for at := 0; at < len(data); at += 16 {
			line := data[at:min(at+16, len(data))]
			fmt.Fprintf(&b, address, at)
			for i := 0; i < len(line); i += group {
				fmt.Fprintf(&b, " %02x", line[i:min(i+group, len(line))])
			}
			fmt.Fprintf(&b, "   %s\n", strings.ReplaceAll(line, "\n", "."))
		}
		return b.String()
	}
}

// literals are tokens that a program joins.
func literals() []coverCase {
	lit := func(name, file string, make func(a, b string) string) coverCase {
		return coverCase{name: name, file: file, put: func(_ *kit, token string) []byte { return []byte(make(token[:17], token[17:])) }}
	}
	return []coverCase{
		lit("JavaScript: +", "a.js", func(a, b string) string { return "const t = \"" + a + "\" + \"" + b + "\";\n" }),
		lit("JavaScript: + on two lines", "a.js", func(a, b string) string { return "const t = '" + a + "' +\n  '" + b + "';\n" }),
		lit("JavaScript: +=", "a.js", func(a, b string) string { return "let t = \"" + a + "\";\nt += \"" + b + "\";\n" }),
		lit("Python: +=", "a.py", func(a, b string) string { return "t = \"" + a + "\"\nt += \"" + b + "\"\n" }),
		lit("PHP: .=", "a.php", func(a, b string) string { return "$t = '" + a + "';\n$t .= '" + b + "';\n" }),
		lit("Ruby: << in the next line", "a.rb", func(a, b string) string { return "t = \"" + a + "\"\nt << \"" + b + "\"\n" }),
		lit("Shell: += of literals", "a.sh", func(a, b string) string { return "T=\"" + a + "\"\nT+=\"" + b + "\"\n" }),
		lit("Java: append in two statements", "A.java", func(a, b string) string {
			return "  sb.append(\"" + a + "\");\n  sb.append(\"" + b + "\");\n"
		}),
		lit("Go: WriteString in two statements", "a.go", func(a, b string) string {
			return "\tb.WriteString(\"" + a + "\")\n\tb.WriteString(\"" + b + "\")\n"
		}),
		lit("Elixir: <> without spaces", "a.ex", func(a, b string) string { return "t = \"" + a + "\"<>\"" + b + "\"\n" }),
		lit("Python: each letter by itself", "a.py", func(a, b string) string {
			return "t = \"" + strings.Join(strings.Split(a+b, ""), `""`) + "\"\n"
		}),
		lit("JavaScript: a template", "a.js", func(a, b string) string { return "const t = `" + a + "${''}" + b + "`;\n" }),
		lit("JavaScript: join", "a.js", func(a, b string) string { return "const t = ['" + a + "', '" + b + "'].join('');\n" }),
		lit("JavaScript: concat", "a.js", func(a, b string) string { return "const t = '" + a + "'.concat('" + b + "');\n" }),
		lit("JavaScript: a comment between", "a.js", func(a, b string) string { return "const t = '" + a + "' /* and */ + '" + b + "';\n" }),
		lit("JavaScript: a line continued", "a.js", func(a, b string) string { return "const t = '" + a + "\\\n" + b + "';\n" }),
		lit("JavaScript: atob", "a.js", func(a, b string) string { return "const t = atob('" + base64Of(a+b) + "');\n" }),
		lit("JavaScript: String.fromCharCode", "a.js", func(a, b string) string { return "const t = String.fromCharCode(" + listed("%d", ",")(a+b) + ");\n" }),
		lit("JavaScript: Uint8Array", "a.js", func(a, b string) string { return "const t = new Uint8Array([" + listed("%d", ", ")(a+b) + "]);\n" }),
		lit("Python: side by side", "a.py", func(a, b string) string { return "t = '" + a + "' '" + b + "'\n" }),
		lit("Python: side by side on two lines", "a.py", func(a, b string) string { return "t = (\n    \"" + a + "\"\n    \"" + b + "\"\n)\n" }),
		lit("Python: +", "a.py", func(a, b string) string { return "t = \"" + a + "\" + \"" + b + "\"\n" }),
		lit("Python: a line continued", "a.py", func(a, b string) string { return "t = \"" + a + "\" \\\n    \"" + b + "\"\n" }),
		lit("Python: join", "a.py", func(a, b string) string { return "t = ''.join(['" + a + "', '" + b + "'])\n" }),
		lit("Python: a format", "a.py", func(a, b string) string { return "t = '%s%s' % ('" + a + "', '" + b + "')\n" }),
		lit("Python: chr", "a.py", func(a, b string) string { return "t = " + listed("chr(%d)", " + ")(a+b) + "\n" }),
		lit("Python: bytes of numbers", "a.py", func(a, b string) string { return "t = bytes([" + listed("%d", ", ")(a+b) + "])\n" }),
		lit("Python: an f-string", "a.py", func(a, b string) string { return "t = f'" + a + "{\"" + b + "\"}'\n" }),
		lit("Java: +", "A.java", func(a, b string) string { return "class A { String t = \"" + a + "\" + \"" + b + "\"; }\n" }),
		lit("Java: + on two lines", "A.java", func(a, b string) string { return "class A {\n  String t = \"" + a + "\"\n      + \"" + b + "\";\n}\n" }),
		lit("Java: an array of chars", "A.java", func(a, b string) string { return "class A { char[] t = {" + listed("'%c'", ", ")(a+b) + "}; }\n" }),
		lit("Java: a StringBuilder", "A.java", func(a, b string) string {
			return "t = new StringBuilder().append(\"" + a + "\").append(\"" + b + "\");\n"
		}),
		lit("Java: concat", "A.java", func(a, b string) string { return "String t = \"" + a + "\".concat(\"" + b + "\");\n" }),
		lit("Java: an array of casts", "A.java", func(a, b string) string { return "byte[] t = {" + listed("(byte) 0x%02x", ", ")(a+b) + "};\n" }),
		lit("Go: Join", "a.go", func(a, b string) string {
			return "var t = strings.Join([]string{\"" + a + "\", \"" + b + "\"}, \"\")\n"
		}),
		lit("Go: +", "a.go", func(a, b string) string { return "package a\n\nconst t = \"" + a + "\" +\n\t\"" + b + "\"\n" }),
		lit("Go: an array of bytes", "a.go", func(a, b string) string { return "package a\n\nvar t = []byte{" + listed("0x%02x", ", ")(a+b) + "}\n" }),
		lit("Go: an array of characters", "a.go", func(a, b string) string { return "package a\n\nvar t = []byte{" + listed("'%c'", ", ")(a+b) + "}\n" }),
		lit("C: side by side", "a.c", func(a, b string) string { return "const char *t = \"" + a + "\" \"" + b + "\";\n" }),
		lit("C: side by side on two lines", "a.c", func(a, b string) string { return "const char *t = \"" + a + "\"\n                \"" + b + "\";\n" }),
		lit("C: a line continued", "a.c", func(a, b string) string { return "#define T \"" + a + "\\\n" + b + "\"\n" }),
		lit("C: an array of characters", "a.c", func(a, b string) string { return "char t[] = {" + listed("'%c'", ",")(a+b) + ",0};\n" }),
		lit("C: an array of octal numbers", "a.c", func(a, b string) string { return "char t[] = {" + listed("%04o", ", ")(a+b) + "};\n" }),
		lit("C++: a string and a literal", "a.cc", func(a, b string) string { return "auto t = std::string(\"" + a + "\") + \"" + b + "\";\n" }),
		lit("C#: +", "a.cs", func(a, b string) string { return "var t = \"" + a + "\" + @\"" + b + "\";\n" }),
		lit("PHP: .", "a.php", func(a, b string) string { return "<?php $t = '" + a + "' . '" + b + "';\n" }),
		lit("Perl: .", "a.pl", func(a, b string) string { return "my $t = \"" + a + "\" . \"" + b + "\";\n" }),
		lit("Ruby: side by side", "a.rb", func(a, b string) string { return "t = '" + a + "' '" + b + "'\n" }),
		lit("Ruby: a line continued", "a.rb", func(a, b string) string { return "t = '" + a + "' \\\n    '" + b + "'\n" }),
		lit("Ruby: <<", "a.rb", func(a, b string) string { return "t = '" + a + "' << '" + b + "'\n" }),
		lit("Rust: concat!", "a.rs", func(a, b string) string { return "const T: &str = concat!(\"" + a + "\", \"" + b + "\");\n" }),
		lit("Rust: an array with suffixes", "a.rs", func(a, b string) string { return "let t = [" + listed("0x%02xu8", ", ")(a+b) + "];\n" }),
		lit("Lua: ..", "a.lua", func(a, b string) string { return "local t = \"" + a + "\" .. \"" + b + "\"\n" }),
		lit("Visual Basic: &", "a.vb", func(a, b string) string { return "Dim t = \"" + a + "\" & _\n    \"" + b + "\"\n" }),
		lit("Visual Basic: Chr", "a.vb", func(a, b string) string { return "t = " + listed("Chr(%d)", " & ")(a+b) + "\n" }),
		lit("SQL: CONCAT", "a.sql", func(a, b string) string { return "SELECT CONCAT('" + a + "', '" + b + "');\n" }),
		lit("SQL: ||", "a.sql", func(a, b string) string { return "SELECT '" + a + "' || '" + b + "';\n" }),
		lit("Kotlin: +", "a.kt", func(a, b string) string { return "val t = \"" + a + "\" +\n    \"" + b + "\"\n" }),
		lit("Swift: +", "a.swift", func(a, b string) string { return "let t = \"" + a + "\" + \"" + b + "\"\n" }),
		lit("Haskell: ++", "a.hs", func(a, b string) string { return "t = \"" + a + "\" ++ \"" + b + "\"\n" }),
		lit("Elixir: <>", "a.ex", func(a, b string) string { return "t = \"" + a + "\" <> \"" + b + "\"\n" }),
		lit("Makefile: a line continued", "Makefile", func(a, b string) string { return "T = " + a + "\\\n" + b + "\n" }),
		lit("Shell: a line continued", "a.sh", func(a, b string) string { return "T=" + a + "\\\n" + b + "\n" }),
		lit("Shell: side by side", "a.sh", func(a, b string) string { return "T=\"" + a + "\"'" + b + "'\n" }),
		lit("Shell: +=", "a.sh", func(a, b string) string { return "T=" + a + "\nT+=" + b + "\n" }),
		lit("Shell: printf", "a.sh", func(a, b string) string { return "printf '%s%s' " + a + " " + b + "\n" }),
		lit("PowerShell: +", "a.ps1", func(a, b string) string { return "$t = '" + a + "' + '" + b + "'\n" }),
		lit("PowerShell: -join", "a.ps1", func(a, b string) string { return "$t = '" + a + "','" + b + "' -join ''\n" }),
		lit("PowerShell: -f", "a.ps1", func(a, b string) string { return "$t = '{0}{1}' -f '" + a + "', '" + b + "'\n" }),
		lit("PowerShell: [char]", "a.ps1", func(a, b string) string { return "$t = " + listed("[char]%d", "+")(a+b) + "\n" }),
		lit("Pascal: #", "a.pas", func(a, b string) string { return "t := " + each("#%d")(a+b) + ";\n" }),
		lit("Pascal: an array of $", "a.pas", func(a, b string) string { return "const t: array of byte = (" + listed("$%02X", ", ")(a+b) + ");\n" }),
		lit("Ada: an array of 16##", "a.adb", func(a, b string) string { return "T : constant Bytes := (" + listed("16#%02X#", ", ")(a+b) + ");\n" }),
		lit("Assembler: numbers with h", "a.asm", func(a, b string) string { return "t db " + listed("0%02xh", ", ")(a+b) + "\n" }),
		lit("Erlang: a list in a binary", "a.erl", func(a, b string) string { return "T = <<\"" + a + "\", \"" + b + "\">>.\n" }),
		lit("Julia: string", "a.jl", func(a, b string) string { return "t = string(\"" + a + "\", \"" + b + "\")\n" }),
		lit("Registry: hex(2)", "a.reg", func(a, b string) string {
			return "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_X]\r\n\"T\"=hex(2):" + wrapped(listed("%02x", ",")(utf16Text(a+b, false)), 75, "\\\r\n  ") + "\r\n"
		}),
		lit("Terraform: join", "a.tf", func(a, b string) string { return "t = join(\"\", [\"" + a + "\", \"" + b + "\"])\n" }),
		lit("CloudFormation: Fn::Join", "a.json", func(a, b string) string {
			return "{\"T\": {\"Fn::Join\": [\"\", [\"" + a + "\", \"" + b + "\"]]}}\n"
		}),
		lit("Batch: a line continued", "a.bat", func(a, b string) string { return "set T=" + a + "^\r\n" + b + "\r\n" }),
		lit("Dockerfile: a line continued", "Dockerfile", func(a, b string) string { return "FROM x\nENV T=" + a + "\\\n" + b + "\n" }),
		lit("YAML: a folded scalar", "a.yaml", func(a, b string) string { return "t: >-\n  token " + a + b + "\n  more\n" }),
		lit(`YAML: double quotes with \`, "a.yaml", func(a, b string) string { return "t: \"" + a + "\\\n  " + b + "\"\n" }),
		lit("YAML: escapes in double quotes", "a.yaml", func(a, b string) string { return "t: \"" + strings.Replace(a, "_", `\x5f`, 1) + b + "\"\n" }),
		lit("YAML: !!binary", "a.yaml", func(a, b string) string { return "t: !!binary |\n  " + base64Of("token "+a+b) + "\n" }),
		lit("TOML: a line continued", "a.toml", func(a, b string) string { return "t = \"\"\"" + a + "\\\n  " + b + "\"\"\"\n" }),
		lit("Properties: a line continued", "a.properties", func(a, b string) string { return "t=" + a + "\\\n    " + b + "\n" }),
		lit("INI of git: a line continued", "a.ini", func(a, b string) string { return "[x]\n\tt = " + a + "\\\n" + b + "\n" }),
		lit("a diff that breaks it", "a.txt", func(a, b string) string { return "t = " + a + "\n" + b + "\n" }),
	}
}
