package scan

import (
	"encoding/base64"
	"strings"
	"testing"
)

// A Hider leaves nothing of the secrets in a text, whichever begins like another, also of
// one of which the text holds only a part, or that is encoded.
func TestHider(t *testing.T) {
	line := func(c string) string { return strings.Repeat(c+"q9Zr", 12) }
	block := line("a") + "\n" + line("b") + "\n" + line("c")
	long := "hunter-2" + "-of-production"
	text := "a: hunter-2 b: " + long + "\n" + line("b") + "\n" + line("c") + "\nend: " + base64.StdEncoding.EncodeToString([]byte(long)) + " pw: xyz1\n"
	for range 20 { // the order of a map
		got := Hider(map[string]string{"hunter-2": "***", long: "***", block: "***", "xyz1": "*"})(text)
		for _, secret := range []string{"hunter", "-of-", "q9Zr", "b2Ytc", "xyz1"} {
			if strings.Contains(got, secret) {
				t.Fatalf("%s is in %q", secret, got)
			}
		}
		if strings.Count(got, "\n") != strings.Count(text, "\n") || !strings.Contains(got, "pw: *") {
			t.Fatalf("%q", got)
		}
	}
}
