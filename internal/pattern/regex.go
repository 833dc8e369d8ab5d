package pattern

import (
	"regexp"
	"sync"

	"github.com/wasilibs/go-re2"
	"github.com/wasilibs/go-re2/experimental"

	"github.com/sluicesec/sluice/internal/prebuilt"
)

// A Regex is a regex over bytes as RE2 runs it, compiled when it is first
// needed: of some hundred regexes a scan needs a few, and each costs about
// 0.2 ms.
//
// It is right where there is no literal to begin from: for the regexes of
// allowlists and paths, for patterns without an anchor, and as the last resort
// of all others. RE2 takes linear time on any text. What it does not compile,
// such as a very large pattern, Go's own regexp matches, if slowly.
type Regex struct {
	expr  string
	once  sync.Once
	re2   *re2.Regexp
	plain *regexp.Regexp // if re2 is nil
}

// NewRegex checks a regex in the syntax of RE2, unless it is one of the built-in
// rules. It does not compile it yet.
func NewRegex(expr string) (*Regex, error) {
	if prebuilt.Holds(expr) {
		return &Regex{expr: expr}, nil
	}
	if _, err := parseSyntax(expr); err != nil {
		return nil, err
	}
	return &Regex{expr: expr}, nil
}

func (r *Regex) compile() {
	r.once.Do(func() {
		var err error
		if r.re2, err = experimental.CompileLatin1(r.expr); err != nil {
			r.re2 = nil
			r.plain = regexp.MustCompile(latin1(r.expr)) // it has been parsed before
		}
	})
}

// Matches reports whether the regex matches anywhere in text.
func (r *Regex) Matches(text []byte) bool {
	r.compile()
	if r.re2 != nil {
		return r.re2.Match(text)
	}
	return r.plain.MatchString(latin1(string(text)))
}

// findAll returns the first n leftmost-first matches in text that do not
// overlap, all for -1, each as the pairs of offsets of the match and its groups.
func (r *Regex) findAll(text []byte, n int) [][]int {
	r.compile()
	if r.re2 != nil {
		return r.re2.FindAllSubmatchIndex(text, n)
	}
	return findAllPlain(r.plain, text, n)
}

// findAllPlain matches bytes with Go's regexp, which knows only characters: it
// is given each byte as the character of that number.
func findAllPlain(re *regexp.Regexp, text []byte, n int) [][]int {
	wide := latin1(string(text))
	offset := make([]int, 0, len(wide)+1) // of the byte that each byte of wide belongs to
	for i, b := range text {
		offset = append(offset, i)
		if b >= 0x80 {
			offset = append(offset, i)
		}
	}
	offset = append(offset, len(text))
	all := re.FindAllStringSubmatchIndex(wide, n)
	for _, m := range all {
		for i := range m {
			if m[i] >= 0 {
				m[i] = offset[m[i]]
			}
		}
	}
	return all
}
