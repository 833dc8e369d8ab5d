package remedy

import (
	"os/exec"
	"strings"
	"testing"
)

// TestQuote: a shell reads what was quoted as one word, which is the text itself.
func TestQuote(t *testing.T) {
	for _, word := range []string{"", "plain/path-1.txt", "a b", "it's", `"$HOME" $(id) ;|&<>*?[]{}~#!\`, "-rf", "=x", "日本", "a\tb"} {
		out, err := exec.Command("sh", "-c", "printf '%s|' "+quote(word)).Output()
		want := strings.ReplaceAll(word, "\t", `\t`) + "|"
		if err != nil || string(out) != want {
			t.Errorf("%q is quoted as %s, and read as %q, %v", word, quote(word), out, err)
		}
	}
	if got := quote("a\nrm -rf /"); strings.Contains(got, "\n") {
		t.Errorf("two lines: %q", got)
	}
	if got := address("--upload-pack=x"); got != "-- '--upload-pack=x'" {
		t.Errorf("an option: %s", got)
	}
}
