package ci

import "cmp"

// bitbucket reads the variables of Bitbucket Pipelines
// (support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets). They name
// a base for pull requests only.
func bitbucket(getenv func(string) string) *Job {
	j := &Job{System: "Bitbucket Pipelines", Config: "clone: depth: full"}
	if getenv("BITBUCKET_PR_ID") != "" {
		j.Event, j.Kind = "pull request", Commits
		j.Head = getenv("BITBUCKET_COMMIT")
		j.Base = getenv("BITBUCKET_PR_DESTINATION_COMMIT")
		j.Branch = getenv("BITBUCKET_PR_DESTINATION_BRANCH")
	}
	return j
}

// azure reads the variables of Azure Pipelines
// (learn.microsoft.com/azure/devops/pipelines/build/variables).
func azure(getenv func(string) string) *Job {
	j := &Job{System: "Azure Pipelines", Event: getenv("BUILD_REASON"), Config: "checkout with fetchDepth: 0"}
	if target := getenv("SYSTEM_PULLREQUEST_TARGETBRANCH"); target != "" {
		j.Kind = Commits
		j.Head = cmp.Or(getenv("SYSTEM_PULLREQUEST_SOURCECOMMITID"), getenv("BUILD_SOURCEVERSION"))
		j.HeadRef = getenv("SYSTEM_PULLREQUEST_SOURCEBRANCH")
		j.Branch = cmp.Or(branchName(target), target)
	}
	return j
}

// buildkite reads the variables of Buildkite
// (buildkite.com/docs/pipelines/configure/environment-variables).
func buildkite(getenv func(string) string) *Job {
	j := &Job{System: "Buildkite", Event: getenv("BUILDKITE_SOURCE"), Config: "no --depth in BUILDKITE_GIT_CLONE_FLAGS"}
	target := getenv("BUILDKITE_PULL_REQUEST_BASE_BRANCH")
	if target == "" && getenv("BUILDKITE_BRANCH") != getenv("BUILDKITE_PIPELINE_DEFAULT_BRANCH") {
		target = getenv("BUILDKITE_PIPELINE_DEFAULT_BRANCH")
	}
	if target != "" && j.Event != "schedule" {
		j.Kind = Commits
		if commit := getenv("BUILDKITE_COMMIT"); commit != "HEAD" {
			j.Head = commit
		}
		j.Branch = target
	}
	return j
}

// jenkins reads the variables of Jenkins with its Git plugin
// (plugins.jenkins.io/git) and of multibranch pipelines. A build that failed
// has cleared nothing, so the base is the last that did not.
func jenkins(getenv func(string) string) *Job {
	j := &Job{System: "Jenkins", Config: "a clone without the option shallow"}
	switch {
	case getenv("CHANGE_TARGET") != "":
		j.Event, j.Kind = "change request", Commits
		j.Branch = getenv("CHANGE_TARGET")
	case getenv("GIT_PREVIOUS_SUCCESSFUL_COMMIT") != "":
		j.Event, j.Kind = "build", Commits
		j.Head = getenv("GIT_COMMIT")
		j.Base = getenv("GIT_PREVIOUS_SUCCESSFUL_COMMIT")
	}
	return j
}
