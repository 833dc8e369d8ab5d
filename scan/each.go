package scan

import (
	"context"

	"github.com/sluicesec/sluice/finding"
)

// each is the stage that shows the findings in clear to whoever asked for it.
type each struct {
	show  func(f *finding.Finding, fingerprints []string)
	names fingerprints
}

func (st each) apply(_ context.Context, r *finding.Report) error {
	numbers := st.names.numbers()
	for i := range r.Findings {
		f := &r.Findings[i]
		st.show(f, st.names.names(numbers, secretOf{f.RuleID, f.Secret}))
	}
	return nil
}
