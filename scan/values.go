package scan

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// gram is how many bytes at the start of a value find it in text. Shorter values
// are not hidden in other text: it would black out parts of anything.
const gram = 6

// anywhere is the least length, in bytes, of a guessable value that is hidden
// inside of words, too.
const anywhere = 8

// values are the texts that must not be seen in a report. They are found in text
// by their first bytes and their lengths: many tokens of one kind begin alike.
type values struct {
	first   [1 << 8]uint64       // a bit for each hash of the first three bytes: most places need no further look
	lengths map[[gram]byte][]int // of the values that begin so
	byText  map[string]value
}

// A value is one such text. A word is hidden only where it is a word of its own:
// between characters that are neither letters nor digits.
type value struct {
	mask string
	word bool
}

func newValues() *values { return &values{lengths: map[[gram]byte][]int{}, byText: map[string]value{}} }

// secret adds a secret, the lines of a block, and what the secret encodes.
//
// A random value is hidden wherever it is. A guessable value of letters alone, or
// of less than 8 bytes, is hidden as a word of its own. A value of less than 6
// bytes is not hidden in other text, nor is an ordinary word.
func (v *values) secret(secret, hidden string) {
	v.add(secret, hidden)
	for _, line := range blockLines(secret) {
		v.add(line, mask)
	}
	for _, text := range encodedIn(secret) {
		v.add(text, mask)
	}
}

func (v *values) add(text, hidden string) {
	if len(text) < gram || ordinary(text) {
		return
	}
	if known, ok := v.byText[text]; ok && len(known.mask) <= len(hidden) {
		return // of two masks, the one that shows less
	}
	v.byText[text] = value{mask: hidden, word: guessable(text) && (len(text) < anywhere || isWord(text))}
	key := [gram]byte([]byte(text[:gram]))
	if !slices.Contains(v.lengths[key], len(text)) {
		v.lengths[key] = append(v.lengths[key], len(text))
	}
	h := firstHash(text)
	v.first[h>>6] |= 1 << (h & 63)
}

// find calls found for each value in text, overlapping ones included. In code, a
// word may also be a part of another.
func (v *values) find(text string, code bool, found func(start, end int, mask string)) {
	for i := 0; i+gram <= len(text); i++ {
		h := firstHash(text[i:])
		if v.first[h>>6]&(1<<(h&63)) == 0 {
			continue
		}
		for _, n := range v.lengths[[gram]byte([]byte(text[i:i+gram]))] {
			end := i + n
			if end > len(text) {
				continue
			}
			if val, ok := v.byText[text[i:end]]; ok && (code || !val.word || !inWord(text, i, end)) {
				found(i, end, val.mask)
			}
		}
	}
}

// firstHash maps the first bytes of s to 14 bits.
func firstHash(s string) uint32 {
	h := uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16
	return h * 2654435761 >> 18
}

// isWord reports whether s has nothing but letters.
func isWord(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
}

// inWord reports whether a letter or a digit is right before or behind
// text[start:end].
func inWord(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return part(before) || part(after)
}

func part(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// blockLines returns the lines of a secret that has several, such as a key in
// PEM, without those that say only what it is. Lines may also be separated by
// the escape sequence \n, as in JSON.
func blockLines(secret string) []string {
	text := strings.NewReplacer(`\r`, "", `\n`, "\n").Replace(secret)
	lines := strings.Split(text, "\n")
	if len(lines) < 2 {
		return nil
	}
	for i := range lines {
		lines[i] = strings.Trim(lines[i], " \t\r\"'+,;#>*|\\")
	}
	return slices.DeleteFunc(lines, func(l string) bool {
		return len(l) < anywhere || strings.HasPrefix(l, "-----") || strings.Contains(l, ": ")
	})
}

// encodedIn returns what a secret encodes, if it encodes text, and the password
// in "user:password".
func encodedIn(secret string) []string {
	var all []string
	add := func(text string) {
		if text == secret || !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
			return
		}
		all = append(all, text)
		if _, password, ok := strings.Cut(text, ":"); ok {
			all = append(all, password)
		}
	}
	if text, err := url.PathUnescape(secret); err == nil {
		add(text)
	}
	plain := strings.TrimRight(standard.Replace(secret), "=")
	if text, err := base64.RawStdEncoding.DecodeString(plain); err == nil {
		add(string(text))
	}
	return all
}

// standard turns base64url into base64.
var standard = strings.NewReplacer("-", "+", "_", "/")
