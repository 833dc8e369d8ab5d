package main

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/hooks"
	"github.com/sluicesec/sluice/internal/manual"
	"github.com/sluicesec/sluice/report"
)

// referencePages returns the pages of docs/reference that are made from the code, by their
// names.
func referencePages(t *testing.T) map[string]string {
	t.Helper()
	const made = "<!-- Written by go test ./cmd/sluice -run TestReference -update. Change %, not this page. -->\n\n"
	commands := manual.Commands(newRoot(silent(), new(int), nil))
	pages := map[string]string{
		"cli.md": strings.Replace(made, "%", "the commands in cmd/sluice", 1) +
			"# Commands and flags\n\nWhat `--help` says of each command. The same is in the manual pages.\n\n" + manual.Reference(commands),
	}
	for _, name := range []string{"configuration", "environment", "exit-codes"} {
		about, err := topic(name)
		if err != nil || about == nil {
			t.Fatalf("%s: %v", name, err)
		}
		pages[name+".md"] = strings.Replace(made, "%", "cmd/sluice/help/"+name+".md", 1) + about.Markdown()
	}
	return pages
}

// TestReference holds the pages of docs/reference equal to the code:
//
//	go test ./cmd/sluice -run TestReference -update
func TestReference(t *testing.T) {
	t.Parallel()
	update := flag.Lookup("update").Value.String() == "true"
	for name, want := range referencePages(t) {
		path := filepath.Join("..", "..", "docs", "reference", name)
		if update {
			if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("docs/reference/%s differs: go test ./cmd/sluice -run TestReference -update", name)
		}
	}
}

// Every file of a topic is listed, and every topic has one.
func TestTopicsAreListed(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(topicFiles, "help/*.md")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(topicNames()) {
		t.Errorf("there are %d files and %d topics", len(files), len(topicNames()))
	}
	for _, n := range topicNames() {
		about, err := topic(n.name)
		if err != nil || about == nil || about.Name != n.name {
			t.Errorf("%s: %v", n.name, err)
			continue
		}
	}
}

func topicText(t *testing.T, name string) string {
	t.Helper()
	about, err := topic(name)
	if err != nil || about == nil {
		t.Fatalf("%s: %v", name, err)
	}
	return about.Text
}

// variable is the name of an environment variable that a program reads. Names in lower case
// are no variables of this program.
var variable = regexp.MustCompile(`^[A-Z][A-Z0-9_]{1,}$`)

// Every variable that the code reads is in the topic about them, and the other way round.
func TestEnvironmentIsDocumented(t *testing.T) {
	t.Parallel()
	text := topicText(t, "environment")
	read := variablesRead(t)
	for name, where := range read {
		if !strings.Contains(text, "`"+name+"`") {
			t.Errorf("%s reads %s, which cmd/sluice/help/environment.md does not have", where, name)
		}
	}
	for _, m := range regexp.MustCompile("`([A-Z][A-Z0-9_]+)`").FindAllStringSubmatch(text, -1) {
		if read[m[1]] == "" {
			t.Errorf("nothing reads %s", m[1])
		}
	}
}

// variablesRead returns where the code of the program reads each environment variable.
func variablesRead(t *testing.T) map[string]string {
	t.Helper()
	read := map[string]string{}
	err := filepath.WalkDir(filepath.Join("..", ".."), func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains([]string{".git", "testdata", "benchmarks", "gittest", "docs"}, d.Name()):
			return fs.SkipDir
		case filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, d := range file.Decls {
			for _, name := range variableNames(d) {
				read[name] = path
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(read) < 50 {
		t.Fatalf("only %d variables were seen", len(read))
	}
	return read
}

// notVariables are words that stand where names of variables do.
var notVariables = []string{"FRX"}

// constants are the values of constants that name variables, by their names.
var constants = map[string]string{"GitleaksConfig": "GITLEAKS_CONFIG", "GitleaksConfigTOML": "GITLEAKS_CONFIG_TOML"}

// variableNames returns the names of the variables that a function reads: by a call with the
// name, or by its place in a map vars of the environment. If a call takes a name from a
// list, they are all words in the function that look like one.
func variableNames(d ast.Node) (names []string) {
	fromList := false
	ast.Inspect(d, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if !isReading(n) {
				return true
			}
			switch arg := n.Args[0].(type) {
			case *ast.BasicLit:
				names = append(names, literal(arg))
			case *ast.BinaryExpr:
				if first, ok := arg.X.(*ast.BasicLit); ok {
					names = append(names, literal(first)+"0") // and so on
				}
			default:
				fromList = true
			}
		case *ast.IndexExpr:
			if of, ok := n.X.(*ast.Ident); ok && of.Name == "vars" {
				if lit, ok := n.Index.(*ast.BasicLit); ok {
					names = append(names, literal(lit))
				}
			}
		}
		return true
	})
	if fromList {
		ast.Inspect(d, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				names = append(names, literal(n))
			case *ast.Ident:
				names = append(names, constants[n.Name])
			}
			return true
		})
	}
	return slices.DeleteFunc(names, func(name string) bool {
		return !variable.MatchString(name) || slices.Contains(notVariables, name)
	})
}

// isReading reports whether a call reads an environment variable.
func isReading(call *ast.CallExpr) bool {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	return len(call.Args) == 1 && slices.Contains([]string{"Getenv", "LookupEnv", "getenv"}, name)
}

func literal(lit *ast.BasicLit) string {
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		return ""
	}
	return s
}

// Every format, hook, setting of a server and exit code is in its topic.
func TestTopicsHaveAll(t *testing.T) {
	t.Parallel()
	has := func(name string, words ...string) {
		t.Helper()
		text := topicText(t, name)
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("cmd/sluice/help/%s.md lacks %s", name, w)
			}
		}
	}
	for _, f := range append(report.Formats(), templateFormat) {
		has("formats", "`"+f+"`")
	}
	for _, h := range hooks.All() {
		has("hooks", "`"+string(h)+"`")
	}
	for _, code := range []int{exitClean, exitFindings, exitError} {
		has("exit-codes", "| "+strconv.Itoa(code)+" |")
	}
	policy, err := os.ReadFile("../../hooks/policy.go")
	if err != nil {
		t.Fatal(err)
	}
	hooksText := strings.ToLower(topicText(t, "hooks"))
	settings := regexp.MustCompile(`case "(sluice\.[a-z]+)"`).FindAllStringSubmatch(string(policy), -1)
	if len(settings) < 9 {
		t.Errorf("only %d settings were seen", len(settings))
	}
	for _, m := range settings {
		if !strings.Contains(hooksText, "`"+m[1]+"`") {
			t.Errorf("cmd/sluice/help/hooks.md lacks %s", m[1])
		}
	}
}

// Every flag with a number for a limit stands in the topic about limits, with its default.
func TestLimitsHaveEveryFlag(t *testing.T) {
	t.Parallel()
	text := topicText(t, "limits")
	for _, name := range []string{"archive-depth", "max-archive-bytes", "max-archive-entries", "max-archive-ratio", "decode-depth", "timeout"} {
		f := newGit(silent(), new(int)).Flags().Lookup(name)
		if f == nil {
			t.Fatalf("there is no flag --%s", name)
		}
		want := f.DefValue
		if n, err := strconv.ParseInt(want, 10, 64); err == nil && name == "max-archive-bytes" {
			want = bytesOf(n)
		} else if name == "timeout" {
			want = "none"
		}
		if !strings.Contains(text, "| "+want+" | `--"+name+"` |") {
			t.Errorf("the limits lack --%s with %s", name, want)
		}
	}
}
