package decode

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"mime/quotedprintable"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// checkRuns checks the laws that hold for the runs of any data.
func checkRuns(t *testing.T, data []byte) []Run {
	t.Helper()
	all := Find(nil, data, 0, len(data))
	for i, r := range all {
		if i > 0 && Compare(all[i-1], r) >= 0 || r.Start < 0 || r.Start >= r.End || r.End > len(data) || r.Kinds == 0 {
			t.Fatalf("%q: run %v behind %v", data, r, all[:i])
		}
		text, ok := r.Decode(data, 1<<20)
		if !ok {
			continue
		}
		if len(text.At) != len(text.Data)+1 || !slices.IsSorted(text.At) || int(text.At[0]) < r.Start || int(text.At[len(text.Data)]) > r.End {
			t.Fatalf("%q: the map of %v is not one: %v", data, r, text.At)
		}
		if alone, _ := (Run{r.Kinds, 0, r.End - r.Start}).Decode(data[r.Start:r.End], 1<<20); !bytes.Equal(alone.Data, text.Data) {
			t.Fatalf("%q: %v is %q and alone %q", data, r, text.Data, alone.Data)
		}
	}
	return all
}

// FuzzFind: the runs of a paragraph are found by themselves, and all maps ascend.
func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"a\nx = \"ab\" +\n \"cd\"\n\\u0041b %41 &#65; =3D\n", "dG9rZW4gdG9rZW4gdG9rZW4gdG9rZW4gdG9rZW4g\n  dG9rZW4gdG9rZW4g\n",
		"103, 104, 112, 95, 103, 104, 112, 95,\n 103, 104, 112, 95\n", "x\x1b[1mghp\u200b_ab＝c+AEE-\n", "\\\n\\\n'a', 'b',\n'c'", "=\n=\r\nabc=\n", "concat('a1', '2b')\n[\"x1\", \"1y\"].join('')\n\"a1\" /* \"+\" */ + \"b1\".concat(\"2c\")\n",
		each("chr(%d)", "a list of calls", " + ") + "\n" + each("(byte)0x%02x", "a list of casts", ", ") + each(`\%o `, "and of escapes", "") + "#7\n",
		"a =?utf-8?Q?a=5Fb?=\n =?utf-8?B?dG9rZW4gdG9rZW4g?=\nb85 \"XK}?ZVRApgZ)&uD{NxG\" <~BOu!rDZBb;EZen%~>\n", uuencode(strings.Repeat("lines of uuencode ", 8)) + "\\N{LOW LINE}\\5f x&AEE-=67=68\n",
		"dG9rZW4gdG9rZW4gdG9rZW4g\n dG9rZW4gdG9rZW4gdG9rZW4g<br>dG9rZW4g\n\"67\", \"68\".67.68.\n0110 0b01100111\nx = {\n 67,\n", "0000000   g   h   p  \\n\n0000020   x  \\0      y\n0000000 103 104 112  95 103\n",
	} {
		f.Add([]byte(s), len(s)/3)
	}
	f.Fuzz(func(t *testing.T, data []byte, at int) {
		all := checkRuns(t, data)
		if at < 0 || at > len(data) {
			return
		}
		start, end := Paragraphs(data, 0, at, at)
		part := Find(nil, data, start, end)
		outside := func(r Run) bool { return r.Start < start || r.Start > end }
		if want := slices.DeleteFunc(all, outside); !slices.Equal(part, want) {
			t.Fatalf("%q, %d-%d: got %v, want %v", data, start, end, part, want)
		}
		part = FindWords(nil, data, start, end)
		if want := slices.DeleteFunc(FindWords(nil, data, 0, len(data)), outside); !slices.Equal(part, want) {
			t.Fatalf("%q, words of %d-%d: got %v, want %v", data, start, end, part, want)
		}
	})
}

// token makes a text like a token of any bytes.
func token(raw []byte) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
	b := []byte("key_")
	for _, c := range raw {
		b = append(b, alphabet[c%64])
	}
	for len(b) < 24 {
		b = append(b, 'x')
	}
	return string(b[:min(len(b), 200)])
}

