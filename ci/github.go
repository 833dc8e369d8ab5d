package ci

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/sluicesec/sluice/internal/regular"
)

// gitHubEvent is the part of an event's payload that says what to judge
// (docs.github.com/webhooks/webhook-events-and-payloads). Forgejo and Gitea write
// the same.
type gitHubEvent struct {
	// push
	Ref     string `json:"ref"`
	Before  string `json:"before"`
	After   string `json:"after"`
	Deleted bool   `json:"deleted"`

	// pull_request, pull_request_target
	PullRequest *struct {
		Number int            `json:"number"`
		Base   gitHubPullSide `json:"base"`
		Head   gitHubPullSide `json:"head"`
	} `json:"pull_request"`

	// merge_group
	MergeGroup *struct {
		BaseSHA string `json:"base_sha"`
		HeadSHA string `json:"head_sha"`
		HeadRef string `json:"head_ref"`
	} `json:"merge_group"`

	Repository struct {
		DefaultBranch string `json:"default_branch"`
	} `json:"repository"`
}

// gitHubDefault fills what is known of the default branch. Not every event has a
// payload that names it, but a schedule always runs on that branch
// (docs.github.com/actions/reference/workflows-and-actions/
// events-that-trigger-workflows#schedule).
func gitHubDefault(run *Run, getenv func(string) string) {
	var e gitHubEvent
	if text, err := os.ReadFile(getenv("GITHUB_EVENT_PATH")); err == nil && json.Unmarshal(text, &e) == nil {
		run.Default = e.Repository.DefaultBranch
	}
	if run.Event == "schedule" || run.Default != "" && getenv("GITHUB_REF") == "refs/heads/"+run.Default {
		run.OnDefault = getenv("GITHUB_SHA")
	}
}

// gitHubPullSide is one side of a pull request. Repo is nil if the payload does
// not name it, or if the fork is gone.
type gitHubPullSide struct {
	SHA  string `json:"sha"`
	Ref  string `json:"ref"`
	Repo *struct {
		FullName string `json:"full_name"`
	} `json:"repo"`
}

// foreign reports whether the side is in another repository than base, or in one
// that is gone.
func (s gitHubPullSide) foreign(base gitHubPullSide) bool {
	return base.Repo != nil && (s.Repo == nil || s.Repo.FullName != base.Repo.FullName)
}

// maxEvent is the most bytes of an event's payload that are read. GitHub sends 25 MB
// at most.
const maxEvent = 64 << 20

// gitHub reads the variables of GitHub Actions (docs.github.com/actions/
// reference/workflows-and-actions/variables) and the payload of the event, whose
// file they name.
func gitHub(getenv func(string) string) (*Run, error) {
	run := &Run{System: gitHubActions, Event: getenv("GITHUB_EVENT_NAME"), Config: "actions/checkout with fetch-depth: 0", TagsToo: true, Checkout: "persist-credentials: false"}
	switch run.Event {
	case "push", "pull_request", "pull_request_target", "merge_group":
	default:
		gitHubDefault(run, getenv)
		return run, nil
	}
	path := getenv("GITHUB_EVENT_PATH")
	text, err := regular.ReadFile(path, maxEvent)
	if err != nil {
		return nil, fmt.Errorf("reading the event of this run (GITHUB_EVENT_PATH): %w", err)
	}
	var e gitHubEvent
	if err := json.Unmarshal(text, &e); err != nil {
		return nil, fmt.Errorf("reading the event of this run in %s: %w", path, err)
	}
	run.Kind = Commits
	switch {
	case run.Event == "push" && e.Deleted:
		run.Kind = Nothing
	case run.Event == "push" && !isNone(e.After):
		run.Head, run.HeadRef = e.After, e.Ref
		if !isNone(e.Before) {
			run.Base = e.Before
		}
		run.Default = e.Repository.DefaultBranch
		if branchName(e.Ref) != run.Default {
			run.Branch = run.Default
			run.OwnBase = run.Base != ""
		}
	case run.Event == "merge_group" && e.MergeGroup != nil:
		run.Head, run.Base, run.HeadRef = e.MergeGroup.HeadSHA, e.MergeGroup.BaseSHA, e.MergeGroup.HeadRef
	case e.PullRequest != nil:
		pr := e.PullRequest
		run.Head, run.HeadRef = pr.Head.SHA, fmt.Sprintf("refs/pull/%d/head", pr.Number)
		run.Base, run.Branch = pr.Base.SHA, pr.Base.Ref
		run.Fork = pr.Head.foreign(pr.Base)
	}
	if run.Kind == Commits && run.Head == "" {
		return nil, fmt.Errorf("the %s event of this run in %s does not say which commits it is about", run.Event, path)
	}
	return run, nil
}

// gitHubActions is the System of a run of GitHub Actions, Forgejo or Gitea.
const gitHubActions = "GitHub Actions"

// Category returns a name for the kind of a run on GitHub: "push", "pull-request",
// "pull-request-target", "merge-group", or "history" for a run that judges everything. GitHub
// closes the alerts of an earlier upload of the same category that a new upload does not
// have. So runs that judge different things must not share a category. For a run of another
// system it is "".
func (run *Run) Category() string {
	switch {
	case run.System != gitHubActions:
		return ""
	case run.Kind == Everything:
		return "history"
	}
	return strings.ReplaceAll(run.Event, "_", "-")
}
