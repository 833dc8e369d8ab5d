package ci

import (
	"encoding/base64"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/sluicesec/sluice/internal/git/gittest"
)

// at returns what is at a path of a YAML document: names of keys, or numbers of elements.
func at(t *testing.T, text string, path ...any) any {
	t.Helper()
	var value any
	if err := yaml.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, _ := value.(map[string]any)
			value = object[step]
		case int:
			list, _ := value.([]any)
			if step >= len(list) {
				t.Fatalf("%v: there is no element %d", path, step)
			}
			value = list[step]
		}
	}
	if value == nil {
		t.Fatalf("nothing is at %v", path)
	}
	return value
}

// lines returns a script, which YAML has as a text or as a list of texts.
func lines(t *testing.T, value any) string {
	t.Helper()
	switch value := value.(type) {
	case string:
		return value
	case []any:
		var all []string
		for _, line := range value {
			all = append(all, lines(t, line))
		}
		return strings.Join(all, "\n")
	}
	t.Fatalf("%v is no script", value)
	return ""
}

var gitLabInput = regexp.MustCompile(`\$\[\[ inputs\.([a-z-]+) \]\]`)

// component returns the job of the GitLab component with the defaults of its inputs.
func component(t *testing.T) string {
	t.Helper()
	header, body, ok := strings.Cut(readFile(t, "../templates/sluice.yml"), "\n---\n")
	if !ok {
		t.Fatal("templates/sluice.yml has no header")
	}
	return gitLabInput.ReplaceAllStringFunc(body, func(m string) string {
		name := gitLabInput.FindStringSubmatch(m)[1]
		input, _ := at(t, header, "spec", "inputs", name).(map[string]any)
		value, ok := input["default"]
		if !ok || input["description"] == nil {
			t.Fatalf("the input %s has no default or no description", name)
		}
		return fmt.Sprint(value)
	})
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The component has its inputs in its scripts alone: a variable of the job could be set by
// whoever pushes.
func TestComponentHasNoVariables(t *testing.T) {
	if vars := at(t, component(t), "sluice", "variables").(map[string]any); len(vars) != 1 || vars["GIT_DEPTH"] != "0" {
		t.Errorf("variables %v", vars)
	}
}

// The scripts of the snippets run as their systems run them: they judge what a change
// brings, fail for a secret, and leave the reports that the snippet hands over.
func TestSnippets(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the snippets are for images of Linux")
	}
	p := newProject(t)
	h := newReleases(t)
	h.add(t, "v0.1.0")
	doc := func(name string) string { return readFile(t, "../docs/ci/"+name) }
	gitLab := component(t)
	jenkins := regexp.MustCompile(`(?m)^ *sh '(.*)'$`).FindStringSubmatch(doc("Jenkinsfile"))
	if jenkins == nil {
		t.Fatal("the Jenkinsfile runs nothing")
	}
	for _, c := range []struct {
		name, script string
		env          string // HEAD and BASE are commits
		reports      []string
		download     bool // sluice is not on the PATH
	}{
		{"GitLab", lines(t, at(t, doc("gitlab.yml"), "sluice", "script")),
			"GITLAB_CI=true CI_PIPELINE_SOURCE=merge_request_event CI_MERGE_REQUEST_IID=7 CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main CI_MERGE_REQUEST_DIFF_BASE_SHA=BASE CI_COMMIT_SHA=HEAD",
			[]string{"sluice.xml", "gl-secret-detection-report.json"}, false},
		{"GitLab tag", lines(t, at(t, doc("gitlab.yml"), "sluice", "script")),
			"GITLAB_CI=true CI_PIPELINE_SOURCE=push CI_COMMIT_TAG=v1 CI_DEFAULT_BRANCH=main CI_COMMIT_BEFORE_SHA=" + none + " CI_COMMIT_SHA=HEAD", []string{"sluice.xml"}, false},
		{"GitLab schedule", lines(t, at(t, doc("gitlab.yml"), "sluice", "script")),
			"GITLAB_CI=true CI_PIPELINE_SOURCE=schedule CI_COMMIT_BRANCH=main CI_DEFAULT_BRANCH=main CI_COMMIT_BEFORE_SHA=" + none + " CI_COMMIT_SHA=HEAD", []string{"sluice.xml"}, false},
		{"GitLab component", lines(t, at(t, gitLab, "sluice", "before_script")) + "\n" + lines(t, at(t, gitLab, "sluice", "script")),
			"GITLAB_CI=true CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=topic CI_DEFAULT_BRANCH=main CI_COMMIT_BEFORE_SHA=BASE CI_COMMIT_SHA=HEAD SLUICE_ARGS=--help SLUICE_MIN_CONFIDENCE=none",
			[]string{"sluice.xml", "gl-secret-detection-report.json"}, false},
		{"GitLab component that downloads", lines(t, at(t, gitLab, "sluice", "before_script")) + "\n" + lines(t, at(t, gitLab, "sluice", "script")),
			"GITLAB_CI=true CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=topic CI_DEFAULT_BRANCH=main CI_COMMIT_BEFORE_SHA=BASE CI_COMMIT_SHA=HEAD",
			[]string{"sluice.xml", "gl-secret-detection-report.json"}, true},
		{"Azure Pipelines", "(" + lines(t, at(t, doc("azure-pipelines.yml"), "steps", 1, "bash")) + ")\n" + lines(t, at(t, doc("azure-pipelines.yml"), "steps", 2, "bash")),
			"TF_BUILD=True BUILD_REASON=PullRequest SYSTEM_PULLREQUEST_TARGETBRANCH=refs/heads/main SYSTEM_PULLREQUEST_SOURCEBRANCH=refs/heads/topic SYSTEM_PULLREQUEST_SOURCECOMMITID=HEAD SLUICE_VERSION=0.1.0",
			[]string{"sluice.xml", "sluice.sarif"}, true},
		{"Bitbucket", lines(t, at(t, doc("bitbucket-pipelines.yml"), "definitions", "steps", 0, "step", "script")),
			"BITBUCKET_BUILD_NUMBER=1 BITBUCKET_PR_ID=7 BITBUCKET_COMMIT=HEAD BITBUCKET_PR_DESTINATION_COMMIT=BASE BITBUCKET_PR_DESTINATION_BRANCH=main",
			[]string{"test-results/sluice.xml"}, false},
		{"Buildkite", lines(t, at(t, doc("buildkite.yml"), "steps", 0, "command")),
			"BUILDKITE=true BUILDKITE_BRANCH=topic BUILDKITE_PIPELINE_DEFAULT_BRANCH=main BUILDKITE_COMMIT=HEAD", []string{"sluice.xml", "sluice.sarif"}, false},
		{"Woodpecker", lines(t, at(t, doc("woodpecker.yml"), "steps", 0, "commands")),
			"CI=woodpecker CI_PIPELINE_EVENT=pull_request CI_REPO_DEFAULT_BRANCH=main CI_COMMIT_BRANCH=main CI_COMMIT_TARGET_BRANCH=main CI_COMMIT_REF=refs/pull/7/head CI_COMMIT_SHA=HEAD", nil, false},
		{"Drone", lines(t, at(t, doc("drone.yml"), "steps", 0, "commands")),
			"CI=true DRONE=true DRONE_BUILD_EVENT=push DRONE_REPO_BRANCH=main DRONE_BRANCH=topic DRONE_COMMIT_REF=refs/heads/topic DRONE_COMMIT_BEFORE=BASE DRONE_COMMIT_SHA=HEAD", nil, false},
		{"Jenkins", jenkins[1], "JENKINS_URL=https://ci.example.org/ BRANCH_NAME=topic CHANGE_TARGET=main GIT_COMMIT=HEAD", []string{"sluice.xml"}, false},
		{"CircleCI", lines(t, at(t, doc("circleci.yml"), "jobs", "secrets", "steps", 1, "run", "command")), "CIRCLECI=true", []string{"test-results/sluice/sluice.xml"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for head, code := range map[string]int{p.topic: 1, p.main: 0} {
				everything := c.name == "CircleCI" || c.name == "GitLab schedule"
				if everything {
					code = 1
				}
				r := newRunner(t, "")
				p.checkout(r, "refs/heads/topic", head, false)
				tools := filepath.Join(r.dir, "path")
				r.must(os.MkdirAll(filepath.Join(r.dir, "temp"), 0o755))
				r.must(os.MkdirAll(tools, 0o755))
				// The host of the releases is this test's.
				r.must(writeProgram(filepath.Join(tools, "curl"), []byte("#!/bin/bash\nexec "+look(t, "curl")+" \"${@/https:\\/\\/github.com/"+h.URL+"}\"\n")))
				if !c.download {
					r.must(writeProgram(filepath.Join(tools, "sluice"), []byte(wrapper(t))))
				}
				cmd := exec.Command("bash", "--noprofile", "--norc", "-e", "-c", c.script)
				cmd.Dir = r.work
				cmd.Env = []string{"PATH=" + tools + ":" + os.Getenv("PATH"), "HOME=" + r.dir, "SLUICE_CACHE=off", "AGENT_TEMPDIRECTORY=" + filepath.Join(r.dir, "temp")}
				cmd.Env = append(cmd.Env, strings.Fields(strings.NewReplacer("HEAD", head, "=BASE", "="+p.main).Replace(c.env))...)
				out, _ := cmd.CombinedOutput()
				if got := cmd.ProcessState.ExitCode(); got != code {
					t.Fatalf("exit code %d, want %d: %s", got, code, out)
				}
				if strings.Contains(string(out), "new.env:1") != (head == p.topic || everything) {
					t.Errorf("it says: %s", out)
				}
				for _, report := range c.reports {
					if info, err := os.Stat(filepath.Join(r.work, report)); err != nil || info.Size() == 0 {
						t.Errorf("no report %s: %s", report, out)
					}
				}
			}
		})
	}
}

