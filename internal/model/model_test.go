package model

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/candidate"
)

// filled puts a random token in the place of @, one of hex digits in that of %, and
// a year in that of #, so that no text at rest holds a secret.
func filled(text string) string {
	rng := rand.New(rand.NewPCG(1, 2))
	pick := func(n int, alphabet string) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = alphabet[rng.IntN(len(alphabet))]
		}
		return string(b)
	}
	const letters = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
	return strings.NewReplacer("@", pick(8, letters)+pick(3, "23456789")+pick(7, letters), "%", pick(32, "0123456789abcdef"), "#", "2026!").Replace(text)
}

// vectorOf reads the candidate whose keyword is at an offset of some text.
func vectorOf(t testing.TB, text string, at, length int) *Vector {
	t.Helper()
	text = filled(text)
	c, ok := candidate.At([]byte(text), at, at+length)
	if !ok {
		t.Fatalf("%s: no candidate", text)
	}
	x := new(Vector)
	x.Read([]byte(text), &c)
	return x
}

// TestScores: what anybody would say of these.
func TestScores(t *testing.T) {
	for _, test := range []struct {
		text, path string
		at, length int
		secret     bool
	}{
		{"DB_PASSWORD=@", "deploy/.env", 3, 4, true},
		{"SMTP_PASS=Winter#", "conf/prod.env", 5, 4, true},
		{"  password: Winter#", "config/database.yml", 2, 4, true},
		{`api_secret = "%"`, "app/settings.py", 4, 6, true},
		{"  ROOT_PASSWORD: @\n  APP_PASSWORD: @\n", "docker-compose.yml", 7, 4, true}, // one for two accounts
		{"password: ENTRY\n  if x = ENTRY then\n", "docker-compose.yml", 0, 4, false},
		{"PASSWORD_FILE=/run/secrets/db", "deploy/.env", 0, 4, false},
		{`password = "Enter your password"`, "src/login.js", 0, 4, false},
		{`token_type: "Bearer token"`, "src/auth.ts", 0, 5, false},
		{`auth_url = "https://id.acme.test/oauth"`, "conf/app.ini", 0, 4, false},
	} {
		x := vectorOf(t, test.text, test.at, test.length)
		x.Place(test.path)
		level := Level(Score(x))
		if secret := level == finding.ConfidenceHigh || level == finding.ConfidenceMedium; secret != test.secret {
			t.Errorf("%s in %s: score %.2f, confidence %q", test.text, test.path, Score(x), level)
		}
	}
}

// TestTextIsAPartOfScore: the score is that of the text and that of the place, and
// a path changes nothing about the first.
func TestTextIsAPartOfScore(t *testing.T) {
	x := vectorOf(t, "DB_PASSWORD=@", 3, 4)
	before := Text(x)
	for _, path := range []string{"", "a/b_test.go", "deploy/.env", "docs/x.md"} {
		x.Place(path)
		if Text(x) != before {
			t.Errorf("%q changes the score of the text", path)
		}
		if got, want := Score(x), before+sum(trees().place, x); math.Abs(float64(got-want)) > 1e-5 {
			t.Errorf("%q: score %v, want %v", path, got, want)
		}
	}
}

// TestTrees: the weights fit the features, and a tree goes left below a threshold.
func TestTrees(t *testing.T) {
	f := trees()
	if len(f.text) == 0 || len(f.place) == 0 {
		t.Fatal("no trees")
	}
	for _, tr := range f.text {
		for _, n := range tr.nodes {
			if n.feature >= textCount {
				t.Fatalf("a tree of the text asks for feature %d, which only a path has", n.feature)
			}
		}
	}
	var tr tree
	for i := range tr.nodes {
		tr.nodes[i].threshold = float32(math.Inf(1))
	}
	for i := range tr.leaves {
		tr.leaves[i] = float32(i)
	}
	var x Vector
	if got := sum([]tree{tr}, &x); got != 0 {
		t.Errorf("leaf %v, want the first", got)
	}
	tr.nodes[0] = node{threshold: 1, feature: valueLen}
	x[valueLen] = 1
	if got := sum([]tree{tr}, &x); got != leaves/2 {
		t.Errorf("leaf %v, want the first of the right half", got)
	}
}

// TestScoreTakesNoMemory: there may be millions of candidates.
func TestScoreTakesNoMemory(t *testing.T) {
	text := []byte(filled("\tuser: admin\n\tDB_PASSWORD=@ # old\n"))
	c, _ := candidate.At(text, 17, 21)
	var x Vector
	if n := testing.AllocsPerRun(100, func() { x.Read(text, &c); Score(&x) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestExplain: the reasons are those of the score, the heaviest first.
func TestExplain(t *testing.T) {
	x := vectorOf(t, "DB_PASSWORD=@", 3, 4)
	x.Place("deploy/.env")
	reasons := Explain(x, 5)
	if len(reasons) != 5 {
		t.Fatalf("%d reasons", len(reasons))
	}
	for i, r := range reasons {
		if r.Words == "" || i > 0 && math.Abs(float64(r.Effect)) > math.Abs(float64(reasons[i-1].Effect)) {
			t.Errorf("reason %d: %+v", i, r)
		}
	}
}

func TestWords(t *testing.T) {
	for word, want := range map[string]bool{"password": true, "the": true, "server": true, "kqxtz": false, "xy": false, "": false} {
		if isWord([]byte(word)) != want {
			t.Errorf("%q: %v", word, !want)
		}
	}
	if a, b := surprise([]byte("configuration")), surprise([]byte("xqzvkwjq")); a >= b {
		t.Errorf("a word surprises by %.1f bits, random letters by %.1f", a, b)
	}
}

func BenchmarkRead(b *testing.B) {
	text := []byte(filled("\tuser: admin\n\tDB_PASSWORD=@ # old\n"))
	c, _ := candidate.At(text, 17, 21)
	var x Vector
	for b.Loop() {
		x.Read(text, &c)
	}
}

func BenchmarkScore(b *testing.B) {
	text := []byte(filled("\tuser: admin\n\tDB_PASSWORD=@ # old\n"))
	c, _ := candidate.At(text, 17, 21)
	var x Vector
	x.Read(text, &c)
	x.Place("deploy/.env")
	for b.Loop() {
		Score(&x)
	}
}

// TestWordsByChance: random letters hold short words, and are none for that.
func TestWordsByChance(t *testing.T) {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	rng := rand.New(rand.NewPCG(5, 5))
	missed := 0
	for range 500 {
		value := make([]byte, 20)
		for i := range value {
			value[i] = letters[rng.IntN(len(letters))]
		}
		value[rng.IntN(len(value))] = '7'
		x := vectorOf(t, "AUTH_TOKEN="+string(value), len("AUTH_"), len("TOKEN"))
		x.Place("deploy/.env")
		if l := Level(Score(x)); l != finding.ConfidenceHigh && l != finding.ConfidenceMedium {
			missed++
		}
	}
	if missed > 2 {
		t.Errorf("%d of 500 random values are missed", missed)
	}
}

// A deployed file near the root counts like one in three folders, which the labelled set
// has at least. Tests, and what is no file, do not.
func TestDepth(t *testing.T) {
	for path, want := range map[string]int{
		".env": 3, "web/.env": 3, "a/b/c/d/.env": 4, "": 0, "docs/setup.md": 1, "tests/a/x.py": 2,
	} {
		if got := folders(path); got != want {
			t.Errorf("%q: %d folders, want %d", path, got, want)
		}
	}
}
