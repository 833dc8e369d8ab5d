package ci

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/rules/example"
)

// leak returns a line with a token.
func leak(t *testing.T, seed uint64) string {
	t.Helper()
	text, err := example.Expand("ghp_{base62:30}{crc32}", seed)
	if err != nil {
		t.Fatal(err)
	}
	return "TOKEN=" + text + "\n"
}

// A project is the repository on GitHub about which the action runs: main has a leak, and
// topic brings another and a rule file that switches all rules off.
type project struct {
	gittest.Sandbox
	first, main, topic string
	merge              string // of topic into main, which GitHub makes for a pull request
}

func newProject(t *testing.T) project {
	s := gittest.New(t)
	s.Git("config", "uploadpack.allowAnySHA1InWant", "true")
	p := project{Sandbox: s}
	p.first = s.Commit("README", "text\n")
	p.main = s.Commit("old.env", leak(t, 1))
	s.Git("checkout", "-q", "-b", "topic")
	s.Commit(".sluice.toml", "[extend]\nuseDefault = false\n")
	p.topic = s.Commit("new.env", leak(t, 2))
	s.Git("update-ref", "refs/pull/7/head", p.topic)
	s.Git("checkout", "-q", "--detach", p.main)
	s.Git("merge", "-q", "--no-ff", "-m", "Merge", p.topic)
	p.merge = s.Git("rev-parse", "HEAD")
	s.Git("update-ref", "refs/pull/7/merge", p.merge)
	s.Git("update-ref", "refs/heads/gh-readonly-queue/main/pr-7-"+p.main, p.topic)
	s.Git("checkout", "-q", "main")
	return p
}

// checkout is what actions/checkout does, with fetch-depth: 1 or 0.
func (p project) checkout(r *runner, ref, commit string, shallow bool) {
	r.Helper()
	r.must(os.RemoveAll(r.work))
	r.must(os.MkdirAll(r.work, 0o755))
	c := gittest.Sandbox{TB: r.T, Dir: r.work}
	c.Git("init", "-q", "-b", "main")
	c.Git("remote", "add", "origin", "file://"+p.Dir)
	local := strings.NewReplacer("refs/heads/", "refs/remotes/origin/", "refs/pull/", "refs/remotes/pull/").Replace(ref)
	if shallow {
		c.Git("fetch", "-q", "--no-tags", "--depth=1", "origin", "+"+commit+":"+local)
	} else {
		c.Git("fetch", "-q", "--prune", "origin", "+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*")
		// A pull request, or a branch that has moved.
		if id, err := c.Cmd("rev-parse", "--verify", "-q", local+"^{commit}").Output(); err != nil || strings.TrimSpace(string(id)) != commit {
			c.Git("fetch", "-q", "origin", "+"+commit+":"+local)
		}
	}
	c.Git("checkout", "-q", "--detach", commit)
}

// judging returns a runner of the action with a release.
func judging(t *testing.T) *runner {
	h := newReleases(t)
	h.add(t, "v1.2.3")
	r := newRunner(t, "v1.2.3")
	r.inputs["server"] = h.URL
	return r
}

// category returns what GitHub takes for the category of an upload, and whether the report
// says that the scan was complete.
func category(r *runner, path string) (string, bool) {
	r.Helper()
	if !filepath.IsAbs(path) {
		path = filepath.Join(r.work, path)
	}
	text, err := os.ReadFile(path)
	r.must(err)
	var log struct {
		Runs []struct {
			AutomationDetails struct{ ID string }
			Invocations       []struct{ ExecutionSuccessful bool }
		}
	}
	r.must(json.Unmarshal(text, &log))
	return log.Runs[0].AutomationDetails.ID, log.Runs[0].Invocations[0].ExecutionSuccessful
}

const upload = "github/codeql-action/upload-sarif"

