package engine

import (
	"regexp"
	"sync"

	"github.com/wasilibs/go-re2"
	"github.com/wasilibs/go-re2/experimental"
)

// A pattern is a regex over bytes that is compiled when it is first needed:
// of some hundred rules a scan needs a few, and each costs about 0.2 ms.
type pattern struct {
	expr  string
	once  sync.Once
	fast  *re2.Regexp
	plain *regexp.Regexp
}

func (p *pattern) compile() {
	p.once.Do(func() {
		var err error
		if p.fast, err = experimental.CompileLatin1(p.expr); err != nil {
			// What regexp/syntax took and RE2 does not, such as a very large
			// pattern, the standard library still matches, if slowly. New has
			// checked that it can.
			p.fast = nil
			p.plain = regexp.MustCompile(latin1(p.expr))
		}
	})
}

// findAll gives the first n leftmost-first matches in text that do not
// overlap, all for -1, each as the pairs of offsets of the match and its groups.
func (p *pattern) findAll(text []byte, n int) [][]int {
	p.compile()
	if p.fast != nil {
		return p.fast.FindAllSubmatchIndex(text, n)
	}
	return findAllPlain(p.plain, text, n)
}

// matches reports whether the pattern matches anywhere in text.
func (p *pattern) matches(text []byte) bool {
	p.compile()
	if p.fast != nil {
		return p.fast.Match(text)
	}
	return p.plain.MatchString(latin1(string(text)))
}

// findAllPlain matches bytes with the standard library, which knows only
// characters: it is given each byte as the character of that number.
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
