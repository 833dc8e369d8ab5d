package report

import (
	"bufio"
	"slices"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/gitleaks"
)

// NeedsHits reports whether one of the formats says what a rule matched at each place, for
// which a scan must have scan.Options.Hits set.
func NeedsHits(formats ...string) bool { return slices.Contains(formats, "gitleaks") }

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
