package finding

import (
	"cmp"
	"slices"
)

// A Severity says how much harm others can do with a secret.
type Severity string

// The severities. A rule without one has SeverityHigh.
const (
	SeverityLow      Severity = "low"
	SeverityMedium   Severity = "medium"
	SeverityHigh     Severity = "high"
	SeverityCritical Severity = "critical"
)

// Severities lists the severities, the lowest first.
func Severities() []Severity {
	return []Severity{SeverityLow, SeverityMedium, SeverityHigh, SeverityCritical}
}

// Compare orders severities, the lowest first.
func (s Severity) Compare(t Severity) int { return compare(s, t, Severities()) }

// Lower returns the severity one step below. For the lowest, and for an unknown
// word, that is the lowest.
func (s Severity) Lower() Severity { return lower(s, Severities()) }

// A Confidence says how likely it is that a finding is a real secret.
type Confidence string

// The confidences. A rule without one has ConfidenceMedium.
const (
	ConfidenceLow    Confidence = "low"
	ConfidenceMedium Confidence = "medium"
	ConfidenceHigh   Confidence = "high"
)

// Confidences lists the confidences, the lowest first.
func Confidences() []Confidence {
	return []Confidence{ConfidenceLow, ConfidenceMedium, ConfidenceHigh}
}

// Compare orders confidences, the lowest first.
func (c Confidence) Compare(d Confidence) int { return compare(c, d, Confidences()) }

// Lower returns the confidence one step below. For the lowest, and for an unknown
// word, that is the lowest.
func (c Confidence) Lower() Confidence { return lower(c, Confidences()) }

// A Verification says whether and how a secret was shown to be real.
type Verification string

// The verifications.
const (
	Unverified    Verification = "none"
	ProvenOffline Verification = "proven-offline" // by the secret's own structure: a checksum, a key that parses
)

// Verifications lists the verifications, the weakest first.
func Verifications() []Verification { return []Verification{Unverified, ProvenOffline} }

// Compare orders verifications, the weakest first.
func (v Verification) Compare(w Verification) int { return compare(v, w, Verifications()) }

// lower returns what comes before a word in an order, and the first word where
// there is nothing before it.
func lower[T comparable](word T, order []T) T {
	return order[max(slices.Index(order, word)-1, 0)]
}

// compare compares the places of a and b in order. What is not in order comes
// before all that is, because its index is -1.
func compare[T comparable](a, b T, order []T) int {
	return cmp.Compare(slices.Index(order, a), slices.Index(order, b))
}
