package report

import "github.com/sluicesec/sluice/finding"

// advice says what to do about a finding, step by step, each a sentence.
func advice(f *finding.Finding) []string {
	if !uncommitted(f) {
		return revocation(f)
	}
	revoke := "If others have seen it, revoke it."
	if f.Revoke != "" {
		revoke = "If others have seen it, revoke it: " + printable(f.Revoke)
	}
	return []string{"Take it out before you commit: so far no commit holds it.", revoke}
}

// revocation says how to make a leaked secret of the finding's rule worthless.
func revocation(f *finding.Finding) []string {
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
