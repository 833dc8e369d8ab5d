package report

import (
	"bufio"

	"github.com/sluicesec/sluice/finding"
)

// writeJSON writes the report as it is: one object, whose names are stable.
func writeJSON(w *bufio.Writer, r *finding.Report, _ Options) error {
	return encodeList(w, withoutNullsButFindings(r), longList{name: "findings", depth: 2, indent: "  "}, func(yield func(func() any) bool) {
		for i := range r.Findings {
			if !yield(func() any { return findingWithoutNulls(&r.Findings[i]) }) {
				return
			}
		}
	})
}
