package engine

import (
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content/decode"
)

// The name of a list is before what says how the list is written, perhaps on the line above.
func TestNameOfList(t *testing.T) {
	for _, c := range []struct{ before, name string }{
		{"password = bytes([", "password"},
		{`"Password"=hex(2):`, "Password"},
		{`"Password"=hex:`, "Password"},
		{"$password = [System.Text.Encoding]::UTF8.GetString(@(", "password"},
		{"const PASSWORD: &[u8] = &[", "PASSWORD"},
		{"char password[] = {\n    ", "password"},
		{"dbPassword := []byte{\r\n\t", "dbPassword"},
		{"\"password\": [\n    ", "password"},
		{"password:\n  - ", "password"},
		{`{"password": {"type":"Buffer","data":[`, "password"},
		{"password: x\n", ""},
		{"password = {\n\n", ""},
		{"password = {\n" + strings.Repeat(" ", 40), ""},
	} {
		data := []byte(c.before + "112, 97\n")
		if got := nameOf(data, decode.Run{Kinds: decode.Bytes, Start: len(c.before), End: len(data) - 1}); got != c.name {
			t.Errorf("%q: %q, want %q", c.before, got, c.name)
		}
	}
}
