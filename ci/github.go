package ci

import (
	"encoding/json"
	"fmt"
	"os"
)

// gitHubEvent is the part of an event's payload that tells what is to be
// judged (docs.github.com/webhooks/webhook-events-and-payloads). Forgejo and
// Gitea write the same.
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

type gitHubPullSide struct {
	SHA string `json:"sha"`
	Ref string `json:"ref"`
}

// gitHub reads the variables of GitHub Actions (docs.github.com/actions/
// reference/workflows-and-actions/variables) and the event that they name.
func gitHub(getenv func(string) string) (*Job, error) {
	j := &Job{System: "GitHub Actions", Event: getenv("GITHUB_EVENT_NAME"), Config: "actions/checkout with fetch-depth: 0"}
	switch j.Event {
	case "push", "pull_request", "pull_request_target", "merge_group":
	default:
		return j, nil
	}
	path := getenv("GITHUB_EVENT_PATH")
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the event of this run (GITHUB_EVENT_PATH): %w", err)
	}
	var e gitHubEvent
	if err := json.Unmarshal(text, &e); err != nil {
		return nil, fmt.Errorf("reading the event of this run in %s: %w", path, err)
	}
	j.Kind = Commits
	switch {
	case j.Event == "push" && e.Deleted:
		j.Kind = Nothing
	case j.Event == "push" && !isNone(e.After):
		j.Head, j.HeadRef = e.After, e.Ref
		if !isNone(e.Before) {
			j.Base = e.Before
		}
		if branchName(e.Ref) != e.Repository.DefaultBranch {
			j.Branch = e.Repository.DefaultBranch
		}
	case j.Event == "merge_group" && e.MergeGroup != nil:
		j.Head, j.Base, j.HeadRef = e.MergeGroup.HeadSHA, e.MergeGroup.BaseSHA, e.MergeGroup.HeadRef
	case e.PullRequest != nil:
		pr := e.PullRequest
		j.Head, j.HeadRef = pr.Head.SHA, fmt.Sprintf("refs/pull/%d/head", pr.Number)
		j.Base, j.Branch = pr.Base.SHA, pr.Base.Ref
	}
	if j.Kind == Commits && j.Head == "" {
		return nil, fmt.Errorf("the %s event of this run in %s does not say which commits it is about", j.Event, path)
	}
	return j, nil
}
