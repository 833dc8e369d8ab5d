package report

import (
	"bufio"

	"github.com/sluicesec/sluice/finding"
)

// closing is the last line of the jsonl format: the report without its findings.
// A file without this line was cut short.
type closing struct {
	Schema   string           `json:"schema"`
	Tool     finding.Tool     `json:"tool"`
	Scan     finding.Scan     `json:"scan"`
	Complete bool             `json:"complete"`
	Ledger   finding.Ledger   `json:"ledger"`
	Rules    finding.Rules    `json:"rules"`
	Sources  []finding.Source `json:"sources,omitempty"`
}

// writeJSONL writes one line for each finding, as in the json format, and a
// closing line.
func writeJSONL(w *bufio.Writer, r *finding.Report, _ Options) error {
	for i := range r.Findings {
		if err := encode(w, findingWithoutNulls(&r.Findings[i]), ""); err != nil {
			return err
		}
	}
	r = withoutNullsButFindings(r)
	return encode(w, closing{r.Schema, r.Tool, r.Scan, r.Complete, r.Ledger, r.Rules, r.Sources}, "")
}
