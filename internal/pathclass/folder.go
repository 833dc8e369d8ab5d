package pathclass

import (
	"strings"
	"unicode"
)

// The names of folders, in lower case.
const (
	vendoredFolders = "vendor _vendor vendored node_modules bower_components jspm_packages third_party third-party thirdparty " +
		"3rdparty 3rd_party 3rd-party site-packages dist-packages godeps pods carthage .yarn"

	testFolders = "test tests testing __tests__ __test__ __mocks__ __fixtures__ __snapshots__ spec specs testdata test_data test-data " +
		"fixture fixtures mock mocks e2e unittest unittests testcase testcases testsuite testsuites cassettes vcr_cassettes " +
		"testvectors test_vectors test-vectors"

	exampleFolders = "example examples sample samples demo demos tutorial tutorials quickstart quickstarts getting-started playground"

	documentFolders = "doc docs documentation manual manuals man javadoc javadocs wiki _posts"

	// environmentFolders hold a folder for each environment.
	environmentFolders = "env envs environment environments inventory inventories overlays stage stages cluster clusters " +
		"deploy deployment deployments"
	environments = "test tests testing demo e2e"
)

func isVendored(folder string) bool { return has(vendoredFolders, strings.ToLower(folder)) }

// isEnvironment reports whether a folder with the name of a test is that of an
// environment in which something runs.
func isEnvironment(parent, folder string) bool {
	return has(environmentFolders, parent) && has(environments, folder)
}

// ofFolder returns the class of what is in a folder. Beside the plain names it
// knows compound ones, such as integration-tests, test-resources, androidTest,
// Acme.Tests, example-app and user-docs.
func ofFolder(folder string) Class {
	if class := ofWord(strings.ToLower(folder)); class != Deployed {
		return class
	}
	words := split(folder)
	if len(words) < 2 {
		return Deployed
	}
	first, last := words[0], words[len(words)-1]
	switch {
	case has("test tests fixtures mocks testdata", last), first == "test" && has("data resources fixtures files assets cases suite support utils helpers vectors", last):
		return Test
	case has("example examples sample samples demo demos", last), has("example examples sample samples", first):
		return Example
	case has("docs documentation", last):
		return Documentation
	}
	return Deployed
}

func ofWord(folder string) Class {
	switch {
	case has(testFolders, folder):
		return Test
	case has(exampleFolders, folder):
		return Example
	case has(documentFolders, folder):
		return Documentation
	}
	return Deployed
}

// split returns the words of a name, in lower case. A word ends before a character
// that is no letter or digit, and between a small letter and a capital one.
func split(name string) (words []string) {
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			words = append(words, word.String())
			word.Reset()
		}
	}
	small := false
	for _, c := range name {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) || small && unicode.IsUpper(c) {
			end()
		}
		if small = unicode.IsLower(c); unicode.IsLetter(c) || unicode.IsDigit(c) {
			word.WriteRune(unicode.ToLower(c))
		}
	}
	end()
	return words
}
