package finding

import (
	"cmp"
	"slices"
)

// CompareRisk orders findings by how urgent they are, the most urgent first: what is in
// deployed files comes before what is only in tests and their like, and of each what is
// there now before what is only in the history; then what others can do with it, how
// sure it is, and how long it has been there. Of two that are equal in all of this, it
// returns 0.
func CompareRisk(a, b *Finding) int {
	return cmp.Or(
		-compareBool(a.Deployed(), b.Deployed()),
		-compareBool(a.DeployedNow(), b.DeployedNow()),
		-compareBool(a.Current(), b.Current()),
		-a.Severity.Compare(b.Severity),
		-a.Verification.Compare(b.Verification),
		-a.Confidence.Compare(b.Confidence),
		-cmp.Compare(a.Exposure.Days, b.Exposure.Days),
	)
}

// ByRisk returns the findings in the order of CompareRisk. Equal ones stay in the order
// of the report.
func (r *Report) ByRisk() []*Finding {
	all := make([]*Finding, len(r.Findings))
	for i := range r.Findings {
		all[i] = &r.Findings[i]
	}
	slices.SortStableFunc(all, CompareRisk)
	return all
}

// Deployed reports whether a place of the secret is in a deployed file, or in a text
// that is in no file. It is true for a report that says nothing of settings.
func (f *Finding) Deployed() bool {
	return len(f.Exposure.Settings) == 0 || slices.Contains(f.Exposure.Settings, SettingDeployed)
}

// Current reports whether HEAD holds the secret, or what the next commit or a folder
// holds outside the history.
func (f *Finding) Current() bool {
	return f.Exposure.InHead || slices.ContainsFunc(f.Locations, current)
}

// DeployedNow reports whether a place of the secret is both: in a deployed file, and
// there now. A secret that was in a deployed file and is left in a test alone is not.
func (f *Finding) DeployedNow() bool {
	if !f.Deployed() || !f.Current() {
		return false
	}
	any, deployed := false, false
	for _, l := range f.Locations {
		if current(l) {
			any = true
			deployed = deployed || l.Setting == "" || l.Setting == SettingDeployed
		}
	}
	return deployed || !any // a report need not list all places
}

// current reports whether a place is in HEAD, in the index or in a folder.
func current(l Location) bool {
	return l.InHead || l.Commit.IsZero() && (l.Reachable || l.Blob.IsZero())
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
