package archive

import (
	"bytes"
	"encoding/hex"
	"unicode/utf16"

	"github.com/sluicesec/sluice/internal/lazyregexp"
)

// Programs write text as numbers of glyphs, and for each font a table of what they stand for.
// Which font a text has is said in several objects, some of them packed. So each table is
// tried: a text that it does not know all numbers of is in another font.

// A glyphTable is what the numbers of a font's glyphs stand for.
//
// Source: ISO 32000-1, section 9.10.3.
type glyphTable map[uint16]string

// A glyphReader reads a table.
type glyphReader struct {
	table glyphTable
	count int
}

const (
	maxGlyphTables = 16
	maxGlyphTable  = 1 << 20 // bytes of its stream
	maxGlyphs      = 1 << 17 // that it says something of
	maxGlyph       = 16      // units that one stands for
)

var (
	glyphSection = lazyregexp.New(`(?s)beginbf(char|range)(.*?)endbf`)
	glyphItem    = lazyregexp.New(`<([0-9A-Fa-f\s]*)>|\[|\]`)
)

// newGlyphTable reads a table; it is nil if data has none.
func newGlyphTable(data []byte) glyphTable {
	t := glyphReader{table: glyphTable{}}
	for _, section := range glyphSection().FindAllSubmatch(data, -1) {
		t.add(glyphItem().FindAllSubmatch(section[2], -1), section[1][0] == 'r')
	}
	if len(t.table) == 0 {
		return nil
	}
	return t.table
}

// add adds the numbers and texts in a section. In one of ranges, a text follows the first
// number and the last, or a list of texts.
func (t *glyphReader) add(items [][][]byte, ranges bool) {
	width := 2
	if ranges {
		width = 3
	}
	for len(items) >= width {
		first, last, to := glyphNumber(items[0][1]), glyphNumber(items[0][1]), items[width-1]
		if ranges {
			last = glyphNumber(items[1][1])
		}
		items = items[width:]
		if to[0][0] != '[' {
			t.fill(first, last, glyphText(to[1]))
			continue
		}
		for n := first; len(items) > 0; n++ {
			item := items[0]
			if items = items[1:]; item[0][0] == ']' {
				break
			}
			t.fill(n, n, glyphText(item[1]))
		}
	}
}

// fill says what the numbers from first to last stand for: the texts from one on.
func (t *glyphReader) fill(first, last int, text []uint16) {
	for n := first; n >= 0 && n <= last && n <= 0xffff && 0 < len(text) && len(text) <= maxGlyph && t.count < maxGlyphs; n++ {
		t.table[uint16(n)] = string(utf16.Decode(text))
		text[len(text)-1]++
		t.count++
	}
}

func glyphBytes(digits []byte) []byte {
	out, err := hex.DecodeString(string(bytes.Join(bytes.Fields(digits), nil)))
	if err != nil {
		return nil
	}
	return out
}

// glyphNumber returns a number of two bytes, or -1.
func glyphNumber(digits []byte) int {
	if b := glyphBytes(digits); len(b) == 2 {
		return int(b[0])<<8 | int(b[1])
	}
	return -1
}

func glyphText(digits []byte) (text []uint16) {
	b := glyphBytes(digits)
	for i := 0; i+1 < len(b); i += 2 {
		text = append(text, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return text
}

// text returns what a row of numbers stands for; nil if one of them is not in the table.
func (t glyphTable) text(numbers []byte) (text []byte) {
	for i := 0; i+1 < len(numbers); i += 2 {
		part, ok := t[uint16(numbers[i])<<8|uint16(numbers[i+1])]
		if !ok {
			return nil
		}
		text = append(text, part...)
	}
	return text
}
