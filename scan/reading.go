package scan

import (
	"encoding/base64"
	"encoding/hex"
	"iter"
	"strings"
)

// A reading is what a reader gets who decodes a part of a text.
type reading struct {
	text  string
	start func(i int) int // where the byte i of the reading begins in the text
	end   func(i int) int // where the byte before i ends in the text
	code  bool            // the text is no text for people, so that words mean nothing in it
}

// Runs that are shorter hold no value that is hidden in other text.
const (
	minBase64 = gram * 4 / 3
	minHex    = gram * 2
)

// readings decodes a text in the ways in which a secret may be copied into a
// message, a name or an error: percent encoding, backslash escapes, base64 and
// hex. A run may begin with something else, so base64 and hex are tried at each
// alignment.
func readings(text string) iter.Seq[reading] {
	return func(yield func(reading) bool) {
		for _, unescape := range []func(string) (reading, bool){percent, form, backslash} {
			if r, ok := unescape(text); ok && !yield(r) {
				return
			}
		}
		for run := range runs(text, inBase64, minBase64) {
			plain := standard.Replace(text[run[0]:run[1]])
			for skip := range min(4, len(plain)) {
				from, rest := run[0]+skip, plain[skip:]
				if len(rest)%4 == 1 {
					rest = rest[:len(rest)-1]
				}
				decoded, err := base64.RawStdEncoding.DecodeString(rest)
				if err != nil {
					continue
				}
				r := reading{
					text:  string(decoded),
					start: func(i int) int { return from + i*4/3 },
					end:   func(i int) int { return from + (i*4+2)/3 },
					code:  true,
				}
				if !yield(r) {
					return
				}
			}
		}
		for run := range runs(text, inHex, minHex) {
			for skip := range 2 {
				from := run[0] + skip
				decoded, err := hex.DecodeString(text[from : run[1]-(run[1]-from)%2])
				if err != nil {
					continue
				}
				at := func(i int) int { return from + 2*i }
				if !yield(reading{string(decoded), at, at, true}) {
					return
				}
			}
		}
	}
}

// runs gives the start and the end of each run of bytes that belong, of a least
// length.
func runs(text string, belongs func(byte) bool, least int) iter.Seq[[2]int] {
	return func(yield func([2]int) bool) {
		for i := 0; i < len(text); i++ {
			start := i
			for i < len(text) && belongs(text[i]) {
				i++
			}
			if i-start >= least && !yield([2]int{start, i}) {
				return
			}
		}
	}
}

func inBase64(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '-' || c == '_'
}

func inHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// percent decodes percent encoding (RFC 3986, section 2.1).
func percent(text string) (reading, bool) {
	return unescaped(text, "%", func(rest string) (string, int) {
		if len(rest) >= 3 && inHex(rest[1]) && inHex(rest[2]) {
			b, _ := hex.DecodeString(rest[1:3])
			return string(b), 3
		}
		return "", 0
	})
}

// form decodes percent encoding in which a plus sign is a space, as in the query
// of a URL.
func form(text string) (reading, bool) {
	if !strings.Contains(text, "+") {
		return reading{}, false
	}
	text = strings.ReplaceAll(text, "+", " ")
	if r, ok := percent(text); ok {
		return r, true
	}
	same := func(i int) int { return i }
	return reading{text, same, same, false}, true
}

// backslash decodes the escapes of one character that Go, JSON and shells have
// in common, and \xHH and \u00HH.
func backslash(text string) (reading, bool) {
	return unescaped(text, `\`, func(rest string) (string, int) {
		if len(rest) < 2 {
			return "", 0
		}
		digits := 0 // where the two digits of a code begin
		switch {
		case rest[1] == 'n':
			return "\n", 2
		case rest[1] == 'r':
			return "\r", 2
		case rest[1] == 't':
			return "\t", 2
		case rest[1] == 'x':
			digits = 2
		case strings.HasPrefix(rest[1:], "u00"):
			digits = 4
		}
		if digits > 0 && len(rest) >= digits+2 && inHex(rest[digits]) && inHex(rest[digits+1]) {
			b, _ := hex.DecodeString(rest[digits : digits+2])
			return string(b), digits + 2
		}
		if inBase64(rest[1]) && rest[1] != '/' {
			return "", 0
		}
		return rest[1:2], 2
	})
}

// unescaped replaces each escape sequence by what decode returns for it, with
// the length of the sequence; a length of 0 leaves the text as it is. The second
// result is false if there is none.
func unescaped(text, mark string, decode func(rest string) (string, int)) (reading, bool) {
	if !strings.Contains(text, mark) {
		return reading{}, false
	}
	var b strings.Builder
	at := make([]int, 0, len(text)+1)
	for i := 0; i < len(text); {
		plain, n := text[i:i+1], 1
		if text[i] == mark[0] {
			if decoded, size := decode(text[i:]); size > 0 {
				plain, n = decoded, size
			}
		}
		for range len(plain) {
			at = append(at, i)
		}
		b.WriteString(plain)
		i += n
	}
	at = append(at, len(text))
	place := func(i int) int { return at[i] }
	return reading{b.String(), place, place, false}, b.Len() < len(text)
}
