package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// reachesNetwork are the packages of the program that import a package of the standard
// library which can open connections, and why none is opened.
var reachesNetwork = map[string]string{
	"github.com/sluicesec/sluice/internal/browser": "it listens on loopback, and only for `sluice report open`",
	"github.com/go-task/slim-sprig/v3":             "its getHostByName is taken out of the templates of gitleaks",
	"github.com/spf13/pflag":                       "it parses addresses",
}

// clients are packages that the program must not hold at all, not even by way of others.
var clients = []string{"net/http", "net/rpc", "net/smtp", "crypto/tls", "golang.org/x/crypto/ssh", "github.com/go-git/go-git/v5/plumbing/transport"}

// dialing are the functions and types that open connections.
var dialing = []string{"net.Dial", "net.Lookup", "net.Resolver", "http.Get", "http.Head", "http.Post", "http.Client", "http.DefaultClient", "http.Transport", "http.NewRequest"}

// TestNoNetwork: no package of the program can open a connection, apart from those above,
// and ours among them only listens.
func TestNoNetwork(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-deps", "-f", `{{.ImportPath}}:{{if not .Standard}}{{range .Imports}} {{.}}{{end}}{{end}}`, ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := 0
	for line := range strings.Lines(string(out)) {
		name, imports, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok {
			continue
		}
		packages++
		for _, client := range clients {
			if name == client || strings.HasPrefix(name, client+"/") {
				t.Errorf("the program holds %s", name)
			}
		}
		for i := range strings.FieldsSeq(imports) {
			if (i == "net" || i == "net/http" || i == "net/rpc" || i == "net/smtp" || i == "crypto/tls") && reachesNetwork[name] == "" {
				t.Errorf("%s imports %s: Sluice opens no connection (docs/adr/0005-no-network.md)", name, i)
			}
		}
	}
	if packages < 200 {
		t.Fatalf("only %d packages", packages)
	}
	sources, err := filepath.Glob("../../internal/browser/*.go")
	if err != nil {
		t.Fatal(err)
	}
	listens := false
	for _, path := range sources {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := s.X.(*ast.Ident); ok {
				use := x.Name + "." + s.Sel.Name
				listens = listens || use == "net.Listen"
				for _, d := range dialing {
					if strings.HasPrefix(use, d) {
						t.Errorf("internal/browser uses %s", use)
					}
				}
			}
			return true
		})
	}
	if !listens {
		t.Error("internal/browser does not listen: the test looks at the wrong place")
	}
}
