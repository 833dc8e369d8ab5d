package finding

import (
	"cmp"
	"slices"
)

// A Severity says how bad it is if a secret is used by others.
type Severity string

// The severities. "" reads as SeverityHigh in a rule.
const (
	SeverityLow      Severity = "low"
	SeverityMedium   Severity = "medium"
	SeverityHigh     Severity = "high"
	SeverityCritical Severity = "critical"
)

// Severities lists them, the least first.
func Severities() []Severity {
	return []Severity{SeverityLow, SeverityMedium, SeverityHigh, SeverityCritical}
}

// Compare orders severities, the least first.
func (s Severity) Compare(t Severity) int { return compare(s, t, Severities()) }

// A Confidence says how sure it is that a finding is a secret.
type Confidence string

// The confidences. "" reads as ConfidenceMedium in a rule.
const (
	ConfidenceLow    Confidence = "low"
	ConfidenceMedium Confidence = "medium"
	ConfidenceHigh   Confidence = "high"
)

// Confidences lists them, the least first.
func Confidences() []Confidence {
	return []Confidence{ConfidenceLow, ConfidenceMedium, ConfidenceHigh}
}

// Compare orders confidences, the least first.
func (c Confidence) Compare(d Confidence) int { return compare(c, d, Confidences()) }

// Lower is one step less sure; the least stays.
func (c Confidence) Lower() Confidence {
	all := Confidences()
	return all[max(slices.Index(all, c)-1, 0)]
}

// A Verification says whether a secret was shown to be one, and how.
type Verification string

// The verifications.
const (
	Unverified    Verification = "none"
	ProvenOffline Verification = "proven-offline" // by its own structure: a checksum, a key that parses
)

// Verifications lists them, the least first.
func Verifications() []Verification { return []Verification{Unverified, ProvenOffline} }

// Compare orders verifications, the least first.
func (v Verification) Compare(w Verification) int { return compare(v, w, Verifications()) }

func compare[T comparable](a, b T, order []T) int {
	return cmp.Compare(slices.Index(order, a), slices.Index(order, b))
}
