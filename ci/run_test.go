package ci

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

const (
	idA  = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	idB  = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
	none = "0000000000000000000000000000000000000000"
)

// push is the payload of a GitHub push event, as far as it counts.
func push(ref, before, after string) string {
	return fmt.Sprintf(`{"ref":%q,"before":%q,"after":%q,"deleted":%v,"forced":false,"repository":{"default_branch":"main"}}`,
		ref, before, after, after == none)
}

const pull = `{"action":"synchronize","number":7,"pull_request":{"number":7,"base":{"ref":"main","sha":"` + idA + `"},"head":{"ref":"topic","sha":"` + idB + `"}}}`

// The environment of a run, and what it must judge. event is the payload of a
// GitHub event.
var runs = []struct {
	name  string
	event string
	env   string // NAME=VALUE, space-separated
	want  Run    // without System, Event, Config, Checkout and TagsToo
}{
	{"GitHub push", push("refs/heads/topic", idA, idB), "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=push",
		Run{Kind: Commits, Head: idB, Base: idA, Branch: "main", OwnBase: true, HeadRef: "refs/heads/topic", Default: "main"}},
	{"GitHub push to the default branch", push("refs/heads/main", idA, idB), "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=push",
		Run{Kind: Commits, Head: idB, Base: idA, HeadRef: "refs/heads/main", Default: "main"}},
	{"GitHub new branch", push("refs/heads/topic", none, idB), "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=push",
		Run{Kind: Commits, Head: idB, Branch: "main", HeadRef: "refs/heads/topic", Default: "main"}},
	{"GitHub first push", push("refs/heads/main", none, idB), "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=push",
		Run{Kind: Commits, Head: idB, HeadRef: "refs/heads/main", Default: "main"}},
	{"GitHub tag", push("refs/tags/main", none, idB), "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=push",
		Run{Kind: Commits, Head: idB, Branch: "main", HeadRef: "refs/tags/main", Default: "main"}},
	{"GitHub deleted", push("refs/heads/topic", idA, none), "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=push", Run{Kind: Nothing}},
	{"GitHub pull request", pull, "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=pull_request",
		Run{Kind: Commits, Head: idB, Base: idA, Branch: "main", HeadRef: "refs/pull/7/head"}},
	{"GitHub pull request target", pull, "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=pull_request_target",
		Run{Kind: Commits, Head: idB, Base: idA, Branch: "main", HeadRef: "refs/pull/7/head"}},
	{"GitHub pull request from a fork", strings.NewReplacer(`"base":{`, `"base":{"repo":{"full_name":"a/x"},`, `"head":{`, `"head":{"repo":{"full_name":"b/x"},`).Replace(pull), "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=pull_request",
		Run{Kind: Commits, Head: idB, Base: idA, Branch: "main", HeadRef: "refs/pull/7/head", Fork: true}},
	{"GitHub pull request from a fork that is gone", strings.NewReplacer(`"base":{`, `"base":{"repo":{"full_name":"a/x"},`, `"head":{`, `"head":{"repo":null,`).Replace(pull), "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=pull_request",
		Run{Kind: Commits, Head: idB, Base: idA, Branch: "main", HeadRef: "refs/pull/7/head", Fork: true}},
	{"GitHub pull request in one repository", strings.NewReplacer(`"base":{`, `"base":{"repo":{"full_name":"a/x"},`, `"head":{`, `"head":{"repo":{"full_name":"a/x"},`).Replace(pull), "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=pull_request",
		Run{Kind: Commits, Head: idB, Base: idA, Branch: "main", HeadRef: "refs/pull/7/head"}},
	{"GitLab merge request from a fork", "", "GITLAB_CI=true CI_MERGE_REQUEST_IID=3 CI_PROJECT_ID=1 CI_MERGE_REQUEST_SOURCE_PROJECT_ID=2 CI_COMMIT_SHA=" + idB,
		Run{Kind: Commits, Head: idB, HeadRef: "refs/merge-requests/3/head", Fork: true}},
	{"GitLab merge request, run in the fork", "", "GITLAB_CI=true CI_MERGE_REQUEST_IID=3 CI_PROJECT_ID=2 CI_MERGE_REQUEST_PROJECT_ID=1 CI_MERGE_REQUEST_SOURCE_PROJECT_ID=2 CI_COMMIT_SHA=" + idB,
		Run{Kind: Commits, Head: idB, HeadRef: "refs/merge-requests/3/head", Fork: true}},
	{"GitHub merge queue", `{"merge_group":{"base_sha":"` + idA + `","head_sha":"` + idB + `","head_ref":"refs/heads/gh-readonly-queue/main/x"}}`,
		"GITHUB_ACTIONS=true GITHUB_EVENT_NAME=merge_group",
		Run{Kind: Commits, Head: idB, Base: idA, HeadRef: "refs/heads/gh-readonly-queue/main/x"}},
	{"GitHub schedule", `{"schedule":"0 3 * * *"}`, "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=schedule", Run{}},
	{"GitHub dispatch", `{"inputs":{}}`, "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=workflow_dispatch", Run{}},
	{"GitHub schedule with its commit", "", "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=schedule GITHUB_REF=refs/heads/main GITHUB_SHA=" + idB, Run{OnDefault: idB}},
	{"GitHub dispatch on the default branch", `{"repository":{"default_branch":"main"}}`, "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=workflow_dispatch GITHUB_REF=refs/heads/main GITHUB_SHA=" + idB,
		Run{Default: "main", OnDefault: idB}},
	{"GitHub dispatch on another branch", `{"repository":{"default_branch":"main"}}`, "GITHUB_ACTIONS=true GITHUB_EVENT_NAME=workflow_dispatch GITHUB_REF=refs/heads/topic GITHUB_SHA=" + idB,
		Run{Default: "main"}},

	{"GitLab push", "", "GITLAB_CI=true CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=topic CI_DEFAULT_BRANCH=main CI_COMMIT_BEFORE_SHA=" + idA + " CI_COMMIT_SHA=" + idB,
		Run{Kind: Commits, Head: idB, Base: idA, Branch: "main", OwnBase: true, HeadRef: "refs/heads/topic", Default: "main"}},
	{"GitLab new branch", "", "GITLAB_CI=true CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=topic CI_DEFAULT_BRANCH=main CI_COMMIT_BEFORE_SHA=" + none + " CI_COMMIT_SHA=" + idB,
		Run{Kind: Commits, Head: idB, Branch: "main", HeadRef: "refs/heads/topic", Default: "main"}},
	{"GitLab tag", "", "GITLAB_CI=true CI_PIPELINE_SOURCE=push CI_COMMIT_TAG=v1 CI_DEFAULT_BRANCH=main CI_COMMIT_BEFORE_SHA=" + none + " CI_COMMIT_SHA=" + idB,
		Run{Kind: Commits, Head: idB, Branch: "main", HeadRef: "refs/tags/v1", Default: "main"}},
	{"GitLab merge request", "", "GITLAB_CI=true CI_PIPELINE_SOURCE=merge_request_event CI_MERGE_REQUEST_IID=3 CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main CI_MERGE_REQUEST_DIFF_BASE_SHA=" + idA + " CI_COMMIT_BEFORE_SHA=" + none + " CI_COMMIT_SHA=" + idB,
		Run{Kind: Commits, Head: idB, Base: idA, Branch: "main", HeadRef: "refs/merge-requests/3/head"}},
	{"GitLab schedule", "", "GITLAB_CI=true CI_PIPELINE_SOURCE=schedule CI_COMMIT_BRANCH=main CI_DEFAULT_BRANCH=main CI_COMMIT_BEFORE_SHA=" + none + " CI_COMMIT_SHA=" + idB, Run{Default: "main", OnDefault: idB}},
	{"GitLab schedule of another branch", "", "GITLAB_CI=true CI_PIPELINE_SOURCE=schedule CI_COMMIT_BRANCH=topic CI_DEFAULT_BRANCH=main CI_COMMIT_SHA=" + idB, Run{Default: "main"}},
	{"GitLab schedule of a tag", "", "GITLAB_CI=true CI_PIPELINE_SOURCE=schedule CI_COMMIT_TAG=v1 CI_DEFAULT_BRANCH=main CI_COMMIT_SHA=" + idB, Run{Default: "main"}},

	{"Bitbucket pull request", "", "BITBUCKET_BUILD_NUMBER=1 BITBUCKET_PR_ID=2 BITBUCKET_COMMIT=" + idB + " BITBUCKET_PR_DESTINATION_COMMIT=aaaaaaaaaaaa BITBUCKET_PR_DESTINATION_BRANCH=main",
		Run{Kind: Commits, Head: idB, Base: "aaaaaaaaaaaa", Branch: "main"}},
	{"Bitbucket push", "", "BITBUCKET_BUILD_NUMBER=1 BITBUCKET_COMMIT=" + idB, Run{}},
	{"Azure pull request", "", "TF_BUILD=True BUILD_REASON=PullRequest BUILD_SOURCEVERSION=" + idA + " SYSTEM_PULLREQUEST_SOURCECOMMITID=" + idB + " SYSTEM_PULLREQUEST_TARGETBRANCH=refs/heads/main SYSTEM_PULLREQUEST_SOURCEBRANCH=refs/heads/topic",
		Run{Kind: Commits, Head: idB, Branch: "main", HeadRef: "refs/heads/topic"}},
	{"Azure push", "", "TF_BUILD=True BUILD_REASON=IndividualCI BUILD_SOURCEVERSION=" + idA, Run{}},
	{"Buildkite branch", "", "BUILDKITE=true BUILDKITE_SOURCE=webhook BUILDKITE_BRANCH=topic BUILDKITE_PIPELINE_DEFAULT_BRANCH=main BUILDKITE_COMMIT=" + idB,
		Run{Kind: Commits, Head: idB, Branch: "main", Default: "main"}},
	{"Buildkite pull request", "", "BUILDKITE=true BUILDKITE_SOURCE=webhook BUILDKITE_BRANCH=topic BUILDKITE_PULL_REQUEST_BASE_BRANCH=next BUILDKITE_PIPELINE_DEFAULT_BRANCH=main BUILDKITE_COMMIT=HEAD",
		Run{Kind: Commits, Branch: "next", Default: "main"}},
	{"Buildkite default branch", "", "BUILDKITE=true BUILDKITE_SOURCE=webhook BUILDKITE_BRANCH=main BUILDKITE_PIPELINE_DEFAULT_BRANCH=main BUILDKITE_COMMIT=" + idB, Run{Default: "main", OnDefault: idB}},
	{"CircleCI", "", "CIRCLECI=true CIRCLE_SHA1=" + idB, Run{}},
	{"Woodpecker pull request", "", "CI=woodpecker CI_PIPELINE_EVENT=pull_request CI_REPO_DEFAULT_BRANCH=main CI_COMMIT_BRANCH=main CI_COMMIT_TARGET_BRANCH=next CI_COMMIT_REF=refs/pull/7/head CI_COMMIT_SHA=" + idB,
		Run{Kind: Commits, Head: idB, Branch: "next", HeadRef: "refs/pull/7/head", Default: "main"}},
	{"Woodpecker push", "", "CI=woodpecker CI_PIPELINE_EVENT=push CI_REPO_DEFAULT_BRANCH=main CI_COMMIT_BRANCH=topic CI_COMMIT_REF=refs/heads/topic CI_PREV_COMMIT_SHA=" + idA + " CI_COMMIT_SHA=" + idB,
		Run{Kind: Commits, Head: idB, Branch: "main", HeadRef: "refs/heads/topic", Default: "main"}},
	{"Woodpecker push to the default branch", "", "CI=woodpecker CI_PIPELINE_EVENT=push CI_REPO_DEFAULT_BRANCH=main CI_COMMIT_BRANCH=main CI_COMMIT_REF=refs/heads/main CI_COMMIT_SHA=" + idB,
		Run{Default: "main", OnDefault: idB}},
	{"Woodpecker tag", "", "CI=woodpecker CI_PIPELINE_EVENT=tag CI_REPO_DEFAULT_BRANCH=main CI_COMMIT_REF=refs/tags/v1 CI_COMMIT_SHA=" + idB,
		Run{Kind: Commits, Head: idB, Branch: "main", HeadRef: "refs/tags/v1", Default: "main"}},
	{"Woodpecker cron", "", "CI=woodpecker CI_PIPELINE_EVENT=cron CI_REPO_DEFAULT_BRANCH=main CI_COMMIT_BRANCH=main CI_COMMIT_SHA=" + idB, Run{Default: "main", OnDefault: idB}},
	{"Drone push", "", "CI=true DRONE=true DRONE_BUILD_EVENT=push DRONE_REPO_BRANCH=main DRONE_BRANCH=topic DRONE_COMMIT_REF=refs/heads/topic DRONE_COMMIT_BEFORE=" + idA + " DRONE_COMMIT_SHA=" + idB,
		Run{Kind: Commits, Head: idB, Base: idA, Branch: "main", OwnBase: true, HeadRef: "refs/heads/topic", Default: "main"}},
	{"Drone push to the default branch", "", "CI=true DRONE=true DRONE_BUILD_EVENT=push DRONE_REPO_BRANCH=main DRONE_BRANCH=main DRONE_COMMIT_REF=refs/heads/main DRONE_COMMIT_BEFORE=" + idA + " DRONE_COMMIT_SHA=" + idB,
		Run{Kind: Commits, Head: idB, Base: idA, HeadRef: "refs/heads/main", Default: "main"}},
	{"Drone pull request", "", "CI=true DRONE=true DRONE_BUILD_EVENT=pull_request DRONE_REPO_BRANCH=main DRONE_BRANCH=next DRONE_TARGET_BRANCH=next DRONE_COMMIT_REF=refs/pull/7/head DRONE_COMMIT_SHA=" + idB,
		Run{Kind: Commits, Head: idB, Branch: "next", HeadRef: "refs/pull/7/head", Default: "main"}},
	{"Drone cron", "", "CI=true DRONE=true DRONE_BUILD_EVENT=cron DRONE_REPO_BRANCH=main DRONE_BRANCH=main DRONE_COMMIT_SHA=" + idB, Run{Default: "main", OnDefault: idB}},

	{"Jenkins change", "", "JENKINS_URL=https://ci.example.org/ CHANGE_TARGET=main", Run{Kind: Commits, Branch: "main"}},
	{"Jenkins build", "", "JENKINS_URL=https://ci.example.org/ GIT_PREVIOUS_COMMIT=" + none + " GIT_PREVIOUS_SUCCESSFUL_COMMIT=" + idA + " GIT_COMMIT=" + idB,
		Run{Kind: Commits, Head: idB, Base: idA}},
	{"Jenkins build of a branch", "", "JENKINS_URL=https://ci.example.org/ BRANCH_NAME=topic GIT_PREVIOUS_SUCCESSFUL_COMMIT=" + idA + " GIT_COMMIT=" + idB,
		Run{Kind: Commits, Head: idB, Base: idA, OwnBase: true}},
	{"Jenkins build of the primary branch", "", "JENKINS_URL=https://ci.example.org/ BRANCH_NAME=main BRANCH_IS_PRIMARY=true GIT_PREVIOUS_SUCCESSFUL_COMMIT=" + idA + " GIT_COMMIT=" + idB,
		Run{Kind: Commits, Head: idB, Base: idA, OnDefault: idB}},
	{"Jenkins first build", "", "JENKINS_URL=https://ci.example.org/ GIT_COMMIT=" + idB, Run{}},
}

