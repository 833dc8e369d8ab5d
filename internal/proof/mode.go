package proof

import "strings"

// mode reads whether a key is for live use or for tests, if its prefix says so, as
// Stripe's does: https://docs.stripe.com/keys#obtain-api-keys.
func mode(secret, _ []byte) Result {
	parts := strings.FieldsFunc(strings.ToLower(string(secret)), func(r rune) bool { return strings.ContainsRune("_-.$", r) })
	for _, p := range parts[:max(len(parts)-1, 0)] { // the last is random
		switch p {
		case "live", "prod", "production":
			return Result{Mode: "live", Facts: []string{"live mode"}}
		case "test", "sandbox", "sdbx", "sbox":
			return Result{Mode: "test", Facts: []string{"test mode"}}
		}
	}
	return Result{}
}
