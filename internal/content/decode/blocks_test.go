package decode

import (
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// blockPieces are parts of texts in which words and literals begin, end and are beside each other.
func blockPieces() []string {
	text := []byte("a text of 40 bytes, of which some are 0s")
	return []string{
		base64.StdEncoding.EncodeToString([]byte("t?o?k?e?n?s?a?n?d?w?o?r?d?s")), // has slashes
		base64.StdEncoding.EncodeToString(text), base64.RawURLEncoding.EncodeToString(text)[:24], hex.EncodeToString(text),
		strings.ToLower(base32.StdEncoding.EncodeToString(text)), base32.StdEncoding.EncodeToString(text)[:32],
		"lower/case/", "snake_case_", strings.ToLower(base32.StdEncoding.EncodeToString([]byte("aaaaaaaaaaaaaaa"))), // without a digit
		"test_of_a_long_name_with_words", "path/to/some/file/in_a/folder", "lowercaseletterswithoutanything", "CamelCaseNames", "word", "A1", "k3y_", "_x", "=",
		`"`, `"`, `'`, "'", "`", `" + "`, `' . '`, `"a" "B2"`, `A1" "B2`, "A1\"\n    \"B2", `"a"  + f"b"`, `'x', 'y', `, `"A1", "B2"`, `""`, `"_`, ` "_b"`, `"/* c */"`, `".concat("`,
		"\";\nname += \"", "\")\n  ", ", ", ") ", " + ", "..", " ~ ", " * ", "\\", "\n", "\n    ", " ", "        ", "(", ")", ":", "%", "<", ">", "é", ".",
		strings.Repeat("a", 40), strings.Repeat(" ", 70), strings.Repeat("long ", 13), "f(join", "%s%s",
	}
}

// What masks exclude is nothing that a look at each quote and at each word finds.
func TestBlocksExcludeNothing(t *testing.T) {
	t.Parallel()
	pieces := blockPieces()
	rng := rand.New(rand.NewPCG(3, 4))
	seams, words := 0, 0
	for range 30_000 {
		var text strings.Builder
		for range rng.IntN(24) {
			some := pieces
			if rng.IntN(3) == 0 { // parts of words
				some = pieces[:16]
			}
			text.WriteString(some[rng.IntN(len(some))])
		}
		data := []byte(text.String())
		got := search{data: data, to: len(data), joined: -1}
		got.blocks(0)
		want := search{data: data, to: len(data), joined: -1}
		for i := 1; i+1 < len(data); i++ {
			if strings.IndexByte("\"'`", data[i]) >= 0 && joinable(data[i-1]) {
				want.limitAt(i)
			}
		}
		for i := 0; i < len(data); i++ {
			n := i
			for n < len(data) && inWord(data[n]) {
				n++
			}
			if n-i >= shortestWord && i >= want.wordEnd {
				want.wordEnd = want.wordAt(i, want.wordEnd)
			}
			i = max(i, n)
		}
		for _, m := range want.marks {
			if seams++; !slices.Contains(got.marks, m) {
				t.Fatalf("%q: no mark %v, only %v", data, m, got.marks)
			}
		}
		for _, r := range want.runs {
			if words++; !slices.Contains(got.runs, r) {
				t.Fatalf("%q: no run %v, only %v", data, r, got.runs)
			}
		}
	}
	if seams < 1000 || words < 1000 {
		t.Errorf("%d seams and %d words say little", seams, words)
	}
}

// nearBefore is a look at each byte before.
func TestNearBefore(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 6))
	for range 10_000 {
		m, before := rng.Uint64()&rng.Uint64()&rng.Uint64(), rng.Uint64()&rng.Uint64()&rng.Uint64()
		got, want := nearBefore(m, before), uint64(0)
		for i := range 64 {
			for k := 1; k <= nearRandom; k++ {
				if i >= k && m>>(i-k)&1 != 0 || i < k && before>>(64+i-k)&1 != 0 {
					want |= 1 << i
				}
			}
		}
		if got != want {
			t.Fatalf("%064b %064b: %064b, want %064b", before, m, got, want)
		}
	}
}
