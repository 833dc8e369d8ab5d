package ci

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// action is action.yml, as far as it counts.
type action struct {
	Inputs map[string]struct {
		Default string `yaml:"default"`
	} `yaml:"inputs"`
	Runs struct {
		Steps []struct {
			Name string            `yaml:"name"`
			Run  string            `yaml:"run"`
			Env  map[string]string `yaml:"env"`
		} `yaml:"steps"`
	} `yaml:"runs"`
}

func readYAML(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err == nil {
		err = yaml.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// The step of the action hands its inputs to sluice, each as one argument,
// whatever is in them.
func TestAction(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil && runtime.GOOS == "windows" {
		t.Skip("the action runs in bash")
	}
	var a action
	readYAML(t, "../action.yml", &a)
	dir := t.TempDir()
	fake := "#!/bin/sh\nfor a; do printf '%s\\n' \"$a\"; done >\"$RUNNER_TEMP/arguments\"\nexit 3\n"
	if err := os.WriteFile(filepath.Join(dir, "sluice"), []byte(fake), 0o755); err != nil {
		t.Fatal(err)
	}
	step := a.Runs.Steps[len(a.Runs.Steps)-1]
	input := regexp.MustCompile(`^\$\{\{ inputs\.([a-z-]+) \}\}$`)
	for _, c := range []struct {
		inputs map[string]string
		want   []string
	}{
		{nil, []string{"git", "--ci", "--min-confidence", "medium", "-f", "text", "."}},
		{map[string]string{"path": "a b", "config": "$(touch x) `y`", "sarif": "out put.sarif", "args": "-j 1 --no-delta", "min-confidence": "high"},
			[]string{"git", "--ci", "--min-confidence", "high", "-f", "text", "--config", "$(touch x) `y`",
				"-o", "-", "-f", "sarif", "-o", "out put.sarif", "-j", "1", "--no-delta", "a b"}},
	} {
		cmd := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.Run) // as a runner does
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "RUNNER_TEMP="+dir)
		for name, expression := range step.Env {
			m := input.FindStringSubmatch(expression)
			if m == nil {
				t.Fatalf("%s is %q", name, expression)
			}
			declared, ok := a.Inputs[m[1]]
			if !ok {
				t.Fatalf("there is no input %s", m[1])
			}
			value, given := c.inputs[m[1]]
			if !given {
				value = declared.Default
			}
			cmd.Env = append(cmd.Env, name+"="+value)
		}
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != 3 {
			t.Fatalf("the exit code of sluice is lost: %v: %s", err, out)
		}
		text, err := os.ReadFile(filepath.Join(dir, "arguments"))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n"); !slices.Equal(got, c.want) {
			t.Errorf("got  %q\nwant %q", got, c.want)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "x")); left != nil {
			t.Error("an input was run")
		}
	}
	for _, s := range a.Runs.Steps {
		if strings.Contains(s.Run, "${{") {
			t.Errorf("step %s: an expression in a script is more than text", s.Name)
		}
	}
}

// The templates that people copy are valid YAML, and fetch the whole history.
func TestTemplates(t *testing.T) {
	var hub struct {
		Jobs map[string]struct {
			Steps []struct {
				Uses string         `yaml:"uses"`
				With map[string]any `yaml:"with"`
			} `yaml:"steps"`
		} `yaml:"jobs"`
	}
	readYAML(t, "../docs/ci/github.yml", &hub)
	steps := hub.Jobs["sluice"].Steps
	if len(steps) < 2 || !strings.HasPrefix(steps[0].Uses, "actions/checkout@") || steps[0].With["fetch-depth"] != 0 {
		t.Errorf("github.yml does not check out everything: %+v", steps)
	}
	var a action
	readYAML(t, "../action.yml", &a)
	for name := range steps[1].With {
		if _, ok := a.Inputs[name]; !ok {
			t.Errorf("github.yml gives the action %s, which it does not know", name)
		}
	}
	var lab map[string]struct {
		Variables map[string]string `yaml:"variables"`
		Script    []string          `yaml:"script"`
		Artifacts struct {
			When    string            `yaml:"when"`
			Reports map[string]string `yaml:"reports"`
		} `yaml:"artifacts"`
	}
	readYAML(t, "../docs/ci/gitlab.yml", &lab)
	if j := lab["sluice"]; j.Variables["GIT_DEPTH"] != "0" || len(j.Script) != 1 || !strings.HasPrefix(j.Script[0], "sluice git --ci ") {
		t.Errorf("gitlab.yml: %+v", j)
	}
	if j := lab["sluice"]; j.Artifacts.When != "always" || !strings.Contains(j.Script[0], " -f gitlab -o "+j.Artifacts.Reports["secret_detection"]) {
		t.Errorf("gitlab.yml does not hand over its report: %+v", j)
	}
}
