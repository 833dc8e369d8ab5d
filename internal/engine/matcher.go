package engine

import (
	"sync"

	"github.com/sluicesec/sluice/rules"
)

// nearReach bounds the window of a near literal, in bytes from the start of
// the literal to either end.
const nearReach = 128

// A matcher is a rule made ready.
type matcher struct {
	outline
	rule    *rules.Rule
	pattern pattern
	path    *pattern // nil: any path will do
	filter  filter
	literal int // bytes of the shortest of its literals: the more, the more a match says

	// Made when the first literal shows.
	once  sync.Once
	shape *shape  // if shaped; else:
	tails []*tail // of each anchor

	// Made when the first of them might be a match: of most rules none ever is.
	programOnce sync.Once
	program     *program // nil: left to RE2
}

// prepare makes what a hit needs, once.
func (m *matcher) prepare() {
	m.once.Do(func() {
		a, _ := analyse(m.rule) // New has tried, or who generated its outline
		if m.shaped {
			m.shape = a.shape
			return
		}
		made := map[*path]*tail{}
		for i := range a.anchors {
			rest := a.anchors[i].rest
			if made[rest] == nil {
				made[rest] = newTail(rest)
			}
			m.tails = append(m.tails, made[rest])
		}
	})
}

// compiled gives the program, made on the first call.
func (m *matcher) compiled() *program {
	m.programOnce.Do(func() {
		a, _ := analyse(m.rule)
		m.program = newProgram(a.node, a.groups)
	})
	return m.program
}

// A landmark is an anchor of a matcher: what a literal hit may stand for.
type landmark struct {
	*matcher
	*anchor
	number int // of the anchor in its matcher
	far    bool
	word   bool // the regex begins with \b, and each match at one distance from the literal
}

// window is what the regex is given of data for a hit.
func (l *landmark) window(data []byte, at int) span {
	w := l.around(len(data), at)
	if l.escaped(data, at) {
		w.start = at - l.before
	}
	return w
}

// escaped reports whether the match of a hit would begin right behind an
// escape sequence, so that a word begins there.
func (l *landmark) escaped(data []byte, at int) bool {
	return l.word && escapeBefore(data, at-l.before)
}

// around is the window of a hit in data with n bytes, if there is no escape
// sequence before it.
func (l *landmark) around(n, at int) span {
	return span{
		max(0, at-l.before-l.pad),
		min(n, at+len(l.text)+l.after+l.pad),
	}
}

// allows reports whether what stands beside a hit could go on as a match, by
// nearReach bytes from the hit's start. If there is none in the window as it
// is, it does not prepare the rule for the answer: a near hit is done with, and
// a far one may do in other data that has the same bytes near it.
func (l *landmark) allows(data []byte, at int) bool {
	end := at + len(l.text)
	if l.prev != nil && at > 0 && !l.prev.Has(data[at-1]) && !(l.before == 0 && l.escaped(data, at)) ||
		l.next != nil && end < len(data) && !l.next.Has(data[end]) {
		return false
	}
	if l.shaped {
		return true
	}
	if w := l.around(len(data), at); !l.stretch.in(data[w.start:w.end]) {
		return l.far
	}
	l.prepare()
	return l.tails[l.number].allows(data, end, max(0, nearReach-len(l.text)))
}

// confirm gives the match that belongs to a hit at an offset of text, which
// is the hit's window: the first that covers the literal, and the secret in it.
func (l *landmark) confirm(m *machine, text []byte, at int) (match, secret span, ok bool) {
	if !l.stretch.in(text) {
		return span{}, span{}, false
	}
	l.prepare()
	hit := span{at, at + len(l.text)}
	if l.shaped {
		return l.shape.match(text, hit.start, hit.end)
	}
	belongs := func(loc []int) bool {
		match = span{loc[0], loc[1]}
		return match.covers(hit) && hit.start-match.start <= l.before && match.end-hit.end <= l.after
	}
	if p := l.compiled(); p != nil && m.reset(p, text) {
		for from := 0; ; from = max(match.end, match.start+1) {
			loc, done := m.find(from, hit.start+1)
			switch {
			case !done:
				return l.confirmSlowly(text, hit, belongs)
			case loc == nil:
				return span{}, span{}, false
			case belongs(loc):
				return match, l.secret(loc), true
			}
		}
	}
	return l.confirmSlowly(text, hit, belongs)
}

// confirmSlowly is confirm by the regex as it is.
func (l *landmark) confirmSlowly(text []byte, hit span, belongs func(loc []int) bool) (match, secret span, ok bool) {
	// The first match is nearly always the one; only if not, more are asked for.
	for n := 1; ; n *= 4 {
		all := l.pattern.findAll(text, n)
		for _, loc := range all {
			match = span{loc[0], loc[1]}
			if belongs(loc) {
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
