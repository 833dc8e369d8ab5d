package content

import (
	"bytes"

	"golang.org/x/text/transform"
)

// Old programs end lines with a carriage return alone. Nothing else in Sluice knows such
// lines, so their text is shown with the line ends of Unix. Its offsets are the same.

// endsInReturns reports whether lines end so, by the head of the content.
func endsInReturns(head []byte) bool {
	head = head[:min(len(head), headLen)]
	return bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0
}

// withLineFeeds returns a copy of text in which each carriage return that no line feed
// follows is a line feed.
func withLineFeeds(text []byte) []byte {
	made, _, err := transform.Bytes(lineFeeds{}, text)
	if err != nil {
		return text // cannot happen: it has no errors
	}
	return made
}

// lineFeeds does that to a stream.
type lineFeeds struct{ transform.NopResetter }

func (lineFeeds) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	n := copy(dst, src)
	for i, b := range dst[:n] {
		switch {
		case b != '\r':
		case i+1 < len(src) && src[i+1] != '\n' || i+1 == len(src) && atEOF:
			dst[i] = '\n'
		case i+1 == len(src):
			return i, i, transform.ErrShortSrc
		}
	}
	if n < len(src) {
		return n, n, transform.ErrShortDst
	}
	return n, n, nil
}