// On each event the action judges what the event is about, whatever the checkout has left
// out, by the rules from before it.
func TestActionOnEveryEvent(t *testing.T) {
	p := newProject(t)
	gone := p.Commit("gone", "x\n")
	p.Git("reset", "-q", "--hard", p.main)
	rewritten := p.Commit("forced.env", leak(t, 3))
	p.Git("reset", "-q", "--hard", p.main)
	p.Git("tag", "-a", "-m", "x", "v1", p.topic)
	tag := p.Git("rev-parse", "v1")
	push := func(ref, base, head string) string {
		yes := map[bool]string{true: "true", false: "false"}
		return event(t, "push", "REF", ref, "BASE", base, "HEAD", head, "CREATED", yes[base == none], "DELETED", yes[head == none], "FORCED", yes[base == gone])
	}
	pull := event(t, "pull_request", "FROM", "octo-org", "BASE", p.main, "HEAD", p.topic)
	fork := event(t, "pull_request", "FROM", "mallory", "BASE", p.main, "HEAD", p.topic)
	const topic, main = "refs/heads/topic", "refs/heads/main"
	for _, c := range []struct {
		name, event, payload string
		ref, commit          string // what is checked out
		want                 string // the files with findings
		category             string
	}{
		{"push", "push", push(topic, p.main, p.topic), topic, p.topic, "new.env", "sluice/push/"},
		{"push that brings nothing", "push", push(topic, p.topic, p.topic), topic, p.topic, "", "sluice/push/"},
		{"new branch", "push", push(topic, none, p.topic), topic, p.topic, "new.env", "sluice/push/"},
		{"first push of a repository", "push", push(main, none, p.main), main, p.main, "old.env", "sluice/push/"},
		{"force push", "push", push(main, gone, rewritten), main, rewritten, "forced.env", "sluice/push/"},
		{"tag", "push", push("refs/tags/v1", none, tag), "refs/tags/v1", p.topic, "new.env", "sluice/push/"},
		{"pull request", "pull_request", pull, "refs/pull/7/merge", p.merge, "new.env", "sluice/pull-request/"},
		{"pull request from a fork", "pull_request", fork, "refs/pull/7/merge", p.merge, "new.env", "sluice/pull-request/"},
		{"pull request target", "pull_request_target", fork, main, p.main, "new.env", "sluice/pull-request-target/"},
		{"merge queue", "merge_group", event(t, "merge_group", "BASE", p.main, "HEAD", p.topic), topic, p.topic, "new.env", "sluice/merge-group/"},
		{"schedule", "schedule", event(t, "schedule"), main, p.main, "new.env old.env", "sluice/history/"},
		{"dispatch", "workflow_dispatch", event(t, "workflow_dispatch"), main, p.main, "new.env old.env", "sluice/history/"},
		{"release", "release", event(t, "release"), main, p.main, "new.env old.env", "sluice/history/"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, shallow := range []bool{true, false} {
				r := judging(t)
				p.checkout(r, c.ref, c.commit, shallow)
				passed := r.run(c.event, c.payload)
				if passed != (c.want == "") {
					t.Fatalf("shallow %v: passed %v: %s", shallow, passed, r.log)
				}
				files := strings.Fields(c.want)
				for _, file := range []string{"forced.env", "new.env", "old.env"} {
					if slices.Contains(files, file) != strings.Contains(r.log, "::error file="+file+",") {
						t.Errorf("shallow %v: annotations of %s: %s", shallow, file, r.log)
					}
				}
				code := map[bool]string{true: "0", false: "1"}[passed]
				if o := r.outputs; o["findings"] != string(rune('0'+len(files))) || o["complete"] != "true" || o["exit-code"] != code {
					t.Errorf("shallow %v: outputs %v", shallow, o)
				}
				if !strings.Contains(r.summary, "## Sluice: ") {
					t.Errorf("shallow %v: summary %q", shallow, r.summary)
				}
				id, complete := category(r, r.outputs["sarif"])
				if id != c.category || !complete || r.used[upload]["sarif_file"] != r.outputs["sarif"] {
					t.Errorf("shallow %v: category %q, complete %v, upload %v", shallow, id, complete, r.used[upload])
				}
				ref, sha := "", ""
				if c.event == "pull_request_target" {
					ref, sha = "refs/pull/7/head", p.topic
				}
				if with := r.used[upload]; with["ref"] != ref || with["sha"] != sha {
					t.Errorf("shallow %v: uploaded for %q, %q", shallow, with["ref"], with["sha"])
				}
				if _, err := os.Stat(r.outputs["report"]); err != nil {
					t.Errorf("the JSON report: %v", err)
				}
				if left := (gittest.Sandbox{TB: t, Dir: r.work}).Git("status", "--porcelain", "--ignored"); left != "" {
					t.Errorf("left in the checkout: %s", left)
				}
			}
		})
	}
}

