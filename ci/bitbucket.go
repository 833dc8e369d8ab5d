package ci

// bitbucket reads the variables of Bitbucket Pipelines
// (support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets). They name
// a base only for pull requests.
func bitbucket(getenv func(string) string) *Run {
	run := &Run{System: "Bitbucket Pipelines", Config: "clone: depth: full"}
	if getenv("BITBUCKET_PR_ID") != "" {
		run.Event, run.Kind = "pull request", Commits
		run.Head = getenv("BITBUCKET_COMMIT")
		run.Base = getenv("BITBUCKET_PR_DESTINATION_COMMIT")
		run.Branch = getenv("BITBUCKET_PR_DESTINATION_BRANCH")
	}
	return run
}
