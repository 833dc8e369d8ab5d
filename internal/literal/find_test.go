package literal

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// plain finds literals one at a time and place by place.
func plain(literals []Literal, data []byte, from, to int) []Hit {
	var hits []Hit
	for id, l := range literals {
		for at := from; at < to && at+len(l.Text) <= len(data); at++ {
			d := data[at : at+len(l.Text)]
			end := at + len(l.Text)
			if l.Before != nil && at > 0 && !l.Before.Has(data[at-1]) || l.After != nil && end < len(data) && !l.After.Has(data[end]) {
				continue
			}
			if string(d) == l.Text || l.Fold && bytes.Equal(lower(d), lower([]byte(l.Text))) {
				hits = append(hits, hitAt(at, int32(id)))
			}
		}
	}
	return sorted(hits)
}

// lower lowers ASCII letters only.
func lower(b []byte) []byte {
	b = slices.Clone(b)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 32
		}
	}
	return b
}

func setOf(members []byte) *ByteSet {
	s := new(ByteSet)
	for _, b := range members {
		s.Add(b)
	}
	return s
}

func sorted(hits []Hit) []Hit {
	slices.Sort(hits)
	return hits
}

// TestFindsWhatPlainSearchFinds is the package's law, over small alphabets so
// that hits abound.
func TestFindsWhatPlainSearchFinds(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	random := func(alphabet string, n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = alphabet[rng.IntN(len(alphabet))]
		}
		return b
	}
	alphabets := []string{"ab", "aAbB_", "kK@`[{", "\x00\x20a", "abcdefgh\x80\xa0"}
	total := 0
	for round := range 5000 {
		alphabet := alphabets[round%len(alphabets)]
		var literals []Literal
		for range 1 + rng.IntN(12) {
			l := Literal{Text: string(random(alphabet, 2+rng.IntN(7))), Fold: rng.IntN(2) == 0}
			if rng.IntN(3) == 0 {
				l.Before = setOf(random(alphabet, rng.IntN(3)))
			}
			if rng.IntN(3) == 0 {
				l.After = setOf(random(alphabet, rng.IntN(3)))
			}
			literals = append(literals, l)
		}
		data := random(alphabet, rng.IntN(90))
		if round%9 == 0 {
			data = random(alphabet, rng.IntN(2000)) // more than the filter is asked for at once
		}
		from := rng.IntN(len(data) + 1)
		to := from + rng.IntN(len(data)-from+1)
		if round%2 == 0 {
			from, to = 0, len(data)
		}
		want := plain(literals, data, from, to)
		got := sorted(New(literals).Append(nil, data, from, to))
		if !slices.Equal(got, want) {
			t.Fatalf("%+v in %q[%d:%d]\n got %v\nwant %v", literals, data, from, to, got, want)
		}
		total += len(want)
	}
	if total < 10000 {
		t.Errorf("only %d hits: the test says little", total)
	}
}

// TestFindsLiteralsOfRules is the same law over many literals of the kinds that rules hold,
// in text that is made of them and of Go's words, in one piece and in pieces.
func TestFindsLiteralsOfRules(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	literals := many(400)
	for i := range literals {
		if rng.IntN(3) == 0 {
			literals[i].Before = setOf([]byte("_- .\"=abcdefghij"))
		}
		if rng.IntN(3) == 0 {
			literals[i].After = setOf([]byte("_- .\"=0123456789"))
		}
	}
	set := New(literals)
	words := strings.Fields(commonWords)
	for range 20 {
		var text []byte
		for len(text) < 3000 {
			word := words[rng.IntN(len(words))]
			if rng.IntN(2) == 0 {
				word = literals[rng.IntN(len(literals))].Text
			}
			if rng.IntN(4) == 0 {
				word = strings.ToUpper(word)
			}
			text = append(append(text, word...), " _-.=\n"[rng.IntN(6)])
		}
		want := plain(literals, text, 0, len(text))
		if got := sorted(set.Append(nil, text, 0, len(text))); !slices.Equal(got, want) {
			t.Fatalf("%q\n got %v\nwant %v", text, got, want)
		}
		var got []Hit
		for from := 0; from < len(text); {
			to := min(len(text), from+1+rng.IntN(300))
			got = set.Append(got, text, from, to)
			from = to
		}
		if got = sorted(got); !slices.Equal(got, want) || len(want) < 100 {
			t.Fatalf("%q in pieces\n got %v\nwant %v", text, got, want)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("ghp_\nAKIA\nsk", "x ghp_1 akia skSK", true)
	f.Add("ab\nabc\nabcd", "abcdabcdab", false)
	f.Add("\x00\x00\n  \n@@", "\x00\x00  \x00@``@@", true)
	f.Fuzz(func(t *testing.T, list, text string, fold bool) {
		var literals []Literal
		for l := range strings.SplitSeq(list, "\n") {
			if len(l) >= 2 && len(literals) < 20 {
				literals = append(literals, Literal{Text: l, Fold: fold})
			}
		}
		data := []byte(text)
		want := plain(literals, data, 0, len(data))
		got := sorted(New(literals).Append(nil, data, 0, len(data)))
		if !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
		cut := len(data) / 3
		got = sorted(New(literals).Append(New(literals).Append(nil, data, 0, cut), data, cut, len(data)))
		if !slices.Equal(got, want) {
			t.Fatalf("in two pieces got %v, want %v", got, want)
		}
	})
}

// many returns n literals of the kinds that rules hold.
func many(n int) []Literal {
	rng := rand.New(rand.NewPCG(3, 4))
	words := strings.Fields("key token secret pass auth api live test prod cloud mail pay git hub data base stripe slack azure google")
	literals := make([]Literal, n)
	for i := range literals {
		w := words[rng.IntN(len(words))]
		const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
		tail := make([]byte, 1+rng.IntN(4))
		for k := range tail {
			tail[k] = alphabet[rng.IntN(len(alphabet))]
		}
		switch rng.IntN(4) {
		case 0:
			literals[i] = Literal{Text: w + "_" + string(tail), Fold: true}
		case 1:
			literals[i] = Literal{Text: string(tail) + "_" + w[:2], Fold: false}
		case 2:
			literals[i] = Literal{Text: w[:1] + string(tail) + "-", Fold: false}
		case 3:
			literals[i] = Literal{Text: string(tail) + w, Fold: true}
		}
	}
	return literals
}

// corpus is a few megabytes of source: Go's own where it is installed.
func corpus(b *testing.B) []byte {
	var text []byte
	root := filepath.Join(os.Getenv("GOROOT"), "src")
	if os.Getenv("GOROOT") == "" {
		root = "/usr/local/go/src"
	}
	_ = filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") && len(text) < 16<<20 {
			if f, err := os.ReadFile(path); err == nil {
				text = append(text, f...)
			}
		}
		return nil
	})
	if len(text) < 1<<20 {
		b.Skip("no Go source to read")
	}
	return text
}

func BenchmarkAppend(b *testing.B) {
	data := corpus(b)
	for _, n := range []int{100, 1000, 3000} {
		set := New(many(n))
		b.Run(string(rune('0'+n/1000))+"k", func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			var hits []Hit
			for b.Loop() {
				hits = hits[:0]
				for from := 0; from < len(data); from += 1 << 16 {
					hits = set.Append(hits, data, from, min(from+1<<16, len(data)))
				}
			}
			b.ReportMetric(float64(len(hits)), "hits")
		})
	}
}

func BenchmarkNew(b *testing.B) {
	literals := many(1000)
	for b.Loop() {
		New(literals)
	}
}
