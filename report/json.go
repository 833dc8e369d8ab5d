package report

import (
	"bufio"
	"bytes"
	"errors"
	"runtime"
	"slices"

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
	separator := ""
	s := stream.New().WithMaxGoroutines(runtime.GOMAXPROCS(0))
	for batch := range slices.Chunk(r.Findings, batchLen) {
		s.Go(func() stream.Callback {
			text, failed := marshalFindings(batch)
			return func() {
				err = errors.Join(err, failed)
				w.WriteString(separator)
				w.Write(text)
				separator = ","
			}
		})
	}
	s.Wait()
	w.WriteString("\n  ")
	w.Write(frame[open:])
	return err
}

// batchLen is how many findings one goroutine encodes at a time.
const batchLen = 32

// marshalFindings returns the elements of a list, with commas between them.
func marshalFindings(findings []finding.Finding) ([]byte, error) {
	var b bytes.Buffer
	for i := range findings {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n    ")
		f := listed(&findings[i])
		if err := encodeTo(plainJSON{&b}, &f, "    ", "  "); err != nil {
			return nil, err
		}
		b.Truncate(b.Len() - len("\n"))
	}
	return b.Bytes(), nil
}
