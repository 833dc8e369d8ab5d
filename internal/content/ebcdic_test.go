package content

import (
	"bytes"
	"io"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
)

const settings = "# Settings of the job\n[db]\nuser = app\npassword = 'a1_B2-c3'\nhost=db.example.org:5432\n"

// A text in EBCDIC has a view that shows it, and a stream of it is that text.
func TestEBCDIC(t *testing.T) {
	t.Parallel()
	for _, page := range []*charmap.Charmap{charmap.CodePage037, charmap.CodePage1047} {
		data, err := page.NewEncoder().Bytes([]byte(settings))
		if err != nil {
			t.Fatal(err)
		}
		for _, ends := range []byte{0x25, 0x15} {
			data := bytes.ReplaceAll(data, []byte{0x25}, []byte{ends})
			shown := ""
			for v := range Views(data) {
				if v.Layer == "ebcdic" {
					shown = string(v.Data)
					if at := bytes.IndexByte(v.Data, '_'); v.Offset(at) != at || v.Own() {
						t.Errorf("the offset of %d is %d", at, v.Offset(at))
					}
				}
			}
			if shown != settings {
				t.Errorf("%v with line ends of %x: %q", page, ends, shown)
			}
			r, class := Reader(bytes.NewReader(data))
			if text, _ := io.ReadAll(r); string(text) != settings || class != Text {
				t.Errorf("a stream: %q, %v", text, class)
			}
		}
	}
}

// Texts in other codes, and bytes that are no text, have no such view.
func TestNoEBCDIC(t *testing.T) {
	t.Parallel()
	russian, chinese := "Это просто длинный текст на русском языке, без латинских букв.\n", "这是一段没有拉丁字母的中文文本，只有汉字和标点符号。\n"
	texts := map[string][]byte{"ASCII": []byte(settings), "UTF-8": []byte(russian), "UTF-8, Chinese": []byte(chinese), "blanks": bytes.Repeat([]byte{0x40}, 100),
		"digits": bytes.Repeat([]byte{0xf0, 0xf1, 0x40}, 100), "empty": nil}
	for _, c := range []*charmap.Charmap{charmap.Windows1251, charmap.KOI8R, charmap.ISO8859_5, charmap.CodePage866} {
		texts[c.String()], _ = c.NewEncoder().Bytes([]byte(russian))
	}
	texts["GBK"], _ = simplifiedchinese.GBK.NewEncoder().Bytes([]byte(chinese))
	texts["Shift JIS"], _ = japanese.ShiftJIS.NewEncoder().Bytes([]byte("これはラテン文字のない長い日本語の文章です。漢字とかながあります。"))
	texts["EUC-KR"], _ = korean.EUCKR.NewEncoder().Bytes([]byte("이것은 라틴 문자가 없는 긴 한국어 텍스트입니다"))
	for i := range 256 {
		texts["bytes"] = append(texts["bytes"], byte(i*167))
	}
	for name, data := range texts {
		for v := range Views(data) {
			if v.Layer == "ebcdic" {
				t.Errorf("%s: %q", name, v.Data)
			}
		}
	}
}
