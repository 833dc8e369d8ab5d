package finding

import "math"

// A PrintOf says what a fingerprint was made of.
type PrintOf string

// The kinds of fingerprints. docs/adr/0007-fingerprints.md has the reasons.
const (
	PrintOfSecret      PrintOf = "secret"       // rule and secret
	PrintOfKeyedSecret PrintOf = "keyed-secret" // rule, secret and a key; the secret could be guessed
	PrintOfPlace       PrintOf = "place"        // rule and place, and not the secret, which could be guessed
)

// PrintedByPlace reports whether the fingerprint says where the secret is and nothing of
// its value: then two secrets at the same path of two repositories have the same
// fingerprint. Older versions do not say what a fingerprint is made of. There it is true
// if the entropy is in whole bits, as that of every secret that could be guessed is.
func (f *Finding) PrintedByPlace() bool {
	if f.PrintOf != "" {
		return f.PrintOf == PrintOfPlace
	}
	return f.Entropy == math.Trunc(f.Entropy)
}
