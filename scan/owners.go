package scan

import (
	"context"
	"slices"

	"github.com/sluicesec/sluice/finding"
)

// owners is the stage that says who owns the files.
type owners struct {
	of func(path string) []string
}

func (st owners) apply(_ context.Context, r *finding.Report) error {
	known := map[string][]string{}
	for i := range r.Findings {
		for j := range r.Findings[i].Locations {
			l := &r.Findings[i].Locations[j]
			if l.Path == "" || !l.Kind.InFile() || l.Kind.InGitFolder() {
				continue
			}
			who, ok := known[l.Path]
			if !ok {
				who = st.of(l.Path)
				known[l.Path] = who
			}
			l.Owners = slices.Clone(who) // redaction changes each by itself
		}
	}
	return nil
}
