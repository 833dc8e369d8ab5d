package baseline

import (
	"bytes"
	"strings"
	"testing"
)

func TestOwn(t *testing.T) {
	f := &File{Key: NewKey("x")}
	note := strings.Repeat("b", fingerprintLen)
	if err := f.Set(Entry{Fingerprint: fp("a"), Rule: "r", State: Known, Path: "p", Note: note}); err != nil {
		t.Fatal(err)
	}
	text := f.Format()
	key := string(text[bytes.Index(text, []byte("key "))+4:][:2*KeyLen])
	for _, c := range []struct {
		text, secret string
		want         bool
	}{
		{string(text), fp("a"), true},
		{string(text), fp("a")[:10], true},
		{strings.ReplaceAll(string(text), "\n", "\r\n"), fp("a"), true},
		{string(text), fp("a") + " r", false},
		{string(text), key, true},
		{string(text), "key " + key, false},
		{string(text), note, false},
		{"x\n" + string(text), fp("a"), false},
		{string(text) + fp("c"), fp("c"), false}, // the line is none of a baseline
		{string(text) + "# " + fp("c") + " r known p", fp("c"), false},
	} {
		start := strings.Index(c.text, c.secret)
		if got := Own([]byte(c.text), start, start+len(c.secret)); got != c.want {
			t.Errorf("%q in\n%s\nis own: %t", c.secret, c.text, got)
		}
	}
}
