package engine

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
)

// namesDetector has the rules that read names and manifests.
func namesDetector(t testing.TB) *Detector {
	t.Helper()
	d, err := New(&rules.Config{Rules: []rules.Rule{
		{ID: "key", Candidates: []string{"secret", "token", "key"}},
		{ID: "password", Candidates: []string{"pass", "pwd", "pw="}},
		{ID: "own", Candidates: []string{"geheim"}},
		{ID: "kubernetes", Reader: rules.KubernetesSecret},
		{ID: "sql", Reader: rules.SQLRows},
		{ID: "markup", Reader: rules.MarkupRows},
		{ID: "values", Reader: rules.ValueRows},
		{ID: "scored", Regex: `acme[a-z]{0,9} ?[=:] ?"?([A-Za-z0-9!]{4,40})`, Scored: true},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// namesText makes text of names, values and what may stand between them.
func namesText(rng *rand.Rand, n int) []byte {
	pieces := []string{
		"db_password", "API_TOKEN", "secretKey", "pw=", "acmetoken", "  ", "\n", "\n", " = ", ": ", `"`, "'", "=", "(", ")", ",", "<pwd>", "</pwd>",
		"kQ7xTz2LmW9pRb4V", "hunter22", "Winter2026!", "config.value", "null", "x1Y2z3W4v5U6t7S8", "kind: Secret\n", "data:\n", "stringData:\n", "---\n",
		"  SMTP: UXVpZXQ5LU1hbmdvLVRyZWU=\n", "user", "Geheim", "name: ", "value: ", "\\n", "${", "}", "#", "key", "token",
		"insert into t (a, password) values (1, 'hunter22')", "(2,'Winter2026!')", "\n| user | password |\n|---|---|\n", "| ann | hunter22 |\n", "\nuser,password\n", "ann,hunter22\n",
	}
	var b bytes.Buffer
	for b.Len() < n {
		b.WriteString(pieces[rng.IntN(len(pieces))])
	}
	return b.Bytes()
}

// sameMatches reports whether two lists of matches say the same, the scores at a
// path included.
func sameMatches(a, b []Match) bool {
	return slices.EqualFunc(a, b, func(x, y Match) bool {
		return byOffset(x, y) == 0 && x.Text == y.Text && x.Span == y.Span && x.confidenceAt("conf/a.env") == y.confidenceAt("conf/a.env") && x.confidenceAt("a_test.go") == y.confidenceAt("a_test.go")
	})
}

// TestEditedNamesAreWhatWholeOnesAre: names and manifests keep the law of deltas.
func TestEditedNamesAreWhatWholeOnesAre(t *testing.T) {
	t.Parallel()
	d := namesDetector(t)
	s := d.NewScanner()
	rng := rand.New(rand.NewPCG(5, 5))
	found := map[string]int{}
	for round := range rounds(150) {
		size := rng.IntN(4000)
		if round%10 == 0 {
			size += 20 << 10
		}
		base := namesText(rng, size)
		baseRaw := s.Raw(base, content.Text)
		for range 3 {
			data, copies := edit(rng, base)
			whole := s.Finish(data, s.Raw(data, content.Text))
			edited := s.Finish(data, s.RawEdited(data, content.Text, baseRaw, copies))
			if !sameMatches(whole, edited) {
				t.Fatalf("edited:\n%s\nwhole:\n%s", show(edited), show(whole))
			}
			for _, m := range whole {
				found[m.Rule.ID]++
			}
		}
	}
	for r := range d.Rules() {
		if found[r.ID] == 0 {
			t.Errorf("%s: no matches, the test says little", r.ID)
		}
	}
}

// TestStreamedNamesAreWhatWholeOnesAre: they keep the law of pieces.
func TestStreamedNamesAreWhatWholeOnesAre(t *testing.T) {
	t.Parallel()
	d := namesDetector(t)
	s := d.NewScanner()
	rng := rand.New(rand.NewPCG(6, 6))
	for range rounds(40) {
		data := namesText(rng, 3000+rng.IntN(60<<10))
		want := s.Finish(data, s.Raw(data, content.Text))
		var got []Match
		for m, err := range s.stream(t.Context(), bytes.NewReader(data), 1000+rng.IntN(9000), false, 0) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, m)
		}
		if !sameMatches(got, want) {
			t.Fatalf("streamed:\n%s\nwhole:\n%s", show(got), show(want))
		}
	}
}

// TestConfidenceDependsOnThePlace: what is judged at a place is judged at each.
func TestConfidenceDependsOnThePlace(t *testing.T) {
	d := namesDetector(t)
	data := []byte(strings.Join([]string{"db_password=Winter", "2026!\n\nadmin_password: changeme1234\n\napi_token_public = kQ7xTz2LmW9pRb4VkQ7xTz2L\n\nuser=shopapp1\npassword=shopapp1\n"}, ""))
	s := d.NewScanner()
	matches := s.Finish(data, s.Raw(data, content.Text))
	of := func(path string) map[string]string {
		kept, _ := d.Resolve(matches, path, "")
		confidence := map[string]string{}
		for _, m := range kept {
			confidence[m.Secret] = string(m.Confidence)
		}
		return confidence
	}
	env := of("deploy/.env")
	if c := env["Winter2026!"]; c != "high" && c != "medium" {
		t.Errorf("a weak password in settings has confidence %q", c)
	}
	for _, secret := range []string{"changeme1234", "kQ7xTz2LmW9pRb4VkQ7xTz2L", "shopapp1"} {
		if c := env[secret]; c != "low" && c != "" {
			t.Errorf("%s has confidence %q", secret, c)
		}
	}
	if c := of("testdata/vectors.env")["Winter2026!"]; c != "low" && c != "" {
		t.Errorf("a test vector has confidence %q", c)
	}
}

func BenchmarkNames(b *testing.B) {
	d := namesDetector(b)
	s := d.NewScanner()
	data := namesText(rand.New(rand.NewPCG(7, 7)), 1<<20)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		s.Raw(data, content.Text)
	}
}