func look(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("there is no %s", name)
	}
	return path
}

// The component takes no release whose checksum is another.
func TestComponentFailsClosed(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the snippets are for images of Linux")
	}
	h := newReleases(t)
	h.add(t, "v0.1.0")
	h.files[inRelease+"v0.1.0/sluice_0.1.0_linux_amd64.tar.gz"] = tarball(t, "#!/bin/sh\ntouch ran\n")
	h.files[inRelease+"v0.1.0/sluice_0.1.0_linux_arm64.tar.gz"] = tarball(t, "#!/bin/sh\ntouch ran\n")
	dir := t.TempDir()
	if err := writeProgram(filepath.Join(dir, "curl"), []byte("#!/bin/bash\nexec "+look(t, "curl")+" \"${@/https:\\/\\/github.com/"+h.URL+"}\"\n")); err != nil {
		t.Fatal(err)
	}
	job := component(t)
	cmd := exec.Command("bash", "--noprofile", "--norc", "-e", "-c", lines(t, at(t, job, "sluice", "before_script"))+"\n"+lines(t, at(t, job, "sluice", "script")))
	cmd.Dir, cmd.Env = dir, []string{"PATH=" + dir + ":" + os.Getenv("PATH")}
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "FAILED") {
		t.Errorf("%v: %s", err, out)
	}
	if _, err := os.Stat(filepath.Join(dir, "ran")); err == nil {
		t.Error("the program was run")
	}
}

