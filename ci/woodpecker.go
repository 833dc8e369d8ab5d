package ci

// woodpecker reads the variables of Woodpecker CI
// (woodpecker-ci.org/docs/usage/environment). They name no commit before a push:
// CI_PREV_COMMIT_SHA is that of the previous pipeline, whatever it was about. Nor do they say
// whether a pull request comes from a fork.
func woodpecker(getenv func(string) string) *Run {
	run := &Run{System: "Woodpecker CI", Event: getenv("CI_PIPELINE_EVENT"), Config: "the settings depth: 0 and partial: false of the clone step"}
	run.Default = getenv("CI_REPO_DEFAULT_BRANCH")
	branch := getenv("CI_COMMIT_BRANCH")
	switch run.Event {
	case "pull_request":
		run.Kind, run.Branch = Commits, getenv("CI_COMMIT_TARGET_BRANCH")
	case "push", "tag":
		if run.Event == "tag" || branch != run.Default {
			run.Kind, run.Branch = Commits, run.Default
		}
	}
	if run.Kind == Commits {
		run.Head, run.HeadRef = getenv("CI_COMMIT_SHA"), getenv("CI_COMMIT_REF")
	} else if branch != "" && branch == run.Default {
		run.OnDefault = getenv("CI_COMMIT_SHA")
	}
	return run
}
