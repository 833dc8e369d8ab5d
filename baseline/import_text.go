package baseline

import (
	"crypto/sha1"
	"encoding/hex"
	"iter"
	"slices"
	"strings"
)

// In reports whether a text holds what the import is about: one of its secrets, or a word
// with its SHA-1 sum. It is false if the tool does not say what the secret is.
func (im Imported) In(text string) bool {
	for _, s := range im.secrets {
		if strings.Contains(text, s) {
			return true
		}
	}
	if im.sha1 == "" {
		return false
	}
	for w := range valuesIn(text) {
		if sum := sha1.Sum([]byte(w)); hex.EncodeToString(sum[:]) == im.sha1 {
			return true
		}
	}
	return false
}

// Says reports whether the tool says what the secret is, in clear or by its sum.
func (im Imported) Says() bool { return len(im.secrets) > 0 || im.sha1 != "" }

// Means reports whether a secret is the one that the import is about, as far as the tool
// says what that is.
func (im Imported) Means(secret string) bool {
	if im.sha1 != "" {
		sum := sha1.Sum([]byte(secret))
		return hex.EncodeToString(sum[:]) == im.sha1
	}
	return slices.ContainsFunc(im.secrets, func(s string) bool { return strings.Contains(s, secret) || strings.Contains(secret, s) })
}

// valuesIn yields what may be a value in a text: what is between white space and quotes,
// and the parts of that between the signs that join names and values.
func valuesIn(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(" \t\r\n\"'`", r) }) {
			if !yield(word) {
				return
			}
			if trimmed := strings.Trim(word, ",;()[]{}<>"); trimmed != word && !yield(trimmed) {
				return
			}
			if _, value, ok := strings.Cut(word, "="); ok && !yield(value) {
				return
			}
			if !strings.ContainsAny(word, ":@,;=()[]{}<>") {
				continue
			}
			for part := range strings.FieldsFuncSeq(word, func(r rune) bool { return strings.ContainsRune(":@,;=()[]{}<>", r) }) {
				if !yield(strings.TrimPrefix(part, "//")) {
					return
				}
			}
		}
	}
}

// On reports whether the finding has a place in a file with the path of an import, and its
// secret is in a line of the file, which is text. It is for an import that says only where
// its secret is, in a commit that is not the one that brought the secret there.
func (found *Found) On(im Imported, text string) bool {
	first, _, _ := strings.Cut(found.Secret, "\n")
	if first = strings.TrimSpace(first); len(first) < leastOnLine || !strings.Contains(text, first) {
		return false
	}
	for _, p := range found.places {
		if p.path == im.Path {
			return true
		}
	}
	return false
}

// leastOnLine is the least number of bytes of a secret that says something in a line.
const leastOnLine = 4

// Paths returns at how many different paths the secret is.
func (found *Found) Paths() int {
	paths := map[string]bool{}
	for _, p := range found.places {
		paths[p.path] = true
	}
	return len(paths)
}

// HasPath reports whether the finding has a place with a path.
func (found *Found) HasPath(path string) bool {
	for _, p := range found.places {
		if p.path == path {
			return true
		}
	}
	return false
}