// The snippets fetch the whole history, hand over the reports that they write, and know the
// inputs of the action.
func TestTemplates(t *testing.T) {
	hub := readFile(t, "../docs/ci/github.yml")
	if with := at(t, hub, "jobs", "sluice", "steps", 0, "with").(map[string]any); with["fetch-depth"] != 0 || with["persist-credentials"] != false {
		t.Errorf("github.yml checks out with %v", with)
	}
	for _, job := range []string{readFile(t, "../docs/ci/gitlab.yml"), component(t)} {
		script := lines(t, at(t, job, "sluice", "script"))
		reports := at(t, job, "sluice", "artifacts", "reports").(map[string]any)
		if at(t, job, "sluice", "variables", "GIT_DEPTH") != "0" || at(t, job, "sluice", "artifacts", "when") != "always" ||
			!strings.Contains(script, "-f gitlab -o "+reports["secret_detection"].(string)) || !strings.Contains(script, "-f junit -o "+reports["junit"].(string)) {
			t.Errorf("the job of GitLab does not hand over its reports: %s", job)
		}
	}
	if a, b := at(t, component(t), "sluice", "rules"), at(t, readFile(t, "../docs/ci/gitlab.yml"), "sluice", "rules"); !slices.Equal(toText(t, a), toText(t, b)) {
		t.Errorf("the component has other rules than gitlab.yml: %v, %v", a, b)
	}
}

