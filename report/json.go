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
	whole := withoutNulls(r)
	findings := whole.Findings
	whole.Findings = []finding.Finding{}
	frame, err := marshal(whole, "", "  ")
	if err != nil || len(findings) == 0 {
		w.Write(frame)
		return err
	}
	open := bytes.LastIndex(frame, []byte("[]")) + 1
	w.Write(frame[:open])
	separator := "\n    "
	s := stream.New().WithMaxGoroutines(runtime.GOMAXPROCS(0))
	for i := range findings {
		s.Go(func() stream.Callback {
			text, failed := marshal(&findings[i], "    ", "  ")
			return func() {
				err = errors.Join(err, failed)
				w.WriteString(separator)
				w.Write(bytes.TrimSuffix(text, []byte("\n")))
				separator = ",\n    "
			}
		})
	}
	s.Wait()
	w.WriteString("\n  ")
	w.Write(frame[open:])
	return err
}
