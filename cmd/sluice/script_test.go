package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/rules/example"
)

func TestMain(m *testing.M) {
	if name := filepath.Base(os.Args[0]); name != "sluice" && name != "gitleaks" { // tests leave nothing in the home of who runs them
		os.Setenv("SLUICE_CACHE", "off")
	}
	testscript.Main(m, map[string]func(){
		"sluice":   main,
		"gitleaks": main,
	})
}

// TestScripts runs the command line as a user would. Secrets are made at run
// time by the command `expand FILE PATTERN [SEED]`, which adds a line to a file
// in the notation of package rules/example.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, scripts("testdata/script"))
}

// scripts are the scripts of a folder, with what all scripts need.
func scripts(dir string) testscript.Params {
	return testscript.Params{
		Dir: dir,
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, "home")
			env.Setenv("HOME", home)
			env.Setenv("GIT_CONFIG_NOSYSTEM", "1")
			for _, who := range []string{"AUTHOR", "COMMITTER"} {
				env.Setenv("GIT_"+who+"_NAME", "Ada Example")
				env.Setenv("GIT_"+who+"_EMAIL", "ada@example.org")
				env.Setenv("GIT_"+who+"_DATE", "2026-01-02T03:04:05+00:00")
			}
			return os.MkdirAll(home, 0o755)
		},
		Condition: func(name string) (bool, error) {
			if name != "html" {
				return false, fmt.Errorf("unknown condition %q", name)
			}
			return slices.Contains(report.Formats(), "html"), nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"expand": expand,
			"token":  setToken,
			"exits":  exits,
			"damage": damage,
		},
	}
}

// expand adds a line to a file.
func expand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: expand FILE PATTERN [SEED]")
	}
	seed := uint64(1)
	if len(args) == 3 {
		n, err := strconv.ParseUint(args[2], 10, 64)
		ts.Check(err)
		seed = n
	}
	text, err := example.Expand(args[1], seed)
	ts.Check(err)
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	ts.Check(err)
	_, err = fmt.Fprintln(f, text)
	ts.Check(err)
	ts.Check(f.Close())
}

// setToken puts a token into a variable: token NAME PATTERN SEED.
func setToken(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: token NAME PATTERN SEED")
	}
	seed, err := strconv.ParseUint(args[2], 10, 64)
	ts.Check(err)
	text, err := example.Expand(args[1], seed)
	ts.Check(err)
	ts.Setenv(args[0], text)
}

// exits runs a command that must exit with a code: exits CODE COMMAND...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		coded, ok := err.(interface{ ExitCode() int })
		if !ok {
			ts.Fatalf("%s: %v", args[1], err)
		}
		got = coded.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// damage changes a file: damage FILE flip OFFSET, or damage FILE cut LENGTH.
// Negative numbers count from the end.
func damage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: damage FILE flip OFFSET | damage FILE cut LENGTH")
	}
	files, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(files) != 1 {
		ts.Fatalf("%s names %d files", args[0], len(files))
	}
	data, err := os.ReadFile(files[0])
	ts.Check(err)
	at, err := strconv.Atoi(args[2])
	ts.Check(err)
	if at < 0 {
		at += len(data)
	}
	switch args[1] {
	case "flip":
		data[at] ^= 0x10
	case "cut":
		data = data[:at]
	default:
		ts.Fatalf("unknown damage %s", args[1])
	}
	ts.Check(os.Chmod(files[0], 0o644))
	ts.Check(os.WriteFile(files[0], data, 0o644))
}
