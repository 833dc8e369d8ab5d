package ci

import (
	"errors"
	"strings"
)

// A Run is what a CI system says about a run.
type Run struct {
	System string // "GitHub Actions"
	Event  string // why the run was started, in the system's own word
	Kind   Kind

	// For Commits. Head and Base are revisions, most often whole ids. Branch is the
	// one into which the commits are to be merged, or the default branch; what it
	// has counts as judged if Base is absent.
	Head   string // what is judged; "" is HEAD
	Base   string // what was there before; "" when the system does not say
	Branch string // "" for none

	// OwnBase says that Base is an earlier commit of the branch that is judged, and
	// that this is not the default branch. Whoever pushed the one may have pushed
	// the other, so the files of Base are not to be trusted.
	OwnBase bool

	HeadRef string // the ref on the remote that has Head; "" when it is not known
	Fork    bool   // the commits come from another repository, as far as the system says so
	Config  string // the setting that makes the system fetch everything

	// Fetch says that whoever gets a *FetchError will fetch what it names. So it is the
	// error of a history that is cut off, too, instead of a scan with gaps. It is for the
	// caller of Detect to set.
	Fetch bool

	// AllRefs says that all branches and tags of the remote have been fetched for this run.
	// It is for the caller of Detect to set, after it has fetched what a *FetchError names.
	AllRefs bool

	// TagsToo says that a clone of the system that has all branches has all tags, too.
	TagsToo bool

	// Checkout is the setting that keeps the token of the run out of the clone's
	// configuration; "" if the system does not put it there, or has no such setting.
	Checkout string

	// The default branch has what a team has agreed on. For a pull request both
	// fields may be empty.
	Default   string // its name; "" when the system does not say
	OnDefault string // the commit that the run is about, if the system says that it is on that branch; else ""
}

// Kind is what a run must judge.
type Kind int

const (
	Everything Kind = iota // the whole history
	Commits                // what Head reaches and Base does not
	Nothing                // a ref was deleted
)

// ErrUnknown is the error of Detect when the environment is not that of a CI system
// that it knows.
var ErrUnknown = errors.New("no CI system is known by its environment: say what to judge with --range A..B")

// Detect reads the environment of a run, and files that it names. What it does not
// understand is an error.
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
		// Its variables name no commit before the change.
		return &Run{System: "CircleCI", Config: "checkout with method: full"}, nil
	case getenv("DRONE") == "true":
		return drone(getenv), nil
	case getenv("CI") == "woodpecker":
		return woodpecker(getenv), nil
	case getenv("JENKINS_URL") != "":
		return jenkins(getenv), nil
	}
	return nil, ErrUnknown
}

// isNone reports whether id stands for no commit: it is empty, or all zeros as git
// writes it.
func isNone(id string) bool { return strings.Trim(id, "0") == "" }

// branchName returns the branch that a full ref names, "" for another ref.
func branchName(ref string) string {
	name, ok := strings.CutPrefix(ref, "refs/heads/")
	if !ok {
		return ""
	}
	return name
}
