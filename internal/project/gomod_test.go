package project

import (
	"os/exec"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"
)

// oldestGo is the oldest Go with all that our own code uses.
const oldestGo = "1.26.0"

// TestGoMod: go.mod asks for no newer Go than the code and the dependencies need, so that as
// many as possible can build, and it changes nothing for those who import packages of it.
func TestGoMod(t *testing.T) {
	file, err := modfile.Parse("go.mod", []byte(read(t, "go.mod")), nil)
	if err != nil {
		t.Fatal(err)
	}
	if file.Toolchain != nil || len(file.Replace) > 0 {
		t.Error("a toolchain or replace line counts for this checkout only: CI would test what nobody else gets")
	}
	cmd := exec.Command("go", "list", "-m", "-f", "{{if not .Main}}{{.GoVersion}} {{.Path}}{{end}}", "all")
	cmd.Dir = at(".")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	need, by := oldestGo, "the code"
	for line := range strings.Lines(string(out)) {
		if version, path, ok := strings.Cut(strings.TrimSpace(line), " "); ok && semver.Compare("v"+version, "v"+need) > 0 {
			need, by = version, path
		}
	}
	if file.Go.Version != need {
		t.Errorf("go.mod says go %s, and %s needs %s", file.Go.Version, by, need)
	}
}
