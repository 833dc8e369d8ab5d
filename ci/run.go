package ci

import (
	"errors"
	"strings"
)

// A Run is what a CI system says about a run.
type Run struct {
	System string // "GitHub Actions"
	Event  string // what the run was started for, in the system's own word
	Kind   Kind

	// For Commits. All are revisions, whole ids for the most part.
	Head   string // judged; "" is HEAD
	Base   string // what was there before; "" when the system does not say
	Branch string // where the commits are to go, or the default branch: what it has counts as judged when Base is not there; "" for none

	HeadRef string // the ref on the remote that has Head, "" when it is not known
	Config  string // how the system is told to fetch everything
}

// Kind is what a run must judge.
type Kind int

const (
	Everything Kind = iota // the whole history
	Commits                // what Head has and Base has not
	Nothing                // the run is about a ref that was deleted
)

// ErrUnknown is returned by Detect when no CI system is known by its environment.
var ErrUnknown = errors.New("no CI system is known by its environment: say what to judge with --range A..B")

// Detect reads the environment of a run.
func Detect(getenv func(string) string) (*Run, error) {
	switch {
	case getenv("GITHUB_ACTIONS") == "true":
		return gitHub(getenv)
	case getenv("GITLAB_CI") == "true":
		return gitLab(getenv), nil
	case getenv("BITBUCKET_BUILD_NUMBER") != "":
		return bitbucket(getenv), nil
	case getenv("TF_BUILD") != "":
		return azure(getenv), nil
	case getenv("BUILDKITE") == "true":
		return buildkite(getenv), nil
	case getenv("CIRCLECI") == "true":
		// its variables name no base
		return &Run{System: "CircleCI", Config: "checkout with method: full"}, nil
	case getenv("JENKINS_URL") != "":
		return jenkins(getenv), nil
	}
	return nil, ErrUnknown
}

// isNone reports whether a system means "there is no such commit": all zeros,
// as git writes it.
func isNone(id string) bool { return strings.Trim(id, "0") == "" }

// branchName is the branch that a full ref names, "" if it names none.
func branchName(ref string) string {
	name, ok := strings.CutPrefix(ref, "refs/heads/")
	if !ok {
		return ""
	}
	return name
}
