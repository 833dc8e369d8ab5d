package engine

import "github.com/sluicesec/sluice/rules"

// A filter drops matches that cannot be secrets, by their own text alone.
type filter struct {
	entropy              float64
	more                 bool // than entropy, and not as much, is needed
	digits, upper, lower int
	placeholders         bool
	allowlists           []*allowlist
}

func newFilter(r *rules.Rule, allowlists []*allowlist) filter {
	return filter{
		entropy: r.Entropy, more: r.LikeGitleaks,
		digits: r.MinDigits, upper: r.MinUpper, lower: r.MinLower,
		placeholders: r.Placeholders,
		allowlists:   allowlists,
	}
}

// A drop is why the filter dropped a match; "" when it did not.
type drop string

const (
	dropEmpty       drop = "the secret is empty"
	dropCounts      drop = "it has too few digits, upper or lower case letters"
	dropEntropy     drop = "its entropy is too low"
	dropPlaceholder drop = "it is a placeholder"
)

// judge returns why the filter drops a match, if it does: it asks the cheapest
// first. If it does not, allowed is the number of the allowlist that allows the
// match, counted from 1, or 0.
func (f *filter) judge(match, secret []byte) (d drop, allowed int) {
	switch {
	case len(secret) == 0:
		return dropEmpty, 0
	case !f.counts(secret):
		return dropCounts, 0
	case !f.random(secret):
		return dropEntropy, 0
	case f.placeholders && (isPlaceholder(secret) || isRepeated(match, secret)):
		return dropPlaceholder, 0
	}
	for i, a := range f.allowlists {
		if (!a.all || a.textOnly()) && a.byText(match, secret) == yes {
			return "", i + 1
		}
	}
	return "", 0
}

// random reports whether the secret has the entropy it must have.
func (f *filter) random(secret []byte) bool {
	if f.entropy == 0 {
		return true
	}
	e := Entropy(secret)
	return e > f.entropy || e == f.entropy && !f.more
}

// counts reports whether the secret has the digits and letters it must have.
func (f *filter) counts(secret []byte) bool {
	if f.digits|f.upper|f.lower == 0 {
		return true
	}
	digits, upper, lower := count(secret)
	return digits >= f.digits && upper >= f.upper && lower >= f.lower
}

// count returns how many ASCII digits and letters the secret has.
func count(secret []byte) (digits, upper, lower int) {
	for _, b := range secret {
		switch {
		case '0' <= b && b <= '9':
			digits++
		case 'A' <= b && b <= 'Z':
			upper++
		case 'a' <= b && b <= 'z':
			lower++
		}
	}
	return digits, upper, lower
}
