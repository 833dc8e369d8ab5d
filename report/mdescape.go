package report

import (
	"regexp"
	"strings"
)

// Text from a repository is written as code, in which no reader of Markdown sees HTML, a
// link, a picture or a mention. Text of a rule is written as it is, word by word, as far
// as its characters have no meaning in Markdown.

// inCode writes foreign text as code. Backquotes would end the code, and bars a cell of a
// table, so they are written as escapes, as package plain writes what would act.
func inCode(s string) string {
	s = ofCode.Replace(printable(s))
	if strings.TrimSpace(s) == "" {
		return ""
	}
	return "`" + s + "`"
}

var ofCode = strings.NewReplacer("`", `\x60`, "|", `\x7c`)

// inProse writes a sentence of a rule: plain words as they are, addresses as links, what
// is between backquotes and all other words as code.
func inProse(s string) string {
	var out []string
	for i, piece := range strings.Split(printable(s), "`") {
		if i%2 == 1 {
			out = append(out, inCode(piece))
			continue
		}
		for _, word := range strings.Fields(piece) {
			stop := ""
			if n := len(word) - 1; n > 0 && strings.ContainsRune(".,;:", rune(word[n])) {
				word, stop = word[:n], word[n:]
			}
			switch {
			case address.MatchString(word):
				word = "<" + word + ">"
			case !plainWord.MatchString(word) || linked.MatchString(word):
				word = inCode(word)
			}
			out = append(out, word+stop)
		}
	}
	return strings.Join(out, " ")
}

var (
	address   = regexp.MustCompile(`^https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?(/[A-Za-z0-9._~/?=%&;+,-]*)?(#[A-Za-z0-9._~/?=%-]*)?$`)
	plainWord = regexp.MustCompile(`^[\pL\pN.,;:()'’"“”/%-]+$`)

	// What GitHub and GitLab make links of without any mark: addresses, and numbers of issues.
	linked = regexp.MustCompile(`(?i)://|www\.|GH-[0-9]`)
)
