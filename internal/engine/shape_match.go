package engine

// match checks the shape at a literal text[at:behind]. It gives the match and
// the secret in it.
func (s *shape) match(text []byte, at, behind int) (m span, secret span, ok bool) {
	m.start, secret.start = at, at
	switch {
	case s.start == borderWord && isWord(text, at-1) == isWord(text, at):
		return m, secret, false
	case s.start == borderStop && at > 0:
		if !s.before.Has(text[at-1]) {
			return m, secret, false
		}
		m.start--
	}
	pos := behind
	for i := range s.runs {
		if i == s.from {
			secret.start = pos
		}
		if i == s.to {
			secret.end = pos
		}
		r := &s.runs[i]
		limit := len(text)
		if r.max >= 0 {
			limit = min(limit, pos+r.max)
		}
		p := pos
		for p < limit && r.set.Has(text[p]) {
			p++
		}
		if p-pos < r.min {
			return m, secret, false
		}
		if i == len(s.runs)-1 {
			for ; !s.endsAt(text, p); p-- {
				if p-pos == r.min {
					return m, secret, false
				}
			}
		}
		pos = p
	}
	if len(s.runs) == 0 && !s.endsAt(text, pos) {
		return m, secret, false
	}
	if s.to == len(s.runs) {
		secret.end = pos
	}
	m.end = pos
	if s.end == borderStop && pos < len(text) {
		m.end++
	}
	if s.whole {
		secret = m
	}
	return m, secret, true
}

// endsAt reports whether the match may end at pos.
func (s *shape) endsAt(text []byte, pos int) bool {
	switch s.end {
	case borderWord:
		return isWord(text, pos-1) != isWord(text, pos)
	case borderStop:
		return pos == len(text) || s.after.Has(text[pos])
	}
	return true
}

// isWord reports whether \w matches at i. Outside of text nothing is a word.
func isWord(text []byte, i int) bool {
	return i >= 0 && i < len(text) && isWordByte(text[i])
}

func isWordByte(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' || b == '_'
}
