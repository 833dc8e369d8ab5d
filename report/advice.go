package report

import (
	"slices"

	"github.com/sluicesec/sluice/scan"
)

// advice says what to do about a finding, step by step, each a sentence.
func advice(f *scan.Finding) []string {
	if !uncommitted(f) {
		return revocation(f)
	}
	revoke := "If others have seen it, revoke it."
	if f.Revoke != "" {
		revoke = "If others have seen it, revoke it: " + printable(f.Revoke)
	}
	return []string{"Take it out before you commit: so far no commit holds it.", revoke}
}

// revocation says how a leaked secret of the finding's rule is made worthless.
func revocation(f *scan.Finding) []string {
	var steps []string
	switch {
	case f.Revoke != "":
		steps = append(steps, "Revoke it: "+printable(f.Revoke))
	case f.Rotate == "":
		steps = append(steps, "Revoke it where it was issued, and keep the new one out of the repository.")
	}
	if f.Rotate != "" {
		steps = append(steps, printable(f.Rotate))
	}
	if f.Logs != "" {
		steps = append(steps, "See whether it was used: "+printable(f.Logs))
	}
	return steps
}

// uncommitted reports whether git has a finding, and only in the index.
func uncommitted(f *scan.Finding) bool {
	return len(f.Locations) > 0 && !slices.ContainsFunc(f.Locations, func(l scan.Location) bool {
		return l.Commit != "" || l.Blob == "" || l.Path == "" || !l.Reachable || isMessage(&l)
	})
}

// sureness says in a few words how sure a finding is.
func sureness(f *scan.Finding) string {
	s := printable(f.Confidence) + " confidence"
	if f.Verification == "proven-offline" {
		s += ", proven offline"
	}
	return s
}
