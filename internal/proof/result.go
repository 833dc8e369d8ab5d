package proof

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxFact is the most characters that a fact quotes from a secret.
const maxFact = 100

// badChecksum is the fact about a token whose checksum is wrong.
const badChecksum = "its checksum does not match: probably not a real token"

func proven(facts ...string) Result { return Result{Verdict: Proven, Facts: nonEmpty(facts)} }

func doubtful(fact string) Result { return Result{Verdict: Doubtful, Facts: []string{fact}} }

func unknown(facts ...string) Result { return Result{Facts: nonEmpty(facts)} }

// checked is the result for a token with a checksum.
func checked(ok bool, facts ...string) Result {
	if !ok {
		return doubtful(badChecksum)
	}
	return proven(facts...)
}

// nonEmpty leaves out the facts that are "".
func nonEmpty(facts []string) []string {
	var out []string
	for _, f := range facts {
		if f != "" {
			out = append(out, f)
		}
	}
	return out
}

// fact is a phrase with a value from the secret, or "" if there is no value.
func fact(phrase, value string) string {
	if value = clip(value); value == "" {
		return ""
	}
	return phrase + " " + value
}

// clip shortens text from a secret to one line of at most maxFact characters. It
// cuts no word apart: of a token that is cut off, nobody could tell that it is one,
// and so nobody would hide what is left of it.
func clip(s string) string {
	whole := len(s) <= 4*maxFact
	if !whole { // it may be long: cut it before splitting it into words
		s = s[:4*maxFact]
	}
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	if utf8.RuneCountInString(s) > maxFact {
		s, whole = string([]rune(s)[:maxFact-1]), false
	}
	if whole {
		return s
	}
	return strings.TrimRightFunc(s, inToken) + "…"
}

// inToken reports whether a character may be in the middle of a token.
func inToken(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '-' || r == '.' || r == '+' || r == '/' || r == '='
}
