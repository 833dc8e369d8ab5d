package ci

import "cmp"

// gitLab reads the predefined variables of GitLab CI/CD
// (docs.gitlab.com/ci/variables/predefined_variables).
func gitLab(getenv func(string) string) *Run {
	run := &Run{System: "GitLab CI/CD", Event: getenv("CI_PIPELINE_SOURCE"), Config: "the variable GIT_DEPTH: 0", TagsToo: true}
	branch := getenv("CI_COMMIT_BRANCH")
	run.Default = getenv("CI_DEFAULT_BRANCH")
	if branch != "" && branch == run.Default {
		run.OnDefault = getenv("CI_COMMIT_SHA")
	}
	switch {
	case getenv("CI_MERGE_REQUEST_IID") != "":
		// CI_COMMIT_SHA may be the merge of both branches, which GitLab makes before
		// the run.
		run.Kind = Commits
		run.Head = cmp.Or(getenv("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"), getenv("CI_COMMIT_SHA"))
		run.HeadRef = "refs/merge-requests/" + getenv("CI_MERGE_REQUEST_IID") + "/head"
		run.Base = getenv("CI_MERGE_REQUEST_DIFF_BASE_SHA")
		run.Branch = getenv("CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
		// The run itself may be in the fork, or in the project that is asked to merge.
		if from := getenv("CI_MERGE_REQUEST_SOURCE_PROJECT_ID"); from != "" {
			run.Fork = from != cmp.Or(getenv("CI_MERGE_REQUEST_PROJECT_ID"), getenv("CI_PROJECT_ID"))
		}
	case run.Event == "push":
		run.Kind = Commits
		run.Head = getenv("CI_COMMIT_SHA")
		run.HeadRef = "refs/heads/" + branch
		if tag := getenv("CI_COMMIT_TAG"); tag != "" {
			run.HeadRef = "refs/tags/" + tag
		}
		if before := getenv("CI_COMMIT_BEFORE_SHA"); !isNone(before) {
			run.Base = before
		}
		if branch != run.Default {
			run.Branch = run.Default
			run.OwnBase = run.Base != ""
		}
	}
	return run
}
