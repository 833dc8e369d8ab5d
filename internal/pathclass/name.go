package pathclass

import (
	"path"
	"strings"

	"github.com/sluicesec/sluice/internal/lazyregexp"
)

const (
	documentExtensions = ".md .mdx .markdown .rst .adoc .asciidoc .textile .rdoc .tex .pod"

	// documentNames are those of documents that often have no extension.
	documentNames = "readme changelog contributing license licence copying authors faq upgrading"

	// settingExtensions are those of files in which "test" names an environment.
	settingExtensions = ".yml .yaml .json .toml .ini .cfg .conf .config .properties .env .tfvars .tfstate .xml .plist .sql"
)

// testName matches the names of tests without their extension: test_x, x_test,
// x.spec, XTest, TestX, conftest.
var testName = lazyregexp.New(`^(?:tests?|conftest|test_.*|.*[_.-](?:tests?|spec)|.*[a-z0-9](?:Tests?|TestCase|Spec)|Test[A-Z].*)$`)

// ofName returns the class of a file by its name alone.
func ofName(name string) Class {
	low := strings.ToLower(name)
	extension := path.Ext(low)
	words := split(low)
	switch {
	case isTest(name, low, extension):
		return Test
	case isExample(low, words):
		return Example
	case has(documentExtensions, extension), len(words) > 0 && has(documentNames, words[0]):
		return Documentation
	}
	return Deployed
}

func isTest(name, low, extension string) bool {
	if low == ".env.test" || extension == ".snap" {
		return true
	}
	stem := strings.TrimSuffix(name, path.Ext(name))
	return extension != "" && !has(settingExtensions, extension) && testName().MatchString(stem)
}

// isExample reports whether a name is that of a file to be copied and filled in,
// such as .env.example, config.sample.yml, wp-config-sample.php and
// parameters.yml.dist.
func isExample(low string, words []string) bool {
	if len(words) == 0 {
		return false
	}
	const marks = "example examples sample samples"
	last := words[len(words)-1]
	beforeExtension := words[max(len(words)-2, 0)]
	return has(marks, words[0]) || has(marks, last) || has(marks, beforeExtension) ||
		strings.HasSuffix(low, ".dist") || low == ".env.template"
}
