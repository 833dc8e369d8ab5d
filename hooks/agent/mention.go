package agent

import (
	"regexp"
	"strings"
	"unicode"
)

// mentioned adds the files that a prompt names as @PATH, anywhere in it. A name that is no
// file is not there when it is read, and nothing is judged then. So each way to read the
// name is tried: quoted, with escaped spaces, and without what a sentence puts behind it.
func (e *Event) mentioned(prompt string) {
	for {
		_, rest, found := strings.Cut(prompt, "@")
		if !found {
			return
		}
		prompt = rest
		for _, path := range mentionedPaths(rest) {
			e.readUnder(path)
		}
	}
}

// longestMention bounds the name of a file in a prompt, in bytes.
const longestMention = 4 << 10

// lines is what some editors put behind a name: the lines that are meant.
var lines = regexp.MustCompile(`(#L?|:)[0-9]+([-:,][L0-9-]+)?$`)

// mentionedPaths returns what the text behind an @ may name, the longest name first.
func mentionedPaths(s string) []string {
	s = s[:min(len(s), longestMention)]
	if s == "" {
		return nil
	}
	if i := strings.IndexByte("\"'`", s[0]); i >= 0 {
		path, _, _ := strings.Cut(s[1:], s[:1])
		return []string{path}
	}
	var path strings.Builder
	escaped := false
	for _, r := range s {
		if !escaped && unicode.IsSpace(r) || r == '@' {
			break
		}
		if escaped = r == '\\' && !escaped; !escaped {
			path.WriteRune(r)
		}
	}
	names := []string{path.String()}
	for name := path.String(); name != "" && len(names) < 8; {
		shorter := strings.TrimRightFunc(name, func(r rune) bool { return unicode.IsPunct(r) && r != '/' && r != '_' || unicode.IsSymbol(r) })
		shorter = lines.ReplaceAllString(shorter, "")
		if shorter == name {
			shorter = beforeQuote(name)
		}
		if shorter == name || shorter == "" {
			break
		}
		names, name = append(names, shorter), shorter
	}
	return names
}

// beforeQuote returns a name up to a quote or a bracket in it: @FILE's, (@FILE)x.
func beforeQuote(name string) string {
	if i := strings.IndexAny(name, "'\"`’”)]}>,;"); i >= 0 {
		return name[:i]
	}
	return name
}
