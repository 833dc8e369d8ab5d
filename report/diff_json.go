package report

import (
	"bufio"
	"errors"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/report/compare"
)

// diffSchema is the schema of a difference in JSON.
const diffSchema = "sluice.diff/v1"

type (
	diffHead struct {
		Schema    string   `json:"schema"`
		Complete  bool     `json:"complete"` // both reports are
		OldReport diffSide `json:"old_report"`
		NewReport diffSide `json:"new_report"`
		Notes     []string `json:"notes"`
		Unchanged int      `json:"unchanged"`
	}
	diffSide struct {
		Name     string       `json:"name"`
		Tool     finding.Tool `json:"tool"`
		Scan     finding.Scan `json:"scan"`
		Complete bool         `json:"complete"`
		Findings int          `json:"findings"`
	}
	diffChange struct {
		Finding    *finding.Finding    `json:"finding"` // as the new report has it
		Changes    []compare.Field     `json:"changes"`
		NewPlaces  []*finding.Location `json:"new_places"`
		LostPlaces int                 `json:"lost_places"`
	}
)

func newDiffSide(s *compare.Side) diffSide {
	return diffSide{Name: s.Name, Tool: s.Report.Tool, Scan: s.Report.Scan, Complete: s.Report.Complete, Findings: s.Findings}
}

// writeDiffJSON writes one object. Its long lists come last: new, gone and changed.
func writeDiffJSON(w *bufio.Writer, d *compare.Difference, _ Options) error {
	head, err := marshal(diffHead{
		Schema: diffSchema, Complete: d.Complete, OldReport: newDiffSide(&d.Old), NewReport: newDiffSide(&d.New),
		Notes: list(d.Notes), Unchanged: d.Unchanged,
	}, "", "  ")
	if err != nil {
		return err
	}
	w.Write(head[:len(head)-len("\n}\n")])
	member := func(name string, n int, element func(i int) any) {
		w.WriteString(",\n  \"" + name + "\": [")
		written, failed := encodeElements(w, longList{depth: 2, indent: "  "}, func(yield func(func() any) bool) {
			for i := range n {
				if !yield(func() any { return element(i) }) {
					return
				}
			}
		})
		if written {
			w.WriteString("\n  ")
		}
		w.WriteString("]")
		err = errors.Join(err, failed)
	}
	member("new", len(d.Added), func(i int) any { return findingWithoutNulls(d.Added[i]) })
	member("gone", len(d.Gone), func(i int) any { return findingWithoutNulls(d.Gone[i]) })
	member("changed", len(d.Changed), func(i int) any {
		c := &d.Changed[i]
		return diffChange{Finding: findingWithoutNulls(c.New), Changes: list(c.Fields), NewPlaces: list(c.Places), LostPlaces: c.Lost}
	})
	w.WriteString("\n}\n")
	return err
}
