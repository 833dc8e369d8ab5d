package decode

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

const (
	shortestWord = 23 // bytes of a word, see blocks
	wrappedLine  = 40 // bytes of a line that the next line may continue
)

// The values of the characters of base64 in both alphabets (RFC 4648, sections 4 and 5),
// base32 and hexadecimal, and noValue for all others.
var (
	base64Values = values("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
	base32Values = values("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
	base32Lower  = values("abcdefghijklmnopqrstuvwxyz234567")
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

// wordAt notes what the block of words holds that has a word at an offset. It returns
// where the block ends. No block begins before an offset.
func (s *search) wordAt(at, least int) (end int) {
	data, start := s.data, at
	for start > least && inWord(data[start-1]) {
		start--
	}
	for end = at; end < len(data) && end < start+shortestWord && inWord(data[end]); {
		end++
	}
	if end < start+shortestWord {
		return end
	}
	for end < len(data) && inWord(data[end]) && end < start+longestRun {
		end++
	}
	if end < len(data) && (data[end] == '\n' || data[end] == '\r' || data[end] == '\\') {
		end = block(data, start, end)
	}
	end = folded(data, start, end)
	if end < len(data) && data[end] == '=' {
		if next := softBreak(data, end); next > 0 {
			s.mark(Quoted, end, next)
		}
	}
	if soft := softStart(data, start); soft > 0 {
		s.mark(Quoted, soft, start)
	}
	joined := start == s.joined // what is joined is one word, once it is
	if end < len(data) && (data[end] == '"' || data[end] == '\'' || data[end] == '\\') {
		if next := seam(data, end); next > 0 {
			s.joined, joined = next, true
		}
	}
	if !joined && !(inMailWord(data, start) && !s.wordsAlone) {
		s.word(start, end)
	}
	return end
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

// block returns the end of the block of words that begins at an offset, of which the
// first ends at another.
func block(data []byte, start, end int) int {
	for most := min(len(data), start+longestRun); wrapped(data, end); {
		next := lineBreak(data, end)
		if next >= most {
			return end
		}
		last := end
		for end = next; end < most && inWord(data[end]); {
			end++
		}
		if end-next < wrappedLine && beginsLine(data, end) {
			return last // the first word of another line
		}
	}
	return end
}

// beginsLine reports whether the word that ends at an offset is the first of a line of something else: a
// name, or a word of prose.
func beginsLine(data []byte, end int) bool {
	next := end
	for next < len(data) && next < end+2 && data[next] == '=' {
		next++
	}
	switch {
	case next == len(data):
		return false
	case next > end: // or padding
		return inWord(data[next]) || next+1 < len(data) && (data[next] == '"' || data[next] == '\'') && isAlnum(data[next+1])
	}
	return isBlank(data[end]) || strings.IndexByte(":.([{", data[end]) >= 0
}

// wrapped reports whether a word that ends at an offset goes on in the next line.
func wrapped(data []byte, end int) bool {
	if end < wrappedLine {
		return false
	}
	if !areWord(data[end-wrappedLine : end]) {
		return false
	}
	next := lineBreak(data, end)
	return next > 0 && next < len(data) && inWord(data[next])
}

// lineBreak returns where the next line begins, behind its indentation and the sign of a
// comment, if a line ends at an offset with a newline or with the escape of one, perhaps in
// JSON in JSON, and 0 otherwise.
func lineBreak(data []byte, at int) int {
	rest := data[at:min(len(data), at+4)]
	for _, end := range [...]string{"\n", "\r\n", `\n`, `\r\n`, `\\n`} {
		if len(rest) >= len(end) && string(rest[:len(end)]) == end {
			return skipSign(data, skipBlanks(data, at+len(end)))
		}
	}
	return 0
}

// skipSign returns the offset of the first byte behind the sign of a comment or of a quoted mail, and a blank, at
// an offset.
func skipSign(data []byte, at int) int {
	rest := data[at:min(len(data), at+3)]
	for _, sign := range [...]string{"# ", "* ", "// ", "; ", "> "} {
		if len(rest) >= len(sign) && string(rest[:len(sign)]) == sign {
			return at + len(sign)
		}
	}
	return at
}

// word notes the run in a block that encodes something, if there is one. A word may
// begin with what is no part of it, as the path of a URL does.
func (s *search) word(start, end int) {
	if start > 0 && s.data[start-1] == '\\' { // the letter of an escape
		start++
	}
	if end-start > 2 && s.data[start] == '0' && s.data[start+1]|0x20 == 'x' {
		start += 2
	}
	word := s.data[start:end]
	for at := 0; ; {
		kind := wordKind(word[at:])
		if kind == 0 && at == 0 && isDiagram(s.data, start) {
			kind = Base64
		}
		if kind != 0 {
			s.runs = append(s.runs, Run{kind, start + at, end})
			return
		}
		if at = nextStart(word, at); at < 0 {
			break
		}
	}
	for at := nextLine(word, 0); at > 0; at = nextLine(word, at) { // they may be several words
		if kind := wordKind(word[at:]); kind != 0 {
			s.runs = append(s.runs, Run{kind, start + at, end})
			return
		}
	}
	switch at := gluedAt(word); {
	case isDeflated(word):
		s.runs = append(s.runs, Run{Base64, start, end})
	case isDigits(word):
		s.runs = append(s.runs, Run{Bytes, start, end})
	case at > 0:
		s.runs = append(s.runs, Run{Base64, start + at, end})
	default:
		s.rareWord(start, end)
	}
}

// nextLine returns where the next line of a block of words begins, 0 if there is none.
func nextLine(word []byte, at int) int {
	for end := at; end < len(word); end++ {
		if !inWord(word[end]) {
			if next := skipBreak(word, end); next > end && inWord(word[min(next, len(word)-1)]) {
				return next
			}
		}
	}
	return 0
}

// isDiagram reports whether the text of an element <diagram> begins at an offset, which
// draw.io writes compressed and without a header that says so.
func isDiagram(data []byte, at int) bool {
	if at == 0 || data[at-1] != '>' {
		return false
	}
	tag := data[max(0, at-widestTag):at]
	return bytes.HasPrefix(tag[max(0, bytes.LastIndexByte(tag, '<')):], []byte("<diagram"))
}

// widestTag is how many bytes a tag has, at most.
const widestTag = 128

// longestPath is how far into a word what is encoded may begin.
const longestPath = 128

// longestName is how long the parts are, at least, that a word may have behind its
// separators and that are not words in a name.
const longestName = 12

// nextStart returns where in a word something else may begin, behind a separator, and
// -1 if there is no such place.
func nextStart(word []byte, at int) int {
	for i := at; i < min(len(word)-shortestWord, longestPath); i++ {
		if !isSeparator(word[i]) {
			continue
		}
		n := 1
		for n <= longestName && !isSeparator(word[i+n]) {
			n++
		}
		if n > longestName {
			return i + 1
		}
		i += n - 1
	}
	return -1
}

const (
	longestGlued = 16 // letters before base64 that are no part of it
	leastGlued   = 32 // bytes of base64 behind them
)

// gluedAt returns where in a word base64 of text begins behind letters that are no part of it, and 0 if
// there is no such place.
func gluedAt(word []byte) int {
	if allBelow(word[:min(len(word), longestGlued)], 16) {
		return 0 // a hash
	}
	var buf [headLen]byte
	for at := 1; at <= min(longestGlued, len(word)-leastGlued); at++ {
		a, b, c := base64Values[word[at]], base64Values[word[at+1]], base64Values[word[at+2]]
		if x, y := a<<2|b>>4, b<<4|c>>2; (x|y)&0x80 != 0 || !printable(x) || !printable(y) {
			continue
		}
		if head := buf[:decodeHead(buf[:], word[at:], Base64)]; len(head) == headLen && isASCII(head) {
			return at
		}
	}
	return 0
}

// isASCII reports whether all bytes are those of a text in ASCII.
func isASCII(head []byte) bool {
	for _, b := range head {
		if b >= utf8.RuneSelf || !printable(b) {
			return false
		}
	}
	return true
}

func isSeparator(b byte) bool { return b == '/' || b == '-' || b == '_' || b == '+' }

// headLen is how many bytes of what a word encodes say whether it is plausible, at most,
// and leastHead at least.
const (
	headLen   = 16
	leastHead = 10
)

// wordKind returns how a word is encoded, or 0 if it does not begin like encoded text.
func wordKind(word []byte) Kinds {
	if len(word) < shortestWord || !mayBegin(word) {
		return 0
	}
	var buf [headLen]byte
	for _, kind := range [...]Kinds{Hex, Base64, Base32} {
		if head := buf[:decodeHead(buf[:], word, kind)]; len(head) >= leastHead && (begins(head) || kind == Hex && isKey(head)) {
			return kind
		}
	}
	return 0
}

// mayBegin reports whether the first bytes that a word encodes are plausible, in some
// alphabet. It excludes most words.
func mayBegin(word []byte) bool {
	a, b, c, d := base64Values[word[0]], base64Values[word[1]], base64Values[word[2]], base64Values[word[3]]
	if plausible(a<<2|b>>4, b<<4|c>>2, c<<6|d) {
		return true
	}
	if h, l := hexValues[word[0]], hexValues[word[1]]; h|l != noValue {
		if plausible(h<<4|l, ' ', ' ') {
			return true
		}
		if h2, l2 := hexValues[word[2]], hexValues[word[3]]; h2|l2 != noValue && packs(h<<4|l, h2<<4|l2) {
			return true
		}
	}
	values, _ := Base32.alphabet(word)
	a, b, c, d = values[word[0]], values[word[1]], values[word[2]], values[word[3]]
	return a|b|c|d != noValue && plausible(a<<3|b>>2, b<<6|c<<1|d>>4, ' ')
}

// alphabet returns the values of the characters of a kind, and how many bits each has. The
// letters of base32 are all as the first is, capital or small.
func (k Kinds) alphabet(word []byte) (values *[256]byte, bits int) {
	switch k {
	case Base32:
		for _, b := range word[:min(len(word), 2*leastNumbers)] {
			if !isDigit(b) {
				if b >= 'a' {
					return &base32Lower, 5
				}
				break
			}
		}
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
	values, bits := kind.alphabet(word)
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
			if n == 3 && !plausible(head[0], head[1], head[2]) {
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
	case ' ', '\t':
		return at + 1
	case '\n', '\r', '\\':
		if next := lineBreak(word, at); next > 0 {
			return next
		}
		fallthrough
	case '<', '&', '%':
		if next := foldBreak(word, at); next > 0 {
			return next
		}
	}
	return at
}

// plausible reports whether three bytes may begin what is worth decoding.
func plausible(a, b, c byte) bool {
	switch {
	case a == 0x78, a == 0xff && b == 0xfe, a == 0xfe && b == 0xff, packs(a, b), a == 0x30 && (b == 0x81 || b == 0x82 || c == 0x02):
		return true
	case a < utf8.RuneSelf:
		return mayFollow[a] && mayFollow[b] && mayFollow[c]
	}
	return 0xc2 <= a && a <= 0xf4 && b&0xc0 == 0x80
}

// mayFollow has the bytes that texts have, in UTF-8 or UTF-16.
var mayFollow = func() (t [256]bool) {
	for b := range t {
		t[b] = b == 0 || b >= utf8.RuneSelf || printable(byte(b))
	}
	return t
}()

// begins reports whether something begins like text in UTF-8 or UTF-16, or like gzip or zlib.
func begins(head []byte) bool {
	if isGzip(head) || isZlib(head) || isContainer(head) {
		return true
	}
	if _, _, ok := wide(head); ok || isWide32(head) {
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

// decodeWord returns the text that a block of words encodes. Lines that are no text in one piece may be
// words of their own, and the last one no word at all.
func decodeWord(kind Kinds, word []byte, most int) (text Text, ok bool) {
	text, ok = wordBytes(kind, word).plain(most)
	if ok || len(text.layers) > 1 || nextLine(word, 0) == 0 {
		return text, ok
	}
	lines := Text{layers: kind.Names()}
	for at, next := 0, 0; ; at = next {
		next = nextLine(word, at)
		end := next
		if next == 0 {
			end = len(word)
		}
		if line, ok := wordBytes(kind, word[at:end]).plain(most); ok && len(line.layers) == 1 {
			for i, b := range line.Data {
				lines.add(b, at+int(line.At[i]))
			}
			lines.add('\n', end)
		}
		if next == 0 {
			break
		}
	}
	lines.At = append(lines.At, int32(len(word)))
	return lines, isText(lines.Data)
}

// wordBytes returns the bytes that a word encodes.
func wordBytes(kind Kinds, word []byte) (text Text) {
	switch {
	case kind == Uuencode:
		return uuLines(word)
	case kind&(Rot13|Reversed) != 0:
		return turned(kind, word)
	case kind > Bytes:
		if text, ok := rareBytes(kind, word); ok {
			return text
		}
		return Text{At: []int32{0}, layers: kind.Names()}
	}
	values, bits := kind.alphabet(word)
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
	return text
}
