package migrate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/rules"
)

// Taking out entries takes out these, and nothing else.
func TestCutTakesNothingElse(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		p := read(t, map[string]string{".gitleaks.toml": anyConfig(r)})
		st := &settler{Plan: p, Result: &Result{}}
		var gone []int
		var want []string
		for n := range p.entries {
			if p.entries[n].path != "" && (p.entries[n].auto || r.IntN(2) == 0) {
				gone = append(gone, n)
			} else {
				want = append(want, p.entries[n].text)
			}
		}
		text, err := st.without(gone)
		if err != nil {
			t.Fatalf("%v\n%s", err, p.text)
		}
		c, err := rules.Parse(p.configPath(), []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range entriesIn(p, c, text) {
			got = append(got, e.text)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("%s\nwithout %d entries is\n%s\nleft are %q, want %q", p.text, len(gone), text, got, want)
		}
		if strings.Count(text, "# a comment of a rule") != strings.Count(p.text, "# a comment of a rule") {
			t.Fatalf("%s\nhas lost a comment in\n%s", p.text, text)
		}
	}
}

func entriesIn(p *Plan, c *rules.Config, text string) []entry {
	places, err := rules.Places([]byte(text))
	if err != nil {
		panic(err)
	}
	return (&Plan{folder: p.folder}).findEntries(c, places, nil)
}

// anyConfig is a configuration with allowlists in many forms.
func anyConfig(r *rand.Rand) string {
	var b strings.Builder
	n := 0
	values := func(least int) string {
		var all []string
		for range least + r.IntN(4) {
			n++
			all = append(all, fmt.Sprintf("'''v%d'''", n))
		}
		switch {
		case len(all) == 0:
			return "[]"
		case r.IntN(3) == 0:
			return "[" + strings.Join(all, ", ") + "]"
		case r.IntN(2) == 0:
			return "[\n  " + strings.Join(all, ", # why\n  ") + "\n]"
		}
		return "[\n  # above\n  " + strings.Join(all, ",\n\n  ") + ",\n]"
	}
	list := func(header string) {
		fmt.Fprintf(&b, "# a comment of a list\n%s\ndescription = 'd'\npaths = %s\nregexes = %s # end\n", header, values(1), values(0))
		if r.IntN(2) == 0 {
			fmt.Fprintf(&b, "stopwords = %s\n", values(0))
		}
		b.WriteString(strings.Repeat("\n", r.IntN(3)))
	}
	if r.IntN(2) == 0 {
		list("[allowlist]")
	}
	for range r.IntN(3) {
		list("[[allowlists]]")
	}
	for i := range 1 + r.IntN(3) {
		fmt.Fprintf(&b, "# a comment of a rule\n[[rules]]\nid = 'r%d'\nregex = '''(acme%d_[a-z0-9]{32})'''\n", i, i)
		for range r.IntN(3) {
			list("[[rules.allowlists]]")
		}
	}
	return b.String()
}
