package remedy

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// removedMark is what git filter-repo writes in place of a secret.
const removedMark = "***REMOVED***"

// A form is a secret as it is written somewhere: as it is, or encoded.
type form struct {
	text string

	// before is what has to be right before the text. It is "" for a text that is
	// replaced wherever it is. A short password may be a part of ordinary words, which
	// must stay: it is replaced only behind the name that it was given.
	before string
}

// line returns the line of a replacements file that replaces the form, without the line
// end. git-filter-repo(1), "--replace-text", documents the grammar:
//
//	literal:TEXT==>REPLACEMENT
//	regex:REGEX==>REPLACEMENT
//
// The last "==>" of a line counts, and the first prefix, so both are always written: no
// byte of a literal means anything else than itself. Only a line feed cannot be in one.
// In a regex, which is one of Python over bytes, all but letters and digits is escaped.
func (f form) line(regex bool) string {
	if !regex {
		return "literal:" + f.text + "==>" + removedMark
	}
	pattern := escape(f.text)
	if f.before != "" {
		pattern = "(?<=" + escape(f.before) + ")" + pattern
		if inWord(f.text[len(f.text)-1]) {
			pattern += "(?![0-9A-Za-z_])"
		}
	}
	return "regex:" + pattern + "==>" + removedMark
}

// regex reports whether the form cannot be a literal.
func (f form) regex() bool { return f.before != "" || strings.Contains(f.text, "\n") }

// escape returns a regex for just this text.
func escape(text string) string {
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; inWord(c) && c != '_' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, `\x%02x`, c)
		}
	}
	return b.String()
}

func inWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_'
}

// A replacer replaces forms in the order in which git filter-repo does: first all
// literals, then all regexes, each in the order of the file.
type replacer struct{ literals, regexes []form }

// newReplacer puts forms into the order in which none spoils another: a form that is
// within another comes after it. So a literal that is within the text of a regex is
// written as a regex, too.
func newReplacer(forms []form) replacer {
	forms = slices.Clone(forms)
	slices.SortFunc(forms, func(a, b form) int {
		return cmp.Or(len(b.text)-len(a.text), strings.Compare(a.text, b.text), len(b.before)-len(a.before), strings.Compare(a.before, b.before))
	})
	forms = slices.Compact(forms)
	var r replacer
	for _, f := range forms {
		within := func(other form) bool { return strings.Contains(other.text, f.text) }
		if f.regex() || slices.ContainsFunc(r.regexes, within) {
			r.regexes = append(r.regexes, f)
		} else {
			r.literals = append(r.literals, f)
		}
	}
	return r
}

// file returns the replacements file.
func (r replacer) file() []byte {
	var b bytes.Buffer
	for _, f := range r.literals {
		fmt.Fprintln(&b, f.line(false))
	}
	for _, f := range r.regexes {
		fmt.Fprintln(&b, f.line(true))
	}
	return b.Bytes()
}

// apply returns what git filter-repo makes of a text.
func (r replacer) apply(text []byte) []byte {
	for _, f := range slices.Concat(r.literals, r.regexes) {
		text = f.replace(text)
	}
	return text
}

func (f form) replace(text []byte) []byte {
	if f.before == "" {
		return bytes.ReplaceAll(text, []byte(f.text), []byte(removedMark))
	}
	var out []byte
	done := 0
	for at := 0; ; {
		i := bytes.Index(text[at:], []byte(f.text))
		if i < 0 {
			return append(out, text[done:]...)
		}
		start, end := at+i, at+i+len(f.text)
		whole := end == len(text) || !inWord(f.text[len(f.text)-1]) || !inWord(text[end])
		if !whole || !bytes.HasSuffix(text[:start], []byte(f.before)) {
			at = start + 1
			continue
		}
		out = append(append(out, text[done:start]...), removedMark...)
		done, at = end, end
	}
}

// editable reports whether git filter-repo replaces text in a blob: it leaves what has
// a NUL byte in the first 8 KiB.
func editable(content []byte) bool {
	return !bytes.Contains(content[:min(len(content), 8<<10)], []byte{0})
}
