package report

import (
	"bufio"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/gitleaks"
)

// writeGitleaks writes what tools that read gitleaks reports expect: an array
// with an entry for each location. It does not say whether the scan is complete.
func writeGitleaks(w *bufio.Writer, r *finding.Report, _ Options) error {
	return encodeList(w, []gitleaks.Entry{}, longList{depth: 1, indent: " "}, func(yield func(func() any) bool) {
		for e := range gitleaks.Entries(r) {
			if !yield(func() any { return e }) {
				return
			}
		}
	})
}
