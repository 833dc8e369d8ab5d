package decode

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
)

// What is beside a mark or a word decides whether it is one: each form is read where it is part of a
// name or a value, and costs nothing where texts have it for other reasons.
func TestForms(t *testing.T) {
	t.Parallel()
	word := func(s string) string { return base64.RawStdEncoding.EncodeToString([]byte(s)) }
	login := "scheme://shop:" + "Ab1" + "Cd2" + "@db.internal:1/shop" // a length that needs no padding
	login += strings.Repeat("x", (3-len(login)%3)%3)
	long := strings.Repeat("k3Y_", 8)
	value := "Ab1" + "Cd2" // in place of VALUE
	for _, c := range []struct{ text, want string }{
		{`{"u":"pg:\/\/shop:VALUE@db\/shop"}`, `"pg://shop:VALUE@db/shop"`},
		{`{"u":"{\"v\":\"pg:\\/\\/shop:VALUE@db\"}"}`, `pg:\/\/shop:VALUE@db`},
		{`{"u":"http:\/\/example.org\/a:b@c"}`, ""},
		{`{"u":"http:\/\/example.org:80\/"}`, ""},
		{`password\: VALUE`, "password: VALUE"},
		{`password\: "VALUE"`, `password: "VALUE"`},
		{`password\ =\ VALUE`, "password = VALUE"},
		{`a\: b is prose`, ""},
		{`cd my\ folder`, ""},
		{`"\uu006bey"`, `"key"`},
		{`"k3y\u200b_1"`, `"k3y_1"`},
		{`"k3y\u{200b}_1"`, `"k3y_1"`},
		{`"hy\u00adphen"`, ""},
		{"&lt;key&gt;VALUE&lt;/key&gt;", "<key>VALUE</key>"},
		{"&#x3c;key&#x3E;VALUE&#x3c;/key&#x3E;", "<key>VALUE</key>"},
		{"&lt;b&gt;some words&lt;/b&gt; and &lt;i&gt;12345678&lt;/i&gt;", ""},
		{"key\u2003=\u2003\"v\"", `key = "v"`},
		{"key\u00a0: \"v\"", `key : "v"`},
		{"\"key\"\u202f:\u202f\"v\"", `"key" : "v"`},
		{"le mot\u00a0: une phrase", ""},
		{"k3y\u200b\u200b\u2060_1", "k3y_1"},
		{"k3y\u2800_1", "k3y_1"},
		{"k3y\ufff9_1", "k3y_1"},
		{"é k3y\xad_1", "é k3y_1"},
		{"key=ⓚ③Ⓨ⓪_1", "key=k3Y0_1"},
		{"x " + tagged("key_12345"), "x key_12345"},
		{"k3y" + tagged("abc") + "_1", "k3y_1"},
		{`"k3y"<>"_12"`, `"k3y_12"`},
		{"<b>key</b><i>-12</i>", "key-12"},
		{`"k""e""y""_""1"`, `"key_1"`},
		{"k=" + word(login) + "\nport=1\n", login},
		{"k=" + word(login) + "\nport.name = 1\n", login},
		{word(long+"12") + "\n" + word(long+"34") + "\n" + word(long+"56") + "\n", long + "12\n" + long + "34\n" + long + "56\n"},
		{strings.Repeat("0Xff", 16) + "\n" + word(long) + "\n", long},
		{word(wide32("key_1 = a value")), "key_1 = a value"},
		{"a k3y_1234567=\nB234567890 b", "a k3y_1234567B234567890 b"},
		{"a key=\r\n-B234567890ABCDEFG b", "a key-B234567890ABCDEFG b"},
		{"FIRST_NAME_1=\nSECOND_NAME_2=\n", ""},
		{"FIRST_NAME_1=\nSECOND_NAME_2=value\n", ""},
		{each("%03o", "key_1 = a value", " "), "key_1 = a value"},
		{each("%d", "key_1 = a value", "\n"), "key_1 = a value"},
		{each("%02x", "key_1 = a value", "\n"), "key_1 = a value"},
	} {
		c.text, c.want = strings.ReplaceAll(c.text, "VALUE", value), strings.ReplaceAll(c.want, "VALUE", value)
		decoded := ""
		for _, r := range checkRuns(t, []byte(c.text)) {
			if text, ok := r.Decode([]byte(c.text), 1<<10); ok {
				decoded += string(text.Data)
			}
		}
		if decoded != c.want && (c.want == "" || !strings.Contains(decoded, c.want)) {
			t.Errorf("%q is %q, want %q", c.text, decoded, c.want)
		}
	}
}

// tagged is a text in tag characters.
func tagged(s string) string {
	return strings.Map(func(r rune) rune { return 0xe0000 + r }, s)
}

// wide32 is a text of ASCII in UTF-32LE.
func wide32(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		b.Write([]byte{byte(u), byte(u >> 8), 0, 0})
	}
	return b.String()
}

// Checksums begin like a byte in quoted-printable, and are none of it.
func TestChecksumsAreNotQuoted(t *testing.T) {
	t.Parallel()
	for digest := range 256 {
		line := fmt.Sprintf("lib/keys.rst,sha256=%02X%s,2732\nmd5=%02Xabcdefgh\n", digest, strings.Repeat("YLWs-", 8), digest)
		for _, r := range Find(nil, []byte(line), 0, len(line)) {
			if r.Kinds&Quoted != 0 && digest != '=' { // =3D is what writers have to encode
				t.Errorf("%q: %v", line, r)
			}
		}
	}
}
