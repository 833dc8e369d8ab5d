package report

import "github.com/sluicesec/sluice/scan"

// advice says what to do about a finding, step by step, each a sentence.
func advice(f *scan.Finding) []string {
	var steps []string
	if f.Revoke != "" {
		steps = append(steps, "Revoke it: "+printable(f.Revoke))
	}
	if f.Rotate != "" {
		steps = append(steps, printable(f.Rotate))
	}
	if f.Logs != "" {
		steps = append(steps, "See whether it was used: "+printable(f.Logs))
	}
	if f.Revoke == "" && f.Rotate == "" {
		steps = append([]string{"Revoke it where it was issued, and keep the new one out of the repository."}, steps...)
	}
	return steps
}

// sureness says in a few words how sure a finding is.
func sureness(f *scan.Finding) string {
	s := printable(f.Confidence) + " confidence"
	if f.Verification == "proven-offline" {
		s += ", proven offline"
	}
	return s
}
