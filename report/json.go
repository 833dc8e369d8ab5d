package report

import (
	"bufio"
	"bytes"
	"errors"
	"runtime"

	"github.com/sourcegraph/conc/stream"

	"github.com/sluicesec/sluice/finding"
)

// writeJSON writes the report as it is: one object, whose names are stable.
func writeJSON(w *bufio.Writer, r *finding.Report, _ Options) error {
	whole := withoutNulls(r)
	findings := whole.Findings
	whole.Findings = []finding.Finding{}
	return encodeList(w, whole, len(findings), func(i int) any { return &findings[i] })
}

// encodeList writes a frame as encode does, with n elements in its last list, which is
// empty and two levels deep at most. There may be many elements, so several goroutines
// encode them, and no more than a few are in memory at a time.
func encodeList(w *bufio.Writer, frame any, n int, element func(i int) any) error {
	text, err := marshal(frame, "", "  ")
	if err != nil || n == 0 {
		w.Write(text)
		return err
	}
	open := bytes.LastIndex(text, []byte("[]")) + 1
	w.Write(text[:open])
	const margin = "\n    "
	separator := margin
	s := stream.New().WithMaxGoroutines(runtime.GOMAXPROCS(0))
	for i := range n {
		s.Go(func() stream.Callback {
			text, failed := marshal(element(i), margin[1:], "  ")
			return func() {
				err = errors.Join(err, failed)
				w.WriteString(separator)
				w.Write(bytes.TrimSuffix(text, []byte("\n")))
				separator = "," + margin
			}
		})
	}
	s.Wait()
	w.WriteString("\n  ")
	w.Write(text[open:])
	return err
}