// roundTrip checks that what an encoder writes is decoded.
func roundTrip(t *testing.T, kind Kinds, plain, encoded string) {
	t.Helper()
	for _, around := range [...][2]string{{"", ""}, {"x = ", "\n"}, {"first\n  x: \"", "\"\nlast\n"}} {
		data := []byte(around[0] + encoded + around[1])
		found := slices.ContainsFunc(checkRuns(t, data), func(r Run) bool {
			text, ok := r.Decode(data, 1<<20)
			return ok && r.Kinds&kind != 0 && bytes.Contains(text.Data, []byte(plain))
		})
		if !found {
			t.Fatalf("%v of %q is not decoded: %q has %v", kind.Names(), plain, data, Find(nil, data, 0, len(data)))
		}
	}
}

func seed(f *testing.F) {
	for _, s := range []string{"", "A", "0123456789abcdefghij", "\xff\xff\xff\xff\x00\x00\x00\x00", strings.Repeat("wide", 50)} {
		f.Add([]byte(s), 5)
	}
}

// each writes every byte with a verb of fmt.
func each(verb, text, between string) string {
	var all []string
	for _, c := range []byte(text) {
		all = append(all, fmt.Sprintf(verb, c))
	}
	return strings.Join(all, between)
}

func wrapped76(s, with string) string { return foldedAt(s, 76, with) }

func foldedAt(s string, n int, with string) string {
	var lines []string
	for len(s) > n {
		lines = append(lines, s[:n])
		s = s[n:]
	}
	return strings.Join(append(lines, s), with)
}

func FuzzWord(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, raw []byte, _ int) {
		s := token(raw)
		roundTrip(t, Base64, s, base64.StdEncoding.EncodeToString([]byte(s)))
		roundTrip(t, Base64, s, base64.RawURLEncoding.EncodeToString([]byte(s)))
		roundTrip(t, Base64, s, base64.StdEncoding.EncodeToString([]byte("\xef\xbb\xbf"+s)))
		roundTrip(t, Base64, s, wrapped76(base64.StdEncoding.EncodeToString([]byte(s+s+s)), "\r\n    "))
		for _, fold := range [...]string{"\n", "\r\n  ", " ", "<br>", "&#13;&#10;", "%0A", `\n`} {
			roundTrip(t, Base64, s, foldedAt(base64.StdEncoding.EncodeToString([]byte(s+s)), 32, fold))
			roundTrip(t, Base64, s, foldedAt(base64.StdEncoding.EncodeToString([]byte(s+s)), 24, fold))
		}
		roundTrip(t, Base64, s, "prefix"+base64.StdEncoding.EncodeToString([]byte(s)))
		roundTrip(t, Base32, s, base32.StdEncoding.EncodeToString([]byte(s)))
		roundTrip(t, Hex, s, hex.EncodeToString([]byte(s)))
		roundTrip(t, Hex, s, strings.ToUpper(hex.EncodeToString([]byte(s))))
	})
}

func FuzzNumbers(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, raw []byte, _ int) {
		s := token(raw)
		roundTrip(t, Bytes, s, "["+each("0x%02x", s, ", ")+"]")
		roundTrip(t, Bytes, s, "{"+each("0X%02X", s, ",")+"}")
		roundTrip(t, Bytes, s, "{"+each("%d", s, ", ")+"}")
		roundTrip(t, Bytes, s, "["+each("%d", s, ",\n    ")+"]")
		roundTrip(t, Bytes, s, each("%02x", s, ":"))
		roundTrip(t, Bytes, s, each("%02x", s, " "))
		roundTrip(t, Bytes, s, "["+each("0x%02xu8", s, ", ")+"]")
		roundTrip(t, Bytes, s+s, "\"a\"=hex:"+each("%02x", s, ",")+",\\\r\n  "+each("%02x", s, ","))
		roundTrip(t, Bytes, s, "db "+each("0%02xh", s, ", "))
		roundTrip(t, Bytes, s, "("+each("16#%02X#", s, ", ")+")")
		roundTrip(t, Bytes, s, "{"+each("0%o", s, ", ")+"};")
		roundTrip(t, Bytes, s, each("%02x", s, ";"))
		roundTrip(t, Bytes, s, each("%02x", s, "."))
		roundTrip(t, Bytes, s, each("%d", s, "/"))
		roundTrip(t, Bytes, s, each(`"%d"`, s, ", "))
		roundTrip(t, Bytes, s, each("%03d", s, ""))
		roundTrip(t, Bytes, s, each("%o", s, " "))
		roundTrip(t, Bytes, s, each("%08b", s, " "))
		roundTrip(t, Bytes, s, each("0b%08b", s, ", "))
		roundTrip(t, Bytes, s, each("%08b", s, ""))
		if s += s; strings.ContainsAny(s, "_-") { // without other letters, hexadecimal numbers may be decimal ones
			for _, framed := range [...][2]string{
				{"chr(%d)", " + "}, {"Chr(%d)", " & "}, {"[char]%d", "+"}, {"(byte)0x%02x", ", "}, {"(byte) %d", ", "},
				{"&H%02X", ","}, {`\%x`, " "}, {`\o{%o}`, ""}, {"U+%04X", " "}, {`\N{U+%04x}`, ""}, {"`u{%x}", ""}, {`\%06x`, ""},
			} {
				roundTrip(t, Bytes, s, each(framed[0], s, framed[1]))
			}
		}
	})
}

