package main

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/sluicesec/sluice/internal/archive"
	"github.com/sluicesec/sluice/source"
)

// TestLimits: the values in docs/reference/limits.md are those of the constants that it
// names, and of the flags.
func TestLimits(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(documentRoot, "docs", "reference", "limits.md"))
	if err != nil {
		t.Fatal(err)
	}
	var code int
	dir := newDir(documentEnvironment(), &code)
	packages, rows, flags := map[string]*types.Scope{}, 0, 0
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 5 || strings.HasPrefix(cells[1], " value") || strings.HasPrefix(cells[1], " ---") {
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		name := strings.Trim(cells[4], "`")
		if name == "" {
			continue
		}
		rows++
		value, ok := limitValue(cells[1])
		if !ok {
			t.Errorf("%s: %q is no number", cells[0], cells[1])
		} else if want, ok := limitInCode(t, packages, name); !ok {
			t.Errorf("%s: there is no constant %s", cells[0], name)
		} else if value != want {
			t.Errorf("%s: the page says %s, and %s is %d", cells[0], cells[1], name, want)
		}
		if flag, isFlag := strings.CutPrefix(strings.Trim(cells[3], "`"), "--"); isFlag {
			flag, _, _ = strings.Cut(flag, " ")
			flags++
			if f := dir.Flag(flag); f == nil || f.DefValue != strconv.FormatInt(value, 10) {
				t.Errorf("%s: --%s has another default", cells[0], flag)
			}
		}
	}
	if rows < 35 || flags < 5 {
		t.Errorf("only %d limits and %d flags were seen", rows, flags)
	}
}

// limitValue reads a value of the page: 64 MiB, 20,000, 50 s.
func limitValue(text string) (int64, bool) {
	number, unit, _ := strings.Cut(text, " ")
	n, err := strconv.ParseInt(strings.ReplaceAll(number, ",", ""), 10, 64)
	scale, ok := map[string]int64{"": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "s": int64(time.Second)}[unit]
	return n * scale, err == nil && ok
}

// limitInCode returns the value of a constant, named as folder.constant, or of a field of
// archive.Defaults.
func limitInCode(t *testing.T, packages map[string]*types.Scope, name string) (int64, bool) {
	t.Helper()
	if field, ok := strings.CutPrefix(name, "internal/archive.Defaults."); ok {
		v := reflect.ValueOf(archive.Defaults()).FieldByName(field)
		return v.Int(), true
	}
	dir, name, _ := strings.Cut(name, ".")
	if packages[dir] == nil {
		packages[dir] = constantsOf(t, filepath.Join(documentRoot, filepath.FromSlash(dir)))
	}
	c, ok := packages[dir].Lookup(name).(*types.Const)
	if !ok {
		return 0, false
	}
	n, exact := constant.Int64Val(constant.ToInt(c.Val()))
	return n, exact
}

// constantsOf returns the names of a package. What it imports is not read, except for what
// constants are made of, so most of its types are unknown.
func constantsOf(t *testing.T, dir string) *types.Scope {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no package", dir)
	}
	fset := token.NewFileSet()
	var parsed []*ast.File
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, f)
	}
	config := types.Config{Error: func(error) {}, Importer: constantImporter{}, IgnoreFuncBodies: true}
	pkg, _ := config.Check(dir, fset, parsed, nil) // with errors, because imports are missing
	return pkg.Scope()
}

// A constantImporter knows the constants of other packages of which limits are made.
type constantImporter struct{}

func (constantImporter) Import(path string) (*types.Package, error) {
	pkg := types.NewPackage(path, path[strings.LastIndex(path, "/")+1:])
	known := map[string]map[string]int64{
		"time":                               {"Second": int64(time.Second), "Minute": int64(time.Minute)},
		"github.com/sluicesec/sluice/source": {"MaxInMemory": source.MaxInMemory},
	}
	for name, value := range known[path] {
		pkg.Scope().Insert(types.NewConst(token.NoPos, pkg, name, types.Typ[types.UntypedInt], constant.MakeInt64(value)))
	}
	pkg.MarkComplete()
	return pkg, nil
}
