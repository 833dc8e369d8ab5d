package gitdir

import (
	"strings"
	"testing"
)

// Ids are blank where git writes them, and nowhere else.
func TestWithoutIDs(t *testing.T) {
	for _, n := range []int{40, 64} {
		id, blank := strings.Repeat("0a", n/2), strings.Repeat(" ", n)
		for text, want := range map[string]string{
			"":                     "",
			"ID":                   "_",
			"ID\n":                 "_\n",
			"ID ID A <a@b> 1\tx\n": "_ _ A <a@b> 1\tx\n",
			"x\nID\t\tbranch 'ID' of y\nID refs/heads/a\n": "x\n_\t\tbranch 'ID' of y\n_ refs/heads/a\n",
			"a\tcheckout: moving from ID to ID\n":          "a\tcheckout: moving from _ to _\n",
			"a\trebase: refs/heads/x onto ID\nID":          "a\trebase: refs/heads/x onto _\n_",
			"pick ID subject\npick ID":                     "pick _ subject\npick _",
			"token = ID\nkey:ID\n":                         "token = ID\nkey:ID\n",
			"IDx IDID xID":                                 "IDx IDID xID",
		} {
			text, want = strings.ReplaceAll(text, "ID", id), strings.ReplaceAll(strings.ReplaceAll(want, "_", blank), "ID", id)
			if got := string(withoutIDs([]byte(text))); got != want {
				t.Errorf("%q became %q, want %q", text, got, want)
			}
		}
	}
}
