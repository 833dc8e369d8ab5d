package content

import (
	"bufio"
	"bytes"
	"io"
	"iter"
	"slices"
	"strings"

	"golang.org/x/text/transform"
)

// A Class says what kind of bytes a view holds, and so which rules run over it.
type Class int

const (
	Text   Class = iota // all rules run
	Binary              // rules marked Binary run, and names and values within a run of characters
)

// A View is bytes that a blob shows, with a map from their offsets to the blob's.
type View struct {
	Data  []byte
	Class Class

	// Layer names what was decoded to get from the blob to Data, such as "utf-16".
	// Nested layers are joined by slashes, the outermost first. It is "" for the
	// blob's own bytes, and where only line ends differ from them.
	Layer string

	// Layers are the same names, one by one. That of a member of a container is the
	// kind, a "!" and the member's path, which may be "": offsets and lines in Data
	// are then those of the member.
	Layers []string

	offset func(int) int // from Data to the blob; nil for the blob's own bytes
}

// Own reports whether Data is the blob's own bytes. Only then an edited version of
// the blob can inherit what was found in them.
func (v *View) Own() bool { return v.offset == nil }

// Offset returns the offset in the blob, in bytes, of the character at offset i of
// Data. i may be len(Data). It may take time in proportion to i.
func (v *View) Offset(i int) int {
	if v.offset == nil {
		return i
	}
	return v.offset(i)
}

// decoded is a view of text that was decoded from v. offset maps offsets in text to
// offsets in v. A layer of "" has no name.
func (v *View) decoded(layer string, text []byte, offset func(int) int) *View {
	layers := slices.Clip(v.Layers)
	if layer != "" {
		layers = append(layers, layer)
	}
	return &View{Data: text, Layer: strings.Join(layers, "/"), Layers: layers, offset: func(i int) int { return v.Offset(offset(i)) }}
}

// Views gives the views of a blob.
func Views(data []byte) iter.Seq[*View] {
	return func(yield func(*View) bool) {
		head := data[:min(len(data), headLen)]
		zero := bytes.IndexByte(data, 0)
		own := &View{Data: data, Class: classify(head, 0 <= zero && zero < headLen)}
		if w := recognise(head, 0 <= zero && zero < headLen); w != nil {
			text := w.decode(data)
			if endsInReturns(w.decode(head)) {
				text = withLineFeeds(text)
			}
			view := own.decoded(w.layer(), text, func(i int) int { return w.offset(data, text, i) })
			own.Class = Binary // there may be other text among it
			_ = yield(view) && yield(own)
			return
		}
		if own.Class == Text && endsInReturns(head) {
			own = own.decoded("", withLineFeeds(data), func(i int) int { return i })
		}
		if !yield(own) {
			return
		}
		if page := recogniseEBCDIC(head); page != nil {
			_ = yield(own.decoded("ebcdic", page.decode(data), func(i int) int { return i }))
			return
		}
		if zero < 0 {
			return
		}
		for _, view := range wideViews(own) {
			if !yield(view) {
				return
			}
		}
	}
}

// Reader returns a reader of the text that r holds, and its class. It serves blobs that
// are too large to hold in memory, and judges them by how they begin. Wide text in the
// middle of other content is narrow in what it reads.
func Reader(r io.Reader) (view io.Reader, class Class) {
	buffered := bufio.NewReaderSize(r, headLen)
	head, _ := buffered.Peek(headLen) // an error comes again when the rest is read
	zeros := bytes.IndexByte(head, 0) >= 0
	if w := recognise(head, zeros); w != nil {
		_, _ = buffered.Discard(w.mark) // cannot fail: Peek has read it
		text := transform.NewReader(buffered, w.encoding().NewDecoder())
		if endsInReturns(w.decode(head)) {
			text = transform.NewReader(text, lineFeeds{})
		}
		return text, Text
	}
	if page := recogniseEBCDIC(head); page != nil {
		return transform.NewReader(buffered, ebcdicText{page: page}), Text
	}
	if class = classify(head, zeros); class == Text && endsInReturns(head) {
		view = transform.NewReader(buffered, lineFeeds{})
	} else {
		view = buffered
	}
	return transform.NewReader(view, &narrow{}), class
}
