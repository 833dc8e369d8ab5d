package ci

import "cmp"

// gitLab reads the predefined variables of GitLab CI/CD
// (docs.gitlab.com/ci/variables/predefined_variables).
func gitLab(getenv func(string) string) *Job {
	j := &Job{System: "GitLab CI/CD", Event: getenv("CI_PIPELINE_SOURCE"), Config: "the variable GIT_DEPTH: 0"}
	branch := getenv("CI_COMMIT_BRANCH")
	switch {
	case getenv("CI_MERGE_REQUEST_IID") != "":
		// where results are merged beforehand, CI_COMMIT_SHA is that merge
		j.Kind = Commits
		j.Head = cmp.Or(getenv("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"), getenv("CI_COMMIT_SHA"))
		j.HeadRef = "refs/merge-requests/" + getenv("CI_MERGE_REQUEST_IID") + "/head"
		j.Base = getenv("CI_MERGE_REQUEST_DIFF_BASE_SHA")
		j.Branch = getenv("CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
	case j.Event == "push":
		j.Kind = Commits
		j.Head = getenv("CI_COMMIT_SHA")
		j.HeadRef = "refs/heads/" + branch
		if tag := getenv("CI_COMMIT_TAG"); tag != "" {
			j.HeadRef = "refs/tags/" + tag
		}
		if before := getenv("CI_COMMIT_BEFORE_SHA"); !isNone(before) {
			j.Base = before
		}
		if standard := getenv("CI_DEFAULT_BRANCH"); branch != standard {
			j.Branch = standard
		}
	}
	return j
}
