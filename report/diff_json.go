package report

import (
	"bufio"

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
		Finding    finding.Finding     `json:"finding"` // as the new report has it
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
	member := func(name string, n int, element func(i int) any) error {
		w.WriteString(",\n  \"" + name + "\": [")
		err := writeElements(w, n, "    ", element)
		if n > 0 {
			w.WriteString("\n  ")
		}
		w.WriteString("]")
		return err
	}
	for _, m := range []struct {
		name     string
		findings []*finding.Finding
	}{{"new", d.Added}, {"gone", d.Gone}} {
		if err := member(m.name, len(m.findings), func(i int) any { return listed(m.findings[i]) }); err != nil {
			return err
		}
	}
	err = member("changed", len(d.Changed), func(i int) any {
		c := &d.Changed[i]
		return diffChange{Finding: listed(c.New), Changes: list(c.Fields), NewPlaces: list(c.Places), LostPlaces: c.Lost}
	})
	w.WriteString("\n}\n")
	return err
}
