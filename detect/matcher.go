package detect

import (
	"sync"

	"github.com/sluicesec/sluice/rules"
)

// nearReach bounds the window of a near literal, in bytes from the start of
// the literal to either end.
const nearReach = 256

// A matcher is a rule made ready.
type matcher struct {
	rule    *rules.Rule
	pattern pattern
	shape   *shape   // nil: the pattern needs its regex
	pad     int      // bytes beside a match that its assertions look at
	path    *pattern // nil: any path will do
	filter  filter
	most    int // bytes of the longest match
	literal int // bytes of the shortest of its literals: the more, the more a match says

	tailOnce sync.Once
	anchors  []anchor
	tails    []*tail // of each anchor
}

// A landmark is an anchor of a matcher: what a literal hit may stand for.
type landmark struct {
	*matcher
	*anchor
	number int // of the anchor in its matcher
	far    bool
}

// window is what decides about a hit at an offset of data with n bytes.
func (l *landmark) window(n, at int) span {
	return span{
		max(0, at-l.before-l.pad),
		min(n, at+len(l.text)+l.after+l.pad),
	}
}

// allows reports whether what stands behind a hit could go on as a match. It
// looks nearReach bytes from the hit's start at most.
func (l *landmark) allows(data []byte, at int) bool {
	if l.shape != nil {
		return true
	}
	l.tailOnce.Do(func() {
		made := map[*node]*tail{}
		for i := range l.anchors {
			rest := l.anchors[i].rest
			if made[rest] == nil {
				made[rest] = newTail(rest)
			}
			l.tails = append(l.tails, made[rest])
		}
	})
	return l.tails[l.number].allows(data, at+len(l.text), max(0, nearReach-len(l.text)))
}

// confirm gives the match that belongs to a hit at an offset of text, which
// is the hit's window: the first that covers the literal, and the secret in it.
func (l *landmark) confirm(text []byte, at int) (match, secret span, ok bool) {
	hit := span{at, at + len(l.text)}
	if l.shape != nil {
		return l.shape.match(text, hit.start, hit.end)
	}
	// The first match is nearly always the one; only if not, more are asked for.
	for n := 1; ; n *= 4 {
		all := l.pattern.findAll(text, n)
		for _, loc := range all {
			match = span{loc[0], loc[1]}
			if match.covers(hit) && hit.start-match.start <= l.before && match.end-hit.end <= l.after {
				return match, l.secret(loc), true
			}
		}
		if len(all) < n || match.start > hit.start {
			return span{}, span{}, false
		}
	}
}

// secret is where the secret is in a match, given as offsets of its groups.
func (m *matcher) secret(loc []int) span {
	if g := m.rule.SecretGroup; g > 0 {
		if loc[2*g] < loc[2*g+1] {
			return span{loc[2*g], loc[2*g+1]}
		}
		return span{loc[0], loc[1]}
	}
	for i := 2; i < len(loc); i += 2 {
		if loc[i] < loc[i+1] {
			return span{loc[i], loc[i+1]}
		}
	}
	return span{loc[0], loc[1]}
}
