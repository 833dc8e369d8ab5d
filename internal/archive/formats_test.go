package archive

import (
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/archive/archivetest"
)

const formatName, formatValue = "first.name", "value-0123456789-abcdefghijkl"

// What programs pack is shown, with its name where that is known; and a file that is cut anywhere is
// read without harm.
func TestFormats(t *testing.T) {
	for _, c := range archivetest.Cases() {
		data := []byte(c.Make(formatName, formatValue))
		if got := Detect(data, data); got != Kind(c.Kind) {
			t.Errorf("%s: detected as %q", c.Name, got)
			continue
		}
		all := walk(t, data, Defaults())
		var text strings.Builder
		for _, m := range all {
			if m.miss != nil {
				t.Errorf("%s: %q: %v", c.Name, m.path, m.miss)
			}
			text.WriteString(m.data)
		}
		if !strings.Contains(text.String(), formatValue) && !strings.Contains(text.String(), wideText(formatValue)) {
			t.Errorf("%s: no value in %+v", c.Name, all)
		}
		named := false
		for _, between := range []string{": ", ": \"", " = \"", "\": \"", ":\t"} {
			named = named || strings.Contains(text.String(), formatName+between+formatValue)
		}
		if c.Named && !named {
			t.Errorf("%s: no name in %+v", c.Name, all)
		}
		for n := 0; n < len(data); n += 1 + len(data)/300 {
			part := data[:n]
			if kind := Detect(part, part); kind != "" && kind != Embedded {
				walk(t, part, Defaults())
			}
		}
	}
}

// wideText is a text of UTF-16 in little endian.
func wideText(s string) string { return strings.Join(strings.Split(s, ""), "\x00") + "\x00" }
