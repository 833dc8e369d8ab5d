package engine

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
)

// In a file that was built into a program, a word behind a name is one of a translation. What is more
// than a word is a password there, too.
func TestBuiltIn(t *testing.T) {
	cfg, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	d := detectorOf(t, cfg)
	levels := map[string]finding.Confidence{}
	for _, password := range []string{"Wachttwoord", "w4Ch" + "ttw!oorD7"} {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		fmt.Fprintf(z, "[settings]\nname=Naam\npassword=%s\nsubmit=Verzenden\n", password)
		z.Close()
		var source strings.Builder
		source.WriteString("var asset = []byte(\"")
		for _, b := range packed.Bytes() {
			fmt.Fprintf(&source, `\x%02x`, b)
		}
		source.WriteString("\")\n")
		data := []byte(source.String())
		h := d.NewScanner().Hidden(data, content.Text.Encoded(nil, data, 0, len(data)), nil, DecodeDepth)
		for _, m := range h.Matches {
			if m.Secret == password {
				levels[password] = m.confidenceAt("assets.go")
			}
		}
	}
	if got := levels["Wachttwoord"]; got != finding.ConfidenceLow {
		t.Errorf("a word: %q", got)
	}
	if got := levels["w4Ch"+"ttw!oorD7"]; got.Compare(finding.ConfidenceMedium) < 0 {
		t.Errorf("a password: %q", got)
	}
}
