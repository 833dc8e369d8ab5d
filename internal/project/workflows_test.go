package project

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

// A workflow is what counts here of a file in .github/workflows. That the whole of it is
// valid is the business of actionlint.
type workflow struct {
	On          yaml.Node         `yaml:"on"`
	Permissions map[string]string `yaml:"permissions"`
	Concurrency struct {
		Group string `yaml:"group"`
	} `yaml:"concurrency"`
	Jobs map[string]struct {
		Uses    yaml.Node `yaml:"uses"` // a workflow in place of steps
		Timeout int       `yaml:"timeout-minutes"`
		Steps   []struct {
			Uses yaml.Node      `yaml:"uses"`
			Run  string         `yaml:"run"`
			With map[string]any `yaml:"with"`
		} `yaml:"steps"`
	} `yaml:"jobs"`
}

var (
	pinned  = regexp.MustCompile(`^([\w-]+/[\w./-]+)@([0-9a-f]{40})$`)
	version = regexp.MustCompile(`^# v\d+\.\d+\.\d+$`)
)

// TestWorkflows: a workflow has no more rights than it needs, runs only code that was chosen,
// and ends.
func TestWorkflows(t *testing.T) {
	ids := map[string]string{} // of the actions, by repository
	uses := func(t *testing.T, n yaml.Node) {
		if strings.HasPrefix(n.Value, "./") {
			return
		}
		m := pinned.FindStringSubmatch(n.Value)
		if m == nil || !version.MatchString(n.LineComment) {
			t.Errorf("line %d: %s: write the id of a commit, and its version behind it: owner/name@id # v1.2.3", n.Line, n.Value)
			return
		}
		parts := strings.SplitN(m[1], "/", 3)
		repository, pin := parts[0]+"/"+parts[1], m[2]+" "+n.LineComment
		if other, ok := ids[repository]; ok && other != pin {
			t.Errorf("line %d: %s is at %s here, and at %s elsewhere", n.Line, repository, pin, other)
		}
		ids[repository] = pin
	}
	for _, name := range files(t, ".github/workflows") {
		t.Run(name, func(t *testing.T) {
			var w workflow
			if err := yaml.Unmarshal([]byte(read(t, name)), &w); err != nil {
				t.Fatal(err)
			}
			if len(w.Jobs) == 0 {
				t.Fatal("no jobs")
			}
			if w.Permissions == nil {
				t.Error("no permissions: the default may be to write everywhere")
			}
			for scope, level := range w.Permissions {
				if level != "read" && level != "none" {
					t.Errorf("all jobs may %s %s: say so at the job that needs it", level, scope)
				}
			}
			if w.Concurrency.Group == "" {
				t.Error("no concurrency: say what happens to a run when the next one comes")
			}
			for _, n := range w.On.Content {
				if n.Value == "pull_request_target" || n.Value == "workflow_run" {
					t.Errorf("%s runs code of strangers with rights of ours", n.Value)
				}
			}
			for id, job := range w.Jobs {
				if job.Uses.Value != "" {
					uses(t, job.Uses)
				} else if job.Timeout == 0 {
					t.Errorf("job %s has no timeout-minutes", id)
				}
				for _, step := range job.Steps {
					if strings.Contains(step.Run, "${{") {
						t.Errorf("job %s: an expression in a script is more than text; hand it over in env: %s", id, step.Run)
					}
					if step.Uses.Value == "" {
						continue
					}
					uses(t, step.Uses)
					if strings.HasPrefix(step.Uses.Value, "actions/checkout@") && step.With["persist-credentials"] != false {
						t.Errorf("job %s: the checkout leaves a token behind; write persist-credentials: false", id)
					}
				}
			}
		})
	}
}

// TestSelf: the workflow that uses our own action gives it inputs that it has.
func TestSelf(t *testing.T) {
	var w workflow
	if err := yaml.Unmarshal([]byte(read(t, ".github/workflows/self.yml")), &w); err != nil {
		t.Fatal(err)
	}
	var action struct {
		Inputs map[string]any `yaml:"inputs"`
	}
	if err := yaml.Unmarshal([]byte(read(t, "action.yml")), &action); err != nil {
		t.Fatal(err)
	}
	used := false
	for _, step := range w.Jobs["sluice"].Steps {
		if step.Uses.Value != "./" {
			continue
		}
		used = true
		for input := range step.With {
			if _, ok := action.Inputs[input]; !ok {
				t.Errorf("the action has no input %s", input)
			}
		}
	}
	if !used {
		t.Error("the action is not used")
	}
}

// TestSteps: what a workflow and CONTRIBUTING.md call of .ci is there.
func TestSteps(t *testing.T) {
	script := regexp.MustCompile(`(?:^|[\s(` + "`" + `])(\.ci/[a-z-]+)`)
	for _, name := range append(files(t, ".github/workflows"), "CONTRIBUTING.md", ".ci/run") {
		for _, m := range script.FindAllStringSubmatch(read(t, name), -1) {
			read(t, m[1])
		}
	}
}

// TestFuzzTargets: .ci/fuzz, by which the targets are run each night, knows all of them.
func TestFuzzTargets(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the script is for Linux")
	}
	out, err := exec.Command("sh", at(".ci/fuzz"), "list").Output()
	if err != nil {
		t.Fatal(err)
	}
	listed := strings.Split(strings.TrimSpace(string(out)), "\n")
	count := 0
	err = filepath.WalkDir(at("."), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		folder, err := filepath.Rel(at("."), filepath.Dir(path))
		if err != nil {
			return err
		}
		for _, m := range fuzzTarget.FindAllStringSubmatch(read(t, filepath.ToSlash(filepath.Join(folder, d.Name()))), -1) {
			count++
			if target := "./" + filepath.ToSlash(folder) + " " + m[1]; !slices.Contains(listed, target) {
				t.Errorf("%s is not fuzzed", target)
			}
		}
		return nil
	})
	if err != nil || len(listed) != count || count == 0 {
		t.Errorf("%d targets are listed, and %d are there (%v)", len(listed), count, err)
	}
}

var fuzzTarget = regexp.MustCompile(`(?m)^func (Fuzz\w*)\(\w+ \*testing\.F\)`)
