package report

import (
	"strings"
	"unicode"

	"github.com/sluicesec/sluice/internal/lazyregexp"
)

// Text from a repository is written as code, in which no reader of Markdown sees HTML, a
// link, a picture or a mention. Text of a rule is written as it is, word by word, as far
// as its characters have no meaning in Markdown.

// inCode writes foreign text as code. Code ends at as many backquotes as it begins with, so
// it begins with more than there are in the text. A bar would end a cell of a table, and is
// written as an escape, as package plain writes what would act.
func inCode(s string) string {
	s = strings.ReplaceAll(printable(s), "|", `\x7c`)
	if strings.TrimSpace(s) == "" {
		return ""
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " " // which a reader of Markdown takes away again
	}
	return fence + s + fence
}

// inProse writes a sentence of a rule: plain words as they are, addresses as links, what
// is between backquotes and all other words as code.
func inProse(s string) string {
	var b strings.Builder
	add := func(word, stop string) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
		b.WriteString(stop)
	}
	code := false
	for piece := range strings.SplitSeq(printable(s), "`") {
		if code {
			add(inCode(piece), "")
		} else {
			for word := range strings.FieldsSeq(piece) {
				add(proseWord(word))
			}
		}
		code = !code
	}
	return b.String()
}

// proseWord writes a word, and the stop behind it.
func proseWord(word string) (written, stop string) {
	if n := len(word) - 1; n > 0 && strings.IndexByte(".,;:", word[n]) >= 0 {
		word, stop = word[:n], word[n:]
	}
	switch {
	case strings.HasPrefix(word, "https://") && address().MatchString(word):
		word = "<" + word + ">"
	case strings.ContainsFunc(word, special), strings.ContainsAny(word, ":.-") && linked().MatchString(word):
		word = inCode(word)
	}
	return word, stop
}

// address is a URL with nothing in it that ends a link.
var address = lazyregexp.New(`^https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?(/[A-Za-z0-9._~/?=%&;+,-]*)?(#[A-Za-z0-9._~/?=%-]*)?$`)

// special reports whether a character may have a meaning in Markdown.
func special(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !strings.ContainsRune(`.,;:()'’"“”/%-`, r)
}

// linked is what GitHub and GitLab make links of without any mark: addresses, and numbers
// of issues.
var linked = lazyregexp.New(`(?i)://|www\.|GH-[0-9]`)
