package engine

import (
	"slices"
	"sync"
)

// Keywords of most rules are hints. Those of a rule that is written for gitleaks are a
// condition: the rule finds something only in a text that holds one of them, in any case.
//
// gitleaks looks for them in a part of a file: in what a commit adds without a gap, or in
// some 100 KB. Here it is the whole file. So nothing is missed that gitleaks finds, and
// neither the way that git stores a file nor the size of what is read at a time changes
// a result. For text that was decoded, it is that text or the one around it.
//
// A part of another match counts without the keywords of its own rule, as in gitleaks.
//
// Few matches have none of the keywords in themselves. Only for those the text is searched,
// once for the keywords of all rules.

// maxKeyword is the length, in bytes, of the longest keyword that is a condition.
const maxKeyword = 1 << 10

// keywords are the keywords of all rules for which they are a condition.
type keywords struct {
	all  *words
	rule []int32 // of each word, the index of the rule
}

// needsKeyword reports whether the rule's keywords are a condition.
func (c *compiledRule) needsKeyword() bool { return c.keywords != nil }

// newKeywords returns the keywords of a rule as a condition; nil if they are none.
func newKeywords(list []string) *words {
	if len(list) == 0 || slices.ContainsFunc(list, func(k string) bool { return k == "" || len(k) > maxKeyword }) {
		return nil
	}
	return newWords(list)
}

// joinKeywords returns the keywords of rules; nil if there are none.
func joinKeywords(list []*compiledRule) *keywords {
	k := &keywords{}
	var all []string
	for _, c := range list {
		if c.needsKeyword() {
			for _, word := range c.keywords.list {
				all = append(all, word)
				k.rule = append(k.rule, c.index)
			}
		}
	}
	if all == nil {
		return nil
	}
	k.all = newWords(all)
	return k
}

// A keywordSet says of which rules keywords were seen, by the index of the rule.
type keywordSet map[int32]bool

// see adds the rules of which a text holds a keyword.
func (k *keywords) see(text []byte, seen keywordSet) {
	for i := range k.all.in(text) {
		seen[k.rule[i]] = true
	}
}

// wantKeywords notes which matches have none of the keywords that their rules ask for in
// themselves.
func wantKeywords(matches []Match) {
	for i := range matches {
		if m := &matches[i]; m.rule.needsKeyword() && !m.rule.keywords.heldBy([]byte(m.Text)) {
			m.lacks = true
		}
	}
}

// lookForKeywords looks in a text for the keywords that matches lack.
func (d *Detector) lookForKeywords(text []byte, matches []Match) {
	seen := sync.OnceValue(func() keywordSet {
		s := keywordSet{}
		d.keywords.see(text, s)
		return s
	})
	for i := range matches {
		if m := &matches[i]; m.lacks && seen()[m.rule.index] {
			m.lacks = false
		}
	}
}

// withKeywords leaves out the matches that lack keywords.
func withKeywords(matches []Match) []Match {
	return slices.DeleteFunc(matches, func(m Match) bool { return m.lacks })
}
