package oid

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
)

const (
	id1 = "0123456789012345678901234567890123456789"
	id2 = "abcdefabcdefabcdefabcdefabcdefabcdefabcd"
)

// An id is the same in raw bytes, in digits and as text.
func TestID(t *testing.T) {
	for _, digits := range []string{id1, id2, strings.Repeat("0", 40), strings.Repeat("0", 64), strings.Repeat("ab", 32)} {
		id, err := Parse(digits)
		if err != nil || id.String() != digits || id.IsZero() || Make(id.Bytes()) != id || id.Len() != len(digits)/2 {
			t.Errorf("%s: %s, %v", digits, id, err)
		}
		if again, err := Parse([]byte(digits)); again != id || err != nil {
			t.Errorf("%s as bytes: %s, %v", digits, again, err)
		}
		var read ID
		if text, err := id.MarshalText(); string(text) != digits || err != nil || read.UnmarshalText(text) != nil || read != id {
			t.Errorf("%s as text: %s, %v, read as %s", digits, text, err, read)
		}
		if id.IsNull() != (strings.Trim(digits, "0") == "") {
			t.Errorf("%s: null is %v", digits, id.IsNull())
		}
	}
	for _, bad := range []string{"", "12", id1[:39], id1[:38] + "zz", id1 + "00", id1 + id1, strings.Repeat("é", 20)} {
		if id, err := Parse(bad); err == nil || !id.IsZero() {
			t.Errorf("%q is read as %s", bad, id)
		}
	}
	var none ID
	if text, err := none.MarshalText(); len(text) > 0 || err != nil || none.String() != "" || !none.IsZero() || !none.IsNull() {
		t.Errorf("the zero id is %q", text)
	}
	for _, size := range []int{0, 19, 21, 31, 33} {
		if id := Make(make([]byte, size)); !id.IsZero() {
			t.Errorf("%d bytes make %s", size, id)
		}
	}
}

func TestParseAllocatesNothing(t *testing.T) {
	digits := []byte(id1)
	if n := testing.AllocsPerRun(100, func() {
		if _, err := Parse(digits); err != nil {
			t.Fatal(err)
		}
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestFormat(t *testing.T) {
	for name, want := range map[string]Format{"sha1": SHA1, "sha256": SHA256} {
		f, ok := FormatNamed(name)
		if f != want || !ok || f.String() != name || f.New().Size() != f.Size() || Make(f.New().Sum(nil)).Len() != f.Size() {
			t.Errorf("%s: %s, %v, %d bytes", name, f, ok, f.Size())
		}
	}
	for _, name := range []string{"", "SHA1", "md5"} {
		if f, ok := FormatNamed(name); ok {
			t.Errorf("%q is %s", name, f)
		}
	}
}

// Parse takes what encoding/hex takes, in the two lengths of an id.
func FuzzParse(f *testing.F) {
	f.Add([]byte(id1))
	f.Add([]byte(strings.ToUpper(id2)))
	f.Add(bytes.Repeat([]byte("0"), 64))
	f.Fuzz(func(t *testing.T, digits []byte) {
		raw, err := hex.DecodeString(string(digits))
		fits := err == nil && (len(raw) == 20 || len(raw) == 32)
		if id, err := Parse(digits); fits != (err == nil) || fits && !bytes.Equal(id.Bytes(), raw) {
			t.Errorf("%q: %s, %v", digits, id, err)
		}
	})
}
