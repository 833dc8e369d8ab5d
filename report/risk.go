package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/sluicesec/sluice/finding"
)

// judged is a finding with what people's formats order it by.
type judged struct {
	*finding.Finding
	worst    *finding.Location // the place to name first; an empty one if there is none
	deployed bool              // a place is in a deployed file
	now      bool              // such a place is there now, and not in the history alone
	end      string            // what still holds it if HEAD does not, as the scan of a part of a history knows no other refs
}

// rank returns the findings in the order of risk (finding.CompareRisk). It does not
// depend on the order of the report: of two equal ones, that with the first place by
// its path comes first.
func rank(r *finding.Report) []judged {
	ends := map[finding.ScanKind]string{finding.ScanRange: "the last commit of the range", finding.ScanPush: "what is pushed"}
	all := make([]judged, len(r.Findings))
	for i := range r.Findings {
		f := &r.Findings[i]
		all[i] = judged{Finding: f, worst: worst(f), deployed: f.Deployed(), now: f.DeployedNow()}
		if f.Exposure.Introduced != "" && f.Exposure.Removed == "" && all[i].worst.RemovedCommit.IsZero() {
			all[i].end = ends[r.Scan.Kind]
			all[i].now = all[i].now || all[i].deployed && all[i].end != ""
		}
	}
	slices.SortFunc(all, func(a, b judged) int {
		return cmp.Or(
			finding.CompareRisk(a.Finding, b.Finding),
			strings.Compare(a.worst.Path, b.worst.Path),
			cmp.Compare(a.worst.StartLine, b.worst.StartLine),
			strings.Compare(a.RuleID, b.RuleID),
			strings.Compare(a.Fingerprint, b.Fingerprint),
		)
	})
	return all
}

// worst returns the most urgent place of a finding, of several the first. It returns
// an empty one if there is none.
func worst(f *finding.Finding) *finding.Location {
	if len(f.Locations) == 0 {
		return &finding.Location{}
	}
	w := &f.Locations[0]
	for i := range f.Locations[1:] {
		if l := &f.Locations[i+1]; urgency(l) > urgency(w) {
			w = l
		}
	}
	return w
}

// first returns the place at which a finding was first of all, as far as the dates of
// commits say; nil if none has a date. Of several commits with one date, as a rebase
// leaves them, that counts to which a ref leads: others can look at it.
func first(f *finding.Finding) *finding.Location {
	var oldest *finding.Location
	var when time.Time
	for i := range f.Locations {
		l := &f.Locations[i]
		t, err := time.Parse(time.RFC3339, l.Date)
		if err == nil && (oldest == nil || t.Before(when) || t.Equal(when) && l.Reachable && !oldest.Reachable) {
			oldest, when = l, t
		}
	}
	return oldest
}

// inHead reports whether HEAD holds a secret.
func inHead(f *finding.Finding) bool {
	return f.Exposure.InHead || slices.ContainsFunc(f.Locations, func(l finding.Location) bool { return l.InHead })
}
