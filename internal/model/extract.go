package model

import (
	"bytes"
	"math"
	"slices"

	"github.com/sluicesec/sluice/internal/candidate"
)

// How much of a long line counts, in bytes.
const (
	aroundBefore = 100
	aroundAfter  = 60
	lookBack     = 160 // of the line before
)

// Read makes x the features of a candidate that text alone shows. text is what the
// candidate was found in.
func (x *Vector) Read(text []byte, c *candidate.Candidate) {
	clear(x[:])
	p := newPlace(text, c)
	x.value(c.Value.Of(text))
	var buf [3 * candidate.MaxKeyword]byte
	x.name(spelled(buf[:0], text, c), c)
	x.pair(text, c, &p)
	x.around(text, c, &p)
}

// A place is where a candidate stands.
type place struct {
	start    int            // of the name, or of the value if that stands first
	line     candidate.Span // that the candidate begins on, as far as it counts
	end      int            // of the line that the value ends on
	previous []byte         // the line before
}

func newPlace(text []byte, c *candidate.Candidate) place {
	start := min(c.Name.Start, c.Value.Start)
	p := place{start: start, line: candidate.Span{Start: max(0, start-aroundBefore), End: start}}
	if i := bytes.LastIndexByte(text[p.line.Start:start], '\n'); i >= 0 {
		p.line.Start += i + 1
		back := text[max(0, p.line.Start-lookBack) : p.line.Start-1]
		if i := bytes.LastIndexByte(back, '\n'); i >= 0 {
			back = back[i+1:]
		}
		p.previous = back
	}
	p.end = min(len(text), c.Value.End+aroundAfter)
	if i := bytes.IndexByte(text[c.Value.End:p.end], '\n'); i >= 0 {
		p.end = c.Value.End + i
	}
	return p
}

// spelled returns the name of a candidate. A keyword that a user has chosen is none
// that the trees know, so the word "secret" or "password" is in its place. The result may
// be in buf.
func spelled(buf []byte, text []byte, c *candidate.Candidate) []byte {
	if !c.Own {
		return c.Name.Of(text)
	}
	end := min(c.Keyword.End, c.Name.End)
	keyword := text[c.Keyword.Start:end]
	name := append(buf, text[c.Name.Start:c.Keyword.Start]...)
	from := len(name)
	name = append(name, candidate.Meaning(keyword)...)
	for i := from; i < len(name) && len(keyword) > 0 && isUpper(keyword[0]); i++ {
		if i == from || !slices.ContainsFunc(keyword, isLower) {
			name[i] -= 'a' - 'A'
		}
	}
	return append(name, text[end:c.Name.End]...)
}

func (x *Vector) name(name []byte, c *candidate.Candidate) {
	x[nameLen] = float32(len(name))
	x[nameTail] = float32(c.Name.End - c.Keyword.End)
	lower, upper := 0, 0
	for i, b := range name {
		switch {
		case isUpper(b):
			upper++
			x.is(nameCamel, x[nameCamel] == 1 || i > 0 && isLower(name[i-1]))
		case isLower(b):
			lower++
		case b == '_':
			x[nameUnderscore] = 1
		case b == '.':
			x[nameDot] = 1
		case b == '-':
			x[nameDash] = 1
		case b == '$':
			x[nameDollar] = 1
		}
	}
	x.is(nameUpper, upper > 0 && lower == 0)
	x.is(nameDigit, isDigit(name[len(name)-1]))
	x.is(nameQuoted, c.Quoted)
	words, known := 0, 0
	var last feature
	var low [64]byte
	for w := (wordSplitter{text: name}); w.next(); {
		word := lower64(&low, name[w.from:w.to])
		words++
		if isWord(word) {
			known++
		}
		if f, ok := nameFeature[string(word)]; ok {
			x[f] = 1
		}
		last = lastFeature[string(word)]
	}
	if last > 0 {
		x[last] = 1
	}
	x[nameWordCount] = float32(words)
	x[nameKnown] = float32(known) / float32(max(1, words))
}

// lower64 returns a word in lower case, in a buffer.
func lower64(buf *[64]byte, word []byte) []byte {
	n := copy(buf[:], word)
	for i := range n {
		if isUpper(buf[i]) {
			buf[i] |= 0x20
		}
	}
	return buf[:n]
}

var (
	nameFeature = featuresOf(nameWords[:], nameWord)
	lastFeature = featuresOf(lastWords[:], lastWord)
)

func featuresOf(words []string, first feature) map[string]feature {
	m := make(map[string]feature, len(words))
	for i, w := range words {
		m[w] = first + feature(i)
	}
	return m
}

