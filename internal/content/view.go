package content

import (
	"bufio"
	"io"
	"iter"
	"slices"
	"strings"
)

// A Class says what kind of bytes a view holds, and so which rules run over it.
type Class int

const (
	Text   Class = iota // all rules run
	Binary              // only rules marked Binary run: to the others it would be noise
)

// A View is bytes that a blob shows, with a map from their offsets to the blob's.
type View struct {
	Data  []byte
	Class Class

	// Medium is the format of a medium, such as "png", which its magic number
	// gives. It is "" for everything else.
	Medium string

	// Layer names what was decoded to get from the blob to Data, such as "utf-16".
	// Nested layers are joined by slashes, the outermost first. It is "" for the
	// blob's own bytes.
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
// offsets in v.
func (v *View) decoded(layer string, text []byte, offset func(int) int) *View {
	layers := append(slices.Clip(v.Layers), layer)
	return &View{Data: text, Layer: strings.Join(layers, "/"), Layers: layers, offset: func(i int) int { return v.Offset(offset(i)) }}
}

// Views gives the views of a blob. A medium is one view of its own bytes, whose
// class is Binary.
func Views(data []byte) iter.Seq[*View] {
	return func(yield func(*View) bool) {
		own := &View{Data: data}
		own.Class, own.Medium = classify(data)
		if own.Medium == "" {
			if text, ok := decodeUTF16(data); ok {
				yield(own.decoded("utf-16", text, func(i int) int { return utf16Offset(data, text, i) }))
				return
			}
		}
		yield(own)
	}
}

// Reader returns a reader of the first view of what r holds, and its class. It
// serves blobs that are too large to hold in memory: it looks only at how they
// begin, and does not say whether they are media.
func Reader(r io.Reader) (view io.Reader, class Class) {
	buffered := bufio.NewReaderSize(r, sniffBytes)
	head, _ := buffered.Peek(sniffBytes) // an error comes again when the rest is read
	class, medium := classify(head)
	if medium == "" {
		if order, skip := recognise(head); order != nil {
			_, _ = buffered.Discard(skip) // cannot fail: Peek has read it
			return wide(order).NewDecoder().Reader(buffered), Text
		}
	}
	return buffered, class
}
