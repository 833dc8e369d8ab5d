package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestOneDoor: nothing goes around the door that makes text plain. Only main
// touches the standard streams of the process, and wraps them; from there on,
// their type is *plain.Writer. Few files may ask for the file behind it, make it
// colored, or write files at all.
func TestOneDoor(t *testing.T) {
	everywhere := map[string][]string{
		// the streams of the process, by name and without
		"os.Stdout": {"cmd/sluice/main.go"}, "os.Stderr": {"cmd/sluice/main.go"},
		"fmt.Print": nil, "fmt.Println": nil, "fmt.Printf": nil,
		"log.Print": nil, "log.Println": nil, "log.Printf": nil, "log.Fatal": nil, "log.Fatalf": nil, "log.Fatalln": nil,
		"slog.Info": nil, "slog.Warn": nil, "slog.Error": nil, "slog.Debug": nil,
		// files: reports pass the door; a cache is numbers; hooks are scripts of our own; git filter-repo needs values as they are; a rule file and the settings of an agent stay as a person wrote them; a file without a name is nobody's text
		"os.Create": nil, "os.WriteFile": nil,
		"os.CreateTemp": {"cmd/sluice/output.go", "hooks/install.go", "baseline/disk.go", "remedy/files.go", "migrate/write.go", "internal/spool/spool.go", "internal/cache/dir.go", "hooks/agent/settings.go"},
	}
	atTheDoor := map[string][]string{ // in the packages that write
		"os.OpenFile": {"cmd/sluice/output.go", "cmd/sluice/ci.go"},
		".OSFile":     {"cmd/sluice/bar.go", "cmd/sluice/terminal.go", "cmd/sluice/triage.go"}, // triage makes its texts plain itself
		".Colored":    {"cmd/sluice/output.go"},
		".Act":        {"ci/annotate.go"}, "plain.Command": {"ci/annotate.go"},
	}
	count := 0
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if d.IsDir() && slices.Contains([]string{".git", "benchmarks", "cmd/sluice/docs", "internal/git/gittest"}, name) {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil || file.Name.Name == "main" && !strings.HasPrefix(name, "cmd/sluice/") {
			return err // a program of its own makes data when we build
		}
		count++
		top, _, _ := strings.Cut(name, "/")
		writes := slices.Contains([]string{"cmd", "ci", "job", "report"}, top)
		ast.Inspect(file, func(n ast.Node) bool {
			var uses []string
			switch n := n.(type) {
			case *ast.SelectorExpr:
				uses = append(uses, "."+n.Sel.Name)
				if x, ok := n.X.(*ast.Ident); ok {
					uses = append(uses, x.Name+"."+n.Sel.Name)
				}
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.Ident); ok && (f.Name == "print" || f.Name == "println") {
					t.Errorf("%s calls %s", name, f.Name)
				}
			}
			for _, use := range uses {
				for _, rule := range []map[string][]string{everywhere, atTheDoor} {
					files, ruled := rule[use]
					if ruled && !slices.Contains(files, name) && (writes || rule["os.Stdout"] != nil) {
						t.Errorf("%s uses %s: text must leave through package plain", name, use)
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if count < 100 {
		t.Fatalf("only %d files", count)
	}
}
