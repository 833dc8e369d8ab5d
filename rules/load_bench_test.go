package rules_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/detect"
	"github.com/sluicesec/sluice/rules"
)

// BenchmarkLoad reads and compiles a configuration with 222 rules in the keys of
// gitleaks, which is the size of its own. No regex is just as a built-in rule has it, so
// all are analysed.
func BenchmarkLoad(b *testing.B) {
	builtin, err := rules.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	var text strings.Builder
	n := 0
	for i := range builtin.Rules {
		r := &builtin.Rules[i]
		if len(r.Regex) < 100 || len(r.Regex) > 400 || r.WholeFile || n == 222 {
			continue
		}
		n++
		fmt.Fprintf(&text, "[[rules]]\nid = %q\ndescription = %q\nregex = '''(?:%s)'''\nentropy = 2.5\nkeywords = ['a', 'b']\n", r.ID, r.Description, r.Regex)
		if n%4 == 0 {
			text.WriteString("[[rules.allowlists]]\nregexes = ['''(?i)example''', '''(?:test|mock)[-_]?value''']\nstopwords = ['sample']\n")
		}
	}
	for b.Loop() {
		c, err := rules.Parse(".gitleaks.toml", []byte(text.String()))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := detect.New(c); err != nil {
			b.Fatal(err)
		}
	}
}
