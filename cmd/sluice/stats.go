package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/sluicesec/sluice/internal/engine"
)

// slowest is how many rules the table of -v names.
const slowest = 10

// writeStats writes where the time of a scan went: in each stage of the engine,
// added up over all goroutines, and in the rules that took most of it.
func writeStats(w io.Writer, st engine.Stats, wall time.Duration) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	ms := func(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d.Microseconds())/1e3) }
	hits, matches := 0, 0
	for _, r := range st.Rules {
		hits += r.Hits
		matches += r.Matches
	}
	fmt.Fprintf(table, "stage\tms\thits\tmatches\t\n")
	fmt.Fprintf(table, "literals (%.1f MB)\t%s\t%d\t\t\n", float64(st.Bytes)/1e6, ms(st.Search), hits)
	fmt.Fprintf(table, "confirm and filter\t%s\t\t%d\t\n", ms(st.Judge), matches)
	fmt.Fprintf(table, "rules without literal\t%s\t\t\t\n", ms(st.Unanchored))
	fmt.Fprintf(table, "lines and parts\t%s\t\t\t\n", ms(st.Finish))
	fmt.Fprintf(table, "all, on the wall\t%s\t\t\t\n\t\t\t\t\n", ms(wall))
	fmt.Fprintf(table, "rule\tms\thits\tmatches\t\n")
	for _, r := range st.Rules[:min(slowest, len(st.Rules))] {
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\t\n", r.ID, ms(r.Time), r.Hits, r.Matches)
	}
	return table.Flush()
}