// pair adds what is between the name and the value, and right behind the value.
func (x *Vector) pair(text []byte, c *candidate.Candidate, p *place) {
	x[sepKind], x[quoteKind], x[formKind] = float32(c.Sep), float32(c.Quote), float32(c.Form)
	x.is(wrapped, c.Wrapped)
	gap := text[c.Name.End:max(c.Name.End, c.Value.Start)]
	x[gapLen] = float32(len(gap))
	letters := 0
	for _, b := range gap {
		if isLetter(b) {
			letters++
		}
	}
	x.is(gapHasType, letters > 1)
	x[lineIndent] = float32(indent(text[p.line.Start:p.start]))
	x[valueColumn] = float32(c.Value.Start - p.line.Start)

	rest := text[c.Value.End:p.end]
	for len(rest) > 0 && (rest[0] == '"' || rest[0] == '\'' || rest[0] == '`' || rest[0] == '\\') {
		rest = rest[1:]
	}
	for len(rest) > 0 && (rest[0] == '\r' || rest[0] == ' ' || rest[0] == '\t') {
		if len(rest) > 1 && rest[0] == ' ' && isLetter(rest[1]) {
			x[afterSpaceWord] = 1
		}
		rest = rest[1:]
	}
	if len(rest) == 0 {
		x[lineEndsAfter] = 1
		return
	}
	switch rest[0] {
	case ',':
		x[afterComma] = 1
	case ';':
		x[afterSemicolon] = 1
	case ')':
		x[afterRound] = 1
	case '}', ']':
		x[afterCurly] = 1
	case '+':
		x[afterPlus] = 1
	case '=':
		x[afterEquals] = 1
	case '<', '>', '/':
		x[afterAngle] = 1
	case '.':
		x[afterDot] = 1
	}
}

func indent(line []byte) int {
	n := 0
	for n < len(line) && (line[n] == ' ' || line[n] == '\t') {
		n++
	}
	return n
}

// around adds what the statement around the candidate says, and the line before.
func (x *Vector) around(text []byte, c *candidate.Candidate, p *place) {
	var buf [aroundBefore + aroundAfter + 64 + lookBack]byte
	before := text[p.line.Start:p.start]
	low := append(buf[:0], before...)
	low = append(low, ' ')
	gap := text[c.Name.End:max(c.Name.End, c.Value.Start)]
	low = append(low, gap[:min(len(gap), 62)]...)
	low = append(low, ' ')
	low = append(low, text[c.Value.End:p.end]...)
	for i, b := range low {
		if isUpper(b) {
			low[i] = b | 0x20
		}
	}
	x.aroundWords(low)
	start := bytes.TrimLeft(before, " \t")
	x.is(comment, len(start) > 0 && (start[0] == '#' || start[0] == '*' || start[0] == ';') ||
		bytes.HasPrefix(start, []byte("//")) || bytes.HasPrefix(start, []byte("--")) || bytes.HasPrefix(start, []byte("<!")))
	quotes := 0
	for _, b := range before {
		if b == '"' || b == '\'' {
			quotes++
		}
	}
	x[beforeQuotes] = float32(quotes)
	prev := append(buf[:0], p.previous...)
	for i, b := range prev {
		if isUpper(b) {
			prev[i] = b | 0x20
		}
	}
	x.is(previousName, bytes.Contains(prev, []byte("user")) || bytes.Contains(prev, []byte("login")) ||
		bytes.Contains(prev, []byte("mail")) || bytes.Contains(prev, []byte("host")) || bytes.Contains(prev, []byte("client")))

	value := c.Value.Of(text)
	// A name that stands twice is one of the program. A password may do so, too: of
	// several accounts, or in its check.
	x.is(valueRepeated, len(value) >= 4 && x[valueDigits] == 0 && x[valueOther] == x[valueUnderscores]+x[valueDashes]+x[valueDots] && (bytes.Contains(text[max(0, p.line.Start-lookBack):p.start], value) ||
		bytes.Contains(text[c.Value.End:min(len(text), c.Value.End+lookBack)], value)))
	x.nameInValue(c.Name.Of(text), value)
}

// aroundWords notes which of the words are in text, which is in lower case.
func (x *Vector) aroundWords(text []byte) {
	for k := range aroundBy.in(text, aroundWords[:]) {
		x[aroundWord+feature(k)] = 1
	}
}

// nameInValue adds how much of the name the value repeats.
func (x *Vector) nameInValue(name, value []byte) {
	var a, b [64]byte
	x.is(valueIsName, len(value) <= 64 && len(name) <= 64 && contains(lower64(&a, name), lower64(&b, value)))
	n := 0
	value = value[:min(len(value), 64)]
	for v := (wordSplitter{text: value}); v.next(); {
		if v.to-v.from < 3 {
			continue
		}
		word := lower64(&a, value[v.from:v.to])
		for w := (wordSplitter{text: name}); w.next(); {
			if string(lower64(&b, name[w.from:w.to])) == string(word) {
				n++
				break
			}
		}
	}
	x[valueNameWords] = float32(n)
}

func contains(a, b []byte) bool {
	return len(a) > 0 && len(b) > 0 && (bytes.Contains(a, b) || bytes.Contains(b, a))
}

// entropy returns the Shannon entropy of some bytes, in bits a byte.
func entropy(b []byte) (bits float64, distinct int) {
	var n [256]uint16
	for _, c := range b {
		n[c]++
	}
	for _, k := range n {
		if k > 0 {
			distinct++
			bits -= float64(k) * math.Log2(float64(k))
		}
	}
	return bits/float64(len(b)) + math.Log2(float64(len(b))), distinct
}
