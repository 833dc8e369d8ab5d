package decode

import "bytes"

// Words in rare alphabets are looked for where something says that there is one: a name on the same
// line, as in base64.b85decode("..."), or marks around it. Without, a word is decoded only if all
// of it is clear text.

// leastClear is how many bytes of clear text say by themselves that a word encodes it.
const leastClear = 16

// leastAlone is how many characters a word has, at least, that nothing names.
const leastAlone = 32

// rareWord notes the run that the word is between two offsets, which is in none of the usual alphabets. Most
// have no long part without separators, or no digit: they are names and paths.
func (s *search) rareWord(start, end int) {
	first, last := longPart(s.data[start:end])
	if last == 0 {
		return
	}
	word := s.data[start+first : start+last]
	kind := namedNear(s.data, start, end)
	switch {
	case kind >= Rot13:
		s.runs = append(s.runs, Run{kind, start, end})
		return
	case kind == 0 && last-first == end-start:
		kind = aloneKind(word)
	}
	if kind == 0 {
		return
	}
	if text, ok := rareBytes(kind, word); ok && len(text.Data) >= leastClear && isClear(text.Data) {
		s.runs = append(s.runs, Run{kind, start + first, start + last})
	}
}

// aloneKind returns the kind in which a word may encode text that nothing names. It is 0 for most words.
func aloneKind(word []byte) Kinds {
	if len(word) < leastAlone {
		return 0
	}
	capital, small := false, false
	for _, b := range word {
		capital, small = capital || 'A' <= b && b <= 'Z', small || b >= 'a'
	}
	kind := Base32Hex
	if capital && small {
		kind = Base58
	}
	if (capital || small) && mayBeClear(kind, word) {
		return kind
	}
	return 0
}

// Of the text beside a word, so many bytes may name its encoding.
const (
	nameBefore = 24
	nameBehind = 32
)

// namedNear returns the kind that is named beside a word: as in str_rot13("..."), "..."[::-1], key_base62: ...
// It is 0 if there is none.
func namedNear(data []byte, start, end int) Kinds {
	for i := start - 1; i > 1 && i > start-nameBefore && data[i] != '\n'; i-- {
		if kind := namesKind[data[i]]; kind != 0 && isNamed(kind, data, i) {
			return kind
		}
	}
	for i := end; i < min(len(data), end+nameBehind) && data[i] != '\n'; i++ {
		if kind := namesKind[data[i]]; kind != 0 && isNamed(kind, data, i) {
			return kind
		}
	}
	return 0
}

// namesKind has the last bytes of what names a kind.
var namesKind = [256]Kinds{'2': Base62, '6': Base36, '8': Base58, '3': Rot13, 'M': Rot13, 'v': Reversed, '1': Reversed}

// isNamed reports whether the name of a kind ends at an offset, with its last byte.
func isNamed(kind Kinds, data []byte, at int) bool {
	name := data[max(0, at-5) : at+1]
	switch kind {
	case Base62, Base36, Base58:
		digit := data[at-1]
		return (kind == Base62 && digit == '6' || kind == Base36 && digit == '3' || kind == Base58 && digit == '5') && endsBase(data, at-2)
	case Reversed:
		return bytes.HasSuffix(name, []byte("rev")) || bytes.HasSuffix(name, []byte("Rev")) || bytes.HasSuffix(name, []byte("[::-1"))
	}
	return bytes.HasSuffix(name, []byte("ot13")) || bytes.HasSuffix(name, []byte("ot_13")) || bytes.HasSuffix(name, []byte("OT13")) || bytes.HasSuffix(name, []byte("N-ZA-M"))
}

// longPart returns where the first part of a word is that is long, has a digit and has no separators. The
// end is 0 if there is none. It looks at few bytes of parts that are short.
func longPart(word []byte) (start, end int) {
	for start+shortestWord <= len(word) {
		i := start + shortestWord - 1
		for i >= start && isAlnum(word[i]) {
			i--
		}
		if i >= start {
			start = i + 1
			continue
		}
		end, digit := start, false
		for ; end < len(word) && isAlnum(word[end]); end++ {
			digit = digit || isDigit(word[end])
		}
		if digit {
			return start, end
		}
		start = end + 1
	}
	return 0, 0
}

// rare looks for what has a "?", of which texts have few, and for lines of uuencode.
func (s *search) rare(from int) {
	for i := from + 1; i < s.to; i++ {
		n := bytes.IndexByte(s.data[i:s.to], '?')
		if n < 0 {
			break
		}
		if i += n; s.data[i-1] == '=' {
			i = s.mailWordAt(i)
		}
	}
	s.uuLines(from)
}

// widestFrame is how many bytes a word between marks has, at most.
const widestFrame = 4 << 10

// endsBase reports whether what ends at an offset may be the name of an encoding but for the digits: base, b, bs,
// ascii, a, z, or the beginning of the arguments of a call such as toString(36).
func endsBase(data []byte, at int) bool {
	alone := at < 1 || !isAlnum(data[at-1])
	switch data[at] | 0x20 {
	case 'e':
		return at > 0 && data[at-1]|0x20 == 's'
	case 'b', 's', 'a', 'z':
		return alone || data[at-1]|0x20 == 'b'
	case 'i':
		return !alone
	case '_' | 0x20:
		return at > 0 && data[at-1]|0x20 == 'e'
	}
	return data[at] == '(' || data[at] == ' ' && at > 0 && data[at-1] == ','
}

// rareValue notes the run of a kind that begins at an offset and ends before another, and returns where
// it ends, 0 if there is none.
func (s *search) rareValue(kind Kinds, start, end int) int {
	if end-start < leastRare {
		return 0
	}
	if _, ok := rareBytes(kind, s.data[start:min(end, start+rareHead)]); !ok {
		return 0
	}
	stop := end
	if n := bytes.IndexAny(s.data[start:end], "\"'"); n >= leastRare { // perhaps that of a literal around all
		stop = start + n
	}
	for _, last := range [...]int{end, stop} {
		if text, ok := rareBytes(kind, s.data[start:last]); ok && worthIt(text.Data) {
			s.runs = append(s.runs, Run{kind, start, last})
			return last
		}
	}
	return end
}

const (
	leastRare = 18 // characters that such a word has, at least
	rareHead  = 30 // characters that say whether it is one
)

// worthIt reports whether decoded bytes are clear text, or may be compressed.
func worthIt(data []byte) bool {
	return isClear(data) || isGzip(data) || isZlib(data) || isContainer(data)
}

// framedASCII notes the word between "<~" and "~>" of which the first is at an offset (Adobe, PostScript Language
// Reference, ASCII85Encode).
func (s *search) framedASCII(at int) {
	rest := s.data[at+2 : min(len(s.data), at+2+widestFrame)]
	if n := bytes.IndexByte(rest, '\n'); n >= 0 {
		rest = rest[:n]
	}
	if n := bytes.Index(rest, []byte("~>")); n >= 0 {
		s.rareValue(Base85, at+2, at+2+n)
	}
}
