package ci

import "cmp"

// bitbucket reads the variables of Bitbucket Pipelines
// (support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets). They name
// a base for pull requests only.
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

// azure reads the variables of Azure Pipelines
// (learn.microsoft.com/azure/devops/pipelines/build/variables).
func azure(getenv func(string) string) *Run {
	run := &Run{System: "Azure Pipelines", Event: getenv("BUILD_REASON"), Config: "checkout with fetchDepth: 0"}
	if target := getenv("SYSTEM_PULLREQUEST_TARGETBRANCH"); target != "" {
		run.Kind = Commits
		run.Head = cmp.Or(getenv("SYSTEM_PULLREQUEST_SOURCECOMMITID"), getenv("BUILD_SOURCEVERSION"))
		run.HeadRef = getenv("SYSTEM_PULLREQUEST_SOURCEBRANCH")
		run.Branch = cmp.Or(branchName(target), target)
	}
	return run
}

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

// jenkins reads the variables of Jenkins with its Git plugin
// (plugins.jenkins.io/git) and of multibranch pipelines. A build that failed
// has cleared nothing, so the base is the last that did not.
func jenkins(getenv func(string) string) *Run {
	run := &Run{System: "Jenkins", Config: "a clone without the option shallow"}
	switch {
	case getenv("CHANGE_TARGET") != "":
		run.Event, run.Kind = "change request", Commits
		run.Branch = getenv("CHANGE_TARGET")
	case getenv("GIT_PREVIOUS_SUCCESSFUL_COMMIT") != "":
		run.Event, run.Kind = "build", Commits
		run.Head = getenv("GIT_COMMIT")
		run.Base = getenv("GIT_PREVIOUS_SUCCESSFUL_COMMIT")
	}
	return run
}