func FuzzInflate(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, raw []byte, _ int) {
		s := token(raw)
		for _, pack := range []func(io.Writer) io.WriteCloser{
			func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
			func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) },
		} {
			var b bytes.Buffer
			z := pack(&b)
			_, _ = io.WriteString(z, s)
			_ = z.Close()
			roundTrip(t, Base64, s, base64.StdEncoding.EncodeToString(b.Bytes()))
			_, _ = checkRuns(t, []byte(base64.StdEncoding.EncodeToString(b.Bytes()[:len(b.Bytes())/2]))), raw
		}
		var b bytes.Buffer
		z, _ := flate.NewWriter(&b, flate.BestCompression)
		_, _ = io.WriteString(z, s)
		_ = z.Close()
		b64 := base64.StdEncoding.EncodeToString(b.Bytes())
		_ = checkRuns(t, []byte(b64[:len(b64)/2]))
		if isDeflated([]byte(strings.TrimRight(b64, "="))) && !isText(b.Bytes()[:leastDeflated]) {
			roundTrip(t, Base64, s, b64)
		}
		if b.Len() >= leastDeflated+2 && !isText(b.Bytes()[:leastDeflated]) {
			roundTrip(t, Base64, s, `<diagram id="a">`+base64.StdEncoding.EncodeToString(b.Bytes())+"</diagram>")
		}
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			var b []byte
			for _, u := range utf16.Encode([]rune(s)) {
				b = order.AppendUint16(b, u)
			}
			roundTrip(t, Base64, s, base64.StdEncoding.EncodeToString(b))
		}
	})
}

func FuzzEscapes(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, raw []byte, at int) {
		s := token(raw)
		for _, verb := range []string{`\x%02x`, `\u%04x`, `\u{%x}`, `\U%08x`, `\%03o`} {
			roundTrip(t, Escapes, s, each(verb, s, ""))
			i := 1 + max(at, -at)%(len(s)-1)
			if i > 0 && i < len(s) {
				roundTrip(t, Escapes, s, s[:i-1]+fmt.Sprintf(verb, s[i-1])+s[i:])
			}
		}
	})
}

func FuzzMarkup(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, raw []byte, _ int) {
		s := token(raw)
		roundTrip(t, Percent, s, each("%%%02x", s, ""))
		roundTrip(t, Percent, s, each("%%%02X", s, ""))
		roundTrip(t, Entities, s, each("&#%d;", s, ""))
		roundTrip(t, Entities, s, each("&#x%x;", s, ""))
		roundTrip(t, Entities, "="+s, "&equals;"+s)
		roundTrip(t, Entities, s, each("&#%012d;", s, ""))
		roundTrip(t, Entities, s, each("&#x%06x", s, ""))
		for _, tag := range [...]string{"<wbr>", "<b>", "</em>", `<span class="x">`, "<!-- -->", "</span><span>"} {
			roundTrip(t, Tags, s[:1]+"77"+s[1:], s[:1]+"7"+tag+"7"+s[1:])
		}
	})
}

