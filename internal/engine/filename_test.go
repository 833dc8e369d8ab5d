package engine

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/rules"
)

func pathDetector(t *testing.T, exprs ...string) *Detector {
	t.Helper()
	cfg := &rules.Config{}
	for _, expr := range exprs {
		cfg.Rules = append(cfg.Rules, rules.Rule{ID: "rule " + expr, Path: expr})
	}
	d, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// pathPieces make path regexes of which some match in the folders, some in the
// name, and some across both.
var pathPieces = []string{
	"a", "b", `\.`, "/", "[^/]", ".", ".*", "a*", "(?:a|b/)", "(?:^|/)", "^", "$", `\b`, "(?i:A)", "[^a]+", "(?:/|$)", `(?:a/)?`, `(?m:$)`, "b{2}", `(?s:.)`, `\z`,
}

// A file at whose path something is found has a name that passes.
func TestFileNames(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	found, refused := 0, 0
	for range 400 {
		var expr strings.Builder
		for range 1 + r.IntN(5) {
			expr.WriteString(pathPieces[r.IntN(len(pathPieces))])
		}
		d := pathDetector(t, expr.String())
		passes := d.FileNames()
		for range 60 {
			path := make([]byte, 1+r.IntN(6))
			for i := range path {
				path[i] = "ab./A"[r.IntN(5)]
			}
			if path[len(path)-1] == '/' {
				continue // no file's path
			}
			name := path[strings.LastIndexByte(string(path), '/')+1:]
			match, pass := len(d.MatchPath(string(path))) > 0, passes(name)
			if match && !pass {
				t.Fatalf("%s finds %s, but not the name %s", &expr, path, name)
			}
			if match {
				found++
			}
			if !pass {
				refused++
			}
		}
	}
	if found < 1000 || refused < 1000 {
		t.Errorf("%d paths are found and %d names refused: too few to say anything", found, refused)
	}
}

// The rules that people write tell most names apart.
func TestFileNamesTellApart(t *testing.T) {
	for _, expr := range []string{`\.p12$`, `(?i)\.(?:p12|pfx)$`, `(^|/)id_rsa$`, `^(?:.*/)?\.ssh/[^/]+\.p12$`, `.*\.p12$`, `secret.*\.pfx$|[^/]+\.p12\z`} {
		passes := pathDetector(t, expr).FileNames()
		for _, name := range []string{"main.go", "id_rsa.txt", "p12", "x.p12.md"} {
			if passes([]byte(name)) {
				t.Errorf("%s lets %s pass", expr, name)
			}
		}
		if !passes([]byte("a.p12")) && !passes([]byte("id_rsa")) {
			t.Errorf("%s lets nothing pass", expr)
		}
	}
	if pathDetector(t, `secrets/`).FileNames()([]byte("anything")) != true {
		t.Error("a file in a folder that matches does not pass")
	}
	if pathDetector(t).FileNames() != nil {
		t.Error("without path rules there is a test")
	}
}
