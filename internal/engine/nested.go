package engine

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"github.com/sluicesec/sluice/internal/pattern"
)

// inText returns the place of the secret in the text that the match was found in.
func (m *Match) inText() pattern.Span {
	if m.decoded.run != 0 {
		return m.decoded.secret
	}
	return m.secretSpan()
}

// compareText orders matches by the texts that they were found in. The data comes first.
func (m *Match) compareText(o *Match) int {
	return cmp.Or(cmp.Compare(m.decoded.run, o.decoded.run), cmp.Compare(m.decoded.text, o.decoded.text))
}

// withDecoded returns the matches that remain when those in decoded texts are compared
// with those in the texts around them, sorted by offset. won are the winners of each
// text.
func withDecoded(won []*Match) []*Match {
	n := sort.Search(len(won), func(i int) bool { return won[i].decoded.run != 0 })
	if n == len(won) {
		return won
	}
	lost := map[*Match]bool{}
	for i, m := range won[n:] {
		first := sort.Search(n, func(k int) bool { return won[k].SecretEnd > m.SecretStart })
		for k := first; k < n && won[k].SecretStart < m.SecretEnd; k++ {
			decide(won[k], m, lost)
		}
		for k := n + i - 1; k >= n && won[k].decoded.run == m.decoded.run; k-- {
			if o := won[k]; len(o.Layers) < len(m.Layers) && o.overlaps(m) {
				decide(o, m, lost)
			}
		}
	}
	won = slices.DeleteFunc(won, func(m *Match) bool { return lost[m] })
	slices.SortStableFunc(won, func(a, b *Match) int { return cmp.Compare(a.SecretStart, b.SecretStart) })
	return won
}

// decide says which of two matches is reported: one of a text, and one of what was decoded from what
// is there. A token may hold another one, as the claims of a JSON web token do; both are
// reported. Of a value that has no mark of its own, the encoded form says less than what
// is in it; but if only places in it were decoded, it is the same value.
func decide(outer, inner *Match, lost map[*Match]bool) {
	if outer.Allowed != "" || inner.Allowed != "" || lost[outer] || lost[inner] {
		return
	}
	same := outer.Rule == inner.Rule
	switch {
	case same && !inner.decoded.word && len(inner.Secret) > len(outer.Secret) && strings.HasPrefix(inner.Secret, strings.TrimRight(outer.Secret, `\^`)):
		lost[outer] = true // it ends where the first of several literals ends
	case same && !inner.decoded.word && outer.Secret == "3D"+inner.Secret:
		lost[outer] = true // it begins within an encoded equals sign
	case !inner.decoded.word && inner.Rule.Specificity >= outer.Rule.Specificity && inner.Confidence.Compare(outer.Confidence) >= 0 && hasMark(outer.Secret):
		lost[outer] = true
		inner.alsoSeenBy(outer)
	case outer.Rule.Binary && inner.Rule.Binary && !same:
		return
	case outer.Rule.Binary, inner.decoded.word && inner.Confidence.Compare(outer.Confidence) < 0 && !inner.Rule.Binary,
		!inner.decoded.word && (same || !inner.Rule.Binary):
		lost[inner] = true
		outer.alsoSeenBy(inner)
	default:
		lost[outer] = true
		inner.alsoSeenBy(outer)
	}
}

// hasMark reports whether a secret has in it what stands for something else: an escape of
// a character, characters that nobody sees, or the quotes of typography around it.
func hasMark(secret string) bool {
	if strings.ContainsAny(secret[:min(len(secret), len("“"))], "“”„‘’‚«»") {
		return true
	}
	for i, r := range secret {
		switch {
		case r == '\\' && i+1 < len(secret) && (strings.HasPrefix(secret[i+1:], "u00") || strings.IndexByte("x_-=:/&#@!", secret[i+1]) >= 0),
			r == '&' && (strings.HasPrefix(secret[i:], "&amp;") || strings.HasPrefix(secret[i:], "&lt;") || strings.HasPrefix(secret[i:], "&gt;")), r == 0xad, r == 0xfeff, r < ' ' && r != '\t' && r != '\n' && r != '\r', r == 0x7f,
			0x200b <= r && r <= 0x200f, 0x202a <= r && r <= 0x202e, 0x2060 <= r && r <= 0x206f:
			return true
		}
	}
	return false
}
