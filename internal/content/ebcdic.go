package content

import "golang.org/x/text/transform"

// EBCDIC is the code of mainframes. Its letters, digits and blanks are where no code that has ASCII in it has
// many bytes: a text of ASCII has hardly any byte above 0x80, and one of another script has the blanks and the line ends of
// ASCII. So a text in EBCDIC is known by its bytes, nearly all of which are of a few dozen.
//
// The code pages 037, 500 and 1047 differ in a few signs. 1047 has brackets where no other has
// anything in use, and 500 has them where the others have the cent and the exclamation mark; without brackets, a text is
// shown as 037 and 1047 show it.

// ebcdicRows are the characters of code page 037 that ASCII has, and the brackets of 1047 (IBM, Character Data
// Representation Architecture).
var ebcdicRows = [...]struct {
	first byte
	text  string
}{
	{0x40, " "}, {0x4b, ".<(+|&"}, {0x5a, "!$*);^-/"}, {0x6a, "|,%_>?"}, {0x79, "`:#@'=\""},
	{0x81, "abcdefghi"}, {0x91, "jklmnopqr"}, {0xa1, "~stuvwxyz"}, {0xad, "["}, {0xb0, "^"}, {0xba, "[]"}, {0xbd, "]"},
	{0xc0, "{ABCDEFGHI"}, {0xd0, "}JKLMNOPQR"}, {0xe0, "\\"}, {0xe2, "STUVWXYZ"}, {0xf0, "0123456789"},
	{0x05, "\t"}, {0x0d, "\r"}, {0x15, "\n"}, {0x25, "\n"},
}

// ebcdicChars are the characters by their bytes, 0 for others.
var ebcdicChars = func() (t [256]byte) {
	for _, row := range ebcdicRows {
		copy(t[row.first:], row.text)
	}
	return t
}()

// ebcdicPage is a code page.
type ebcdicPage [256]byte

// recogniseEBCDIC returns the code page of content that is in EBCDIC, by its head, or nil.
func recogniseEBCDIC(head []byte) *ebcdicPage {
	const sample, least, distinct = 64, 24, 10
	if !isEBCDIC(head[:min(len(head), sample)]) || !isEBCDIC(head) || len(head) < least {
		return nil
	}
	var seen [256]bool
	letters, kinds := 0, 0
	for _, b := range head {
		if c := ebcdicChars[b]; c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' {
			letters++
			if !seen[b] {
				kinds++
			}
		}
		seen[b] = true
	}
	if kinds < distinct || letters*2 < len(head) || !seen[0x15] && !seen[0x25] && !seen[0x40] {
		return nil
	}
	page := ebcdicPage(ebcdicChars)
	for b := range page {
		if page[b] == 0 {
			page[b] = '.'
		}
	}
	if seen[0x4a] {
		page[0x4a], page[0x5a], page[0x4f], page[0xbb] = '[', ']', '!', '|'
	}
	return &page
}

// isEBCDIC reports whether at most one byte in thirty is no character that texts in EBCDIC have, and most have the
// highest bit.
func isEBCDIC(data []byte) bool {
	others, low := 0, 0
	for _, b := range data {
		if ebcdicChars[b] == 0 {
			others++
		}
		if b < 0x80 && b != 0x40 {
			low++
		}
	}
	return others*30 <= len(data) && low*2 <= len(data)
}

// decode turns text in the code page into ASCII, of the same length.
func (p *ebcdicPage) decode(data []byte) []byte {
	text := make([]byte, len(data))
	for i, b := range data {
		text[i] = p[b]
	}
	return text
}

// ebcdicText does that to a stream.
type ebcdicText struct {
	transform.NopResetter
	page *ebcdicPage
}

func (t ebcdicText) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	n := min(len(dst), len(src))
	copy(dst, t.page.decode(src[:n]))
	if n < len(src) {
		err = transform.ErrShortDst
	}
	return n, n, err
}
