package main

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/rules/example"
)

// A disguise is a way to write text so that its bytes do not stand there.
type disguise struct {
	name  string
	write func(token string) string // a file with a token
}

// byteByByte writes every byte of a text with a verb of fmt.
func byteByByte(verb string) func(string) string {
	return func(text string) string {
		var b strings.Builder
		for _, c := range []byte(text) {
			fmt.Fprintf(&b, verb, c)
		}
		return b.String()
	}
}

func wide16(order binary.AppendByteOrder, text string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

func streamOf(w func(io.Writer) io.WriteCloser, text string) string {
	var b bytes.Buffer
	z := w(&b)
	_, _ = io.WriteString(z, text)
	_ = z.Close()
	return b.String()
}

func inGzip(text string) string {
	return streamOf(func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }, text)
}

func b64(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func wrap(text string, n int, with string) string {
	var b strings.Builder
	for len(text) > n {
		b.WriteString(text[:n] + with)
		text = text[n:]
	}
	return b.String() + text
}

func between(before, after string, write func(string) string) func(string) string {
	return func(token string) string { return before + write(token) + after }
}

// longText makes encoded text long enough to be wrapped.
func longText(token string) string {
	return strings.Repeat("some words, then ", 5) + "\nexport GITHUB_TOKEN=" + token + "\nmore of it\n"
}

// dumped writes a text as xxd, hexdump -C or od -t x1 does.
func dumped(text, line, perByte, between string, group int) string {
	var b strings.Builder
	for at := 0; at < len(text); at += 16 {
		row := text[at:min(len(text), at+16)]
		fmt.Fprintf(&b, line, at)
		for i, c := range []byte(row) {
			if i%group == 0 {
				b.WriteByte(' ')
			}
			fmt.Fprintf(&b, perByte, c)
		}
		fmt.Fprintf(&b, between, strings.Map(func(r rune) rune {
			if r < ' ' {
				return '.'
			}
			return r
		}, row))
	}
	return b.String()
}

// disguises are those that are undone.
var disguises = []disguise{
	{"UTF-16 LE, marked", func(s string) string { return "\xff\xfe" + wide16(binary.LittleEndian, "key = "+s+"\r\n") }},
	{"UTF-16 BE, marked", func(s string) string { return "\xfe\xff" + wide16(binary.BigEndian, "key = "+s+"\r\n") }},
	{"UTF-16 LE", func(s string) string { return wide16(binary.LittleEndian, "key = "+s+"\r\n") }},
	{"UTF-16 BE", func(s string) string { return wide16(binary.BigEndian, "key = "+s+"\r\n") }},
	{"UTF-16 behind ASCII", func(s string) string {
		return strings.Repeat("a line of a log\n", 600) + wide16(binary.LittleEndian, "key = "+s+"\r\n")
	}},
	{"UTF-16 BE behind ASCII", func(s string) string {
		return strings.Repeat("a line of a log\n", 600) + wide16(binary.BigEndian, "key = "+s+"\r\n")
	}},
	{"UTF-7", func(s string) string {
		return "token +AD0 " + "+AGcAaABwAF8-" + strings.TrimPrefix(s, "ghp_") + "\n"
	}},
	{"Latin-1", func(s string) string { return "caf\xe9\xa0" + s + "\xa0\xe9\n" }},
	{"carriage returns alone", func(s string) string { return "a\rTOKEN=" + s + "\rb\r" }},
	{"a zero in the text", func(s string) string { return "a\x00b\nTOKEN=" + s + "\n" }},
	{"a zero before a token", func(s string) string { return "x\x00" + s + "\n" }},
	{"colours before a token", func(s string) string { return "ok \x1b[32m" + s + "\x1b[0m\n" }},
	{"colours in a token", func(s string) string { return "ok " + s[:9] + "\x1b[1;32m" + s[9:] + "\x1b[0m\n" }},
	{"a link of a terminal", func(s string) string { return "ok \x1b]8;;https://example.org\x1b\\" + s + "\x1b]8;;\x1b\\\n" }},
	{"colours as escapes", func(s string) string { return `"\u001b[32m` + s + `\u001b[0m"` + "\n" }},
	{"characters without width", func(s string) string { return "TOKEN=" + s[:9] + "\u200b" + s[9:20] + "\u2060" + s[20:] + "\n" }},
	{"soft hyphens", func(s string) string { return "TOKEN=" + s[:9] + "\u00ad" + s[9:] + "\n" }},
	{"a byte order mark in a token", func(s string) string { return "TOKEN=" + s[:9] + "\ufeff" + s[9:] + "\n" }},
	{"full width", func(s string) string {
		return "TOKEN＝" + strings.Map(func(r rune) rune { return r - '!' + 0xff01 }, s) + "\n"
	}},
	{"base64", between("data: ", "\n", b64)},
	{"base64url", func(s string) string {
		return "data: " + base64.RawURLEncoding.EncodeToString([]byte("user?:~"+s)) + "\n"
	}},
	{"base64, wrapped", func(s string) string { return "x:\n  " + wrap(b64(longText(s)), 76, "\n  ") + "\n" }},
	{"base64, wrapped with CRLF", func(s string) string { return wrap(b64(longText(s)), 64, "\r\n") + "\r\n" }},
	{"base64 with a byte order mark", func(s string) string { return "x = \"" + b64("\xef\xbb\xbfTOKEN="+s) + "\"\n" }},
	{"base64 of UTF-16", func(s string) string {
		return "powershell -enc " + b64(wide16(binary.LittleEndian, "$t = '"+s+"'")) + "\n"
	}},
	{"a data URL", func(s string) string { return "<a href=\"data:text/plain;base64," + b64("token "+s) + "\">\n" }},
	{"a manifest of Kubernetes", func(s string) string {
		return "apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\ndata:\n  config: " + b64("github: "+s+"\n") + "\n"
	}},
	{"a registry's login", func(s string) string {
		return ".dockerconfigjson: " + b64(`{"auths":{"ghcr.io":{"auth":"`+b64("user:"+s)+`"}}}`) + "\n"
	}},
	{"a release of Helm", func(s string) string {
		return "data:\n  release: " + b64(b64(inGzip(`{"name":"x","config":{"token":"`+s+`"}}`))) + "\n"
	}},
	{"base64 of gzip", func(s string) string { return "x = '" + b64(inGzip(longText(s))) + "'\n" }},
	{"base64 of zlib", func(s string) string {
		return "x = '" + b64(streamOf(func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }, longText(s))) + "'\n"
	}},
	{"base64 four times", func(s string) string { return "x = " + b64(b64(b64(b64("token "+s)))) + "\n" }},
	{"base64 in an escape", func(s string) string { return `{"a": "line\n` + b64("token "+s) + `\n"}` + "\n" }},
	{"base64 behind a path", func(s string) string { return "https://example.org/x/" + b64("token "+s) + "\n" }},
	{"base32", func(s string) string { return "x = " + base32.StdEncoding.EncodeToString([]byte("token "+s)) + "\n" }},
	{"hexadecimal", func(s string) string { return "x = " + hex.EncodeToString([]byte(s)) + "\n" }},
	{"hexadecimal in upper case", func(s string) string { return "x = " + strings.ToUpper(hex.EncodeToString([]byte(s))) + "\n" }},
	{"percent", between("x=", "\n", byteByByte("%%%02x"))},
	{"percent for signs", func(s string) string { return "https://example.org/?q=token%3D" + s + "%26a%3Db\n" }},
	{"\\u", between("x = \"", "\"\n", byteByByte("\\u%04x"))},
	{"\\u for one", func(s string) string { return `x = "ghp\u005f` + s[4:] + "\"\n" }},
	{"\\u{}", between("x = \"", "\"\n", byteByByte("\\u{%x}"))},
	{"\\U", between("x = \"", "\"\n", byteByByte("\\U%08x"))},
	{"\\x", between("x = \"", "\"\n", byteByByte("\\x%02x"))},
	{"octal", between("x = \"", "\"\n", byteByByte("\\%03o"))},
	{"JSON in JSON", func(s string) string { return `{"a": "{\"b\": \"line\\n` + s + `\"}"}` + "\n" }},
	{"entities", between("<a>", "</a>\n", byteByByte("&#%d;"))},
	{"entities in hexadecimal", between("<a>", "</a>\n", byteByByte("&#x%x;"))},
	{"quoted-printable", func(s string) string {
		return "Content-Transfer-Encoding: quoted-printable\n\ntoken=3D" + s[:13] + "=\n" + s[13:] + "\n"
	}},
	{"quoted-printable with CRLF", func(s string) string { return "the token is " + s[:13] + "=\r\n" + s[13:] + "\r\n" }},
	{"joined with +", func(s string) string { return `x = "` + s[:13] + `" + "` + s[13:] + "\"\n" }},
	{"joined with + in many parts", func(s string) string { return `x = "` + wrap(s, 7, `" + "`) + "\"\n" }},
	{"joined over lines", func(s string) string { return "x = '" + wrap(s, 15, "' +\n      '") + "'\n" }},
	{"joined with a sign at the start", func(s string) string { return "x = '" + wrap(s, 15, "'\n   + '") + "'\n" }},
	{"joined with .", func(s string) string { return `$x = '` + s[:13] + `' . '` + s[13:] + "';\n" }},
	{"joined with ..", func(s string) string { return `x = "` + s[:13] + `" .. "` + s[13:] + "\"\n" }},
	{"joined with &", func(s string) string { return `x = "` + s[:13] + `" & _` + "\n  \"" + s[13:] + "\"\n" }},
	{"joined with ||", func(s string) string { return `x := '` + s[:13] + `' || '` + s[13:] + "';\n" }},
	{"joined with ~", func(s string) string { return `{{ "` + s[:13] + `" ~ "` + s[13:] + "\" }}\n" }},
	{"joined with <>", func(s string) string { return `x = "` + s[:13] + `" <> "` + s[13:] + "\"\n" }},
	{"joined by standing there", func(s string) string { return "x = (\"" + s[:13] + "\"\n     \"" + s[13:] + "\")\n" }},
	{"a line that goes on", func(s string) string { return "x=" + s[:13] + "\\\n" + s[13:] + "\n" }},
	{"the prefix of a number", func(s string) string { return "x = 0x" + hex.EncodeToString([]byte(s)) + "\n" }},
	{"bytes", func(s string) string {
		return "x = []byte{" + strings.TrimSuffix(byteByByte("0x%02x, ")(s), ", ") + "}\n"
	}},
	{"bytes in decimal", func(s string) string { return "x = {" + strings.TrimSuffix(byteByByte("%d, ")(s), ", ") + "};\n" }},
	{"bytes with colons", func(s string) string { return strings.TrimSuffix(byteByByte("%02X:")(s), ":") + "\n" }},
	{"bytes on lines", between("[\n", "]\n", byteByByte("    %d,\n"))},
	{"percent twice", between("x=", "\n", byteByByte("%%25%02x"))},
	{"a named entity", func(s string) string { return "<a>ghp&lowbar;" + s[4:] + "</a>\n" }},
	{"base64 in joined lines", func(s string) string { return "x = \"" + wrap(b64(longText(s)), 60, "\" +\n    \"") + "\"\n" }},
	{"base64 in a string with newlines", func(s string) string { return `{"x": "` + wrap(b64(longText(s)), 76, `\n`) + `"}` + "\n" }},
	{"an escaped newline in YAML", func(s string) string { return "x: \"" + s[:13] + "\\\n    " + s[13:] + "\"\n" }},
	{"a folded scalar of YAML", func(s string) string { return "x: >-\n  " + s + "\n" }},
	{"a word of a shell", func(s string) string { return `X="` + s[:13] + `"'` + s[13:] + "'\n" }},
	{"bytes as characters", func(s string) string { return "x = [b'" + wrap(s, 1, "', b'") + "']\n" }},
	{"joined, with different quotes", func(s string) string { return `x = '` + s[:13] + `' + "` + s[13:] + "\"\n" }},
	{"joined in parentheses", func(s string) string { return `x = ("` + s[:13] + `") + ("` + s[13:] + "\")\n" }},
	{"joined in backquotes", func(s string) string { return "x = `" + s[:13] + "` + `" + s[13:] + "`\n" }},
	{"joined in backquotes and quotes", func(s string) string { return "x = `" + s[:13] + "` +\n\t\"" + s[13:] + "\"\n" }},
	{"joined in PowerShell over lines", func(s string) string { return "$x = \"" + s[:13] + "\" + `\n  \"" + s[13:] + "\"\n" }},
	{"joined with a prefix", func(s string) string { return `x = N'` + s[:13] + `' + N'` + s[13:] + "'\n" }},
	{"joined with *", func(s string) string { return `x = "` + s[:13] + `" * "` + s[13:] + "\"\n" }},
	{"joined with //", func(s string) string { return `x = '` + s[:13] + `' // '` + s[13:] + "'\n" }},
	{"a word of a shell with the same quotes", func(s string) string { return `X="` + s[:3] + `""` + s[3:] + "\"\n" }},
	{"a line of cmd that goes on", func(s string) string { return "set X=" + s[:13] + "^\r\n" + s[13:] + "\r\n" }},
	{"a gap in a string", func(s string) string { return `x = "` + s[:13] + "\\\n    \\" + s[13:] + "\"\n" }},
	{"\\x{}", between("x = \"", "\"\n", byteByByte("\\x{%x}"))},
	{"%u", between("x=", "\n", byteByByte("%%u%04x"))},
	{"percent thrice", between("x=", "\n", byteByByte("%%2525%02x"))},
	{"entities without semicolons", func(s string) string { return "<a>" + byteByByte("&#%d")(s) + "</a>\n" }},
	{"entities twice", between("<a>", "</a>\n", byteByByte("&amp;#%d;"))},
	{"a soft hyphen as an entity", func(s string) string { return "<a>" + s[:13] + "&shy;" + s[13:] + "</a>\n" }},
	{"a space without width as an entity", func(s string) string { return "<a>" + s[:13] + "&#8203;" + s[13:] + "</a>\n" }},
	{"base32 in small letters", func(s string) string {
		return "x = " + strings.ToLower(base32.StdEncoding.EncodeToString([]byte("token "+s))) + "\n"
	}},
	{"a dump of xxd", func(s string) string { return dumped("# x\ntoken = "+s+"\n", "%08x:", "%02x", "  %s\n", 2) }},
	{"a dump of hexdump", func(s string) string { return dumped("# x\ntoken = "+s+"\n", "%08x ", "%02x", "  |%s|\n", 1) }},
	{"a dump of od", func(s string) string { return dumped("# x\ntoken = "+s+"\n", "%07o", "%02x", "\n%.0s", 1) }},
	{"bytes with hyphens", func(s string) string { return strings.TrimSuffix(byteByByte("%02x-")(s), "-") + "\n" }},
	{"bytes with underscores", func(s string) string { return strings.TrimSuffix(byteByByte("%02x_")(s), "_") + "\n" }},
	{"bytes in hexadecimal with commas", func(s string) string { return strings.TrimSuffix(byteByByte("%02x, ")(s), ", ") + "\n" }},
	{"bytes in lines with blanks at the end", func(s string) string {
		return "x = {\n" + wrap(byteByByte("0x%02x, ")(s), 48, "\n") + "};\n"
	}},
	{"bytes in a list of YAML", between("x:\n", "y: 1\n", byteByByte("- %d\n"))},
	{"base64 in lines of a comment", func(s string) string { return "# " + wrap(b64(longText(s)), 64, "\n# ") + "\n" }},
	{"base64 in lines of a comment with //", func(s string) string { return "  // " + wrap(b64(longText(s)), 64, "\n  // ") + "\n" }},
	{"characters in a list", func(s string) string { return "x = ['" + wrap(s, 1, "', '") + "']\n" }},
}

