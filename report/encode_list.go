package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"runtime"
	"strings"
	"sync"

	"github.com/sourcegraph/conc/stream"

	"github.com/sluicesec/sluice/internal/plain"
)

// A longList is a list in a JSON document that has too many elements to be in memory at
// once.
type longList struct {
	name   string // of the member that is the list; "" if it is the whole document
	depth  int    // how many levels its elements are indented
	indent string // of one level
}

// batch is how many elements of a long list one goroutine encodes at a time.
const batch = 64

// encodeList writes what encode would write of a document if the list, which is empty in
// it, had the elements. Several goroutines make and encode the elements, and no more than
// a few batches are in memory.
func encodeList(w *bufio.Writer, document any, l longList, elements iter.Seq[func() any]) error {
	text, err := marshal(document, "", l.indent)
	if err != nil {
		return err
	}
	open := l.find(text)
	w.Write(text[:open])
	written, err := encodeElements(w, l, elements)
	if written {
		w.WriteString("\n" + strings.Repeat(l.indent, l.depth-1))
	}
	w.Write(text[open:])
	return err
}

// encodeElements writes the elements of a long list, and reports whether there are any.
func encodeElements(w *bufio.Writer, l longList, elements iter.Seq[func() any]) (written bool, err error) {
	margin := strings.Repeat(l.indent, l.depth)
	s := stream.New().WithMaxGoroutines(runtime.GOMAXPROCS(0))
	buffers := sync.Pool{New: func() any { return new(bytes.Buffer) }}
	encode := func(elements []func() any) {
		s.Go(func() stream.Callback {
			b := buffers.Get().(*bytes.Buffer)
			b.Reset()
			text, failed := marshalBatch(b, elements, margin, l.indent)
			return func() {
				defer buffers.Put(b)
				err = errors.Join(err, failed)
				if written {
					w.WriteString(",")
				}
				written = true
				w.Write(text)
			}
		})
	}
	var next []func() any
	for element := range elements {
		if next = append(next, element); len(next) == batch {
			encode(next)
			next = nil
		}
	}
	if len(next) > 0 {
		encode(next)
	}
	s.Wait()
	return written, err
}

// find returns the index behind the bracket that opens the list. A line end is not within
// a string, so what begins with one and has the right indent is the member itself.
func (l longList) find(text []byte) int {
	mark := "["
	if l.name != "" {
		mark = "\n" + strings.Repeat(l.indent, l.depth-1) + `"` + l.name + `": [`
	}
	return bytes.Index(text, []byte(mark)) + len(mark)
}

// marshalBatch writes elements of a list to a buffer, each on lines of its own, with commas
// between them, and returns the text, which may be that of the buffer.
func marshalBatch(b *bytes.Buffer, elements []func() any, margin, indent string) ([]byte, error) {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	e.SetIndent(margin, indent)
	for i, element := range elements {
		if i > 0 {
			b.Truncate(b.Len() - 1) // the line end behind the last element
			b.WriteByte(',')
		}
		b.WriteString("\n" + margin)
		if err := e.Encode(element()); err != nil {
			return nil, err
		}
	}
	return plain.JSON(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}