func environment(t *testing.T, env, event string) func(string) string {
	t.Helper()
	vars := map[string]string{}
	for _, kv := range strings.Fields(env) {
		name, value, _ := strings.Cut(kv, "=")
		vars[name] = value
	}
	if event != "" {
		vars["GITHUB_EVENT_PATH"] = filepath.Join(t.TempDir(), "event.json")
		if err := os.WriteFile(vars["GITHUB_EVENT_PATH"], []byte(event), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return func(name string) string { return vars[name] }
}

func TestDetect(t *testing.T) {
	for _, c := range runs {
		run, err := Detect(environment(t, c.env, c.event))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if run.System == "" || run.Config == "" {
			t.Errorf("%s: no name or no advice: %+v", c.name, run)
		}
		run.System, run.Event, run.Config, run.Checkout, run.TagsToo = "", "", "", "", false
		if !reflect.DeepEqual(*run, c.want) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", c.name, *run, c.want)
		}
	}
}

// Alerts on GitHub are apart for each kind of run.
func TestCategory(t *testing.T) {
	for event, want := range map[string]string{
		"push": "push", "pull_request": "pull-request", "pull_request_target": "pull-request-target", "merge_group": "merge-group",
		"schedule": "history", "workflow_dispatch": "history", "release": "history",
	} {
		run := Run{System: gitHubActions, Event: event}
		if want != "history" {
			run.Kind = Commits
		}
		if got := run.Category(); got != want {
			t.Errorf("%s: got %q, want %q", event, got, want)
		}
	}
	if got := (&Run{System: "GitLab CI/CD", Event: "push", Kind: Commits}).Category(); got != "" {
		t.Errorf("GitLab: %q", got)
	}
}

// What cannot be understood is an error, and never a smaller run.
func TestDetectFails(t *testing.T) {
	if _, err := Detect(func(string) string { return "" }); !errors.Is(err, ErrUnknown) {
		t.Errorf("no CI system: %v", err)
	}
	for name, event := range map[string]string{"no file": "", "no JSON": "ref:", "no commits": "{}", "no head": `{"before":"` + idA + `"}`} {
		for _, kind := range []string{"push", "pull_request", "merge_group"} {
			if run, err := Detect(environment(t, "GITHUB_ACTIONS=true GITHUB_EVENT_NAME="+kind, event)); err == nil {
				t.Errorf("%s, %s: got %+v", kind, name, run)
			}
		}
	}
}

// Whatever an event says, it is understood or refused.
func FuzzGitHubEvent(f *testing.F) {
	for _, c := range runs {
		if c.event != "" {
			f.Add(c.event)
		}
	}
	f.Fuzz(func(t *testing.T, event string) {
		for _, kind := range []string{"push", "pull_request", "merge_group"} {
			run, err := Detect(environment(t, "GITHUB_ACTIONS=true GITHUB_EVENT_NAME="+kind, event+" "))
			if err == nil && run.Kind == Commits && run.Head == "" {
				t.Errorf("%s: commits to judge, and no head: %+v", kind, run)
			}
		}
	})
}
