package pattern

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// pathPieces make path regexes of which some match in the folders, some in the
// name, and some across both.
var pathPieces = []string{
	"a", "b", `\.`, "/", "[^/]", ".", ".*", "a*", "(?:a|b/)", "(?:^|/)", "^", "$", `\b`, "(?i:A)", "[^a]+", "(?:/|$)", `(?:a/)?`, `(?m:$)`, "b{2}", `(?s:.)`, `\z`,
}

// If a path matches, its name is accepted.
func TestFileNamesOfMatchesAreAccepted(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	matched, refused := 0, 0
	for range rounds(1600) {
		var expr strings.Builder
		for range 1 + r.IntN(5) {
			expr.WriteString(pathPieces[r.IntN(len(pathPieces))])
		}
		regex, name := &Regex{expr: expr.String()}, NewFileName(expr.String())
		for range 60 {
			path := make([]byte, 1+r.IntN(6))
			for i := range path {
				path[i] = "ab./A"[r.IntN(5)]
			}
			if path[len(path)-1] == '/' {
				continue // no file's path
			}
			last := path[strings.LastIndexByte(string(path), '/')+1:]
			switch accepts := name.Accepts(last); {
			case regex.Matches(path) && !accepts:
				t.Fatalf("%s matches %s, but does not accept the name %s", &expr, path, last)
			case accepts:
				matched++
			default:
				refused++
			}
		}
	}
	if matched < rounds(4000) || refused < rounds(4000) {
		t.Errorf("%d names are accepted and %d refused: the test says little", matched, refused)
	}
}

// The regexes that people write refuse most names.
func TestFileNameRefuses(t *testing.T) {
	for _, expr := range []string{`\.p12$`, `(?i)\.(?:p12|pfx)$`, `(^|/)id_rsa$`, `^(?:.*/)?\.ssh/[^/]+\.p12$`, `.*\.p12$`, `secret.*\.pfx$|[^/]+\.p12\z`} {
		f := NewFileName(expr)
		for _, name := range []string{"main.go", "id_rsa.txt", "p12", "x.p12.md"} {
			if f.Accepts([]byte(name)) {
				t.Errorf("%s accepts %s", expr, name)
			}
		}
		if !f.Accepts([]byte("a.p12")) && !f.Accepts([]byte("id_rsa")) {
			t.Errorf("%s accepts nothing", expr)
		}
	}
	if !NewFileName(`secrets/`).Accepts([]byte("anything")) {
		t.Error("a file in a folder that matches is not accepted")
	}
}