// A scan of the whole history judges branches and tags that the checkout has left out, also
// where it is deeper than the history. An upload would close their alerts.
func TestActionJudgesEveryBranchAndTag(t *testing.T) {
	p := newProject(t)
	p.Git("checkout", "-q", "--detach")
	p.Git("tag", "apart", p.Commit("forced.env", leak(t, 3)))
	p.Git("checkout", "-q", "main")
	for _, depth := range []string{"1", "50", "0"} {
		r := judging(t)
		p.checkout(r, "refs/heads/main", p.main, depth == "1")
		c := gittest.Sandbox{TB: t, Dir: r.work}
		if depth == "50" {
			r.must(os.RemoveAll(filepath.Join(r.work, ".git")))
			c.Git("init", "-q", "-b", "main")
			c.Git("remote", "add", "origin", "file://"+p.Dir)
			c.Git("fetch", "-q", "--no-tags", "--depth=50", "origin", "+"+p.main+":refs/remotes/origin/main")
			c.Git("reset", "-q", p.main)
		}
		if r.inputs["fetch"] = "false"; depth != "0" && (r.run("schedule", event(t, "schedule")) || r.outputs["complete"] != "false" || r.used[upload] != nil) {
			t.Errorf("fetch-depth %s without fetch: %v, %s", depth, r.outputs, r.log)
		}
		if r.inputs["fetch"] = "true"; r.run("schedule", event(t, "schedule")) || r.outputs["findings"] != "3" || r.outputs["complete"] != "true" {
			t.Errorf("fetch-depth %s: %v, %s", depth, r.outputs, r.log)
		}
	}
}

// A scan with gaps fails, and leaves its reports, which say so. They are uploaded only on
// request, because GitHub would close the alerts that they do not have.
func TestActionOfIncompleteScan(t *testing.T) {
	p := newProject(t)
	r := judging(t)
	p.checkout(r, "refs/heads/main", p.main, true)
	r.inputs = with(r.inputs, "fetch", "false", "sarif", "out put.sarif", "report", "out.json")
	if r.run("schedule", event(t, "schedule")) {
		t.Fatal(r.log)
	}
	if o := r.outputs; o["complete"] != "false" || o["exit-code"] != "2" || o["sarif"] != "out put.sarif" || o["report"] != "out.json" {
		t.Errorf("outputs %v", o)
	}
	if id, complete := category(r, "out put.sarif"); id != "sluice/history/" || complete {
		t.Errorf("category %q, complete %v", id, complete)
	}
	for _, want := range []string{"::error title=Incomplete scan::", "actions/checkout with fetch-depth: 0", "::notice title=No SARIF upload::"} {
		if !strings.Contains(r.log, want) {
			t.Errorf("it does not say %q: %s", want, r.log)
		}
	}
	if !strings.Contains(r.summary, "not everything was scanned") || r.used[upload] != nil {
		t.Errorf("upload %v, summary %s", r.used[upload], r.summary)
	}
	r.inputs["upload-sarif"] = "always"
	if r.run("schedule", event(t, "schedule")) || r.used[upload] == nil {
		t.Errorf("upload-sarif: always: %v", r.used)
	}
	for fail, want := range map[string]bool{"findings": false, "incomplete": false, "never": true, "nonsense": false} {
		if r.inputs["fail-on"] = fail; r.run("schedule", event(t, "schedule")) != want {
			t.Errorf("fail-on: %s: %s", fail, r.log)
		}
	}
	// Arguments that sluice refuses are no all-clear either.
	r.inputs = with(r.inputs, "fail-on", "findings", "min-confidence", "sure")
	if r.run("schedule", event(t, "schedule")) || r.outputs["complete"] != "false" || r.outputs["exit-code"] != "2" {
		t.Errorf("outputs %v: %s", r.outputs, r.log)
	}
}

