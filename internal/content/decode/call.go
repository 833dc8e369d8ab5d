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
	i := nextListed(data, at)
	if i == 0 {
		return 0
	}
	before, behind := data[max(0, at-callReach):at], data[i:min(len(data), i+callReach)]
	before = before[bytes.LastIndexByte(before, '\n')+1:]
	if end := bytes.IndexByte(behind, '\n'); end >= 0 {
		behind = behind[:end]
	}
	if joinsNothing(before) || joinsNothing(behind) || (namesJoin(before) || namesJoin(behind)) && (hasAny(before, empty[:]...) || hasAny(behind, empty[:]...)) {
		return i + 1
	}
	return 0
}

// empty are the empty literals that functions join with, and how a list is joined without one.
var empty = [...]string{`""`, "''", "].join"}

// joinsNothing reports whether a part of a line names a function that joins a list with nothing
// between, or has a format of nothing but two values. Most have not even the first sign of one.
func joinsNothing(line []byte) bool {
	return bytes.IndexByte(line, '(') >= 0 && hasAny(line, "oncat", "ONCAT", "trcat", "paste0(", "= string(") ||
		hasAny(line, "<<\"") ||
		bytes.IndexByte(line, '%') >= 0 && hasAny(line, "%s%s") ||
		bytes.IndexByte(line, '{') >= 0 && hasAny(line, "{}{}", "{0}{1}")
}

// namesJoin reports whether a part of a line names a function that joins.
func namesJoin(line []byte) bool {
	return bytes.IndexByte(line, 'j') >= 0 && hasAny(line, "join") || bytes.IndexByte(line, 'J') >= 0 && hasAny(line, "Join", "JOIN")
}

// mayBeListed reports whether the literal that ends at an offset, before a comma, may be in a
// list that a program joins. Files of data are full of lists, so a line of them is searched once.
// Offsets ascend.
func (s *search) mayBeListed(at int) bool {
	if at > 1 && s.data[at-2] == s.data[at] {
		return true // of characters
	}
	if nextListed(s.data, at) == 0 {
		return false
	}
	if at >= s.searched {
		const most = 4 << 10
		from, to := max(0, at-callReach), min(len(s.data), at+most)
		from += bytes.LastIndexByte(s.data[from:at], '\n') + 1
		if n := bytes.IndexByte(s.data[at:to], '\n'); n >= 0 {
			to = at + n
		}
		near := s.data[from:min(len(s.data), to+widestSeam+callReach)]
		s.searched, s.joins = to, joinsNothing(near) || namesJoin(near)
	}
	return s.joins
}

// nextListed returns where the second of two literals in a list begins, if the first ends at an
// offset, and both have what words do not have. It is 0 otherwise.
func nextListed(data []byte, at int) int {
	i := skipBlanks(data, at+2)
	if i+1 >= len(data) || i-at > widestSeam || data[i] != data[at] || !joinable(data[i+1]) || !isRandom(data, at, -1) || !isRandom(data, i, 1) {
		return 0
	}
	return i
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
	if next = appended(data, at); next > 0 {
		return next
	}
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
