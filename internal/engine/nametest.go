package engine

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/sluicesec/sluice/internal/pattern"
)

// A nameTest is a test that the last element of a path passes if one of some regexes
// matches the path, whatever its folder.
//
// To make the automata for it takes longer than the rest of a scan of a few files. So the
// first paths are searched for the literals of the regexes instead, of which a path that
// matches holds one: most paths hold none.
type nameTest struct {
	paths func() []string // the regexes
	words []string        // the literals, in lower case; nil if they are not known

	asked    atomic.Int64 // how many paths held none of the words
	once     sync.Once
	automata []*pattern.FileName
}

// manyPaths is after how many paths the automata are worth making.
const manyPaths = 1000

// passes is the test of a name.
func (t *nameTest) passes(name []byte) bool {
	t.once.Do(func() {
		for _, expr := range anyOf(t.paths()) {
			t.automata = append(t.automata, pattern.NewFileName(expr))
		}
	})
	return slices.ContainsFunc(t.automata, func(n *pattern.FileName) bool { return n.Accepts(name) })
}

// passesPath is the test of the last element of a path. It is false also for a path that
// holds none of the words.
func (t *nameTest) passesPath(path string) bool {
	if t.words != nil && t.asked.Load() < manyPaths && !holdsAny(strings.ToLower(path), t.words) {
		t.asked.Add(1)
		return false
	}
	return t.passes([]byte(path[strings.LastIndexByte(path, '/')+1:]))
}

func holdsAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// wordsOf returns literals, in lower case, of which each text that one of the regexes
// matches holds one; nil if there are none for some of them.
func wordsOf(exprs []string) (words []string) {
	for _, expr := range exprs {
		p, err := pattern.New(pattern.Spec{Expr: expr})
		if err != nil || len(p.Outline().Anchors) == 0 {
			return nil
		}
		for _, a := range p.Outline().Anchors {
			if strings.ContainsFunc(a.Text, func(c rune) bool { return c >= utf8.RuneSelf }) {
				return nil // to lower-case a path may change such bytes
			}
			words = append(words, strings.ToLower(a.Text))
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}
