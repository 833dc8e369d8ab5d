package engine

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
)

// manyNames is how many rules of one form the law below tries at once.
const manyNames = 200

// namedRegex is the form that most rules of other people have: a name, what may stand
// between it and a value, and the value.
func namedRegex(name, value string) string {
	return `(?i)[\w.-]{0,50}?(?:` + name + `)(?:[ \t\w.-]{0,20})[\s'"]{0,3}(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)[\x60'"\s=]{0,5}(` + value + `)(?:[\x60'"\s;]|\\[nr]|$)`
}

// Rules of that form for many names find what each regex by itself finds in the whole
// text, where a text has one assignment a line.
func TestManyNamedRules(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	letters := func(alphabet string, n int) string {
		var b strings.Builder
		for range n {
			b.WriteByte(alphabet[r.IntN(len(alphabet))])
		}
		return b.String()
	}
	values := []struct {
		class, alphabet string
		n               int
	}{
		{"[a-z0-9]{32}", "abcdefghijklmnopqrstuvwxyz0123456789", 32},
		{"[a-f0-9]{40}", "abcdef0123456789", 40},
		{"[a-z0-9_-]{24}", "abcdefghijkmnpqrstuvwxyz0123456789", 24},
		{"[0-9]{6,12}:[a-z0-9]{16}", "", 0},
	}
	names := make([]string, manyNames)
	set := make([]rules.Rule, manyNames)
	oracle := make([]*regexp.Regexp, manyNames)
	for i := range names {
		names[i] = "q" + letters("bcdfghjklmnpqrstvwxz", 6)
		set[i] = rules.Rule{ID: names[i], Regex: namedRegex(names[i], values[i%len(values)].class), Keywords: []string{names[i]}}
		oracle[i] = regexp.MustCompile(set[i].Regex)
	}
	d, err := New(&rules.Config{Rules: set})
	if err != nil {
		t.Fatal(err)
	}
	value := func(i int) string {
		v := values[i%len(values)]
		if v.n == 0 {
			return letters("0123456789", 8) + ":" + letters("abcdefghkmnpqrstuvwxyz", 16)
		}
		return letters(v.alphabet, v.n-1+r.IntN(8)/7) // now and then one too short
	}
	joins := []string{"=", ": ", " => ", " := '", `": "`, "_token = ", " ||", ".key?= `", "-id, ", " and "}
	ends := []string{"\n", "'\n", "\";\n", `\n` + "\n", ".\n", "`\n"}
	found := 0
	for range 10 {
		var text strings.Builder
		for range 30 {
			i := r.IntN(manyNames)
			name := names[i]
			if r.IntN(3) == 0 {
				name = strings.ToUpper(name)
			}
			fmt.Fprintf(&text, "%s%s%s%s%s", letters("ab _.-", r.IntN(60)), name, joins[r.IntN(len(joins))], value(i+r.IntN(20)/19), ends[r.IntN(len(ends))])
		}
		data := []byte(text.String())
		var want []string
		for i, re := range oracle {
			for _, loc := range re.FindAllSubmatchIndex(data, -1) {
				want = append(want, fmt.Sprint(names[i], loc[:4]))
			}
		}
		var got []string
		s := d.NewScanner()
		for _, m := range s.Finish(data, s.Raw(data, content.Text)) {
			got = append(got, fmt.Sprint(m.Rule.ID, []int{m.Start, m.End, m.SecretStart, m.SecretEnd}))
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("got %q, want %q in\n%s", got, want, data)
		}
		found += len(want)
	}
	if found < 30 {
		t.Errorf("only %d matches were tried", found)
	}
	if n := len(d.UnanchoredRules()); n != 0 {
		t.Errorf("%d of these rules run over every byte", n)
	}
}