// A report that cannot be written is no all-clear, and what an earlier run has left at its
// path is not uploaded.
func TestActionOfUnwrittenReport(t *testing.T) {
	p := newProject(t)
	for name, prepare := range map[string]func(r *runner){
		"no folder": func(r *runner) { r.inputs["sarif"] = "none/x.sarif" },
		"an old report": func(r *runner) {
			r.inputs["sarif"], r.inputs["report"] = "old.sarif", "none/x.json"
			r.must(os.WriteFile(filepath.Join(r.work, "old.sarif"), []byte("{}"), 0o600))
		},
		"no summary": func(r *runner) { r.summaryFile = filepath.Join(r.dir, "none/summary") },
	} {
		r := judging(t)
		p.checkout(r, "refs/heads/main", p.main, false)
		prepare(r)
		r.inputs["fail-on"] = "incomplete"
		passed := r.run("push", event(t, "push", "REF", "refs/heads/main", "BASE", p.main, "HEAD", p.main, "CREATED", "false", "DELETED", "false", "FORCED", "false"))
		if passed || r.outputs["complete"] != "false" || r.outputs["exit-code"] != "2" || r.outputs["sarif"] != "" || r.used[upload] != nil {
			t.Errorf("%s: passed %v, outputs %v, upload %v: %s", name, passed, r.outputs, r.used[upload], r.log)
		}
	}
}

// A program that ends with 0 and has scanned nothing has judged nothing.
func TestActionOfHelp(t *testing.T) {
	p := newProject(t)
	for fail, want := range map[string]bool{"findings": false, "incomplete": false, "never": true} {
		r := judging(t)
		p.checkout(r, "refs/heads/main", p.main, false)
		r.inputs = with(r.inputs, "args", "--help", "fail-on", fail)
		if passed := r.run("schedule", event(t, "schedule")); passed != want || r.outputs["complete"] != "false" {
			t.Errorf("fail-on: %s: passed %v, outputs %v: %s", fail, passed, r.outputs, r.log)
		}
	}
}

// A pull request from a fork has a token that may not upload.
func TestActionCarriesOnWithoutUpload(t *testing.T) {
	p := newProject(t)
	r := judging(t)
	r.fakes[upload] = func(map[string]string) (map[string]string, error) {
		return nil, errors.New("Resource not accessible by integration")
	}
	p.checkout(r, "refs/heads/topic", p.topic, true)
	for base, want := range map[string]bool{p.topic: true, p.main: false} {
		passed := r.run("pull_request", event(t, "pull_request", "FROM", "mallory", "BASE", base, "HEAD", p.topic))
		if passed != want || !strings.Contains(r.log, "::notice title=No SARIF upload::Code scanning has not taken the report") {
			t.Errorf("passed %v: %s", passed, r.log)
		}
	}
	r.inputs["upload-sarif"] = "false"
	r.run("pull_request", event(t, "pull_request", "FROM", "mallory", "BASE", p.topic, "HEAD", p.topic))
	if r.used[upload] != nil || strings.Contains(r.log, "No SARIF upload") {
		t.Errorf("upload-sarif: false: %v, %s", r.used, r.log)
	}
}

