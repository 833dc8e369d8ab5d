// Package patterntest has what the tests of patterns and of the engine share:
// regexes of every kind that they treat in their own way, text that those match,
// and Go's own regexp as the oracle of what a regex over bytes matches.
package patterntest

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
)

// OnePass are regexes for the one-pass matcher, over small alphabets, so that
// random text matches them.
func OnePass() []string {
	return []string{
		`\b(ab_[a-c]{4})\b`,
		`ab_([a-c]{2,6})`,
		`\bab_[a-c]{2,4}\b`,
		`\bab_[a-c_-]{3,}(?:[^a-c_-]|$)`,
		`ab_[a-c]{1,3}-[bc]{2}`,
		`(?i)\b(ab_[ab]{2}[0-1]{0,2})`,
		`(?:ab|ca)_(?:b|aa)([a-c]{3})\b`,
		`(?:^|[^a-c_])(ab_[a-c]{2})(?:$|[^a-c])`,
		`(?:[^bc]|^)ca_[ab]{1,4}`,
	}
}

// Regexes are regexes of every kind.
func Regexes() []string {
	return slices.Concat(OnePass(), []string{
		// Literals that overlap themselves or each other.
		`\baa[a-c]{3}\b`,
		`\b(?:ab|ba)[a-c]{2,3}\b`,
		`(?:ab|abc)_[a-c]+\b`,
		// Literals not in front, several of them, in groups and repeats.
		`[a-c]{0,5}_key_?[a-c]{2}`,
		`(?i)[a-c]{0,4}?(?:ab|ca)_*[=:]([abc]{2,5})`,
		`(?:ab_){2}c`,
		`\b[abc]{2}_[ab]{2}\b`,
		`(?:a|b)c_(a+)?`,
		`(?:[ab]-?){2,}_c[abc]*`,
		`([abc]{2})=ab|-ab([abc])`,
		// Assertions, lines, unbounded repeats.
		`(?m)^ab[a-c]*$`,
		`^ab.`,
		`b_a.*c`,
		`ca(?s:.)*?_b`,
		`ab\s*=\s*([abc]+)`,
		`\Bab\B`,
		`ab\x80.`,
		`é_a.`,
		`(?i)É_k[^a]`,
	})
}

// Text returns n bytes of random text in which the regexes match.
func Text(rng *rand.Rand, n int) []byte {
	pieces := []string{"a", "b", "c", "a", "b", "c", "a", "b", "c", "ab_", "aB_", "ca_", "_", "-", "=", " ", "\n", "key", "aa", "b_a",
		"\x80", "é", "0", "1", "é_k", "É_K", "ab", `\n`, `\t`, "%", `\x`, `\u00`, "20", "3D", "\x1b[m"}
	var b []byte
	for len(b) < n {
		b = append(b, pieces[rng.IntN(len(pieces))]...)
	}
	return b[:n]
}

// Random returns a regex of a random form over few letters, nested to a depth.
// Not all of them are valid.
func Random(rng *rand.Rand, depth int) string {
	atoms := []string{"a", "b", "ab", "ba_", "c", "_", "=", "[ab]", "[^a]", "[a-c]", "[bc_]", ".", `\b`, `\B`, "^", "$", "(?m:^)",
		"(?m:$)", `\w`, `\s`, `\x80`, "(?i:ab)", "(?i:B)", "aab", "\n"}
	if depth == 0 {
		return atoms[rng.IntN(len(atoms))]
	}
	sub := func() string { return Random(rng, depth-1) }
	switch rng.IntN(9) {
	case 0:
		return "(" + sub() + ")"
	case 1:
		return "(?:" + sub() + "|" + sub() + ")"
	case 2:
		return "(?:" + sub() + ")" + []string{"*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{0,2}?", "{2,}", "{3,20}", "{0,40}"}[rng.IntN(12)]
	case 3:
		return "[abc]" + []string{"*", "+", "?", "*?", "+?", "{2}", "{1,3}", "{0,2}?", "{2,}", "{3,20}"}[rng.IntN(10)]
	case 4:
		return sub() + "|" + sub()
	default:
		return sub() + sub()
	}
}

// An Oracle matches a regex over bytes with Go's regexp.
type Oracle struct{ re *regexp.Regexp }

// NewOracle compiles a regex, which must be valid.
func NewOracle(expr string) Oracle { return Oracle{regexp.MustCompile(wide([]byte(expr)))} }

// wide makes each byte the character of that number.
func wide(text []byte) string {
	var b strings.Builder
	for _, c := range text {
		b.WriteRune(rune(c))
	}
	return b.String()
}

// FindAll returns all leftmost-first matches in text that do not overlap, as the
// pairs of offsets of each match and its groups.
func (o Oracle) FindAll(text []byte) [][]int {
	var offset []int // by byte of the wide text
	for i, c := range text {
		for range len(string(rune(c))) {
			offset = append(offset, i)
		}
	}
	offset = append(offset, len(text))
	all := o.re.FindAllStringSubmatchIndex(wide(text), -1)
	for _, loc := range all {
		for i := range loc {
			if loc[i] >= 0 {
				loc[i] = offset[loc[i]]
			}
		}
	}
	return all
}
