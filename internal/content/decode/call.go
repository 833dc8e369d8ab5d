package decode

import (
	"bytes"
	"slices"
)

// callReach is how many bytes of a line, before the end of a literal and behind the
// beginning of the next one, may say that a program joins the literals of a list. A run has
// more around a mark.
const callReach = around - 1

// listed returns where the second of two literals goes on that a comma is between, if they
// are in a list that a program joins: in strings.Join(..., ""), concat(...), "%s%s" % (...)
// and similar. The first ends at an offset. Both have what words do not have.
func listed(data []byte, at int) (next int) {
	i := skipBlanks(data, at+2)
	if i+1 >= len(data) || i-at > widestSeam || data[i] != data[at] || !joinable(data[i+1]) || !isRandom(data, at, -1) || !isRandom(data, i, 1) {
		return 0
	}
	before, behind := data[max(0, at-callReach):at], data[i:min(len(data), i+callReach)]
	before = before[bytes.LastIndexByte(before, '\n')+1:]
	if end := bytes.IndexByte(behind, '\n'); end >= 0 {
		behind = behind[:end]
	}
	has := func(words ...string) bool { return hasAny(before, words...) || hasAny(behind, words...) }
	if has(joiners[:]...) || has(joins[:]...) && has(`""`, "''", "].join") {
		return i + 1
	}
	return 0
}

// joiners name functions that join a list with nothing between, or are formats of nothing but
// two values. Those of joins do so if they say that nothing is between.
var (
	joiners = [...]string{"oncat", "ONCAT", "trcat", "paste0(", "%s%s", "{}{}", "{0}{1}"}
	joins   = [...]string{"join", "Join", "JOIN"}
)

// mayBeListed reports whether a comma behind the end of a literal may be one in a list that a
// program joins. Files of data are full of lists, so a block of the data is searched once.
func (s *search) mayBeListed(at int) bool {
	const size = 4 << 10
	if at > 1 && s.data[at-2] == s.data[at] {
		return true // of characters
	}
	if !isRandom(s.data, at, -1) {
		return false
	}
	if k := at/size + 1; k != s.block {
		near := s.data[max(0, (k-1)*size-callReach):min(len(s.data), k*size+widestSeam+callReach)]
		s.block, s.joins = k, hasAny(near, joiners[:]...) || hasAny(near, joins[:]...)
	}
	return s.joins
}

func hasAny(text []byte, words ...string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return bytes.Contains(text, []byte(word)) })
}

// calls are what may be between a literal and one that a method appends to it, without the
// quotes and blanks.
var calls = [...]string{".concat(", ".append(", ").append(", ".to_owned()+", ".to_string()+", ".into()+", ".toString()+"}

// called returns where the second of two literals goes on that a call joins, if the first
// ends at an offset. Both have what words do not have.
func called(data []byte, at int) (next int) {
	if data[at+1] != '.' && data[at+1] != ')' || !isRandom(data, at, -1) {
		return 0
	}
	var call [16]byte
	n := 0
	for i := at + 1; i+1 < min(len(data), at+widestSeam); i++ {
		b := data[i]
		switch {
		case b == '"' || b == '\'':
			if joinable(data[i+1]) && isRandom(data, i, 1) && hasAny(call[:n], calls[:]...) {
				return i + 1
			}
			return 0
		case isBlank(b):
			continue
		case n == len(call) || b == '\n':
			return 0
		}
		call[n] = b
		n++
	}
	return 0
}

// commentEnd returns where the comment ends that begins at an offset, 0 if there is none.
func commentEnd(data []byte, at int) int {
	if !bytes.HasPrefix(data[at:], []byte("/*")) {
		return 0
	}
	if n := bytes.Index(data[at+2:], []byte("*/")); n >= 0 && bytes.IndexByte(data[at:at+2+n], '\n') < 0 {
		return at + 2 + n + len("*/")
	}
	return 0
}