// Findings need not fail the action.
func TestActionFailsOn(t *testing.T) {
	p := newProject(t)
	r := judging(t)
	p.checkout(r, "refs/heads/topic", p.topic, false)
	for fail, want := range map[string]bool{"findings": false, "incomplete": true, "never": true} {
		r.inputs["fail-on"] = fail
		if passed := r.run("merge_group", event(t, "merge_group", "BASE", p.main, "HEAD", p.topic)); passed != want || r.outputs["findings"] != "1" || r.outputs["exit-code"] != "1" {
			t.Errorf("fail-on: %s: passed %v, %v", fail, passed, r.outputs)
		}
	}
}

// The action hands its inputs to sluice, each as one argument, whatever is in them.
func TestActionArguments(t *testing.T) {
	r := judging(t)
	p := newProject(t)
	p.checkout(r, "refs/heads/main", p.main, true)
	for _, c := range []struct {
		inputs []string
		want   []string
	}{
		{nil, []string{"git", "--ci", "--min-confidence", "medium", "-f", "text", "-o", "-", "-f", "sarif", "-o", "TEMP/sluice.sarif", "-f", "json", "-o", "TEMP/sluice.json", "--fetch", "."}},
		{[]string{"path", "a b", "config", "$(touch x) `y`", "baseline", "b;c", "sarif", "out put.sarif", "report", "r.json", "args", "-j 1\n  --no-delta\n", "min-confidence", "high", "fetch", "false", "category", "a/b"},
			[]string{"git", "--ci", "--min-confidence", "high", "-f", "text", "-o", "-", "-f", "sarif", "-o", "out put.sarif", "-f", "json", "-o", "r.json",
				"--config", "$(touch x) `y`", "--baseline", "b;c", "--sarif-category", "a/b", "-j", "1", "--no-delta", "a b"}},
	} {
		r.inputs = with(r.inputs, c.inputs...)
		r.inputs["version"] = "source"
		r.tool("go", `while test "$1" != -o; do shift; done; printf '%s\n' '#!/bin/sh' 'for a; do printf "%s\\n" "$a"; done >"$RUNNER_TEMP/arguments"; exit 3' >"$2"; chmod +x "$2"`)
		if r.run("schedule", event(t, "schedule")) || r.outputs["exit-code"] != "3" || r.outputs["complete"] != "false" {
			t.Fatalf("the exit code of sluice is lost: %v: %s", r.outputs, r.log)
		}
		text, err := os.ReadFile(filepath.Join(r.dir, "temp/arguments"))
		r.must(err)
		got := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
		for i := range got {
			if dir, file := filepath.Split(got[i]); strings.HasPrefix(dir, filepath.Join(r.dir, "temp")) {
				got[i] = "TEMP/" + file
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("got  %q\nwant %q", got, c.want)
		}
		if left, _ := filepath.Glob(filepath.Join(r.work, "x")); left != nil {
			t.Error("an input was run")
		}
	}
}

// Expressions are not in scripts, where they would be more than text, and every input is
// described.
func TestActionFile(t *testing.T) {
	var a action
	readYAML(t, "../action.yml", &a)
	for _, s := range a.Runs.Steps {
		if strings.Contains(s.Run, "${{") {
			t.Errorf("step %s: an expression in a script is more than text", s.Name)
		}
		if _, version, _ := strings.Cut(s.Uses, "@"); s.Uses != "" && len(version) != 40 {
			t.Errorf("%s is not pinned to a commit", s.Uses)
		}
	}
	page, err := os.ReadFile("../docs/howto/ci.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, input := range a.Inputs {
		if input.Description == "" || !strings.Contains(string(page), "| `"+name+"` |") {
			t.Errorf("the input %s is not described in docs/howto/ci.md", name)
		}
	}
	for name := range a.Outputs {
		if !strings.Contains(string(page), "`"+name+"`") {
			t.Errorf("the output %s is not described in docs/howto/ci.md", name)
		}
	}
}
