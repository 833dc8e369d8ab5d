package remedy

import (
	"testing"

	"github.com/sluicesec/sluice/internal/git/objects"
)

func TestMailmapLine(t *testing.T) {
	for _, c := range []struct{ name, email, want string }{
		{"Eve key1", "eve@example.org", "Eve REMOVED <eve@example.org> Eve key1 <eve@example.org>"},
		{"Eve", "key1@example.org", "Eve <REMOVED@example.org> Eve <key1@example.org>"},
		{"Eve", "eve@example.org", ""},
		{"Eve # key1", "eve@example.org", ""},
		{"", "key1@example.org", ""},
	} {
		if got := mailmapLine(objects.Signature{Name: c.name, Email: c.email}, "key1"); got != c.want {
			t.Errorf("%s <%s>: %q", c.name, c.email, got)
		}
	}
}
