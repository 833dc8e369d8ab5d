package pattern

import (
	"regexp"
	"sync"

	"github.com/wasilibs/go-re2"
	"github.com/wasilibs/go-re2/experimental"

	"github.com/sluicesec/sluice/internal/prebuilt"
)

// A Regex is a regex over bytes that has no literal to begin from: that of an allowlist or of
// a path, that of a pattern without an anchor, and the last resort of all other patterns. It
// is compiled when it is first needed: of some hundred regexes a scan needs a few.
//
// Whether it matches a short text, such as a value, a line or a path, the backtracker says.
// All else is left to RE2, which takes linear time on any text, but some milliseconds to
// start, and half a millisecond to compile a large regex. What RE2 does not compile, such as
// a very large pattern, Go's own regexp matches, if slowly.
type Regex struct {
	expr string

	once  sync.Once
	re2   *re2.Regexp
	plain *regexp.Regexp // if re2 is nil

	progOnce sync.Once
	prog     *prog     // nil: left to RE2
	idle     sync.Pool // of *backtracker
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
	if matched, ok := r.matchesShort(text); ok {
		return matched
	}
	r.compile()
	if r.re2 != nil {
		return r.re2.Match(text)
	}
	return r.plain.MatchString(latin1(string(text)))
}

// shortMatch is how many bytes a text has, at most, that the backtracker matches.
const shortMatch = 1 << 10

// stepsOfMatch is how many steps the backtracker may take besides those for each byte.
const stepsOfMatch = 2000

// matchesShort is Matches for a short text. ok is false for what is left to RE2.
func (r *Regex) matchesShort(text []byte) (matched, ok bool) {
	if len(text) > shortMatch {
		return false, false
	}
	r.progOnce.Do(func() {
		if tree, groups, err := parse(r.expr); err == nil {
			r.prog = newProg(tree, groups)
		}
	})
	if r.prog == nil {
		return false, false
	}
	b, _ := r.idle.Get().(*backtracker)
	if b == nil {
		b = new(backtracker)
	}
	defer r.idle.Put(b)
	if !b.reset(r.prog, text) {
		return false, false
	}
	b.most = stepsOfMatch + stepsOfByte*len(text)
	loc, done := b.find(0, len(text)+1)
	return loc != nil, done
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