// Every disguise is undone in every mode, and the finding says where it is and what was
// undone.
func TestDisguises(t *testing.T) {
	t.Parallel()
	s := gittest.New(t)
	s.Commit("first", "1\n")
	tokens := map[string]int{}
	for i, e := range disguises {
		token, err := example.Expand("ghp_{base62:30}{crc32}", uint64(i+1))
		if err != nil {
			t.Fatal(err)
		}
		tokens[token] = i
		s.Write(fmt.Sprintf("%02d", i), e.write(token))
	}
	r := newRunner(t, s.Dir, func(*testing.T, string, string) {})
	check := func(mode, stdin string, want int, args ...string) {
		var report finding.Report
		out := r.run(stdin, append(args, "-q", "-f", "json", "--show-secrets")...)
		if err := json.Unmarshal([]byte(out), &report); err != nil {
			t.Fatalf("%s: %v: %s", mode, err, out)
		}
		found := map[int]bool{}
		for _, f := range report.Findings {
			i, ok := tokens[f.Secret]
			if !ok || f.RuleID != "github-pat" || found[i] || len(f.Locations) != 1 {
				t.Errorf("%s: %s %q in %q (%s), %d places", mode, f.RuleID, f.Secret, f.Locations[0].Path, f.Locations[0].Layers, len(f.Locations))
			}
			found[i] = true
		}
		if want >= 0 {
			if !found[want] {
				t.Errorf("%s: %s is not found", mode, disguises[want].name)
			}
			return
		}
		for i := range disguises {
			if !found[i] {
				t.Errorf("%s: %s is not found", mode, disguises[i].name)
			}
		}
	}
	check("dir", "", -1, "dir", ".")
	s.Git("add", "-A")
	check("staged", "", -1, "git", "--staged", ".")
	s.Git("commit", "-qm", "second")
	check("git", "", -1, "git", ".")
	for token, i := range tokens {
		check("stdin", disguises[i].write(token), i, "stdin")
	}
}

