package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"
)

// layers are the rooms of the house, from the ground up. A package imports what
// is below its own layer, or in its own room.
var layers = [...][]string{
	{"internal/lazyregexp", "internal/substring"},
	{"internal/archive", "internal/mask", "internal/prebuilt"},
	{"internal/oid", "internal/literal", "internal/content", "internal/plain", "internal/browser", "internal/regular", "internal/spool", "internal/manual", "internal/proof", "internal/candidate", "internal/pathclass", "rules/context", "rules/example", "benchmarks", "packaging"},
	{"internal/pattern", "internal/git", "internal/cache"},
	{"finding"},
	{"internal/lines", "internal/model", "rules"},
	{"internal/engine"},
	{"detect", "rules/check", "source"},
	{"baseline"},
	{"gitleaks"},
	{"scan", "report"},
	{"remedy", "migrate"},
	{"hooks", "ci"},
	{"job", "triage"},
	{"cmd", "benchmarks/fit", "benchmarks/gitleaks", "benchmarks/work", "docs/assets"},
}

// room returns the layer of a package, and the folder that names its room: the
// longest that fits.
func room(t *testing.T, pkg string) (layer int, folder string) {
	for i, folders := range layers {
		for _, f := range folders {
			if (pkg == f || strings.HasPrefix(pkg, f+"/")) && len(f) > len(folder) {
				layer, folder = i, f
			}
		}
	}
	if folder == "" {
		t.Errorf("package %s belongs to no layer: add it to the list", pkg)
	}
	return layer, folder
}

func TestImportsGoDown(t *testing.T) {
	const module = "github.com/sluicesec/sluice/"
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && strings.HasPrefix(d.Name(), ".") && name != "." {
			return fs.SkipDir
		}
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || path.Dir(name) == "." {
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
		if err != nil {
			return err
		}
		layer, own := room(t, path.Dir(name))
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			pkg, ours := strings.CutPrefix(imported, module)
			if !ours {
				continue
			}
			if below, folder := room(t, pkg); below >= layer && folder != own {
				t.Errorf("%s imports %s, which is not below it", name, pkg)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
