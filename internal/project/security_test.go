package project

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// testName is how SECURITY.md names a test: package.Test, with the name of a script behind
// the tests that run scripts.
var testName = regexp.MustCompile("`([a-z0-9/]+)\\.((?:Test|Fuzz)[A-Za-z0-9]+)(?:/([a-z0-9_]+))?`")

// scriptFolders are the folders with the scripts of a test.
var scriptFolders = map[string]string{
	"cmd/sluice.TestScripts":     "cmd/sluice/testdata/script",
	"cmd/sluice.TestRemediation": "cmd/sluice/testdata/remediate",
}

// TestSecurity: each promise of SECURITY.md names tests, and all of them are there.
func TestSecurity(t *testing.T) {
	promises, table := 0, false
	declared := map[string]map[string]bool{}
	for line := range strings.Lines(read(t, "SECURITY.md")) {
		switch line = strings.TrimSpace(line); {
		case line == "| promise | tests |":
			table = true
			continue
		case !strings.HasPrefix(line, "|"):
			table = false
		}
		if !table || strings.HasPrefix(line, "| ---") {
			continue
		}
		promises++
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		if len(cells) != 2 {
			t.Errorf("not two cells: %s", line)
			continue
		}
		named := testName.FindAllStringSubmatch(cells[1], -1)
		if rest := strings.Trim(testName.ReplaceAllString(cells[1], ""), ", "); len(named) == 0 || rest != "" {
			t.Errorf("a promise without a test, or with something else (%q): %s", rest, cells[0])
		}
		for _, m := range named {
			folder, test, script := m[1], m[2], m[3]
			if declared[folder] == nil {
				declared[folder] = testsIn(t, folder)
			}
			if !declared[folder][test] {
				t.Errorf("package %s has no %s, which holds us to: %s", folder, test, cells[0])
			}
			if script == "" {
				continue
			}
			scripts, ok := scriptFolders[folder+"."+test]
			if _, err := os.Stat(at(scripts + "/" + script + ".txtar")); !ok || err != nil {
				t.Errorf("%s.%s runs no script %s", folder, test, script)
			}
		}
	}
	if promises < 30 {
		t.Errorf("only %d promises were read", promises)
	}
}

// testsIn are the names of the tests and fuzz targets of a package, under any build tag.
func testsIn(t *testing.T, folder string) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	sources, err := filepath.Glob(filepath.Join(at(folder), "*_test.go"))
	if err != nil || len(sources) == 0 {
		t.Errorf("no tests in %s (%v)", folder, err)
	}
	for _, path := range sources {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil {
				names[f.Name.Name] = true
			}
		}
	}
	return names
}
