// Package pathclass tells from a file's path what the file is for: whether it is
// deployed, or a test, an example, a document or somebody else's code.
//
// The names are those that languages, frameworks and build tools have in common.
// Where a name has two meanings, the path counts as deployed: it is worse to play
// down a leak than to overrate a test. So `environments/test` is the environment
// of that name, `values-test.yaml` its settings, and `com/example` in the sources
// of a Java program is the package that a project generator has named.
package pathclass

import (
	"slices"
	"strings"
)

// A Class says what a file is for.
type Class uint8

// The classes. Deployed is all that is none of the others.
const (
	Deployed Class = iota
	Test
	Example
	Documentation
	Vendored // the code of others, copied
)

// Of returns the class of a path with slashes. Of folders inside each other the
// outermost counts, except that the folders of others count before all. A file's
// name counts last.
func Of(path string) Class {
	folders := strings.Split(path, "/")
	name := folders[len(folders)-1]
	folders = folders[:len(folders)-1]
	if slices.ContainsFunc(folders, isVendored) {
		return Vendored
	}
	parent := ""
	for _, folder := range folders {
		word := strings.ToLower(folder)
		if isProgram(parent, word) {
			break
		}
		if class := ofFolder(folder); class != Deployed && !isEnvironment(parent, word) {
			return class
		}
		parent = word
	}
	return ofName(name)
}

// isProgram reports whether a folder is one below which names are those of a
// program's packages.
func isProgram(parent, folder string) bool {
	return parent == "src" && folder == "main" || folder == "example" && has("com org net io", parent)
}

// has reports whether a word is in a list of words with a space between them.
func has(list, word string) bool {
	return word != "" && strings.Contains(" "+list+" ", " "+word+" ")
}
