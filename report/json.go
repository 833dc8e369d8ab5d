package report

import (
	"bufio"
	"bytes"
	"errors"
	"runtime"

	"github.com/sourcegraph/conc/stream"

	"github.com/sluicesec/sluice/finding"
)

// writeJSON writes the report as it is: one object, whose names are stable. Several
// goroutines encode the findings, its last member, because there may be many.
func writeJSON(w *bufio.Writer, r *finding.Report, _ Options) error {
	frame, err := marshal(frame(r), "", "  ")
	if err != nil || len(r.Findings) == 0 {
		w.Write(frame)
		return err
	}
	open := bytes.LastIndex(frame, []byte("[]")) + 1
	w.Write(frame[:open])
	err = writeElements(w, len(r.Findings), "    ", func(i int) any {
		f := listed(&r.Findings[i])
		return &f
	})
	w.WriteString("\n  ")
	w.Write(frame[open:])
	return err
}

// batchLen is how many elements of a list one goroutine encodes at a time.
const batchLen = 32

// writeElements writes the n elements of a list, each on lines of its own, with commas
// between them. Several goroutines encode them.
func writeElements(w *bufio.Writer, n int, indent string, element func(i int) any) error {
	var err error
	separator := ""
	s := stream.New().WithMaxGoroutines(runtime.GOMAXPROCS(0))
	for from := 0; from < n; from += batchLen {
		s.Go(func() stream.Callback {
			text, failed := marshalElements(from, min(from+batchLen, n), indent, element)
			return func() {
				err = errors.Join(err, failed)
				w.WriteString(separator)
				w.Write(text)
				separator = ","
			}
		})
	}
	s.Wait()
	return err
}

func marshalElements(from, to int, indent string, element func(i int) any) ([]byte, error) {
	var b bytes.Buffer
	for i := from; i < to; i++ {
		if i > from {
			b.WriteByte(',')
		}
		b.WriteString("\n" + indent)
		if err := encodeTo(plainJSON{&b}, element(i), indent, "  "); err != nil {
			return nil, err
		}
		b.Truncate(b.Len() - len("\n"))
	}
	return b.Bytes(), nil
}