// What is encoded with its name is found by the name.
func TestEncodedPasswords(t *testing.T) {
	t.Parallel()
	password, err := example.Expand("{base62:6}&{base62:6}", 17)
	if err != nil {
		t.Fatal(err)
	}
	s := gittest.New(t)
	cases := map[string]string{
		"base64":   "cfg: " + b64("PASSWORD="+password) + "\n",
		"env":      "env: " + b64("DB_HOST=x\nDB_PASSWORD="+password+"\nA=b\n") + "\n",
		"json":     "env: " + b64(`{"host":"x","password":"`+password+`"}`) + "\n",
		"helm":     "release: " + b64(b64(inGzip(`{"config":{"password":"`+password+`"}}`))) + "\n",
		"escaped":  `"\u0070assword": "` + password + `"` + "\n",
		"joined":   `x = "pass" + "word=" + "` + password + `"` + "\n",
		"in parts": `password = "` + password[:8] + `" + "` + password[8:] + `"` + "\n",
		"width":    "password＝" + password + "\n",
		"quotes":   "password = “" + password + "”\n",
	}
	for name, text := range cases {
		s.Write(name, text)
	}
	r := newRunner(t, s.Dir, func(*testing.T, string, string) {})
	var report finding.Report
	if err := json.Unmarshal([]byte(r.run("", "dir", ".", "-q", "-f", "json", "--show-secrets")), &report); err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Findings {
		for _, l := range f.Locations {
			if f.Secret != password {
				t.Errorf("%s: %q, layers %q", l.Path, f.Secret, l.Layers)
			}
			delete(cases, strings.TrimPrefix(l.Path, "./"))
		}
	}
	for name := range cases {
		t.Errorf("%s is not found", name)
	}
}

// A redacted report shows neither an encoded secret nor its encoded form.
func TestEncodedSecretsAreRedacted(t *testing.T) {
	t.Parallel()
	token, err := example.Expand("ghp_{base62:30}{crc32}", 99)
	if err != nil {
		t.Fatal(err)
	}
	encoded := b64("token " + token)
	s := gittest.New(t)
	s.Write("a.txt", "x = "+encoded+"\n")
	s.Write(encoded+"/b.txt", "auth_token: "+encoded+"\n")
	s.Write("c.txt", `y = "`+token[:10]+`" + "`+token[10:]+`"`+"\n")
	r := newRunner(t, s.Dir, func(*testing.T, string, string) {})
	for _, format := range []string{"text", "html", "json", "jsonl", "sarif", "csv", "junit", "gitleaks"} {
		out := r.run("", "dir", ".", "-q", "-f", format)
		if !strings.Contains(out, "ghp_***") && format != "sarif" && format != "junit" {
			t.Errorf("%s: nothing was found: %s", format, out)
		}
		for _, secret := range []string{token, token[10:], encoded, encoded[20:60]} {
			if strings.Contains(out, secret) {
				t.Errorf("%s shows %q: %s", format, secret, out)
			}
		}
	}
}