func toText(t *testing.T, value any) []byte {
	t.Helper()
	text, err := yaml.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// All pages and snippets name the same release.
func TestReleaseInDocuments(t *testing.T) {
	named := regexp.MustCompile(`(?:sluicesec/sluice(?:@v|:|/v)|SLUICE_VERSION: |default: (?:ghcr\.io/sluicesec/sluice:)?)(\d+\.\d+\.\d+)`)
	files, err := filepath.Glob("../docs/ci/*")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := filepath.Glob("../docs/howto/*.md")
	if err != nil {
		t.Fatal(err)
	}
	versions := map[string][]string{}
	for _, path := range append(append(files, pages...), "../templates/sluice.yml") {
		for _, m := range named.FindAllStringSubmatch(readFile(t, path), -1) {
			versions[m[1]] = append(versions[m[1]], path)
		}
	}
	if len(versions) != 1 || len(versions["0.1.0"]) < 10 {
		t.Errorf("versions in documents: %v", versions)
	}
}

var (
	fence        = regexp.MustCompile("(?s)```yaml\n(.*?)```")
	actionOutput = regexp.MustCompile(`steps\.sluice\.outputs\.([a-z-]+)`)
)

// The pages use the action with inputs and outputs that it has.
func TestActionInDocuments(t *testing.T) {
	var a action
	readYAML(t, "../action.yml", &a)
	used := 0
	check := func(path, text string) {
		var steps []actionStep
		if err := yaml.Unmarshal([]byte(text), &steps); err != nil {
			t.Errorf("%s: %v: %s", path, err, text)
		}
		for _, s := range steps {
			if !strings.HasPrefix(s.Uses, "sluicesec/sluice@") {
				continue
			}
			used++
			for name := range s.With {
				if _, ok := a.Inputs[name]; !ok {
					t.Errorf("%s: the action has no input %s", path, name)
				}
			}
		}
		for _, m := range actionOutput.FindAllStringSubmatch(text, -1) {
			if _, ok := a.Outputs[m[1]]; !ok {
				t.Errorf("%s: the action has no output %s", path, m[1])
			}
		}
	}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".md" {
			return err
		}
		for _, m := range fence.FindAllStringSubmatch(readFile(t, path), -1) {
			if strings.Contains(m[1], "uses: sluicesec/sluice@") && !strings.Contains(m[1], "jobs:") {
				check(path, m[1])
			}
		}
		return nil
	})
	if err != nil || used < 2 {
		t.Errorf("%d uses, %v", used, err)
	}
}

// A checkout without credentials holds none, and a run on it warns of none.
func TestCheckoutWithoutCredentials(t *testing.T) {
	p := newProject(t)
	r := judging(t)
	p.checkout(r, "refs/heads/main", p.main, false)
	c := gittest.Sandbox{TB: t, Dir: r.work}
	const warning = "persist-credentials: false"
	if r.run("schedule", event(t, "schedule")); strings.Contains(r.log, warning) {
		t.Errorf("without credentials: %s", r.log)
	}
	// What actions/checkout writes otherwise: since its version 6, and before. It is no finding.
	c.Git("config", "includeIf.gitdir:"+r.work+"/.git.path", filepath.Join(r.dir, "temp/git-credentials-1b4e28ba-2fa1-11d2-883f-0016d3cca427.config"))
	if r.run("schedule", event(t, "schedule")); !strings.Contains(r.log, warning) || r.outputs["findings"] != "2" {
		t.Errorf("with credentials in a file: %v: %s", r.outputs, r.log)
	}
	c.Git("config", "--unset", "includeIf.gitdir:"+r.work+"/.git.path")
	token := base64.StdEncoding.EncodeToString([]byte("x-access-token:" + strings.TrimSpace(strings.TrimPrefix(leak(t, 9), "TOKEN="))))
	c.Git("config", "http.https://github.com/.extraheader", "AUTHORIZATION: basic "+token)
	if r.run("schedule", event(t, "schedule")); !strings.Contains(r.log, warning) || !strings.Contains(r.summary, warning) || r.outputs["findings"] != "2" {
		t.Errorf("with credentials: %v: %s", r.outputs, r.log)
	}
}
