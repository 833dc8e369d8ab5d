package archive

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
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

// workbook is a zip with texts and a sheet.
func workbook(t testing.TB, texts, sheet string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range [][2]string{{sheetPrefix + "1.xml", sheet}, {sharedStrings, texts}} {
		w, err := z.Create(part[0])
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(w, part[1])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	someTexts = `<sst><si><t>Name</t></si><si><r><t>Pass</t></r><r><rPr/><t>word</t></r></si><si><t>a&amp;b` + "\n" + `c</t></si></sst>`
	someRows  = `<worksheet><sheetData><row><c t="s"><v>0</v></c><c/><c t="s"><v>1</v></c></row>` +
		`<row><c t="s"><v>9</v></c><c t="inlineStr"><is><t>x</t></is></c><c t="s"><v>2</v></c></row><row><c t="s"><v>1</v></c></row></sheetData></worksheet>`
)

// The rows of a workbook are shown with the texts that its cells name.
func TestSheets(t *testing.T) {
	rows := func(data []byte) string {
		for _, m := range walk(t, data, Defaults()) {
			if strings.HasSuffix(m.path, sheetRows) {
				return m.data
			}
		}
		return ""
	}
	if got, want := rows(workbook(t, someTexts, someRows)), "Name\t\tPassword\n9\tx\ta&b c\n"; got != want {
		t.Errorf("rows %q, want %q", got, want)
	}
	if got := rows(workbook(t, someTexts, someRows[:len(someRows)/2])); got != "Name\t\tPassword\n" {
		t.Errorf("rows of a damaged sheet: %q", got)
	}
	if got := rows(workbook(t, "", someRows)); got != "" {
		t.Errorf("rows without texts: %q", got)
	}
}

func FuzzSheets(f *testing.F) {
	f.Add(someTexts, someRows)
	limits := Limits{Bytes: 4 << 20, Entries: 200, Ratio: 250, Depth: 3, Whole: 1 << 20, Memory: 2 << 20}
	f.Fuzz(func(t *testing.T, texts, sheet string) {
		for _, m := range walk(t, workbook(t, texts, sheet), limits) {
			if m.miss != nil && errors.Is(m.miss, errPanic) {
				t.Fatalf("%q: %v", m.path, m.miss)
			}
		}
	})
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
