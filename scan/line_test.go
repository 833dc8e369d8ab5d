package scan_test

import (
	"strings"
	"testing"

	"github.com/sluicesec/sluice/scan"
)

// chosen is a password that somebody chose.
func chosen() string { return "Tr0ub4dor" + "!x3" }

// TestLine: a location shows the line of the secret, and no value in it.
func TestLine(t *testing.T) {
	t.Parallel()
	key := made(t, "ghp_{base62:30}{crc32}")
	for _, test := range []struct{ text, want string }{
		{"a\n  token = KEY # ours\nb", "token = KEY # ours"},
		{"KEY", "KEY"},
		{"x: KEY,KEY", "x: KEY,KEY"},
		{"\x1b[31mt=KEY\x1b[0m", "[31mt=KEY"},
		{strings.Repeat("a ", 300) + "KEY" + strings.Repeat(" b", 300), "..." + strings.Repeat("a ", 50) + "KEY" + strings.Repeat(" b", 30) + "..."},
		{"\u00e9\u00e9 = KEY \xff", "\u00e9\u00e9 = KEY"},
	} {
		for show, value := range map[bool]string{false: "ghp_***", true: key} {
			r := scanText(t, strings.ReplaceAll(test.text, "KEY", key), scan.Options{ShowSecrets: show})
			if len(r.Findings) != 1 {
				t.Fatalf("%q: %d findings", test.text, len(r.Findings))
			}
			if got, want := r.Findings[0].Locations[0].Line, strings.ReplaceAll(test.want, "KEY", value); got != want {
				t.Errorf("%q: the line is %q, want %q", test.text, got, want)
			}
		}
	}
}

// TestLineOfPassword: a password is hidden as often as it stands on the line, and so
// are other secrets there.
func TestLineOfPassword(t *testing.T) {
	t.Parallel()
	r := scanText(t, "db_password = '"+chosen()+"' # was: "+chosen()+", and "+made(t, "ghp_{base62:30}{crc32}")+"\n", scan.Options{})
	if len(r.Findings) != 2 {
		t.Fatalf("%s", encode(t, r))
	}
	if got := r.Findings[0].Locations[0].Line; got != "db_password = '***' # was: ***, and ghp_***" {
		t.Errorf("the line is %q", got)
	}
}

// TestLineOfHalf: a line is not cut within another secret, which nobody would recognise
// then. Masks are short, so what is far from the secret comes near it.
func TestLineOfHalf(t *testing.T) {
	t.Parallel()
	var keys []string
	for seed := range uint64(14) {
		keys = append(keys, token(t, 3+5*seed)) // long ones with short masks
	}
	row := strings.Join(keys, " ")
	for pad := range len(keys[0]) + 2 {
		for _, text := range []string{
			"db_password = '" + chosen() + "'" + strings.Repeat(" ", pad) + row + " end",
			"begin " + row + strings.Repeat(" ", pad+1) + "db_password = '" + chosen() + "'",
		} {
			for _, f := range scanText(t, text, scan.Options{}).Findings {
				for _, key := range keys {
					for i := len("dop_v1_"); i+8 <= len(key); i++ {
						if strings.Contains(f.Locations[0].Line, key[i:i+8]) {
							t.Fatalf("pad %d: the line is %q", pad, f.Locations[0].Line)
						}
					}
				}
			}
		}
	}
}

// TestLineOfSeveral: of a secret of several lines, the line shows the beginning.
func TestLineOfSeveral(t *testing.T) {
	t.Parallel()
	r := scanText(t, "key: |\n"+token(t, 2)+"\n", scan.Options{ShowSecrets: true})
	if l := r.Findings[0].Locations[0]; !strings.HasPrefix(l.Line, "-----BEGIN") || strings.Contains(l.Line, "\n") {
		t.Errorf("the line is %q", l.Line)
	}
}
