// Package context writes the pattern of a token that looks like any other random
// text, and is known only by the name of its service beside it. A rule file describes such a token by a [[context]] table, see
// package rules; here that becomes a regex, with the bounds that nearly all
// random tokens of its shape keep, and with examples.
//
// The regex is long, because people write a name beside a value in many ways:
// as an assignment, a nested key, a header, an argument, on the line below. The
// ways that are known are the forms ([Spec].Where), each put together from the
// same pieces. All repeats are bounded, so that a rule looks near its name only.
package context

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Spec says by which text beside it a token is known.
type Spec struct {
	Names []string // what its service is called by, and nothing else
	Words []string // what it is called by, and other things, too
	Keys  []string // further words for the token
	Shape string   // "hex:32", "base62:20-40", "base64:86==", "uuid" or "regex:" and a regex
	Where string   // "assignment" (also for ""), "named", "url" or "line"
}

// A Pattern is what a Spec comes down to.
type Pattern struct {
	Regex   string
	Entropy float64 // that nearly all random tokens of the shape have, in bits per byte
	Digits  int     // likewise
	Scored  bool    // names in code stand where the token does, and have its shape, too

	// In the notation of package example; empty when the shape has no example.
	Examples, Negatives []string
}

// Pattern writes the pattern. The error says what is wrong with the Spec.
func (s Spec) Pattern() (Pattern, error) {
	names := slices.Concat(s.Names, s.Words)
	if slices.Contains(names, "") || slices.Contains(s.Keys, "") {
		return Pattern{}, errors.New("names, words or keys hold an empty word, which stands everywhere")
	}
	token, err := parseShape(s.Shape)
	if err != nil {
		return Pattern{}, err
	}
	b := beside{
		names: anyName(s.Names), words: anyName(s.Words), hosts: anyHost(s.Names, s.Words),
		keys: anyWord(s.Keys), value: token.regex, plain: looksPlain(token.regex),
	}
	var form form
	switch s.Where {
	case "", "assignment":
		form = assignment
		b.keys = anyWord(distinct(slices.Concat(generic(), s.Keys)))
	case "named":
		form = named
		if len(s.Keys) == 0 {
			return Pattern{}, errors.New(`where = "named" needs keys`)
		}
	case "url":
		form = inURL
	case "line":
		form = onLine
	default:
		return Pattern{}, errors.New("where is none of assignment, named, url, line")
	}
	p := Pattern{Regex: form.regex(b), Entropy: token.entropy, Digits: token.digits, Scored: token.words && s.Where != "url"}
	if token.example != "" {
		key := "key"
		if len(s.Keys) > 0 {
			key = s.Keys[0]
		}
		p.Examples = form.lines(names[0], key, token.example)
		p.Negatives = append(form.lines(names[0], key, token.short), form.lines("another", key, token.example)...)
	}
	return p, nil
}

// shortName is the length up to which a name must start a word of an
// identifier: "ably" is also in "probably", and "signable" in "assignable"; longer
// names are rarely in other words.
const shortName = 8

// anyName makes a regex of the names of a service, in any case; "" of none.
func anyName(names []string) string {
	if len(names) == 0 {
		return ""
	}
	alternatives := make([]string, len(names))
	for i, n := range names {
		word := "(?i:" + regexp.QuoteMeta(n) + ")"
		if first, size := utf8.DecodeRuneInString(n); len(n) <= shortName && unicode.IsLetter(first) {
			inCamelCase := "[a-z]" + string(unicode.ToUpper(first)) + "(?i:" + regexp.QuoteMeta(n[size:]) + ")"
			word = `(?:\b|[_0-9])` + word + "|" + inCamelCase
		}
		alternatives[i] = word
	}
	return "(?:" + strings.Join(alternatives, "|") + ")"
}

// anyHost makes a regex of hosts of a service. Ordinary words must have a
// subdomain, as interfaces do: the pages of github.com are linked everywhere.
func anyHost(names, words []string) string {
	const subdomain = `(?:[\w\-]{1,20}\.)`
	var hosts []string
	if len(names) > 0 {
		hosts = append(hosts, subdomain+`{0,2}?`+anyWord(names))
	}
	if len(words) > 0 {
		hosts = append(hosts, subdomain+`{1,2}?`+anyWord(words))
	}
	return either(hosts...)
}

// anyWord makes a regex of words in any case; "" of none.
func anyWord(words []string) string {
	if len(words) == 0 {
		return ""
	}
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = regexp.QuoteMeta(w)
	}
	return "(?i:" + strings.Join(quoted, "|") + ")"
}

// distinct leaves out words that are there already.
func distinct(words []string) []string {
	var all []string
	for _, w := range words {
		if !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	return all
}
