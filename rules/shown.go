package rules

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/sluicesec/sluice/internal/lazyregexp"
)

// notShown is written in an error in place of a text that may be a secret.
const notShown = "(not shown)"

// shown returns a text of a rule file as errors print it: quoted if it looks
// like the name of a key, a rule or a file, and notShown otherwise. Errors are
// kept in logs, and a secret may have been pasted into the wrong place.
func shown(s string) string {
	if !looksLikeName(s) {
		return notShown
	}
	return strconv.Quote(s)
}

const (
	maxName  = 80 // bytes
	maxWord  = 14 // letters of a word within a name
	maxHumps = 3  // capital letters within a word, as in secretGroup
	maxRun   = 5  // consonants in a row
)

// word is a part of a name: "group", "auth0", "1password", "32".
var word = lazyregexp.New(`^[0-9]{0,2}[A-Za-z]*[0-9]{0,4}$`)

// looksLikeName reports whether s is made of words that can be pronounced, as a
// person writes names. Random letters and digits are not.
func looksLikeName(s string) bool {
	if s == "" || len(s) > maxName {
		return false
	}
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune("-_./ ", r) }) {
		if len(part) > maxWord || !word().MatchString(part) {
			return false
		}
		humps, consonants := 0, 0
		for i, r := range part {
			if i > 0 && unicode.IsUpper(r) && unicode.IsLower(rune(part[i-1])) {
				humps++
			}
			if consonants++; !unicode.IsLetter(r) || strings.ContainsRune("aeiouyAEIOUY", r) {
				consonants = 0
			}
			if humps > maxHumps || consonants > maxRun {
				return false
			}
		}
	}
	return true
}

// withoutValues returns a message of the TOML decoder without the text that it
// quotes from the file. It keeps single characters that the decoder expects.
func withoutValues(message string) string {
	if strings.Contains(message, "out of") { // it begins with a number of the file
		return "a number is too large"
	}
	if strings.HasPrefix(message, "unexpected ") || strings.HasPrefix(message, "expected ") && !strings.Contains(message, `"`) {
		return message
	}
	first, last := strings.IndexAny(message, `'"`), strings.LastIndexAny(message, `'"`)
	if first < 0 {
		return message
	}
	return message[:first] + "..." + message[last+1:]
}
