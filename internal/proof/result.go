package proof

import (
	"strings"
	"unicode/utf8"
)

// maxFact is the length in characters of what a fact quotes.
const maxFact = 100

// badChecksum is what is said of tokens whose checksum is wrong.
const badChecksum = "its checksum does not match: probably not a real token"

func proven(facts ...string) Result { return Result{Verdict: Proven, Facts: told(facts)} }

func doubtful(fact string) Result { return Result{Verdict: Doubtful, Facts: []string{fact}} }

func unknown(facts ...string) Result { return Result{Facts: told(facts)} }

// checked is the result for a token with a checksum.
func checked(ok bool, facts ...string) Result {
	if !ok {
		return doubtful(badChecksum)
	}
	return proven(facts...)
}

// told leaves out the facts that say nothing.
func told(facts []string) []string {
	var out []string
	for _, f := range facts {
		if f != "" {
			out = append(out, f)
		}
	}
	return out
}

// fact is a phrase with a value from the secret, or "" when there is no value.
func fact(phrase, value string) string {
	if value = clip(value); value == "" {
		return ""
	}
	return phrase + " " + value
}

// clip makes one line of bounded length of what the secret says.
func clip(s string) string {
	if len(s) > 4*maxFact { // before the words are taken apart: it may be long
		s = s[:4*maxFact]
	}
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	if utf8.RuneCountInString(s) > maxFact {
		s = string([]rune(s)[:maxFact-1]) + "…"
	}
	return s
}
