package ci

// buildkite reads the variables of Buildkite
// (buildkite.com/docs/pipelines/configure/environment-variables).
func buildkite(getenv func(string) string) *Run {
	run := &Run{System: "Buildkite", Event: getenv("BUILDKITE_SOURCE"), Config: "no --depth in BUILDKITE_GIT_CLONE_FLAGS"}
	run.Default = getenv("BUILDKITE_PIPELINE_DEFAULT_BRANCH")
	if branch := getenv("BUILDKITE_BRANCH"); branch != "" && branch == run.Default {
		run.OnDefault = getenv("BUILDKITE_COMMIT")
	}
	target := getenv("BUILDKITE_PULL_REQUEST_BASE_BRANCH")
	if target == "" && getenv("BUILDKITE_BRANCH") != run.Default {
		target = run.Default
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