func FuzzMail(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, raw []byte, _ int) {
		s := token(raw)
		var b bytes.Buffer
		w := quotedprintable.NewWriter(&b)
		_, _ = io.WriteString(w, "key="+s)
		_ = w.Close()
		roundTrip(t, Quoted, s, "\n"+b.String()) // it counts the characters of a line
		var wide []byte
		for _, u := range utf16.Encode([]rune(s)) {
			wide = binary.BigEndian.AppendUint16(wide, u)
		}
		roundTrip(t, UTF7, s, "+"+base64.RawStdEncoding.EncodeToString(wide)+"-")
	})
}

func FuzzInvisible(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, raw []byte, at int) {
		s := token(raw)
		i := 1 + max(at, 0)%(len(s)-1)
		for _, c := range []string{"\x00", "\x1b[32m", "\x1b[1;31m", "\x1b(B", "\x1b]0;title\a", "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u009b0m"} {
			roundTrip(t, Invisible, s, s[:i]+c+s[i:])
		}
		for _, sign := range []string{"：", "＝", "﹕", "∶", "→", "≔"} {
			for _, between := range []string{sign, " " + sign + " ", sign + " "} {
				roundTrip(t, Invisible, s, "name"+between+s)
			}
		}
		overlong := ""
		for _, c := range []byte(s) {
			overlong += string([]byte{0xc0 | c>>6, 0x80 | c&0x3f})
		}
		roundTrip(t, Invisible, s, overlong)
		roundTrip(t, Invisible, s, strings.Map(func(r rune) rune { return r - '!' + 0xff01 }, s))
	})
}

func FuzzJoin(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, raw []byte, at int) {
		s := token(raw)
		i := 1 + max(at, 0)%(len(s)-1)
		for _, quote := range []string{`"`, `'`} {
			for _, sign := range []string{" + ", "+", " . ", ".", " .. ", " & ", " & _\n   ", " || ", "||", " ~ ", " <> ", " +\n  ", "\n  + "} {
				roundTrip(t, Joined, s, quote+s[:i]+quote+sign+quote+s[i:]+quote)
			}
			for _, blank := range []string{" ", "\n   ", "\r\n\t", " \\\n  "} { // not between words
				roundTrip(t, Joined, s[:i]+"77"+s[i:], quote+s[:i]+"7"+quote+blank+quote+"7"+s[i:]+quote)
			}
		}
		roundTrip(t, Joined, s, "["+each("'%c'", s, ", ")+"]")
		for _, call := range [...][2]string{ // both parts have a digit
			{`concat(`, `)`}, {`"".join([`, `])`}, {`[`, `].join("")`}, {`Join([]string{`, `}, "")`}, {`"%s%s" % (`, `)`}, {`{"Fn::Join": ["", [`, `]]}`}, {`"{0}{1}" -f `, ``},
		} {
			if len(s) < callReach/2 {
				roundTrip(t, Joined, s[:i]+"77"+s[i:], call[0]+`"`+s[:i]+`7", "7`+s[i:]+`"`+call[1])
			}
		}
		for _, call := range [...]string{`".concat("`, `").append("`, `".to_string() + "`, `") + "`, `" /* and */ + "`} {
			roundTrip(t, Joined, s[:i]+"77"+s[i:], `("`+s[:i]+`7`+call+`7`+s[i:]+`")`)
		}
		for _, next := range [...]string{"\"\nx += \"", "\";\n\tx += \"", "\";\r\nx .= \"", "\")\n  x.append(\"", "\");\n    x.WriteString(\""} {
			if len(s) < callReach/2 {
				roundTrip(t, Joined, s[:i]+"77"+s[i:], `x = "`+s[:i]+`7`+next+`7`+s[i:]+`"`)
			}
		}
		roundTrip(t, Joined, s, "{"+each(`"%c"`, s, ",\n  ")+"}")
		if s[i] != '-' {
			roundTrip(t, Joined, s, s[:i]+"\\\n"+s[i:])
			roundTrip(t, Joined, s, s[:i]+"\\\r\n    "+s[i:])
		}
	})
}
