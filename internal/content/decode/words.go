package decode

import (
	"unicode/utf8"
)

const (
	shortestWord = 16 // bytes of a word
	wrappedLine  = 40 // bytes of a line that the next line may continue
)

// The values of the characters of base64 in both alphabets (RFC 4648, sections 4 and 5),
// base32 and hexadecimal, and noValue for all others.
var (
	base64Values = values("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
	base32Values = values("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
	hexValues    = values("0123456789abcdef")
)

const noValue = 0xff

func values(alphabet string) (t [256]byte) {
	for i := range t {
		t[i] = noValue
	}
	for i := range len(alphabet) {
		t[alphabet[i]] = byte(i)
	}
	switch len(alphabet) {
	case 64:
		t['-'], t['_'] = 62, 63
	case 16:
		copy(t['A':], t['a':'g'])
	}
	return t
}

func inWord(b byte) bool { return base64Values[b] != noValue }

// words finds words, and blocks of words of which each is on a line, that encode text in
// base64, base32 or hexadecimal.
func (s *search) words(from int) {
	data := s.data
	for i := from; i < s.to && i+shortestWord <= len(data); {
		j := i + shortestWord - 1
		for j >= i && base64Values[data[j]] != noValue {
			j--
		}
		if j >= i {
			i = j + 1
			continue
		}
		end := block(data, i)
		if end < len(data) && data[end] == '=' {
			if next := softBreak(data, end); next > 0 {
				s.mark(Quoted, end, next)
			}
		}
		if start := softStart(data, i); start > 0 {
			s.mark(Quoted, start, i)
		}
		s.word(i, end)
		i = end + 1
	}
}

// softStart returns where the "=" is that ends the line above, if that line goes on at
// an offset, and 0 otherwise.
func softStart(data []byte, at int) int {
	i := at - 1
	if i < 1 || data[i] != '\n' {
		return 0
	}
	if i--; data[i] == '\r' {
		i--
	}
	if i > 0 && data[i] == '=' && softBreak(data, i) == at {
		return i
	}
	return 0
}

// block returns the end of the block of words that begins at an offset.
func block(data []byte, at int) (end int) {
	end = at
	for most := min(len(data), at+longestRun); ; {
		for end < most && inWord(data[end]) {
			end++
		}
		if !wrapped(data, end) {
			return end
		}
		next := lineBreak(data, end)
		if next >= most {
			return end
		}
		end = next
	}
}

// wrapped reports whether a word that ends at an offset goes on in the next line.
func wrapped(data []byte, end int) bool {
	if end < wrappedLine {
		return false
	}
	for _, b := range data[end-wrappedLine : end] {
		if !inWord(b) {
			return false
		}
	}
	next := lineBreak(data, end)
	return next > 0 && next < len(data) && inWord(data[next])
}

// lineBreak returns where the next line begins, behind its indentation, if a line ends at an
// offset with a newline or with the escape of one, and 0 otherwise.
func lineBreak(data []byte, at int) int {
	rest := data[at:min(len(data), at+4)]
	for _, end := range [...]string{"\n", "\r\n", `\n`, `\r\n`} {
		if len(rest) >= len(end) && string(rest[:len(end)]) == end {
			return skipBlanks(data, at+len(end))
		}
	}
	return 0
}

// word notes the run in a block that encodes something, if there is one. A word may
// begin with what is no part of it, as the path of a URL does.
func (s *search) word(start, end int) {
	if start > 0 && s.data[start-1] == '\\' { // the letter of an escape
		start++
	}
	if kind := wordKind(s.data[start:end]); kind != 0 {
		s.runs = append(s.runs, Run{kind, start, end})
		return
	}
	for i := start; i < min(end-shortestWord, start+Margin); i++ {
		switch s.data[i] {
		case '/', '-', '_', '+':
			if kind := wordKind(s.data[i+1 : end]); kind != 0 {
				s.runs = append(s.runs, Run{kind, i + 1, end})
				return
			}
		}
	}
}

// headLen is how many bytes of what a word encodes say whether it is plausible, at most,
// and leastHead at least.
const (
	headLen   = 16
	leastHead = 10
)

// wordKind returns how a word is encoded, or 0 if it does not begin like encoded text.
func wordKind(word []byte) Kinds {
	var buf [headLen]byte
	for _, kind := range [...]Kinds{Hex, Base64, Base32} {
		if head := buf[:decodeHead(buf[:], word, kind)]; len(head) >= leastHead && begins(head) {
			return kind
		}
	}
	return 0
}

// alphabet returns the values of the characters of a kind, and how many bits each has.
func (k Kinds) alphabet() (values *[256]byte, bits int) {
	switch k {
	case Base32:
		return &base32Values, 5
	case Hex:
		return &hexValues, 4
	}
	return &base64Values, 6
}

// decodeHead fills head with the first bytes of what a word encodes, and returns how
// many there are. It ends early at a byte that neither text nor compressed data begins
// with.
func decodeHead(head, word []byte, kind Kinds) int {
	values, bits := kind.alphabet()
	acc, have, n := uint(0), 0, 0
	for i := 0; i < len(word); i++ {
		v := values[word[i]]
		if v == noValue {
			if k := skipBreak(word, i); k > i {
				i = k - 1
				continue
			}
			return 0
		}
		acc, have = acc<<bits|uint(v), have+bits
		if have >= 8 {
			have -= 8
			head[n] = byte(acc >> have)
			if n++; n == len(head) {
				return n
			}
			if n == 3 && !plausible(head[:3]) {
				return 0
			}
		}
	}
	return n
}

// skipBreak returns where a word goes on behind the break of a line, with its
// indentation, or at if there is none.
func skipBreak(word []byte, at int) int {
	switch word[at] {
	case '\n', '\r', ' ', '\t':
		return at + 1
	case '\\':
		if next := lineBreak(word, at); next > 0 {
			return next
		}
	}
	return at
}

// plausible reports whether three bytes may begin what is worth decoding. It excludes
// most words.
func plausible(b []byte) bool {
	switch {
	case b[0] == 0x1f && b[1] == 0x8b, b[0] == 0x78, b[0] == 0xff && b[1] == 0xfe, b[0] == 0xfe && b[1] == 0xff:
		return true
	}
	for _, c := range b {
		if c != 0 && c < utf8.RuneSelf && !printable(c) {
			return false
		}
	}
	return true
}

// begins reports whether something begins like text in UTF-8 or UTF-16, or like gzip or zlib.
func begins(head []byte) bool {
	if isGzip(head) || isZlib(head) {
		return true
	}
	if _, _, ok := wide(head); ok {
		return true
	}
	ascii := 0
	for i := 0; i < len(head); {
		if b := head[i]; b < utf8.RuneSelf {
			if !printable(b) {
				return false
			}
			ascii++
			i++
			continue
		}
		r, n := utf8.DecodeRune(head[i:])
		if r == utf8.RuneError && n == 1 && utf8.FullRune(head[i:]) {
			return false
		}
		i += n
	}
	return ascii*4 >= len(head)*3
}

func decodeWord(kind Kinds, word []byte) (text Text, ok bool) {
	values, bits := kind.alphabet()
	size := len(word) * bits / 8
	text = Text{Data: make([]byte, 0, size), At: make([]int32, 0, size+1), layers: kind.Names()}
	acc, have, at := uint(0), 0, 0
	for i := 0; i < len(word); i++ {
		v := values[word[i]]
		if v == noValue {
			if k := skipBreak(word, i); k > i {
				i = k - 1
			}
			continue
		}
		if have == 0 {
			at = i
		}
		acc, have = acc<<bits|uint(v), have+bits
		if have >= 8 {
			have -= 8
			text.add(byte(acc>>have), at)
			at = i
		}
	}
	text.At = append(text.At, int32(len(word)))
	return text.plain()
}
