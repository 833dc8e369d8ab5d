package archive

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"
)

// Documents and directories that cut words are shown with the words whole.
func TestCutTexts(t *testing.T) {
	for _, c := range [...]struct {
		kind Kind
		data string
		want string
	}{
		{RTF, `{\rtf1\ansi\uc1 key = ab{\b c}\i0 d\par next\tab x\line{\pict\wmetafile8 0123abcd}end}`, "key = abcd\nnext\tx\nend"},
		{RTF, `{\rtf1 \'6b\'65\'79 = {\*\x1 a\u98?}\_\u-10179?\u-8704?\{\\\}}`, "key = ab-\U0001f600{\\}"},
		{Folded, "BEGIN:VCALENDAR\r\nkey = ab\r\n c\r\n\td\r\nEND:VCALENDAR\r\n", "BEGIN:VCALENDAR\r\nkey = abcd\r\nEND:VCALENDAR\r\n"},
		{Folded, "version: 1\ndn: cn=a\nkey: ab\n cd\n\n", "version: 1\ndn: cn=a\nkey: abcd\n\n"},
		{Uuencode, "begin 644 a b.txt\n#86)C\n\"9&4\n`\nend\n", "abcde"},
		{Office, `<w:document><w:p><w:r><w:t>ab</w:t></w:r><w:r><w:instrText>x</w:instrText></w:r><w:r><w:t>cd</w:t></w:r></w:p></w:document>`, "abcd\nx\n"},
		{Office, `<w:document><w:tbl><w:tr><w:tc><w:p><w:t>key</w:t></w:p></w:tc><w:tc><w:p><w:t>value</w:t></w:p></w:tc></w:tr><w:tr/></w:tbl></w:document>`, "key\tvalue\n"},
		{Office, utf16le(`<w:document><w:p><w:r><w:t>ab</w:t></w:r><w:r><w:t>cd</w:t></w:r></w:p></w:document>`), "abcd\n"},
	} {
		data := []byte(c.data)
		if kind := Detect(data, data); kind != c.kind {
			t.Errorf("%q: detected as %q", c.data, kind)
			continue
		}
		if all := walk(t, data, Defaults()); len(all) != 1 || all[0].data != c.want {
			t.Errorf("%q: %+v", c.data, all)
		}
	}
	for _, other := range []string{"begin 644", "begin the beguine\n", "version: 1\nname: x\n", "dnsmasq\n", "{\\rt", "BEGIN:V", "BEGIN:VCARD\nno: fold\n", "dn: cn=a\nno: fold\n"} {
		if kind := Detect([]byte(other), []byte(other)); kind != "" {
			t.Errorf("%q: detected as %q", other, kind)
		}
	}
}

func utf16le(text string) string {
	data := []byte("\xff\xfe")
	for _, u := range utf16.Encode([]rune(text)) {
		data = binary.LittleEndian.AppendUint16(data, u)
	}
	return string(data)
}

func FuzzRTF(f *testing.F) {
	fuzz(f, RTF, []byte(`{\rtf1 a{\b c}\'41\u-10179?\u-8704?{\pict\bin4 abcd}\par}`))
}

func FuzzFolded(f *testing.F) {
	fuzz(f, Folded, []byte("BEGIN:VCARD\r\na\r\n b\r\n\r\n \n"), []byte("dn: a\n \n b"))
}

func FuzzUuencode(f *testing.F) {
	fuzz(f, Uuencode, []byte("begin 644 a\n#86)C\n`\nend\n"), []byte("begin 644 a\n"+strings.Repeat("M", 90)+"\n"))
}
