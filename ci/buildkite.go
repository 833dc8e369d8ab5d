package ci

// buildkite reads the variables of Buildkite
// (buildkite.com/docs/pipelines/configure/environment-variables).
func buildkite(getenv func(string) string) *Run {
	run := &Run{System: "Buildkite", Event: getenv("BUILDKITE_SOURCE"), Config: "no --depth in BUILDKITE_GIT_CLONE_FLAGS"}
	target := getenv("BUILDKITE_PULL_REQUEST_BASE_BRANCH")
	if target == "" && getenv("BUILDKITE_BRANCH") != getenv("BUILDKITE_PIPELINE_DEFAULT_BRANCH") {
		target = getenv("BUILDKITE_PIPELINE_DEFAULT_BRANCH")
	}
	if target != "" && run.Event != "schedule" {
		run.Kind = Commits
		if commit := getenv("BUILDKITE_COMMIT"); commit != "HEAD" {
			run.Head = commit
		}
		run.Branch = target
	}
	return run
}
