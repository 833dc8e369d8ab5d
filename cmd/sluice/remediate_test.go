package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestRemediation rewrites histories with the real git filter-repo, by the commands that
// sluice remediate prints, just as it prints them. Without git filter-repo it is skipped,
// unless SLUICE_FILTER_REPO says that it is required.
func TestRemediation(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git-filter-repo"); err != nil {
		if os.Getenv("SLUICE_FILTER_REPO") == "required" {
			t.Fatal(err)
		}
		t.Skip("git-filter-repo is not installed (Debian has a package of that name)")
	}
	p := scripts("testdata/remediate")
	p.Cmds["printed"] = printed
	p.Cmds["hides"] = hides
	testscript.Run(t, p)
}

// printed makes a shell script of the commands in the last standard output that rewrite
// the history: printed FILE.
func printed(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: printed FILE")
	}
	_, text, ok := strings.Cut(ts.ReadFile("stdout"), "THE HISTORY")
	if !ok {
		ts.Fatalf("no history is to be rewritten")
	}
	script := "set -e\n"
	for line := range strings.Lines(text) {
		if command, ok := strings.CutPrefix(line, "        "); ok {
			script += command
		} else if strings.Contains(line, "new id") {
			break
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(script), 0o600))
}

// hides fails if the last standard output or standard error has one of some texts: hides
// TEXT...
func hides(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: hides TEXT...")
	}
	for _, name := range []string{"stdout", "stderr"} {
		for _, arg := range args {
			if arg == "" || strings.Contains(ts.ReadFile(name), arg) {
				ts.Fatalf("%s shows a secret, or the secret is empty", name)
			}
		}
	}
}
