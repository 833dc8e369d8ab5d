package rules

import (
	"encoding/binary"
	"reflect"
	"strings"
	"testing"
	"unicode/utf16"
)

// What editors and shells of Windows make of a rule file: CRLF and a byte order mark mean
// nothing, and of UTF-16 the error says so.
func TestWindowsText(t *testing.T) {
	const text = "[extend]\nuseDefault = false\n[[rules]]\nid = 'a'\nregex = 'aaa'\n"
	want, err := Parse("x.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	windows := "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n")
	if got, err := Parse("x.toml", []byte(windows)); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		var wide []byte
		for _, c := range utf16.Encode([]rune(windows)) {
			wide = order.AppendUint16(wide, c)
		}
		if _, err := Parse("x.toml", wide); err == nil || !strings.Contains(err.Error(), "UTF-16") {
			t.Errorf("%v", err)
		}
	}
}
