package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// TestGitleaksFlags: docs/howto/gitleaks.md names every flag of the commands of gitleaks, and no
// other, and so it does with those of version 7.
func TestGitleaksFlags(t *testing.T) {
	text, err := os.ReadFile("../../docs/howto/gitleaks.md")
	if err != nil {
		t.Fatal(err)
	}
	_, flags, _ := strings.Cut(string(text), "## Flags")
	flags, _, _ = strings.Cut(flags, "\n## ")
	today, seven, _ := strings.Cut(flags, "| of version 7 |")
	var code int
	root := newGitleaks(environment{}, &code)
	have := map[bool]map[string]bool{false: {}, true: {}} // by whether they are hidden
	add := func(f *pflag.Flag) { have[f.Hidden][f.Name] = true }
	root.PersistentFlags().VisitAll(add)
	for _, cmd := range root.Commands() {
		if cmd.Name() != "completion" {
			cmd.LocalNonPersistentFlags().VisitAll(add)
		}
	}
	cell := regexp.MustCompile(`(?m)^\| (.*?) \|`)
	flag := regexp.MustCompile("`--([a-z0-9-]+)`")
	for hidden, table := range map[bool]string{false: today, true: seven} {
		named := map[string]bool{}
		for _, row := range cell.FindAllStringSubmatch(table, -1) {
			for _, m := range flag.FindAllStringSubmatch(row[1], -1) {
				named[m[1]] = true
			}
		}
		for name := range have[hidden] {
			if !named[name] && name != "help" {
				t.Errorf("docs/howto/gitleaks.md does not name --%s", name)
			}
		}
		for name := range named {
			if !have[hidden][name] {
				t.Errorf("docs/howto/gitleaks.md names --%s, which is no such flag", name)
			}
		}
	}
}

// TestGitleaksCommands: docs/howto/gitleaks.md names every command of gitleaks.
func TestGitleaksCommands(t *testing.T) {
	text, err := os.ReadFile("../../docs/howto/gitleaks.md")
	if err != nil {
		t.Fatal(err)
	}
	var code int
	for _, cmd := range newGitleaks(environment{}, &code).Commands() {
		for _, name := range append([]string{cmd.Name()}, cmd.Aliases...) {
			if !strings.Contains(string(text), "`"+name) {
				t.Errorf("docs/howto/gitleaks.md does not name %s", name)
			}
		}
		if cmd.HasSubCommands() && cmd.Name() != "completion" {
			t.Errorf("%s has commands below it", cmd.Name())
		}
	}
}

// TestGitleaksHooks: the hooks that are called as those of gitleaks make a call that
// TestGitleaksCalls runs.
func TestGitleaksHooks(t *testing.T) {
	hooks, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	calls, err := os.ReadFile("testdata/gitleaks/calls.txt")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^- id: gitleaks(?:-system)?\n(?:  .*\n)*?  entry: sluice gitleaks (.*)$`).FindAllStringSubmatch(string(hooks), -1)
	if len(found) != 2 {
		t.Fatalf("%d hooks of gitleaks, want 2", len(found))
	}
	for _, m := range found {
		if !strings.Contains(string(calls), " "+m[1]+"\n") {
			t.Errorf("testdata/gitleaks/calls.txt has no call %q", m[1])
		}
	}
}
