package scan

import (
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
)

// mask replaces the hidden part of a secret, whatever its length.
const mask = "***"

// shownPrefix is the most bytes of a secret that a redacted report shows.
const shownPrefix = 4

// kinds is the most characters of a class in a token's prefix that still only
// says which kind of token it is, as [pousr] does in gh[pousr]_.
const kinds = 8

// guessableBits is the strength, in bits, below which a secret can be found by
// guessing: from a fingerprint of its value, or from what a report shows of it.
const guessableBits = 90

// guessable reports whether a secret is so weak that a reader of a report could
// guess it and confirm the guess.
func guessable(secret string) bool {
	return engine.Entropy([]byte(secret))*float64(len(secret)) < guessableBits
}

// masks hides the secrets of rules. It parses the regex of a rule once.
type masks map[*rules.Rule]*syntax.Regexp

// of returns the hidden form of a secret that a rule found. A key block keeps its
// first line, which says what it is. A random token keeps the beginning of the
// prefix that all tokens of its rule have, at most a fifth of the token. Nothing
// else keeps a character: the first characters of a password are a good part of
// it, and they make the others easy to guess. An identifier is no secret, so it
// keeps its prefix although it is short.
func (m masks) of(r *rules.Rule, secret string) string {
	if first, _, ok := strings.Cut(secret, "\n"); ok {
		first = strings.TrimRight(first, "\r ")
		if strings.HasPrefix(first, "-----BEGIN ") && strings.HasSuffix(first, "-----") && !guessable(secret) {
			return first + mask
		}
	}
	if r == nil || !r.Identifier && guessable(secret) {
		return mask
	}
	n := min(shownPrefix, len(secret)/5, m.prefix(r, secret))
	return secret[:n] + mask
}

// prefix is how many bytes at the start of a secret the rule's regex fixes.
func (m masks) prefix(r *rules.Rule, secret string) int {
	re, known := m[r]
	if !known {
		var err error
		if re, err = syntax.Parse(r.Regex, syntax.Perl); err != nil {
			re = nil
		}
		m[r] = re
	}
	if re == nil {
		return 0
	}
	groups := captures(re, nil)
	if r.SecretGroup > 0 {
		groups = slices.DeleteFunc(groups, func(g *syntax.Regexp) bool { return g.Cap != r.SecretGroup })
	}
	if len(groups) == 0 {
		groups = append(groups, re)
	}
	longest := 0
	for _, g := range groups {
		n, _ := fixed(g, secret)
		longest = max(longest, n)
	}
	return longest
}

// captures returns all capture groups.
func captures(re *syntax.Regexp, all []*syntax.Regexp) []*syntax.Regexp {
	if re.Op == syntax.OpCapture {
		all = append(all, re)
	}
	for _, sub := range re.Sub {
		all = captures(sub, all)
	}
	return all
}

// fixed returns how many bytes of s the regex fixes, from the start of s on, and
// whether the regex ends there. A class of few characters counts as fixed.
func fixed(re *syntax.Regexp, s string) (n int, whole bool) {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpWordBoundary, syntax.OpNoWordBoundary, syntax.OpBeginLine, syntax.OpBeginText:
		return 0, true
	case syntax.OpLiteral:
		text := string(re.Rune)
		if len(s) < len(text) {
			return 0, false
		}
		head := s[:len(text)]
		if head == text || re.Flags&syntax.FoldCase != 0 && strings.EqualFold(head, text) {
			return len(text), true
		}
		return 0, false
	case syntax.OpCharClass:
		size := 0
		for i := 0; i+1 < len(re.Rune); i += 2 {
			size += int(re.Rune[i+1]-re.Rune[i]) + 1
		}
		if size > kinds || s == "" {
			return 0, false
		}
		return 1, true
	case syntax.OpCapture:
		return fixed(re.Sub[0], s)
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			more, all := fixed(sub, s[n:])
			n += more
			if !all {
				return n, false
			}
		}
		return n, true
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			if m, all := fixed(sub, s); m > n || m == n && all {
				n, whole = m, all
			}
		}
		return n, whole
	}
	return 0, false
}
