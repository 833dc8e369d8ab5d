// Package content decides what text a blob shows.
//
// A blob is bytes, and what a reader of them would see may be something else:
// UTF-16 is text, an archive is its members, base64 is what it encodes. Each
// of these is a [View]: bytes for the engine, a map from their offsets back to
// the blob's, and whether they are the blob's own bytes. [Views] is the one
// place that makes them, so what shows something new is added here and is
// scanned everywhere.
//
// A view says itself how it behaves when the blob is edited. What was found in
// the blob's own bytes is inherited by an edited version where bytes were
// copied. Of a view that was decoded nothing is: a run of bytes that was copied
// says nothing of the offsets in the decoded text. It is judged anew.
//
// Media (pictures, sound, film, fonts) show nothing: they hold no secrets, and
// are the caller's to leave out and to account for.
package content

import (
	"bufio"
	"io"
	"iter"
)

// A Class says what kind of bytes a view holds, and so which rules run over it.
type Class int

const (
	Text   Class = iota // every rule runs
	Binary              // only rules marked Binary run: the others would read noise
)

// A View is bytes that a blob shows, and their way back to the blob.
type View struct {
	Data  []byte
	Class Class

	// Medium names the format of a medium, such as "png", by its magic number. It
	// is "" for all else.
	Medium string

	// Layer names what was undone to come from the blob to Data, such as
	// "utf-16". It is "" for the blob's own bytes.
	Layer string

	offset func(int) int // in the blob, of an offset in Data; nil for the blob's own bytes
}

// Own reports whether Data is the blob's own bytes. If so an edited version of
// the blob inherits what was found in them; if not it is judged anew.
func (v *View) Own() bool { return v.offset == nil }

// Offset gives the offset in the blob, in bytes, of what stands at offset i of
// Data.
func (v *View) Offset(i int) int {
	if v.offset == nil {
		return i
	}
	return v.offset(i)
}

// Views gives the views of a blob. A medium shows its bytes as Binary, for
// those who do not leave it out.
func Views(data []byte) iter.Seq[*View] {
	return func(yield func(*View) bool) {
		class, medium := classify(data)
		if medium == "" {
			if text, ok := decodeUTF16(data); ok {
				yield(&View{Data: text, Layer: "utf-16", offset: func(i int) int { return utf16Offset(data, text, i) }})
				return
			}
		}
		yield(&View{Data: data, Class: class, Medium: medium})
	}
}

// Reader gives what r holds as the first view of it, and the class, told by
// what r begins with.
func Reader(r io.Reader) (view io.Reader, class Class) {
	buffered := bufio.NewReaderSize(r, sniffBytes)
	head, _ := buffered.Peek(sniffBytes) // an error comes again when it is read
	class, medium := classify(head)
	if medium == "" {
		if order, skip := recognise(head); order != nil {
			_, _ = buffered.Discard(skip) // it has been peeked at
			return wide(order).NewDecoder().Reader(buffered), Text
		}
	}
	return buffered, class
}
