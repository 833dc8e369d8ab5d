package decode

import "bytes"

// inlineTags are the elements of HTML that are within words and lines: marks of an editor, of a
// highlighter of source code, or of a page that says where a word may break.
var inlineTags = [...]string{"span", "wbr", "b", "i", "em", "strong", "mark", "u", "code", "font", "a", "tt"}

// tag returns how long the inline tag or the comment is that text begins with, and 0 if there is
// none.
func tag(text []byte) int {
	if len(text) < 3 || !mayBeTag[text[1]] {
		return 0
	}
	text = text[:min(len(text), widestTag)]
	if text[1] == '!' {
		if end := bytes.Index(text, []byte("-->")); end > 0 && text[2] == '-' && bytes.IndexByte(text[:end], '\n') < 0 {
			return end + len("-->")
		}
		return 0
	}
	name := 1
	if text[1] == '/' {
		name++
	}
	end := name
	for end < len(text) && 'a' <= text[end]|0x20 && text[end]|0x20 <= 'z' {
		end++
	}
	if end == len(text) || text[end] != '>' && text[end] != ' ' && text[end] != '/' || !isInline(text[name:end]) {
		return 0
	}
	n := bytes.IndexAny(text[end:], ">\n<")
	if n < 0 || text[end+n] != '>' {
		return 0
	}
	return end + n + 1
}

// mayBeTag has what may be behind the bracket of such a tag.
var mayBeTag = func() (t [256]bool) {
	t['!'], t['/'] = true, true
	for _, name := range inlineTags {
		t[name[0]], t[name[0]-'a'+'A'] = true, true
	}
	return t
}()

func isInline(name []byte) bool {
	for _, known := range inlineTags {
		if len(known) == len(name) && bytes.EqualFold([]byte(known), name) {
			return true
		}
	}
	return false
}

// tagAt notes a mark if the tags at an offset are within what may be a token, or beside the sign
// between a name and a value, as in source code with colours.
func (s *search) tagAt(i int) {
	data := s.data
	if i > 1 && isQuote(data, i-1) && i+1 < len(data) && data[i+1] == '>' { // "a"<>"b"
		s.seamAt(i - 1)
	}
	if i+2 < len(data) && data[i+1] == '~' {
		s.framedASCII(i)
	}
	if i == 0 || !joinable(data[i-1]) {
		return
	}
	n := tag(data[i:])
	if n == 0 {
		return
	}
	end := i + n
	for end < len(data) && data[end] == '<' {
		if n = tag(data[end:]); n == 0 || end-i > widestTag {
			break
		}
		end += n
	}
	isSign := func(b byte) bool { return b == '=' || b == ':' }
	sign := end
	if sign+1 < len(data) && data[sign] == ' ' {
		sign++
	}
	switch {
	case end >= len(data):
	case joinable(data[end]) && isRandom(data, end-1, 1) && (isRandom(data, i, -1) || data[end] == '-'):
		s.mark(Tags, i, end)
	case data[i+1] == '/' && (isSign(data[i-1]) || sign < len(data) && isSign(data[sign])):
		s.mark(Tags|Entities, i, end)
	}
}
