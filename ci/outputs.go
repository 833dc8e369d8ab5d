package ci

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"github.com/sluicesec/sluice/finding"
)

// Outputs are what the later steps of a job can read of a run.
type Outputs struct {
	Report *finding.Report // nil when there was nothing to judge
	Code   int             // the exit code
	Files  map[string]string
}

// Write writes the outputs as lines of the file that GITHUB_OUTPUT names
// (docs.github.com/actions/reference/workflows-and-actions/workflow-commands): findings, a
// number; complete, true or false; exit-code; and a line for each of Files. What ends a value
// is a word that nobody can know beforehand, so that no path begins another output.
func (o Outputs) Write(w io.Writer) error {
	values := map[string]string{"findings": "0", "complete": "true", "exit-code": strconv.Itoa(o.Code)}
	if o.Report != nil {
		values["findings"] = strconv.Itoa(len(o.Report.Findings))
		values["complete"] = strconv.FormatBool(o.Report.Complete)
	}
	maps.Copy(values, o.Files)
	end := "sluice-" + rand.Text()
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(values)) {
		_, err := fmt.Fprintf(w, "%s<<%s\n%s\n%[2]s\n", name, end, values[name])
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
