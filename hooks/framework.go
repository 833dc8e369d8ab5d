package hooks

// NoCommitUnderWay reports whether the framework called pre-commit
// (pre-commit.com) has started the pre-commit hook outside of a commit, as
// `pre-commit run --all-files` does. The framework does not say so to the hook,
// and a hook that judged only what is staged would pass without judging anything.
// getenv reads the environment of the hook. In a commit, git sets GIT_INDEX_FILE
// there.
func NoCommitUnderWay(n Name, getenv func(string) string) bool {
	return n == PreCommit && getenv("PRE_COMMIT") != "" && getenv("GIT_INDEX_FILE") == ""
}

// FrameworkRange returns the range of commits, as A..B, that the framework wants
// the pre-commit hook to judge outside of a commit: the one of --from-ref and
// --to-ref, or the one that is pushed. It returns "" if there is none.
func FrameworkRange(n Name, getenv func(string) string) string {
	from, to := getenv("PRE_COMMIT_FROM_REF"), getenv("PRE_COMMIT_TO_REF")
	if from == "" || to == "" || !NoCommitUnderWay(n, getenv) {
		return ""
	}
	return from + ".." + to
}
